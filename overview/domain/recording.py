"""Recorded ratings, read and checked before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dmops_platform.errors import _
from sourcing.domain.problems import TableError
from sourcing.domain.ratings_table import GoldLine, RatingLine
from verification.domain.ratings import Rating, Scale, are_numbers, ordered_labels

ItemParts = Mapping[str, Any]


@dataclass(frozen=True)
class Recording:
    """What was recorded: ratings in file order, the items they are about, and gold answers."""

    ratings: list[RatingLine]
    items: dict[str, tuple[ItemParts, ItemParts]]
    gold: dict[str, str] = field(default_factory=dict)
    read: int = 0

    @property
    def labels(self) -> list[str]:
        """Return every label of ratings and gold in order."""
        return ordered_labels({rating.label for rating in self.ratings} | set(self.gold.values()))

    @property
    def annotators(self) -> list[str]:
        """Return the people in the order in which they first appear."""
        return list(dict.fromkeys(rating.annotator for rating in self.ratings))

    @property
    def people_per_item(self) -> Counter[str]:
        """Return how many people rated each item."""
        return Counter(item for item, _annotator in {(line.item, line.annotator) for line in self.ratings})

    def last_ratings(self) -> list[Rating]:
        """Return one rating for each person and item: the last in file order."""
        last = {(line.item, line.annotator): line.label for line in self.ratings}
        return [Rating(item, annotator, label) for (item, annotator), label in last.items()]


def check_scale(lines: Iterable[RatingLine | GoldLine], scale: Scale, column: str) -> None:
    """Raise TableError naming the first label that is no number where the scale needs numbers."""
    if scale == Scale.NOMINAL:
        return
    for line in lines:
        if not are_numbers([line.label]):
            sentence = _(
                "Line %(line)s, column “%(column)s”: “%(value)s” is not a number. On an ordinal or interval scale"
                " every label is one. Mend it or use --scale nominal."
            )
            raise TableError(line.line, column, sentence, code="not_a_number", value=line.label[:80])


def known_ratings(
    ratings: list[RatingLine], items: Mapping[str, Any], column: str, *, is_only_known: bool
) -> list[RatingLine]:
    """Return the ratings of known items; one of an unknown item is an error unless only known ones are wanted."""
    known = [rating for rating in ratings if rating.item in items]
    if len(known) < len(ratings) and not is_only_known:
        stray = next(rating for rating in ratings if rating.item not in items)
        sentence = _(
            "Line %(line)s, column “%(column)s”: the item “%(value)s” is not in the table of items. Add it there or"
            " use --only-known."
        )
        raise TableError(stray.line, column, sentence, code="unknown_item", value=stray.item[:80])
    return known
