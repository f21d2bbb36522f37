"""One answer out of several of each kind, where no schema says which labels there are."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from guidelines.domain.kinds.numbers import weighted_median
from verification.domain.loose_reading import MILLISECONDS

SIDES = {-1: "a", 0: "tie", 1: "b"}


def labels_of(value: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the labels of marks."""
    return [mark["label"] for mark in value]


def config(labels: Iterable[Iterable[str]]) -> dict[str, Any]:
    """Return the configuration of a field with these labels that forbids nothing."""
    names = sorted({label for of_answer in labels for label in of_answer})
    return {
        "labels": [{"id": name, "title": name} for name in names],
        "least": 0,
        "most": None,
        "may_overlap": True,
        "may_cycle": True,
    }


def mean_ranks(values: Sequence[Sequence[str]], weights: Sequence[float]) -> list[str]:
    """Return the order by weighted mean rank (Borda 1781); of equals the first by name.

    What an answer leaves out shares the places after those it ranks.
    """
    names = sorted({name for value in values for name in value})
    totals = dict.fromkeys(names, 0.0)
    for value, weight in zip(values, weights, strict=True):
        places = {name: float(place) for place, name in enumerate(value)}
        last = (len(value) + len(names) - 1) / 2
        for name in names:
            totals[name] += weight * places.get(name, last)
    return sorted(names, key=lambda name: (round(totals[name], 9), name))


def preferred(values: Sequence[float], weights: Sequence[float]) -> float:
    """Return the side with most weight at the median strength of who took it; 0 where two weigh the same."""
    totals = dict.fromkeys(SIDES, 0.0)
    for value, weight in zip(values, weights, strict=True):
        totals[_side(value)] += weight
    best = [side for side in SIDES if round(totals[side] - max(totals.values()), 9) == 0]
    if len(best) > 1:
        return 0.0
    taken = [pair for pair in zip(values, weights, strict=True) if _side(pair[0]) == best[0]]
    return float(weighted_median([value for value, _weight in taken], [weight for _value, weight in taken]))


def preference_distance(one: float, other: float) -> float:
    """Return how far apart two preferences are: the difference over the sum of their strengths."""
    total = abs(one) + abs(other)
    return abs(one - other) / total if total else 0.0


def as_preference(value: float) -> dict[str, Any]:
    """Return a preference as it is written: which side, how strongly."""
    return {"choice": SIDES[_side(value)], "strength": abs(value)}


def in_seconds(value: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return segments in seconds."""
    return [
        {**mark, "start": mark["start"] / MILLISECONDS, "end": mark["end"] / MILLISECONDS} for mark in value
    ]


def _side(value: float) -> int:
    return (value > 0) - (value < 0)
