"""Agreement on one field kept up to date item by item, by whatever measure allows that."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, NamedTuple, Protocol

from verification.domain.answers import Distance, as_label
from verification.domain.estimates import Estimate, Undefined
from verification.domain.kind_measures import LIKENESSES, SHARES
from verification.domain.tally import Tally


class Running(Protocol):
    """What is known of each item; putting an item again replaces what it was."""

    def put(self, item: int, values: Sequence[Any], distance: Distance) -> None:
        """Count these answers to the item, in the order of their people, in place of what it had."""
        ...

    def percent(self) -> Estimate:
        """Return the share of equal pairs, averaged over items with two answers or more."""
        ...


@dataclass
class Labels:
    """Items by the labels they got: all that an alpha needs."""

    tally: Tally = field(default_factory=Tally)
    given: dict[int, tuple[str, ...]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def put(self, item: int, values: Sequence[Any], distance: Distance) -> None:
        """Count the labels of the item."""
        self.tally.add(self.given.get(item, ()), -1)
        labels = [as_label(value) for value in values]
        self.values.update(zip(labels, values, strict=True))
        self.given[item] = tuple(sorted(labels))
        self.tally.add(self.given[item])

    def percent(self) -> Estimate:
        """Return the share of equal pairs."""
        return self.tally.percent()

    def alpha_by(self, distance: Distance, most: int) -> Estimate:
        """Return alpha by the distance of the answers."""
        return self.tally.alpha_by(lambda one, other: distance(self.values[one], self.values[other]), most)


class Sums(NamedTuple):
    """Of one item: what its pairs of answers share, what they hold, and the share of pairs that are equal."""

    shared: float
    held: float
    equal: float


@dataclass
class Pairs:
    """Items by what their pairs of answers share, by the measure of this name."""

    measure: str
    sums: dict[int, Sums] = field(default_factory=dict)

    def put(self, item: int, values: Sequence[Any], distance: Distance) -> None:
        """Count the pairs of the item."""
        self.sums.pop(item, None)
        pairs = list(combinations(values, 2))
        if pairs:
            equal = math.fsum(one == other for one, other in pairs) / len(pairs)
            self.sums[item] = Sums(*_summed(pairs, self.measure, distance), equal)

    def value(self) -> Estimate:
        """Return the measure over the items with two answers or more."""
        held = math.fsum(one.held for one in self.sums.values())
        if not held:
            reason = Undefined.NOTHING_MARKED if self.sums else Undefined.NO_PAIRS
            return Estimate(None, len(self.sums), reason)
        return Estimate(math.fsum(one.shared for one in self.sums.values()) / held, len(self.sums))

    def percent(self) -> Estimate:
        """Return the share of equal pairs."""
        if not self.sums:
            return Estimate(None, 0, Undefined.NO_PAIRS)
        return Estimate(math.fsum(one.equal for one in self.sums.values()) / len(self.sums), len(self.sums))


def is_of_pairs(measure: str) -> bool:
    """Return whether the measure is a sum over the pairs of answers of each item."""
    return measure in LIKENESSES or measure in SHARES


def _summed(pairs: Sequence[tuple[Any, Any]], measure: str, distance: Distance) -> tuple[float, float]:
    if measure in LIKENESSES:
        alike: Callable[[Any, Any], float] = LIKENESSES[measure]
        return math.fsum(alike(one, other) for one, other in pairs) / len(pairs), 1.0
    found = [SHARES[measure](distance)(one, other) for one, other in pairs]
    return 2 * math.fsum(shared for shared, _held in found), math.fsum(held for _shared, held in found)
