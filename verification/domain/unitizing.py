"""Krippendorff's alpha for units that people cut out of a continuum themselves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from verification.domain.answers import Answers, Measured
from verification.domain.coefficients import divided
from verification.domain.estimates import Estimate, Undefined
from verification.domain.ratings import Codes, Floats
from verification.domain.stretches import Stretch, covered, gaps

MOST_GAPS = 2_000_000  # labels times answers: each answer has a gap at least of each label
Sections = list[list[Stretch]]  # of each person


def unitizing_alpha(answers: Answers) -> Measured:
    """Return alpha of units and gaps, over all labels.

    Source: Krippendorff (1995), On the Reliability of Unitizing Continuous Data; (2004), Content Analysis,
    section 11.6. Items lie end to end as one continuum, and no gap reaches over an end. Where people differ in
    number, an item's disagreements are divided by its people less one, as in alpha for coded units; the length of
    the continuum cancels. Marks of one person with one label that overlap are one unit.
    """
    items = len(answers.ratings.items)
    if len(_used(answers)) * len(answers.ratings) > MOST_GAPS:
        return Measured(Estimate(None, items, Undefined.TOO_MANY_VALUES))
    people = np.bincount(answers.ratings.item, minlength=items).astype(np.float64)
    lengths = np.array([length_of(answers, place) for place in range(items)], dtype=np.float64)
    labels = _labels(answers, lengths)
    coded = people * lengths

    def of(weights: Floats) -> Floats:
        total = weights @ coded
        observed, expected = np.zeros(len(weights)), np.zeros(len(weights))
        for label in labels:
            observed += (weights @ (label.apart / (people - 1))) / total
            expected += label.expected(weights, total)
        return 1 - divided(observed, expected)

    width = max((max(len(label.unit), len(label.gap)) for label in labels), default=1)
    return Measured.by(of, items, Undefined.NOTHING_MARKED, width)


@dataclass(frozen=True, eq=False)
class _Label:
    """Of one label: how far its units are apart on each item, and all its units and gaps, longest gap first."""

    apart: Floats
    unit_item: Codes
    unit: Floats
    gap_item: Codes
    gap: Floats

    def expected(self, weights: Floats, total: Floats) -> Floats:
        """Return the disagreement of units thrown at random on the continuum, for each weighting of the items."""
        of_units = weights[:, self.unit_item]
        count = of_units.sum(axis=1)
        cubes = (of_units @ (2 * self.unit**3 - 3 * self.unit**2 + self.unit)) * (count - 1) / 3
        of_gaps = weights[:, self.gap_item]
        number, sums = _from_zero(of_gaps), _from_zero(of_gaps * self.gap)
        reached = np.searchsorted(-self.gap, -self.unit, side="right")
        room = sums[:, reached] - number[:, reached] * (self.unit - 1)
        fitting = (of_units * room * self.unit**2).sum(axis=1)
        same = of_units @ (self.unit * (self.unit - 1))
        pairs = total * (total - 1) - same
        return np.nan_to_num(divided(2 * (cubes + fitting), pairs))


def _from_zero(rows: Floats) -> Floats:
    return np.concatenate([np.zeros((len(rows), 1)), np.cumsum(rows, axis=1)], axis=1)


def length_of(answers: Answers, place: int) -> int:
    """Return how long the continuum of an item is: as said, or as far as any mark reaches."""
    ends = [mark["end"] for answer in answers.by_item[place] for mark in answer]
    return int(max([answers.lengths.get(answers.ratings.items[place], 0), *ends]))


def _used(answers: Answers) -> set[str]:
    return {mark["label"] for marks in answers.by_item for answer in marks for mark in answer}


def _labels(answers: Answers, lengths: Floats) -> list[_Label]:
    """Return the labels in order; only items on which somebody used one have more than gaps of it."""
    found: dict[str, dict[int, list[list[Stretch]]]] = defaultdict(dict)
    for item, marks in enumerate(answers.by_item):
        of_people = list(map(covered, marks))
        for label in sorted({label for person in of_people for label in person}):
            found[label][item] = [person.get(label, []) for person in of_people]
    return [_label(answers, lengths, found[label]) for label in sorted(found)]


def _label(answers: Answers, lengths: Floats, of_items: dict[int, list[list[Stretch]]]) -> _Label:
    apart = np.zeros(len(lengths))
    units: list[tuple[int, int]] = []
    empty: list[tuple[int, int]] = []
    for item, marks in enumerate(answers.by_item):
        of_people = of_items.get(item)
        length = int(lengths[item])
        if of_people is None:
            empty += [(length, item)] * len(marks) if length else []
            continue
        apart[item] = _apart(of_people)
        units += [(unit.length, item) for person in of_people for unit in person]
        empty += [(gap.length, item) for person in of_people for gap in gaps(person, length)]
    empty.sort(reverse=True)
    return _Label(
        apart,
        np.array([item for _length, item in units], dtype=np.int64),
        np.array([length for length, _item in units], dtype=np.float64),
        np.array([item for _length, item in empty], dtype=np.int64),
        np.array([length for length, _item in empty], dtype=np.float64),
    )


def _apart(of_people: Sections) -> float:
    """Return the distances between the units and gaps of every ordered pair of people, summed."""
    return sum(
        _difference(one, other)
        for place, one in enumerate(of_people)
        for again, other in enumerate(of_people)
        if place != again
    )


def _difference(ones: Sequence[Stretch], others: Sequence[Stretch]) -> float:
    """Return what the first person's units differ from the second's units and from gaps that hold them.

    Overlapping units differ by the squares of the distances of their edges, a unit within a gap by the square of
    its length, taken once from either side.
    """
    pairs = list(_meeting(ones, others))
    apart = sum((one.start - other.start) ** 2 + (one.end - other.end) ** 2 for one, other in pairs)
    met_ones, met_others = {one for one, _other in pairs}, {other for _one, other in pairs}
    lost = sum(one.length**2 for one in ones if one not in met_ones)
    return apart + lost + sum(other.length**2 for other in others if other not in met_others)


def _meeting(ones: Sequence[Stretch], others: Sequence[Stretch]) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield the stretches of either row that overlap; each row is in order and overlaps nothing of itself."""
    one = other = 0
    while one < len(ones) and other < len(others):
        if _meet(ones[one], others[other]):
            yield ones[one], others[other]
        if ones[one].end < others[other].end:
            one += 1
        else:
            other += 1


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.start < other.end and other.start < one.end
