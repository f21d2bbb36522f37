"""What the kinds that are answered by a number share."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.kinds.base import Config
from guidelines.domain.kinds.marks import Number, clean_number

#: numbers further out lose digits on their way through JSON and a browser
FURTHEST = 10**15
MOST_DIGITS = 12


def check_number(value: object, path: str) -> Number | None:
    """Return the number of a setting, or None where it is left out."""
    return None if value is None else tidy(clean_number(value, path, least=-FURTHEST, most=FURTHEST))


def check_step(value: object, path: str) -> Number:
    """Return the step between answers: more than nothing, and with few enough digits to be met."""
    step = clean_number(value, path, least=-FURTHEST, most=FURTHEST)
    if not step >= 10**-MOST_DIGITS:
        raise BadInput(_("A step is more than 0."), path=path)
    return tidy(step)


def check_bounds(least: Number | None, most: Number | None, path: str) -> None:
    """Refuse a greatest answer that is not above the least one."""
    if least is not None and most is not None and not least < most:
        raise BadInput(_("The greatest answer must be above the least one."), path=path)


def clean_stepped(value: object, config: Config, path: str) -> Number:
    """Return the number if it lies within the bounds and on a step."""
    least, most = config.get("least"), config.get("most")
    low = -FURTHEST if least is None else least
    number = clean_number(value, path, least=low, most=FURTHEST if most is None else most)
    return (
        _on_step(number, config["step"], 0 if least is None else least, path)
        if config.get("step")
        else tidy(number)
    )


def _on_step(number: Number, step: Number, start: Number, path: str) -> Number:
    steps = (_exact(number) - _exact(start)) / _exact(step)
    if abs(steps - round(steps)) > Decimal("1e-6"):
        sentence = _("This must be %(start)s or steps of %(step)s away from it.")
        raise BadInput(sentence, path=path, start=start, step=step)
    return tidy(float(_exact(start) + round(steps) * _exact(step)))


def tidy(number: Number) -> Number:
    """Return a whole number without decimals, any other as it is."""
    return int(number) if float(number).is_integer() else float(number)


def weighted_median(values: Sequence[Number], weights: Sequence[float]) -> Number:
    """Return the least of the values that has half of the weight at or below it."""
    half, below = sum(weights) / 2, 0.0
    for value, weight in sorted(zip(values, weights, strict=True)):
        below += weight
        if below >= half:
            return value
    return max(values)


def count_numbers(values: Sequence[Number]) -> dict[str, int]:
    """Return number, as text → how often, from least to greatest."""
    counts = Counter(values)
    return {told(value): counts[value] for value in sorted(counts)}


def told(value: Any) -> str:
    """Return the number as text."""
    return str(tidy(value))


def _exact(number: Number) -> Decimal:
    return Decimal(str(number))
