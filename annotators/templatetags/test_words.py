"""Shares and speeds in templates."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: float | str | None) -> str:
    """Return a share as whole percent, "–" for none (a template gives "" for what is not there)."""
    return f"{number_format(round(100 * share))} %" if isinstance(share, int | float) else "–"


@register.filter
def pace(items_a_minute: float | str | None) -> str:
    """Return a speed with one digit, "–" for none."""
    if not isinstance(items_a_minute, int | float):
        return "–"
    return str(number_format(round(items_a_minute, 1), decimal_pos=1))
