"""What a quality report says, as people read it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from dmops_platform.figures import written
from verification.domain.estimates import Undefined
from verification.templatetags.quality_words import REASONS, as_percent, two_places

register = template.Library()

SLICES: dict[str, str | Promise] = {
    "batch": _("Batch"),
    "phase": _("Phase"),
    "guideline": _("Guideline version"),
    "week": _("Week"),
}
PHASES: dict[str, str | Promise] = {"pilot": _("Pilot"), "main": _("Main work")}
TINTS = 9


class Cell(NamedTuple):
    """One cell of the heat map: how strong its tint is (0 to 9), whether it is on the diagonal, and its words."""

    tint: int
    is_same: bool
    percent: str


@register.filter
def signed(value: float | None) -> str:
    """Return a difference with its sign and two decimal places, nothing for None."""
    if value is None:
        return ""
    return f"{'+' if value >= 0 else '−'}{written(abs(value), 2)}"


@register.filter
def figure(row: Mapping[str, Any]) -> str:
    """Return a value with two decimal places, or why it is undefined."""
    return two_places(row["value"]) or str(REASONS[Undefined(row["why_undefined"])])


@register.filter
def slice_title(name: str) -> str:
    """Return what a table of slices is about."""
    return str(SLICES[name])


@register.filter
def slice_key(key: str, name: str) -> str:
    """Return what one slice is called."""
    return str(PHASES.get(key, key)) if name == "phase" else key


@register.filter
def heat_rows(heat: Mapping[str, Any]) -> Iterator[tuple[str, list[Cell]]]:
    """Yield each label with its cells. Tints follow the shares off the diagonal, where people differ."""
    for row, (label, shares) in enumerate(zip(heat["labels"], heat["shares"], strict=True)):
        yield label, [_cell(share, row == column) for column, share in enumerate(shares)]


def _cell(share: float | None, is_same: bool) -> Cell:
    if share is None:
        return Cell(0, is_same, "")
    return Cell(min(TINTS, round(share * TINTS + 0.49)), is_same, written(100 * share, 0))


@register.filter
def alert_sentence(alert: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    """Return a sign in somebody's work as a sentence with its numbers, people and labels named."""
    return _sentence(alert, field["names"], field["titles"])


@register.filter
def evidence_sentence(alert: Mapping[str, Any]) -> str:
    """Return a sign as the person themselves reads it: nobody else is named."""
    return _sentence(alert, {}, {})


def _sentence(alert: Mapping[str, Any], names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    sentence, facts = SENTENCES[alert["code"]], dict(alert)
    for name in ("seconds", "typical"):
        if name in alert:
            facts[name] = written(alert[name], 1)
    for name in ("value", "low", "high", "share", "others"):
        if name in alert:
            facts[name] = signed(alert[name]) if alert["code"] == "drift" else as_percent(alert[name])
    if alert["code"] == "one_sided":
        facts["label"] = titles.get(alert["label"], alert["label"])
    if alert["code"] == "copies":
        other = alert["other"] if alert["one"] == alert["person"] else alert["one"]
        facts["other"] = names.get(other, gettext("somebody else"))
    if alert["code"] == "drift":
        facts["n"] = alert["n"][0]
    return gettext(sentence) % facts


SENTENCES = {
    "fast": gettext_noop(
        "a median of %(seconds)s seconds an item; that of all is %(typical)s (answers: %(n)s)"
    ),
    "low_gold": gettext_noop("right on %(value)s of the known items (n = %(n)s)"),
    "low_agreement": gettext_noop(
        "agrees with the rest on %(value)s (95%% interval %(low)s to %(high)s, n = %(n)s)"
    ),
    "drift": gettext_noop(
        "agreement with the rest changed by %(value)s from the first third to the last (95%% interval %(low)s to"
        " %(high)s, n = %(n)s each)"
    ),
    "one_sided": gettext_noop(
        "answers “%(label)s” on %(share)s of the items; the others do on %(others)s of the same (n = %(n)s)"
    ),
    "copies": gettext_noop("the same answers as %(other)s %(run)s times running, of %(n)s items in common"),
}
