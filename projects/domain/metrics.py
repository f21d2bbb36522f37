"""The numbers a requirement can name, and when a number meets it."""

import math

from dmops_platform.errors import _
from dmops_platform.states import State

#: metric name → what it counts, for people
METRICS: dict[str, str] = {
    "items.imported": _("Items imported"),
    "items.clean": _("Items left after preprocessing"),
    "items.accepted": _("Items with an accepted answer"),
    "guideline.explained": _("Share of labels with definition, example and counter-example"),
    "guideline.read": _("Share of annotators who confirmed the guideline in force"),
    "agreement.alpha": _("Agreement (Krippendorff's alpha)"),
    "gold.accuracy": _("Share of hidden gold answered right"),
    "disputes.open": _("Disputes still open"),
    "audit.error_rate": _("Error rate in the external audit"),
    "model.accuracy": _("Accuracy of a model trained on the data"),
    "model.gain_last_doubling": _("Gain of the model when the data last doubled"),
    "pay.hourly_median": _("Pay per hour, median"),
    "pay.hourly_p10": _("Pay per hour, lowest decile"),
    "pay.cost_per_item": _("Cost per item"),
    "pii.found_after_masking": _("Personal data found after masking"),
}
LABEL_SHARE = "label_share."
LONGEST_NAME = 100


class Comparison(State):
    """How a measured value is held against the threshold of a requirement."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    EQUAL = "="


def is_metric(name: str) -> bool:
    """Return whether a measure can have this name: one of METRICS, or `label_share.` and a label.

    >>> is_metric("label_share.negative"), is_metric("label_share."), is_metric("speed")
    (True, False, False)
    """
    return name in METRICS or (name.startswith(LABEL_SHARE) and name.removeprefix(LABEL_SHARE).strip() != "")


def is_met(value: float, comparison: str, threshold: float) -> bool:
    """Return whether the value meets the threshold; values that differ only by rounding count as equal.

    >>> is_met(0.1 + 0.2, ">=", 0.3), is_met(0.1 + 0.2, ">", 0.3)
    (True, False)
    """
    is_equal = math.isclose(value, threshold, rel_tol=1e-9, abs_tol=1e-12)
    if comparison == Comparison.EQUAL:
        return is_equal
    if comparison in (Comparison.AT_LEAST, Comparison.AT_MOST) and is_equal:
        return True
    is_above = value > threshold and not is_equal
    is_below = value < threshold and not is_equal
    return is_above if comparison in (Comparison.AT_LEAST, Comparison.MORE) else is_below
