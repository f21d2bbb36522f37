"""Numbers as people read them."""

from django.utils.formats import number_format


def written(value: float, places: int = 0, *, force_grouping: bool = False) -> str:
    """Return a number rounded to so many decimal places; Django's own formatting cuts off.

    >>> written(0.839, 2)
    '0.84'
    """
    rounded = round(value, places) + 0.0
    return str(number_format(rounded, decimal_pos=places, force_grouping=force_grouping))
