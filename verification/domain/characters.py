"""Alpha over the characters of a text, each of which everybody gave some labels or none."""

import numpy as np

from verification.domain.answers import Answers, Measured
from verification.domain.coefficients import divided
from verification.domain.estimates import Undefined
from verification.domain.ratings import Floats
from verification.domain.stretches import Mark, covered
from verification.domain.unitizing import length_of

Labels = frozenset[str]


def character_alpha(answers: Answers) -> Measured:
    """Return Krippendorff's nominal alpha with characters as units and the labels upon them as values.

    Source: Krippendorff (2011). Characters that nobody labelled count as agreed upon.
    """
    items = len(answers.ratings.items)
    values: dict[Labels, int] = {frozenset(): 0}
    cells: dict[tuple[int, int], int] = {}
    apart = np.zeros(items)
    for item, marks in enumerate(answers.by_item):
        for length, seen in _pieces(marks, length_of(answers, item)):
            counts: dict[int, int] = {}
            for labels in seen:
                place = values.setdefault(labels, len(values))
                counts[place] = counts.get(place, 0) + 1
            for place, times in counts.items():
                cells[item, place] = cells.get((item, place), 0) + length * times
            different = len(seen) ** 2 - sum(times**2 for times in counts.values())
            apart[item] += length * different / (len(seen) - 1)
    margins = np.zeros((items, len(values)))
    for (item, place), times in cells.items():
        margins[item, place] = times
    return Measured.by(lambda weights: _alpha(weights, margins, apart), items, Undefined.ONE_CATEGORY)


def _alpha(weights: Floats, margins: Floats, apart: Floats) -> Floats:
    sums = weights @ margins
    total = sums.sum(axis=1)
    expected = total**2 - (sums**2).sum(axis=1)
    return 1 - divided((weights @ apart) * (total - 1), expected)


def _pieces(marks: list[list[Mark]], length: int) -> list[tuple[int, list[Labels]]]:
    """Return the text cut at every edge: how long each piece is, and which labels each person put on it."""
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
    lengths = np.diff(edges).tolist()
    return [(size, list(map(frozenset, seen))) for size, seen in zip(lengths, labels, strict=True) if size]
