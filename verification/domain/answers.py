"""Answers of any shape to one field: who said what of which item, and how a measure of agreement is weighed."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple, Self

import numpy as np

from verification.domain.coefficients import divided
from verification.domain.estimates import Estimate, Undefined
from verification.domain.ratings import CodedRatings, Floats

Distance = Callable[[Any, Any], float]
Shared = Callable[[Any, Any], tuple[float, float]]  # what two answers share, and what they hold together
Weighed = Callable[[Floats], Floats]  # weights (draws, items with two answers or more) → a value a draw


class Measured(NamedTuple):
    """A measure as it came out, and as a function of weights over the items, from which its interval is drawn.

    `width` is how many numbers one draw needs at most.
    """

    estimate: Estimate
    of: Weighed | None = None
    width: int = 1

    @classmethod
    def by(cls, of: Weighed, items: int, reason: Undefined, width: int = 1) -> Self:
        """Return the measure with every item once; where that is no number, the reason."""
        value = float(of(np.ones((1, items)))[0]) if items else np.nan
        if np.isfinite(value):
            return cls(Estimate(value, items), of, width)
        return cls(Estimate(None, items, reason if items else Undefined.NO_PAIRS))


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to one field: ratings of items with two or more, labels being the answers as text.

    `values` gives the answer of each label. `distance` is how far apart two answers are. `lengths` says for each
    item how far its answers can reach: characters of its text, milliseconds of its sound. `order` lists the
    labels of an ordered field from low to high.
    """

    ratings: CodedRatings
    values: Mapping[str, Any]
    distance: Distance
    lengths: Mapping[str, int] = field(default_factory=dict)
    order: Sequence[str] = ()

    @cached_property
    def by_item(self) -> list[list[Any]]:
        """Return the answers of each item."""
        order = np.lexsort((self.ratings.annotator, self.ratings.item))
        of_label = [self.values[label] for label in self.ratings.labels]
        found: list[list[Any]] = [[] for _item in self.ratings.items]
        columns = self.ratings.item[order].tolist(), self.ratings.label[order].tolist()
        for item, label in zip(*columns, strict=True):
            found[item].append(of_label[label])
        return found

    def pairs(self) -> Iterator[tuple[int, Any, Any]]:
        """Yield (place of the item, one answer, another) for each pair of people."""
        for item, answers in enumerate(self.by_item):
            for one, other in combinations(answers, 2):
                yield item, one, other


def as_label(value: Any) -> str:
    """Return an answer as a label: text as it is, all else as JSON with its keys in order."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)


def mean_of_pairs(answers: Answers, likeness: Distance) -> Measured:
    """Return the likeness of two people's answers, averaged over the pairs of an item, then over items."""
    items = len(answers.ratings.items)
    sums, counts = np.zeros(items), np.zeros(items)
    for item, one, other in answers.pairs():
        sums[item] += likeness(one, other)
        counts[item] += 1
    means = sums / np.maximum(counts, 1)
    return Measured.by(lambda weights: (weights @ means) / weights.sum(axis=1), items, Undefined.NO_PAIRS)


def shared_of_pairs(answers: Answers, shared: Shared) -> Measured:
    """Return twice what two people's answers share over all that they hold, summed over all pairs: a micro F1.

    `shared` gives what is shared and what the two hold together.
    """
    items = len(answers.ratings.items)
    both, total = np.zeros(items), np.zeros(items)
    for item, one, other in answers.pairs():
        common, held = shared(one, other)
        both[item] += 2 * common
        total[item] += held

    def of(weights: Floats) -> Floats:
        return divided(weights @ both, weights @ total)

    return Measured.by(of, items, Undefined.NOTHING_MARKED)
