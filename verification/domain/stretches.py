"""Stretches of a continuum, with labels: words of a text by their characters, sound by its milliseconds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Mark = Mapping[str, Any]


class Stretch(NamedTuple):
    """From a place to another, the end exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Return how long it is."""
        return self.end - self.start


def covered(marks: Iterable[Mark]) -> dict[str, list[Stretch]]:
    """Return label → what it covers: stretches in order, those that touch or overlap joined."""
    found: dict[str, list[Stretch]] = defaultdict(list)
    for mark in marks:
        for start, end in mark.get("parts") or [(mark["start"], mark["end"])]:
            found[mark["label"]].append(Stretch(start, end))
    return {label: _joined(stretches) for label, stretches in found.items()}


def gaps(stretches: Sequence[Stretch], length: int) -> list[Stretch]:
    """Return what lies between the stretches of a continuum, before the first and after the last."""
    edges = [0, *(edge for stretch in stretches for edge in stretch), length]
    return [Stretch(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def exact(one: Sequence[Mark], other: Sequence[Mark]) -> tuple[int, int]:
    """Return how many marks the two have in common to the character and label, and how many they have."""
    ones, others = set(map(_key, one)), set(map(_key, other))
    return len(ones & others), len(ones) + len(others)


def in_common(one: Sequence[Mark], other: Sequence[Mark]) -> tuple[int, int]:
    """Return how much of the continuum both give the same label, and how much they label in all."""
    ones, others = covered(one), covered(other)
    total = sum(stretch.length for each in (ones, others) for row in each.values() for stretch in row)
    return sum(_shared(row, others.get(label, ())) for label, row in ones.items()), total


def _key(mark: Mark) -> tuple[Any, ...]:
    return mark["label"], *map(tuple, mark.get("parts") or [(mark["start"], mark["end"])])


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1].end:
            found[-1] = Stretch(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Stretch(start, end))
    return found


def _shared(ones: Sequence[Stretch], others: Sequence[Stretch]) -> int:
    shared = one = other = 0
    while one < len(ones) and other < len(others):
        start = max(ones[one].start, others[other].start)
        end = min(ones[one].end, others[other].end)
        shared += max(end - start, 0)
        if ones[one].end < others[other].end:
            one += 1
        else:
            other += 1
    return shared
