"""Fair pay: what an hour of work brings, held against the least it may bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from annotators.domain.money import Unit, hourly_pay

#: pay for an hour beyond so many floors counts as overpaid: mostly answers given faster than they can be read
OVERPAID_FROM = 2
#: so many paid answers make what an hour brings worth a warning
ENOUGH_WORK = 10


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an hour is expected to bring, in minor units, and the floor for today; None where not known.

    `milliseconds` is the median time for an item and `n` how many times it was taken from `source`.
    """

    hourly: int | None
    floor: int | None
    milliseconds: int | None = None
    n: int = 0
    source: str = ""

    @property
    def is_fair(self) -> bool:
        """True when both are known and an hour brings at least the floor."""
        return self.hourly is not None and self.floor is not None and self.hourly >= self.floor


def expected_hourly(unit: Unit, amount: int, milliseconds: int | None) -> int | None:
    """Return what an hour brings under terms when an item takes this long; None when that is not known.

    >>> expected_hourly(Unit.ITEM, 50, 15_000), expected_hourly(Unit.HOUR, 10_320, None)
    (12000, 10320)
    """
    if unit == Unit.HOUR:
        return amount
    return None if milliseconds is None else hourly_pay(amount, milliseconds)


def median(values: Sequence[int]) -> int | None:
    """Return the middle value, of an even number the mean of both, rounded half to even; None of nothing.

    >>> median([10, 1, 4]), median([1, 4])
    (4, 2)
    """
    ranked = sorted(values)
    if not ranked:
        return None
    return round(Fraction(ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2], 2))


def lowest_decile(values: Sequence[int]) -> int | None:
    """Return the value that a tenth of the values do not exceed, by nearest rank; None of nothing.

    >>> lowest_decile(range(1, 21)), lowest_decile([7])
    (2, 7)
    """
    ranked = sorted(values)
    return ranked[-(-len(ranked) // 10) - 1] if ranked else None


def overpaid(amount: int, milliseconds: int, floor: int | None) -> int:
    """Return what was earned beyond twice the floor for this time, in minor units; nothing without a floor.

    >>> overpaid(30_000, 3_600_000, 10_000), overpaid(15_000, 3_600_000, 10_000), overpaid(500, 0, 10_000)
    (10000, 0, 0)
    """
    if floor is None or milliseconds <= 0:
        return 0
    most = Fraction(OVERPAID_FROM * floor * milliseconds, 3_600_000)
    return max(0, round(amount - most))


def rework_cost(cost: int, milliseconds: int, again: int) -> int:
    """Return what time spent on answers already given would have earned, at what an hour of this work costs.

    >>> rework_cost(10_000, 100_000, 5_000), rework_cost(10_000, 0, 0)
    (500, 0)
    """
    return round(Fraction(cost * again, milliseconds)) if milliseconds > 0 else 0
