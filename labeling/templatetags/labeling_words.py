"""Figures of labelling as people read them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from labeling.domain.peers import Share

register = template.Library()


@register.filter
def share_words(share: Share) -> str:
    """Return a share in percent with its n, or that it is not measured."""
    if share.value is None:
        return "–"
    return f"{number_format(100 * share.value, decimal_pos=1)} % (n = {number_format(share.n)})"


@register.filter
def seconds_words(seconds: float | None) -> str:
    """Return seconds with one decimal place, or that they are not measured."""
    return "–" if seconds is None else gettext("%(n)s s") % {"n": number_format(seconds, decimal_pos=1)}
