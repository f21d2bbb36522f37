"""Reads: all answers in force of a project as ratings, with when, how fast and under which guideline."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from guidelines.domain.schema import Field
from labeling.models import Batch
from labeling.selectors import current_annotations
from projects.models import Project
from verification.domain.answers import as_label
from verification.domain.ratings import Bools, CodedRatings, Codes, Floats
from verification.selectors.consensus import READ_AT_ONCE, answered_fields, lengths_of


@dataclass(frozen=True, eq=False)
class RatingRows:
    """The ratings of one field over all batches, one row each, in the order they were given.

    An item counts once for each batch: its name is "batch:item". `guideline` is a version number or 0, `week`
    the days since 1970 of its Monday, `seconds` NaN where not measured.
    """

    field: Field
    ratings: CodedRatings
    answers: dict[str, Any]
    lengths: dict[str, int]
    batch: Codes
    guideline: Codes
    week: Codes
    seconds: Floats
    order: Codes

    def only(self, kept: Bools) -> CodedRatings:
        """Return the ratings for which `kept` holds."""
        return self.ratings.only(kept)


def rating_rows(project: Project) -> list[RatingRows]:
    """Return the ratings of every field that people answered, as its latest batch has it."""
    batches = list(Batch.objects.filter(project=project).select_related("schema").order_by("pk"))
    fields = {field["name"]: field for batch in batches for field in answered_fields(batch.schema)}
    columns = _read(batches, list(fields))
    return [rows for field in fields.values() if (rows := _of_field(field, columns, batches)) is not None]


class _Columns:
    def __init__(self, names: Sequence[str]) -> None:
        self.batch, self.item, self.person, self.order = (array("q") for _column in range(4))
        self.guideline, self.day, self.seconds = array("q"), array("q"), array("d")
        self.given: dict[str, list[str | None]] = {name: [] for name in names}
        self.answers: dict[str, dict[str, Any]] = {name: {} for name in names}


def _read(batches: Sequence[Batch], names: Sequence[str]) -> _Columns:
    columns = _Columns(names)
    for batch in batches:
        rows = current_annotations(batch).order_by("id")
        values = rows.values_list(
            "assignment__item_id", "by_id", "id", "guideline__number", "saved_at", "seconds", "answers"
        )
        for item, person, pk, guideline, at, seconds, answers in values.iterator(chunk_size=READ_AT_ONCE):
            columns.batch.append(batch.pk)
            columns.item.append(item)
            columns.person.append(person)
            columns.order.append(pk)
            columns.guideline.append(guideline or 0)
            columns.day.append(at.toordinal() - 719_163)
            columns.seconds.append(np.nan if seconds is None else seconds)
            for name, given in columns.given.items():
                value = answers.get(name)
                given.append(None if value is None else _kept(value, columns.answers[name]))
    return columns


def _kept(value: Any, answers: dict[str, Any]) -> str:
    label = as_label(value)
    answers.setdefault(label, value)
    return label


def _of_field(field: Field, columns: _Columns, batches: Sequence[Batch]) -> RatingRows | None:
    given = columns.given[field["name"]]
    rows = np.array([place for place, label in enumerate(given) if label is not None], dtype=np.int64)
    if not len(rows):
        return None
    rows = rows[np.argsort(_as(columns.order)[rows], kind="stable")]
    batch, item, person = (_as(column)[rows] for column in (columns.batch, columns.item, columns.person))
    labels = [given[row] for row in rows.tolist()]
    ratings = CodedRatings.from_columns(
        [f"{one}:{other}" for one, other in zip(batch.tolist(), item.tolist(), strict=True)],
        [str(pk) for pk in person.tolist()],
        [label for label in labels if label is not None],
    )
    days = _as(columns.day)[rows]
    return RatingRows(
        field,
        ratings,
        columns.answers[field["name"]],
        _lengths(field, batches),
        batch,
        _as(columns.guideline)[rows],
        days - (days + 3) % 7,
        np.frombuffer(columns.seconds)[rows],
        _as(columns.order)[rows],
    )


def _lengths(field: Field, batches: Sequence[Batch]) -> dict[str, int]:
    return {
        f"{batch.pk}:{item}": length for batch in batches for item, length in lengths_of(batch, field).items()
    }


def _as(column: "array[int]") -> Codes:
    return np.frombuffer(column, dtype=np.int64)
