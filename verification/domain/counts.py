"""Items x labels tables of counts, folded, and what many weightings of the items make of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np

from verification.domain.ratings import Cells, CodedRatings, Codes, Floats

DENSE = 4_000_000  # rows x labels up to which a full table is quicker than its filled cells
PAIRS_AT_ONCE = 1 << 20

Distance = Callable[[Codes, Codes], Floats]


@dataclass(frozen=True, eq=False)
class CountTable:
    """The distinct rows of an items x labels table, and which of them each item has.

    Weightings come as arrays of shape (draws, rows); in a draw a row counts as often as its weight says.
    """

    cells: Cells  # item means row
    row_of_item: Codes
    labels: int

    @classmethod
    def of(cls, ratings: CodedRatings) -> Self:
        """Return the folded table of these ratings; every item has at least one."""
        return cls(*_folded(ratings.cells()), len(ratings.labels))

    @cached_property
    def sizes(self) -> Floats:
        """Return how many labels each row holds."""
        return self.per_row(self.times)

    @cached_property
    def width(self) -> int:
        """Return how many numbers one draw needs."""
        return max(len(self.sizes), self.labels, 0 if self._is_dense else len(self.cells.item))

    @cached_property
    def times(self) -> Floats:
        """Return the counts of the cells as floating numbers."""
        return self.cells.times.astype(np.float64)

    @property
    def _is_dense(self) -> bool:
        return (int(self.cells.item[-1]) + 1) * self.labels <= DENSE

    def margins(self, weights: Floats, of_cells: Floats | None = None) -> Floats:
        """Return what each label adds up to in each draw: its count, or another number per cell."""
        of_cells = self.times if of_cells is None else of_cells
        if self._is_dense:
            return weights @ self._dense(of_cells)
        order, starts, present = self._by_label
        sums = np.zeros((len(weights), self.labels))
        sums[:, present] = np.add.reduceat(
            weights[:, self.cells.item[order]] * of_cells[order], starts, axis=1
        )
        return sums

    def row_sums(self, values: Floats) -> Floats:
        """Return for each draw the sum of each row's labels, where a label has a value in each draw."""
        if self._is_dense:
            return values @ self._dense(self.times).T
        return np.add.reduceat(values[:, self.cells.label] * self.times, self.starts, axis=1)

    def per_row(self, of_cells: Floats) -> Floats:
        """Return the sum of a number per cell over each row."""
        sums: Floats = np.bincount(self.cells.item, weights=of_cells).astype(np.float64)
        return sums

    def within(self, distance: Distance) -> Floats:
        """Return for each row the distances summed over the ordered pairs of its labels."""
        sums = np.zeros(len(self.sizes))
        for one, other in self._pairs():
            found = distance(self.cells.label[one], self.cells.label[other])
            weights = self.times[one] * self.times[other] * found
            sums += np.bincount(self.cells.item[one], weights=weights, minlength=len(sums))
        return sums

    @cached_property
    def starts(self) -> Codes:
        """Return where the cells of each row begin."""
        return np.flatnonzero(np.diff(self.cells.item, prepend=-1))

    @cached_property
    def _by_label(self) -> tuple[Codes, Codes, Codes]:
        order = np.argsort(self.cells.label, kind="stable")
        present, starts = np.unique(self.cells.label[order], return_index=True)
        return order, starts.astype(np.int64), present

    def _dense(self, of_cells: Floats) -> Floats:
        table = np.zeros((len(self.sizes), self.labels))
        table[self.cells.item, self.cells.label] = of_cells
        return table

    def _pairs(self) -> Iterator[tuple[Codes, Codes]]:
        """Yield the ordered pairs of different cells of the same row, some at a time."""
        lengths = np.bincount(self.cells.item)
        first, many = self.starts[self.cells.item], lengths[self.cells.item]
        ends = np.cumsum(many)
        start = 0
        while start < len(many):
            end = max(start + 1, int(np.searchsorted(ends, ends[start] - many[start] + PAIRS_AT_ONCE)))
            size = many[start:end]
            one = np.repeat(np.arange(start, end), size)
            within = np.arange(len(one)) - np.repeat(np.cumsum(size) - size, size)
            other = first[one] + within
            kept = one != other
            yield one[kept], other[kept]
            start = end


@dataclass(frozen=True, eq=False)
class PairTable:
    """The distinct pairs of labels that two people gave, first person first, and which pair each item has."""

    one: Codes
    two: Codes
    row_of_item: Codes
    labels: int

    @classmethod
    def of(cls, one: Codes, two: Codes, labels: int) -> Self:
        """Return the table of two people's labels of the same items."""
        pairs, row_of_item = np.unique(one * labels + two, return_inverse=True)
        return cls(pairs // labels, pairs % labels, row_of_item, labels)

    @property
    def width(self) -> int:
        """Return how many numbers one draw needs."""
        return max(self.labels, len(self.one))

    def margins(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return the share of each label in each draw, of the first person and of the second."""
        total = weights.sum(axis=1, keepdims=True)
        return _sums(weights, self.one, self.labels) / total, _sums(weights, self.two, self.labels) / total


def _sums(weights: Floats, label: Codes, labels: int) -> Floats:
    if len(label) * labels <= DENSE:
        table = np.zeros((len(label), labels))
        table[np.arange(len(label)), label] = 1
        return weights @ table
    return np.array([np.bincount(label, weights=draw, minlength=labels) for draw in weights])


def _folded(cells: Cells) -> tuple[Cells, Codes]:
    """Return the distinct rows of the table and which of them each item has."""
    starts = np.flatnonzero(np.diff(cells.item, prepend=-1))
    keys = cells.label * (cells.times.max() + 1) + cells.times
    seen: dict[bytes, int] = {}
    bounds = pairwise([*starts.tolist(), len(keys)])
    row_of_item = np.array([seen.setdefault(keys[start:end].tobytes(), len(seen)) for start, end in bounds])
    first_items = np.unique(row_of_item, return_index=True)[1]
    kept = np.isin(cells.item, first_items)
    return Cells(row_of_item[cells.item[kept]], cells.label[kept], cells.times[kept]), row_of_item
