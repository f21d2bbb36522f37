"""Figures of sources and recipes, as people read them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def as_share(value: float | None) -> str:
    """Return a share as a percentage with one decimal, "–" where there is none."""
    return "–" if value is None else f"{number_format(100 * value, decimal_pos=1)} %"
