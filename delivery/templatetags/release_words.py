"""What was found about a release, in words a person reads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from delivery.domain.quality import Outcome
from projects.domain.roles import Role
from projects.domain.stages import STAGE_TITLES, Stage
from projects.models import ROLE_NAMES
from verification.models import CAUSE_NAMES, METHOD_NAMES, Cause, ConsensusMethod

register = template.Library()
#: names of formats are the same in every language
FORMAT_NAMES = {
    "conll": "CoNLL (BIO)",
    "conll_bioes": "CoNLL (BIOES)",
    "voc": "Pascal VOC",
    "voc_1_based": "Pascal VOC (1, 2, 3 …)",
    "coco": "COCO",
    "yolo": "YOLO",
    "rttm": "RTTM",
}


@register.filter
def format_name(form: str) -> str:
    """Return the name of a format of labels."""
    return FORMAT_NAMES[form]


@register.filter
def failure_words(error: str) -> str:
    """Return why a release or its check failed in the reader's language."""
    return gettext(error)


@register.filter
def problem_words(problem: Mapping[str, Any]) -> str:
    """Return the sentence of a stored problem in the reader's language."""
    return str(gettext(problem["sentence"]) % problem["values"])


OUTCOMES = {
    Outcome.MET: _("Met"),
    Outcome.NOT_MET: _("Not met"),
    Outcome.NOT_MEASURED: _("Not measured yet"),
    Outcome.JUDGED: _("No figure: you judge"),
}
METRICS = {
    "items.imported": _("Items imported"),
    "items.clean": _("Items left after preprocessing"),
    "items.accepted": _("Items with an accepted answer"),
    "agreement.alpha": _("Agreement (Krippendorff's alpha)"),
    "gold.accuracy": _("Share of hidden gold answered right"),
    "disputes.open": _("Disputes still open"),
    "audit.error_rate": _("Error rate in the external audit"),
    "model.accuracy": _("Accuracy of a model trained on the data"),
    "model.gain_last_doubling": _("Gain of the model when the data last doubled"),
    "pay.hourly_median": _("Pay per hour, median"),
    "pay.hourly_p10": _("Pay per hour, lowest decile"),
    "pii.found_after_masking": _("Personal data found after masking"),
}
LABEL_SHARE = "label_share."


@register.filter
def outcome_words(outcome: str) -> str:
    """Return what the figures say about a requirement."""
    return str(OUTCOMES[Outcome(outcome)])


@register.filter
def outcome_tone(outcome: str) -> str:
    """Return the tone of a badge for an outcome."""
    tones = {Outcome.MET: "success", Outcome.NOT_MET: "error", Outcome.NOT_MEASURED: "warning"}
    return tones.get(Outcome(outcome), "plain")


@register.filter
def metric_words(metric: str) -> str:
    """Return what a metric counts; a name we do not know stays as it is."""
    if metric.startswith(LABEL_SHARE):
        return gettext("Share of the label “%(label)s”") % {"label": metric.removeprefix(LABEL_SHARE)}
    return str(METRICS.get(metric, metric))


@register.filter
def figure(value: float | None) -> str:
    """Return a figure with at most 4 decimals and its thousands apart."""
    if value is None:
        return "–"
    return f"{value:,.4f}".rstrip("0").rstrip(".")


@register.filter
def cause_words(cause: str) -> str:
    """Return what had caused a dispute."""
    return str(CAUSE_NAMES[Cause(cause)])


@register.filter
def method_words(method: str) -> str:
    """Return how one answer was made out of several."""
    return str(METHOD_NAMES[ConsensusMethod(method)])


@register.filter
def stage_words(stage: int) -> str:
    """Return the title of a stage with its number."""
    return f"{stage:d} {gettext(STAGE_TITLES[Stage(stage)])}"


@register.filter
def role_words(roles: Iterable[str]) -> str:
    """Return the names of roles, or that nobody of the project holds them any more."""
    return ", ".join(str(ROLE_NAMES[Role(role)]) for role in roles) or gettext("a former member")
