"""Review in words."""

from django import template

from dmops_platform.figures import written
from verification.domain.estimates import Figure
from verification.domain.review_sampling import Reason
from verification.models import REASON_NAMES
from verification.templatetags.quality_words import REASONS

register = template.Library()


@register.filter
def reason_words(reason: str) -> str:
    """Return why an answer is looked at again, in the reader's language."""
    return str(REASON_NAMES[Reason(reason)])


@register.filter
def percent_words(value: float | None) -> str:
    """Return a share as a percentage with one decimal place, a dash for None."""
    return "—" if value is None else f"{written(100 * value, 1)} %"


@register.filter
def alpha_number(value: float | None) -> str:
    """Return a coefficient with two decimal places, nothing for None."""
    return "" if value is None else written(value, 2)


@register.filter
def alpha_words(figure: Figure) -> str:
    """Return a coefficient with two decimal places, or why it is undefined."""
    if figure.value is not None:
        return written(figure.value, 2)
    return str(REASONS[figure.why_undefined]) if figure.why_undefined else "—"
