"""Tables of ratings and of gold answers, read for a calculation: the first problem ends the reading."""

import json
import math
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from dmops_platform.errors import _
from sourcing.domain.problems import RowError, TableError, empty_cell, not_a_text, shown
from sourcing.domain.rows import Row
from sourcing.domain.sources import MAX_BYTES
from sourcing.domain.tables import Table, read_table, require_columns

SECONDS = "seconds"
DECIMAL = re.compile(r"\+?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """What the columns of tables of ratings, items and gold answers are called."""

    item: str = "item"
    annotator: str = "annotator"
    label: str = "label"
    seconds: str = SECONDS
    items_id: str = "item"
    gold_item: str = "item"
    gold_label: str = "label"

    @classmethod
    def options(cls, *wanted: str) -> dict[str, str]:
        """Return option name → default column name, for all columns or only the wanted ones."""
        return {
            f"{name.replace('_', '-')}-column": default
            for name, default in vars(cls()).items()
            if not wanted or name in wanted
        }

    @classmethod
    def chosen(cls, options: Mapping[str, Any]) -> "Columns":
        """Return the columns that these parsed options name."""
        given = {name: options.get(f"{name}_column") for name in vars(cls())}
        return cls(**{name: column for name, column in given.items() if column is not None})


class RatingLine(NamedTuple):
    """One label one person gave to one item, all as written; `seconds` it took, if known."""

    line: int
    item: str
    annotator: str
    label: str
    seconds: float | None


class GoldLine(NamedTuple):
    """The right label of an item, both as written."""

    line: int
    item: str
    label: str


def read_ratings(
    path: str | PathLike[str],
    *,
    item: str = "item",
    annotator: str = "annotator",
    label: str = "label",
    seconds: str = SECONDS,
    encoding: str | None = None,
) -> Iterator[RatingLine]:
    """Yield the ratings in a CSV, TSV or JSONL file (also .gz); the arguments name its columns.

    The column of seconds may be missing if its name is not given. Raises TableError at the first problem.
    """
    required = [item, annotator, label, *([seconds] if seconds != SECONDS else [])]
    for row in _rows(path, required, encoding):
        yield RatingLine(
            row.line,
            _filled(row, item),
            _filled(row, annotator),
            _filled(row, label),
            _seconds(row, seconds),
        )


def read_gold(
    path: str | PathLike[str],
    *,
    item: str = "item",
    label: str = "label",
    encoding: str | None = None,
    is_structured: bool = False,
) -> Iterator[GoldLine]:
    """Yield the gold answers in a CSV, TSV or JSONL file (also .gz); TableError at the first problem.

    Answers of a structured field are JSON, as text or as values of the JSON Lines.
    """
    for row in _rows(path, [item, label], encoding):
        answer = _json(row, label) if is_structured else _filled(row, label)
        yield GoldLine(row.line, _filled(row, item), answer)


class RatingColumns(NamedTuple):
    """A table of ratings as places in three lists of names, in file order; names as written, first seen first.

    `label_lines` holds the line in which each label stands first. `empty_labels` counts the rows without a label: where
    nothing was said to stand for one, nobody rated there and the row is left out.
    """

    items: list[str]
    annotators: list[str]
    labels: list[str]
    item: "array[int]"
    annotator: "array[int]"
    label: "array[int]"
    label_lines: list[int]
    empty_labels: int = 0


def read_rating_columns(
    stream: BinaryIO,
    *,
    name: str,
    columns: Sequence[str] = ("item", "annotator", "label"),
    encoding: str | None = None,
    is_structured: bool = False,
    empty_label: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> RatingColumns:
    """Return the ratings in a CSV, TSV or JSONL stream (also gzip), quickly and in little memory.

    `columns` names the columns of item, annotator and label. Labels of a structured field are JSON, as text or
    as values of the JSON Lines. `empty_label` is the label that an empty cell stands for; without it nobody rated
    there. Raises TableError at the first problem.
    """
    table = read_table(stream, name=name, encoding=encoding, max_bytes=max_bytes)
    require_columns(table.columns, columns)
    rows = table.texts(columns, columns[2:] if is_structured else ())
    return coded_ratings(rows, columns, empty_label)


def coded_ratings(
    rows: Iterable[tuple[int, Sequence[str]]], columns: Sequence[str], empty_label: str | None = None
) -> RatingColumns:
    """Return (line, (item, annotator, label)) as columns, rows without a label left out unless `empty_label` is one.

    TableError at the first rating without item or person, and where no row has a label.
    """
    items: dict[str, int] = {}
    people: dict[str, int] = {}
    labels: dict[str, int] = {}
    item, annotator, label = array("q"), array("q"), array("q")
    lines: list[int] = []
    empty = 0
    for line, (of_item, of_person, of_label) in rows:
        # A label that is known is filled in: looking it up first makes the test for empty cells free.
        if of_label not in labels and (not of_label or of_label.isspace()):
            empty += 1
            if empty_label is None:
                continue
            of_label = empty_label
        try:
            item.append(items[of_item])
        except KeyError:
            item.append(_added(items, of_item, line, columns[0]))
        try:
            annotator.append(people[of_person])
        except KeyError:
            annotator.append(_added(people, of_person, line, columns[1]))
        try:
            label.append(labels[of_label])
        except KeyError:
            label.append(_added(labels, of_label, line, columns[2]))
            lines.append(line)
    if empty and not item:
        sentence = _(
            "No row has anything in the column “%(column)s”: nobody rated. Name the column of the labels."
        )
        raise TableError(None, columns[2], sentence, code="no_labels")
    return RatingColumns(list(items), list(people), list(labels), item, annotator, label, lines, empty)


def _added(known: dict[str, int], name: str, line: int, column: str) -> int:
    if not name or name.isspace():
        raise empty_cell(line, column)
    return known.setdefault(name, len(known))


def _rows(path: str | PathLike[str], required: list[str], encoding: str | None) -> Iterator[Row]:
    try:
        with Path(path).open("rb") as stream:
            table = read_table(stream, name=Path(path).name, encoding=encoding)
            require_columns(table.columns, required)
            yield from _sound(table)
    except OSError as error:
        raise unreadable(path, error) from error


def _sound(table: Table) -> Iterator[Row]:
    for row in table:
        if isinstance(row, RowError):
            raise TableError.of_row(row)
        yield row


def _filled(row: Row, column: str) -> str:
    text = row.text(column)
    if not text or text.isspace():
        raise empty_cell(row.line, column)
    if isinstance(row.values[column], dict | list):
        raise not_a_text(row.line, column)
    return text


def _json(row: Row, column: str) -> str:
    value = row.values[column]
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else _filled(row, column)


def _seconds(row: Row, column: str) -> float | None:
    text = row.text(column)
    if not text:
        return None
    if DECIMAL.fullmatch(text) and math.isfinite(seconds := float(text)):
        return seconds
    sentence = _(
        "Line %(line)s, column “%(column)s”: “%(value)s” is not a time in seconds. Write a number from 0"
        " up, such as 12.5, or leave the cell empty."
    )
    raise TableError(row.line, column, sentence, code="bad_seconds", value=shown(text))


def unreadable(path: str | PathLike[str], error: OSError) -> TableError:
    """Return the error for a file that cannot be opened or read."""
    sentence = _("The file “%(file)s” cannot be read (%(reason)s). Check its name and who may read it.")
    reason = error.strerror or type(error).__name__
    return TableError(None, None, sentence, code="file_unreadable", file=str(path), reason=reason)
