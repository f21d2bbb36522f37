"""Figures as people read them, and the reason where there is none."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dmops_platform.figures import written
from sourcing.models import ItemVersion
from verification.domain.answers import as_label
from verification.domain.dimensions import Fact
from verification.domain.estimates import Undefined
from verification.models import SUSPECT_STATE_NAMES, SuspectState
from verification.selectors.live import LiveFigure

register = template.Library()

#: fact → what it is, and whether it is a share
FACTS: dict[str, tuple[str | Promise, bool]] = {
    "items_accepted": (_("Items with an answer in force"), False),
    "items_planned": (_("Items planned in the brief"), False),
    "share_of_plan": (_("Share of the plan that is reached"), True),
    "smallest_label": (_("Items of the smallest label"), False),
    "smallest_source": (_("Items of the smallest source"), False),
    "source_evenness": (_("Evenness of the sources (entropy, 1 is even)"), False),
    "near_duplicates": (_("Texts nearly the same as an earlier one"), True),
    "lexical_variety": (_("Different words in a hundred, on average"), True),
    "from_kept_file": (_("Items whose raw file is kept"), True),
    "suspected": (_("Answers a model does not believe"), True),
    "raw_looks": (_("Looks at raw or personal data"), False),
    "raw_people": (_("People who looked at raw or personal data"), False),
    "pay_hourly_median": (_("Pay per hour, median"), False),
    "pay_hourly_p10": (_("Pay per hour, lowest decile"), False),
    "pay_floor": (_("Fair-pay floor per hour"), False),
    "above_floor": (_("People whose hour brings the floor or more"), True),
    "long_days": (_("Days of a person with more than 8 hours of work in this project"), True),
    "longest_day": (_("Longest day of a person, hours"), False),
    "people_paused": (_("People who were paused, of those who answered"), False),
    "appeals_answered": (_("Appeals that have an answer"), True),
    "personal_sources": (_("Sources with personal data"), False),
    "consent_stated": (_("Of these, basis of consent stated"), True),
    "people_sources": (_("Sources made by people or with personal data"), False),
    "cautions_words": (_("Words under cautions in the guideline"), False),
    "items_erased": (_("Items erased because consent was withdrawn"), False),
    "releases_withdrawn": (_("Releases withdrawn"), False),
    "source_spread": (_("Largest difference of a label's share between two sources"), True),
    "error_rate": (_("Error rate in the sample"), True),
    "requirements_met": (_("Requirements met, of those measured here"), False),
    "label_evenness": (_("Evenness of the labels (entropy, 1 is even)"), False),
    "distinct_texts": (_("Distinct texts"), True),
    "length_p10": (_("Length of text, lowest tenth"), False),
    "length_median": (_("Length of text, median"), False),
    "length_p90": (_("Length of text, highest tenth"), False),
    "alpha": (_("Krippendorff's alpha"), False),
    "gold": (_("Agreement of consensus with gold"), True),
    "decided": (_("Answers decided by a person"), True),
    "found_resident": (_("Resident numbers found"), False),
    "found_email": (_("E-mail addresses found"), False),
    "found_phone": (_("Phone numbers found"), False),
    "found_card": (_("Card numbers found"), False),
    "found_iban": (_("IBANs found"), False),
    "found_ssn": (_("US social security numbers found"), False),
    "found_ip": (_("IP addresses found"), False),
    "found_account": (_("Bank accounts found"), False),
    "found_passport": (_("Passport numbers found"), False),
    "found_licence": (_("Driving licences found"), False),
    "findings_guideline": (_("Findings on the guideline"), False),
    "findings_privacy": (_("Findings on personal data"), False),
    "findings_ethics": (_("Findings on harm"), False),
}

#: fact → what would have to be written down before it can be measured
WHY_NOT_MEASURED: dict[str, str | Promise] = {
    "items_erased": _(
        "No erasure is recorded here. To count them, each would have to leave a mark of its item that stays when the"
        " content is gone: its id and checksum, the day, the reason, and who asked for it."
    ),
}

REASONS = {
    Undefined.NO_PAIRS: _("undefined: nothing has two answers"),
    Undefined.ONE_CATEGORY: _("undefined: only one label was ever chosen"),
    Undefined.NOT_NUMBERS: _("undefined: these labels are not numbers"),
    Undefined.UNEQUAL_COUNTS: _("undefined: items have unequal numbers of answers"),
    Undefined.TWO_RATERS_ONLY: _("undefined: made for exactly two people"),
    Undefined.NEGATIVE_NUMBERS: _("undefined: a ratio scale has no negative numbers"),
    Undefined.TOO_MANY_VALUES: _("undefined: too many different answers to compare each with each"),
    Undefined.REPEATED: _("undefined: somebody answered an item twice"),
    Undefined.ONE_ITEM: _("undefined: one item only"),
    Undefined.NOTHING_MARKED: _("undefined: nobody marked anything"),
    Undefined.NO_GOLD: _("undefined: no gold answers"),
}


#: measure of agreement → what people read
MEASURES: dict[str, str | Promise] = {
    "percent": _("Share of equal pairs"),
    "cohen_kappa": _("Cohen's kappa"),
    "cohen_kappa_linear": _("Cohen's kappa, linear weights"),
    "cohen_kappa_quadratic": _("Cohen's kappa, quadratic weights"),
    "scott_pi": _("Scott's pi"),
    "fleiss_kappa": _("Fleiss' kappa"),
    "alpha_nominal": _("Krippendorff's alpha, nominal"),
    "alpha_ordinal": _("Krippendorff's alpha, ordinal"),
    "alpha_interval": _("Krippendorff's alpha, interval"),
    "alpha_ratio": _("Krippendorff's alpha, ratio"),
    "alpha_masi": _("Krippendorff's alpha of sets (MASI)"),
    "alpha_jaccard": _("Krippendorff's alpha of sets (Jaccard)"),
    "alpha_distance": _("Krippendorff's alpha by distance"),
    "alpha_characters": _("Krippendorff's alpha of characters"),
    "alpha_unitizing": _("Krippendorff's alpha of units"),
    "alpha_matched": _("Krippendorff's alpha of matched regions"),
    "gwet_ac1": _("Gwet's AC1"),
    "gwet_ac2": _("Gwet's AC2, quadratic weights"),
    "gwet_ac2_linear": _("Gwet's AC2, linear weights"),
    "span_f1_exact": _("F1 of equal spans"),
    "span_f1_overlap": _("F1 of overlapping spans"),
    "box_f1": _("F1 of matched regions"),
    "polygon_f1": _("F1 of matched regions"),
    "time_overlap": _("Time given the same label"),
    "chrf": _("Likeness of texts (chrF)"),
    "edit_similarity": _("Likeness of texts (edits)"),
    "kendall_tau": _("Kendall's tau"),
}


@register.filter
def measure_name(name: str) -> str:
    """Return what a measure is called, in the reader's language."""
    return str(MEASURES.get(name, name))


@register.filter
def alpha_title(scale: str) -> str:
    """Return the name of alpha on a scale or by a distance."""
    return measure_name(f"alpha_{scale}")


@register.filter
def two_places(value: float | None) -> str:
    """Return a number with two decimal places, nothing for None."""
    return "" if value is None else written(value, 2)


@register.filter
def coefficient(figure: Mapping[str, Any]) -> str:
    """Return the figure with two decimal places, or why it is undefined."""
    return two_places(figure["value"]) or _reason(figure)


@register.filter
def live_value(figure: LiveFigure) -> str:
    """Return a live figure with two decimal places, or why it is undefined."""
    return coefficient({"value": figure.value, "undefined": figure.undefined})


@register.filter
def percent(figure: Mapping[str, Any]) -> str:
    """Return the figure as a percentage, or why it is undefined."""
    if figure["value"] is None:
        return _reason(figure)
    return f"{written(100 * figure['value'], 1)} %"


def _reason(figure: Mapping[str, Any]) -> str:
    return str(REASONS[Undefined(figure["undefined"])])


@register.filter
def called(titles: Mapping[str, str], answer: Any) -> str:
    """Return what people read for an answer."""
    label = as_label(answer)
    return titles.get(label, label)


@register.filter
def times(counts: Mapping[str, int], label: str) -> int:
    """Return how often a label was chosen."""
    return counts.get(label, 0)


@register.filter
def fact_name(fact: Fact) -> str:
    """Return what a fact is, in the reader's language."""
    return str(FACTS[fact.name][0])


@register.filter
def fact_value(fact: Fact) -> str:
    """Return a fact as it reads: a share as a percentage, a count without decimals."""
    if fact.value is None:
        return str(_("not measured"))
    if FACTS[fact.name][1]:
        return as_percent(fact.value)
    is_whole = float(fact.value).is_integer() and fact.name not in (
        "alpha",
        "label_evenness",
        "source_evenness",
    )
    return written(fact.value, 0 if is_whole else 2, force_grouping=True)


@register.filter
def why_not_measured(fact: Fact) -> str:
    """Return what would have to be recorded to measure a fact that has no value, nothing where that is not known."""
    return str(WHY_NOT_MEASURED.get(fact.name, "")) if fact.value is None else ""


@register.filter
def fact_interval(fact: Fact) -> str:
    """Return the interval of a fact in the unit of its value."""
    if fact.low is None or fact.high is None:
        return ""
    if FACTS[fact.name][1]:
        return f"{as_percent(fact.low)} – {as_percent(fact.high)}"
    return f"{written(fact.low, 2)} – {written(fact.high, 2)}"


@register.filter
def as_percent(value: float | None) -> str:
    """Return a share as a percentage with one decimal place, nothing for None."""
    return "" if value is None else f"{written(100 * value, 1)} %"


@register.filter
def whole_percent(value: float) -> str:
    """Return a share as a percentage without decimals."""
    return f"{written(100 * value, 0)} %"


@register.filter
def as_points(value: float | None) -> str:
    """Return a difference of shares in points with its sign, nothing for None.

    >>> as_points(0.021)
    '+2.1'
    """
    if value is None:
        return ""
    sign = "+" if round(100 * value, 1) > 0 else ""
    return f"{sign}{written(100 * value, 1)}"


@register.filter
def suspect_state(state: SuspectState) -> str:
    """Return what became of a suspect, in the reader's language."""
    return str(SUSPECT_STATE_NAMES[state])


@register.filter
def called_answer(titles: Mapping[str, str], answer: object) -> str:
    """Return what people read for an answer of an evaluated field."""
    return titles.get(str(answer), str(answer))


@register.filter
def item_texts(version: ItemVersion) -> list[str]:
    """Return what an item says in words."""
    return [part for part in version.parts.values() if isinstance(part, str)]
