"""Agreement kept up to date answer by answer: what an item adds to it can be taken out and put in again."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from verification.domain.estimates import Estimate, Undefined
from verification.domain.ratings import Floats, Scale, are_numbers, ordered_labels


class Met(NamedTuple):
    """Two labels that met on an item with so many answers; each ordered pair of answers counts."""

    size: int
    one: str
    other: str


@dataclass
class Tally:
    """How many items of each size there are, and how often each two labels met on them. Whole numbers only."""

    items: Counter[int] = field(default_factory=Counter)
    met: Counter[Met] = field(default_factory=Counter)

    def add(self, labels: Sequence[str], times: int = 1) -> None:
        """Count an item with these labels; with `times` -1 take it out again. One label has nobody to meet."""
        size = len(labels)
        if size < 2:
            return
        self.items[size] += times
        given = Counter(labels)
        for one, n in given.items():
            for other, m in given.items():
                self.met[Met(size, one, other)] += times * n * (m - (one == other))

    def percent(self) -> Estimate:
        """Return the share of agreeing pairs, averaged over items with two answers or more."""
        items = self.items.total()
        if not items:
            return Estimate(None, 0, Undefined.NO_PAIRS)
        agreed = sum(
            times / (met.size * (met.size - 1)) for met, times in self.met.items() if met.one == met.other
        )
        return Estimate(agreed / items, items)

    def alpha(self, scale: Scale = Scale.NOMINAL, order: Sequence[str] = ()) -> Estimate:
        """Return Krippendorff's alpha from the coincidences (Krippendorff 2011); `order` as on ordered fields."""
        items = self.items.total()
        labels = ordered_labels({met.one for met, times in self.met.items() if times})
        if not items:
            return Estimate(None, 0, Undefined.NO_PAIRS)
        if order:
            labels = sorted(labels, key=list(order).index)
        elif scale != Scale.NOMINAL and not are_numbers(labels):
            return Estimate(None, items, Undefined.NOT_NUMBERS)
        if len(labels) < 2:
            return Estimate(None, items, Undefined.ONE_CATEGORY)
        coincidences = self._coincidences(labels)
        margins = coincidences.sum(axis=1)
        distances = _distances(scale, margins, labels)
        expected = float(margins @ distances @ margins) / (margins.sum() - 1)
        if not expected:
            return Estimate(None, items, Undefined.ONE_CATEGORY)
        return Estimate(1 - float((coincidences * distances).sum()) / expected, items)

    def alpha_by(self, distance: Callable[[str, str], float], most: int) -> Estimate:
        """Return alpha with any distance of labels; of more than `most` different ones there is none."""
        items = self.items.total()
        labels = sorted({met.one for met, times in self.met.items() if times})
        if not items:
            return Estimate(None, 0, Undefined.NO_PAIRS)
        if not 1 < len(labels) <= most:
            reason = Undefined.ONE_CATEGORY if len(labels) < 2 else Undefined.TOO_MANY_VALUES
            return Estimate(None, items, reason)
        coincidences = self._coincidences(labels)
        distances = np.array([[distance(one, other) for other in labels] for one in labels])
        margins = coincidences.sum(axis=1)
        expected = float(margins @ distances @ margins) / (margins.sum() - 1)
        if not expected:
            return Estimate(None, items, Undefined.ONE_CATEGORY)
        return Estimate(1 - float((coincidences * distances).sum()) / expected, items)

    def _coincidences(self, labels: Sequence[str]) -> Floats:
        place = {label: number for number, label in enumerate(labels)}
        table = np.zeros((len(labels), len(labels)))
        for met, times in self.met.items():
            if times:
                table[place[met.one], place[met.other]] += times / (met.size - 1)
        return table


def _distances(scale: Scale, margins: Floats, labels: Sequence[str]) -> Floats:
    if scale == Scale.NOMINAL:
        return 1 - np.eye(len(labels))
    if scale == Scale.ORDINAL:
        values = np.cumsum(margins) - margins / 2
    else:
        values = np.array([float(label) for label in labels])
    apart: Floats = (values[:, np.newaxis] - values) ** 2
    if scale == Scale.RATIO:
        both = values[:, np.newaxis] + values
        apart = np.divide(apart, both**2, out=np.zeros_like(apart), where=both != 0)
    return apart
