"""Review in words."""

from django import template

from verification.domain.review_sampling import Reason
from verification.models import REASON_NAMES
from verification.selectors.written import written

register = template.Library()


@register.filter
def reason_words(reason: str) -> str:
    """Return why an answer is looked at again, in the reader's language."""
    return str(REASON_NAMES[Reason(reason)])


@register.filter
def percent_words(value: float | None) -> str:
    """Return a share as a percentage with one decimal place, a dash for None."""
    return "—" if value is None else f"{written(100 * value, 1)} %"
