"""Marks of several answers put together: which of them mean the same thing.

Two marks can mean the same when they have the same label and are alike enough. What "alike" means, a kind says
by its `Likeness`.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Mark = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two marks are: `of` gives 0 to 1, and 1 for the same; below `least` they are two things.

    `extent` gives where a mark begins and ends along one axis; marks whose extents do not meet are not compared.
    """

    of: Callable[[Mark, Mark], float]
    extent: Callable[[Mark], tuple[float, float]]
    least: float


class Pair(NamedTuple):
    """Two marks that mean the same, by their places in the two answers."""

    likeness: float
    one: int
    other: int


def matched(ones: Sequence[Mark], others: Sequence[Mark], likeness: Likeness) -> list[Pair]:
    """Return which marks mean the same, each at most once, the most alike first."""
    alike = sorted(
        alike_pairs(ones, others, likeness), key=lambda pair: (-pair.likeness, pair.one, pair.other)
    )
    taken_ones: set[int] = set()
    taken_others: set[int] = set()
    found = []
    for pair in alike:
        if pair.one not in taken_ones and pair.other not in taken_others:
            taken_ones.add(pair.one)
            taken_others.add(pair.other)
            found.append(pair)
    return found


def f1(ones: Sequence[Mark], others: Sequence[Mark], likeness: Likeness) -> float:
    """Return the harmonic mean of precision and recall of matched marks; 1 when both mark nothing."""
    return _shared(float(len(matched(ones, others, likeness))), len(ones) + len(others))


def panoptic_quality(ones: Sequence[Mark], others: Sequence[Mark], likeness: Likeness) -> float:
    """Return the likeness of matched marks over matched marks and half of the unmatched; 1 when both mark nothing.

    Kirillov et al. (2019), "Panoptic Segmentation", CVPR, equation 1: with intersection over union as likeness
    it is recognition (F1) times the mean quality of what was recognised.
    """
    total = math.fsum(pair.likeness for pair in matched(ones, others, likeness))
    return _shared(total, len(ones) + len(others))


def _shared(total: float, marks: int) -> float:
    return min(2 * total / marks, 1.0) if marks else 1.0


class Member(NamedTuple):
    """One mark of a group, with the weight of who made it."""

    mark: Mark
    weight: float


def groups(
    values: Sequence[Sequence[Mark]], weights: Sequence[float], likeness: Likeness
) -> list[list[Member]]:
    """Return the groups of marks that mean the same and that at least half of the weight stands for.

    Each answer gives a group one mark at most. Groups are found from the marks with most weight behind them, so
    the order of the answers decides nothing.
    """
    return [
        [Member(values[answer][place], weights[answer]) for answer, place in places]
        for places in alike_places(values, weights, likeness, least=math.fsum(weights) / 2)
    ]


def alike_places(
    values: Sequence[Sequence[Mark]], weights: Sequence[float], likeness: Likeness, least: float = 0.0
) -> list[list[tuple[int, int]]]:
    """Return the same groups as (answer, mark), those with at least so much weight; at 0 every mark is in one."""
    friends = _friends(values, likeness)
    seeds = sorted(friends, key=lambda seed: _rank(seed, friends[seed], values, weights))
    used, found = set[Place](), []
    for seed in seeds:
        places = [seed, *_free(friends[seed], used)] if seed not in used else []
        if places and math.fsum(weights[answer] for answer, _place in places) >= least:
            used.update(places)
            found.append(places)
    return found


Place = tuple[int, int]
Friends = dict[int, list[tuple[float, int]]]


def _friends(values: Sequence[Sequence[Mark]], likeness: Likeness) -> dict[Place, Friends]:
    """Return (answer, mark) → other answer → its marks that mean the same, the most alike first."""
    found: dict[Place, Friends] = {
        (answer, place): {} for answer, marks in enumerate(values) for place in range(len(marks))
    }
    for answer, ones in enumerate(values):
        for later in range(answer + 1, len(values)):
            for pair in alike_pairs(ones, values[later], likeness):
                found[answer, pair.one].setdefault(later, []).append((-pair.likeness, pair.other))
                found[later, pair.other].setdefault(answer, []).append((-pair.likeness, pair.one))
    for friends in found.values():
        for marks in friends.values():
            marks.sort()
    return found


def _rank(
    seed: Place, friends: Friends, values: Sequence[Sequence[Mark]], weights: Sequence[float]
) -> tuple[float, float, str]:
    behind = math.fsum(weights[answer] for answer in (seed[0], *friends))
    nearness = math.fsum(marks[0][0] * weights[answer] for answer, marks in friends.items())
    return -behind, nearness, repr(sorted(values[seed[0]][seed[1]].items()))


def _free(friends: Friends, used: set[Place]) -> Iterable[Place]:
    for answer, marks in friends.items():
        free = next((place for _likeness, place in marks if (answer, place) not in used), None)
        if free is not None:
            yield answer, free


def alike_pairs(ones: Sequence[Mark], others: Sequence[Mark], likeness: Likeness) -> list[Pair]:
    """Return every pair with the same label that is alike enough."""
    by_label: dict[str, list[tuple[float, float, int]]] = defaultdict(list)
    for place, mark in enumerate(others):
        by_label[mark["label"]].append((*likeness.extent(mark), place))
    longest = {}
    for label, extents in by_label.items():
        extents.sort()
        longest[label] = max(end - start for start, end, _place in extents)
    found = []
    for place, one in enumerate(ones):
        start, end = likeness.extent(one)
        near = by_label.get(one["label"], [])
        first = bisect_left(near, (start - longest.get(one["label"], 0),))
        for other_start, other_end, other in near[first:]:
            if other_start > end:
                break
            if other_end >= start and (alike := likeness.of(one, others[other])) >= likeness.least:
                found.append(Pair(alike, place, other))
    return found


def voted(members: Sequence[Member], key: Callable[[Mark], tuple[Any, ...]]) -> Mark:
    """Return the mark that most of the weight gave exactly; of equals the first by `key`."""
    totals: dict[tuple[Any, ...], float] = defaultdict(float)
    for member in members:
        totals[key(member.mark)] += member.weight
    best = min(totals, key=lambda one: (-totals[one], one))
    return next(member.mark for member in members if key(member.mark) == best)
