"""Alpha over the pieces that answers cut an item into, such as the characters of a text."""

from collections.abc import Callable, Hashable, Iterator
from typing import Any

import numpy as np

from verification.domain.answers import Answers, Measured
from verification.domain.coefficients import divided
from verification.domain.counts import DENSE
from verification.domain.estimates import Undefined
from verification.domain.ratings import Floats
from verification.domain.stretches import Mark, covered
from verification.domain.unitizing import length_of

Labels = frozenset[str]
#: of an item: how much each piece counts, and what each person said of it
Pieces = Iterator[tuple[int, list[Hashable]]]


def character_alpha(answers: Answers) -> Measured:
    """Return Krippendorff's nominal alpha with characters as units and the labels upon them as values.

    Source: Krippendorff (2011). Characters that nobody labelled count as agreed upon.
    """
    return alpha_of_pieces(answers, lambda item, marks: _pieces(marks, length_of(answers, item)))


def alpha_of_pieces(answers: Answers, cut: Callable[[int, list[Any]], Pieces]) -> Measured:
    """Return Krippendorff's nominal alpha over pieces that belong to items, of which the interval draws.

    `cut` gives the pieces of an item by its place and the answers to it. Source: Krippendorff (2011).
    """
    items = len(answers.ratings.items)
    values: dict[Hashable, int] = {}
    cells: dict[tuple[int, int], int] = {}
    apart = np.zeros(items)
    for item, given in enumerate(answers.by_item):
        for size, said in cut(item, given):
            counts: dict[int, int] = {}
            for value in said:
                place = values.setdefault(value, len(values))
                counts[place] = counts.get(place, 0) + 1
            for place, times in counts.items():
                cells[place, item] = cells.get((place, item), 0) + size * times
            different = len(said) ** 2 - sum(times**2 for times in counts.values())
            apart[item] += size * different / (len(said) - 1)
    reason = Undefined.ONE_CATEGORY if cells else Undefined.NOTHING_MARKED
    margins = _margins(cells, items, len(values))
    width = max(len(values), len(cells))
    return Measured.by(lambda weights: _alpha(weights, margins(weights), apart), items, reason, width)


def _margins(cells: dict[tuple[int, int], int], items: int, values: int) -> Callable[[Floats], Floats]:
    """Return how weights over items turn into how often each value occurs."""
    if items * values <= DENSE:
        table = np.zeros((items, values))
        for (of_value, of_item), n in cells.items():
            table[of_item, of_value] = n
        return lambda weights: weights @ table
    ordered = sorted(cells)
    value, item = np.array(ordered, dtype=np.int64).T
    times = np.array([cells[cell] for cell in ordered], dtype=np.float64)
    starts = np.flatnonzero(np.diff(value, prepend=-1))
    return lambda weights: np.add.reduceat(weights[:, item] * times, starts, axis=1)


def _alpha(weights: Floats, sums: Floats, apart: Floats) -> Floats:
    total = sums.sum(axis=1)
    expected = total**2 - (sums**2).sum(axis=1)
    return 1 - divided((weights @ apart) * (total - 1), expected)


def _pieces(marks: list[list[Mark]], length: int) -> Pieces:
    """Yield the text cut at every edge: how long each piece is, and which labels each person put on it."""
    of_people = list(map(covered, marks))
    edges = sorted(
        {
            0,
            length,
            *(edge for person in of_people for row in person.values() for part in row for edge in part),
        }
    )
    place = {edge: number for number, edge in enumerate(edges)}
    labels: list[list[set[str]]] = [[set() for _person in marks] for _edge in edges[1:]]
    for number, person in enumerate(of_people):
        for label, row in person.items():
            for part in row:
                for piece in range(place[part.start], place[part.end]):
                    labels[piece][number].add(label)
    for size, seen in zip(np.diff(edges).tolist(), labels, strict=True):
        if size:
            yield size, list(map(frozenset, seen))
