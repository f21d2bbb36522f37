"""One answer out of several for answers of any shape, by the merge of their kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from verification.domain.answers import Distance
from verification.domain.coefficients import divided
from verification.domain.ratings import CodedRatings, Floats

Merge = Callable[[Sequence[Any], Sequence[float]], Any]


class Merged(NamedTuple):
    """The answer of one item, how well the answers given speak for it (0..1), and each of them with its share."""

    answer: Any
    confidence: float
    soft: list[tuple[Any, float]]


@dataclass(frozen=True, eq=False)
class Shapes:
    """What a kind knows of its answers: the answer of each label, their distance, and how they are merged."""

    values: dict[str, Any]
    distance: Distance
    merge: Merge


def merged(ratings: CodedRatings, shapes: Shapes, weights: Floats) -> list[Merged]:
    """Return the merged answer of each item; people weigh as given, or alike where nobody there has any weight.

    Confidence is the weighted mean of one less the distance of each answer to the merged one.
    """
    order = np.lexsort((ratings.annotator, ratings.item))
    found: list[list[tuple[str, float]]] = [[] for _item in ratings.items]
    columns = (ratings.item[order], ratings.label[order], weights[ratings.annotator[order]])
    for item, label, weight in zip(*(column.tolist() for column in columns), strict=True):
        found[item].append((ratings.labels[label], weight))
    return [_merged(given, shapes) for given in found]


def _merged(given: list[tuple[str, float]], shapes: Shapes) -> Merged:
    total = sum(weight for _label, weight in given)
    shares = [(label, weight / total if total else 1 / len(given)) for label, weight in given]
    answers = [shapes.values[label] for label, _share in shares]
    answer = shapes.merge(answers, [share for _label, share in shares])
    likeness = (1 - shapes.distance(each, answer) for each in answers)
    confidence = sum(share * like for (_label, share), like in zip(shares, likeness, strict=True))
    sums: dict[str, float] = {}
    for label, share in shares:
        sums[label] = sums.get(label, 0.0) + share
    soft = sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))
    return Merged(
        answer, min(max(confidence, 0.0), 1.0), [(shapes.values[label], share) for label, share in soft]
    )


def likeness_with_others(ratings: CodedRatings, shapes: Shapes) -> tuple[Floats, Floats]:
    """Return for each person how alike their answers are to the others', on average, and over how many answers.

    NaN where nobody else answered anything that they did.
    """
    people, near = len(ratings.annotators), likeness_of_ratings(ratings, shapes)
    seen = np.isfinite(near)
    counts = np.bincount(ratings.annotator[seen], minlength=people).astype(np.float64)
    sums = np.bincount(ratings.annotator[seen], weights=near[seen], minlength=people)
    return divided(sums, counts), counts


def likeness_of_ratings(ratings: CodedRatings, shapes: Shapes) -> Floats:
    """Return for each rating the mean of one less its distance to other people's answers, NaN without any."""
    order = np.lexsort((ratings.annotator, ratings.item))
    members: list[list[tuple[int, int, Any]]] = [[] for _item in ratings.items]
    columns = (order, ratings.item[order], ratings.annotator[order], ratings.label[order])
    for row, item, person, label in zip(*(column.tolist() for column in columns), strict=True):
        members[item].append((row, person, shapes.values[ratings.labels[label]]))
    near = np.full(len(ratings), np.nan)
    for given in members:
        for row, person, value in given:
            alike = [1 - shapes.distance(value, other) for _row, who, other in given if who != person]
            if alike:
                near[row] = sum(alike) / len(alike)
    return near
