"""What a file of labels held: how many answers, which found their item, and why others are no suggestions."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from guidelines.domain.schema import Field
from sourcing.domain.formats import read_as
from sourcing.domain.problems import RowError

#: the format of labels in a CSV, TSV or JSON Lines file, for fields of every kind
TABLE = "table"
MAX_ORIGIN = 80
MOST_ERRORS = 100
NO_ITEM = "no_item"


def formats_of(field: Field) -> list[str]:
    """Return the formats in which labels for this field come."""
    return [TABLE, *read_as(field["kind"])]


@dataclass(slots=True)
class LabelReport:
    """`read` labels of items = `added` + `unchanged` + `unmatched` + `refused`; the first 100 that failed are named."""

    read: int = 0
    added: int = 0
    unchanged: int = 0
    refused: int = 0
    unmatched: int = 0
    errors: list[RowError] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def refuse(self, error: RowError) -> None:
        """Count labels that are no suggestion, and keep the first of them to be shown."""
        if error.code == NO_ITEM:
            self.unmatched += 1
        else:
            self.refused += 1
        self.counts[error.code] += 1
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(error)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values; `matched` are the labels that found their item and are an answer."""
        return {
            "read": self.read,
            "matched": self.added + self.unchanged,
            "added": self.added,
            "unchanged": self.unchanged,
            "unmatched": self.unmatched,
            "refused": self.refused,
            "errors": [error.as_json() for error in self.errors],
            "counts": dict(self.counts),
        }
