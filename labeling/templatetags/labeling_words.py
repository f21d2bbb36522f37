"""Figures of labelling as people read them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from dmops_platform.figures import written
from labeling.domain.peers import Share
from projects.domain.intervals import Share as Interval

register = template.Library()


@register.filter
def share_words(share: Share) -> str:
    """Return a share in percent with its n, or that it is not measured."""
    if share.value is None:
        return "–"
    return f"{written(100 * share.value, 1)} % (n = {number_format(share.n)})"


@register.filter
def seconds_words(seconds: float | None) -> str:
    """Return seconds with one decimal place, or that they are not measured."""
    return "–" if seconds is None else gettext("%(n)s s") % {"n": written(seconds, 1)}


@register.filter
def interval_words(share: Interval | None) -> str:
    """Return a share in percent with its interval and n, or that it is not measured."""
    if share is None or share.value is None:
        return "–"
    low, value, high = (written(100 * (part or 0)) for part in (share.low, share.value, share.high))
    return f"{value} % ({low}–{high} %, n = {number_format(share.n)})"
