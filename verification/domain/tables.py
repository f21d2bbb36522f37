"""A table of ratings that came from outside, checked and ready to be computed on."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from dmops_platform.errors import _
from sourcing.domain.problems import TableError, shown
from sourcing.domain.ratings_table import GoldLine, RatingColumns
from verification.domain.ratings import CodedRatings, Codes, Scale, is_number


@dataclass(frozen=True, eq=False)
class RatingTable:
    """The last rating of each person on each item. `read` counts all of them, `replaced` the earlier ones.

    `lines` says where each label stands first, `empty_labels` how many rows of the table had none.
    """

    ratings: CodedRatings
    read: int
    replaced: int
    lines: Mapping[str, int]
    empty_labels: int = 0

    @classmethod
    def of(cls, columns: RatingColumns) -> Self:
        """Return the table in these columns."""
        codes = _codes(columns.item), _codes(columns.annotator), _codes(columns.label)
        names = columns.items, columns.annotators, columns.labels
        ratings = CodedRatings.from_codes(*names, codes).last_only()
        lines = dict(zip(columns.labels, columns.label_lines, strict=True))
        read = len(columns.item)
        return cls(ratings, read, read - len(ratings), lines, columns.empty_labels)

    def counts(self) -> dict[str, int]:
        """Return how many items, ratings, people and labels there are, and rows without a label."""
        return {
            "items": len(self.ratings.items),
            "ratings": len(self.ratings),
            "ratings_read": self.read,
            "replaced": self.replaced,
            "annotators": len(self.ratings.annotators),
            "labels": len(self.ratings.labels),
            "empty_labels": self.empty_labels,
        }


def check_labels(table: RatingTable, scale: Scale, column: str) -> None:
    """Raise TableError naming the first line whose label does not fit the scale."""
    if scale == Scale.NOMINAL:
        return
    for label, line in sorted(table.lines.items(), key=lambda pair: pair[1]):
        if not is_number(label):
            sentence = _(
                "Line %(line)s, column “%(column)s”: “%(value)s” is not a number. On a scale of numbers every"
                " label is one. Mend it or choose the nominal scale."
            )
            raise TableError(line, column, sentence, code="not_a_number", value=shown(label))
        if scale == Scale.RATIO and float(label) < 0:
            sentence = _(
                "Line %(line)s, column “%(column)s”: “%(value)s” is negative. On a ratio scale numbers begin at 0."
                " Mend it or choose the interval scale."
            )
            raise TableError(line, column, sentence, code="negative_number", value=shown(label))


def gold_labels(lines: Iterable[GoldLine], column: str) -> dict[str, str]:
    """Return item → gold label; two different gold labels for one item are an error."""
    gold: dict[str, str] = {}
    for line in lines:
        if gold.setdefault(line.item, line.label) != line.label:
            sentence = _(
                "Line %(line)s, column “%(column)s”: the item “%(value)s” has two different gold labels."
            )
            raise TableError(line.line, column, sentence, code="two_gold_labels", value=shown(line.item))
    return gold


def _codes(column: "array[int]") -> Codes:
    return np.frombuffer(column, dtype=np.int64) if column else np.zeros(0, dtype=np.int64)
