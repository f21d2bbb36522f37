"""Agreement and consensus of tables that belong to no project: read, computed, told, nothing stored."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from dmops_platform.errors import BadInput, _
from sourcing.domain.problems import TableError
from sourcing.domain.ratings_table import (
    Columns,
    coded_ratings,
    read_gold,
    read_rating_columns,
    unreadable,
)
from sourcing.domain.sources import MAX_BYTES
from sourcing.domain.tables import read_table, require_columns
from verification.domain.crowd import fit
from verification.domain.loose_consensus import (
    as_json,
    gold_answers,
    merged_report,
    merged_rows,
    merged_table,
)
from verification.domain.loose_kinds import PLAIN, check_kind, kind_report
from verification.domain.ratings import Scale
from verification.domain.table_reports import agreement_report, consensus_report, consensus_rows
from verification.domain.tables import RatingTable, check_labels, gold_labels

LONGEST_NUMBER = 10**15  # past it a JSON number may have lost digits on its way here


def agreement_of_file(
    path: Path,
    *,
    columns: Columns,
    scale: Scale | None = None,
    kind: str | None = None,
    items: Path | None = None,
    text_column: str = "text",
    empty_label: str | None = None,
) -> dict[str, Any]:
    """Return the agreement report of a file of ratings; TableError names line and column of what is amiss.

    Labels of a `kind` are JSON; the texts of `items` say how far marks can reach. An empty label is no rating, or
    stands for `empty_label`.
    """
    table = _table_of(path, columns, empty_label, is_structured=_is_structured(kind))
    lengths = _lengths(items, columns.items_id, text_column) if items else {}
    return _agreement(table, scale, kind, columns.label, lengths)


def agreement_of_stream(
    stream: BinaryIO,
    *,
    name: str,
    columns: Columns,
    scale: Scale | None,
    kind: str | None = None,
    encoding: str | None = None,
    empty_label: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> dict[str, Any]:
    """Return the agreement report of a table that arrives as a stream."""
    read = read_rating_columns(
        stream,
        name=name,
        columns=_three(columns),
        encoding=encoding,
        is_structured=_is_structured(kind),
        empty_label=empty_label,
        max_bytes=max_bytes,
    )
    return _agreement(RatingTable.of(read), scale, kind, columns.label)


def agreement_of_rows(
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Columns,
    scale: Scale | None,
    kind: str | None = None,
    empty_label: str | None = None,
) -> dict[str, Any]:
    """Return the agreement report of rows given as JSON objects; “line” counts them from 1. A null label is empty."""
    wanted, structured = _three(columns), columns.label if _is_structured(kind) else None

    def text(row: Mapping[str, Any], column: str, line: int) -> str:
        is_empty = column == columns.label and column in row and row[column] is None
        return "" if is_empty else _text(row, column, line, is_structured=column == structured)

    texts = ((line, [text(row, column, line) for column in wanted]) for line, row in enumerate(rows, start=1))
    table = RatingTable.of(coded_ratings(texts, wanted, empty_label))
    return _agreement(table, scale, kind, columns.label)


def consensus_of_file(
    path: Path,
    *,
    gold: Path | None,
    columns: Columns,
    method: str,
    out: Path,
    kind: str | None = None,
    empty_label: str | None = None,
) -> dict[str, Any]:
    """Write the consensus of a file of ratings, one row an item, and return its report.

    Labels of a `kind` are JSON and come to one answer by its merge. An empty label is no rating, or stands for
    `empty_label`; items that nobody rated have no row.
    """
    table = _table_of(path, columns, empty_label, is_structured=_is_structured(kind))
    if _is_structured(kind):
        return _merged(table, gold, columns, method, out, check_kind(kind or ""))
    right = None
    if gold is not None:
        right = gold_labels(
            read_gold(gold, item=columns.gold_item, label=columns.gold_label), columns.gold_item
        )
    fitted = fit(table.ratings, method)
    _write_rows(out, consensus_rows(table, fitted))
    return {**consensus_report(table, fitted, right), "out": str(out.resolve())}


def _merged(
    table: RatingTable, gold: Path | None, columns: Columns, method: str, out: Path, kind: str
) -> dict[str, Any]:
    of = merged_table(table, kind, columns.label, method)
    right = None
    if gold is not None:
        lines = read_gold(gold, item=columns.gold_item, label=columns.gold_label, is_structured=True)
        right = gold_answers(list(lines), kind, columns.gold_label)
    _write_rows(out, merged_rows(of))
    return {**merged_report(table, of, right), "out": str(out.resolve())}


def _is_structured(kind: str | None) -> bool:
    return kind is not None and kind not in PLAIN


def _three(columns: Columns) -> tuple[str, str, str]:
    return columns.item, columns.annotator, columns.label


def _table_of(
    path: Path, columns: Columns, empty_label: str | None, *, is_structured: bool = False
) -> RatingTable:
    try:
        with path.open("rb") as stream:
            read = read_rating_columns(
                stream,
                name=path.name,
                columns=_three(columns),
                is_structured=is_structured,
                empty_label=empty_label,
            )
            return RatingTable.of(read)
    except OSError as error:
        raise unreadable(path, error) from error


def _lengths(path: Path, id_column: str, text_column: str) -> dict[str, int]:
    """Return how many characters the text of each item has."""
    try:
        with path.open("rb") as stream:
            table = read_table(stream, name=path.name)
            require_columns(table.columns, (id_column, text_column))
            return {name: len(text) for _line, (name, text) in table.texts((id_column, text_column))}
    except OSError as error:
        raise unreadable(path, error) from error


def _agreement(
    table: RatingTable,
    scale: Scale | None,
    kind: str | None,
    column: str,
    lengths: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    if _is_structured(kind):
        if scale is not None:
            raise BadInput(_("A scale goes with plain labels, not with a kind."), path="scale")
        return kind_report(table, check_kind(kind or ""), column, lengths)
    scale = scale or PLAIN.get(kind or "")
    if scale is not None:
        check_labels(table, scale, column)
    return agreement_report(table, scale)


def _text(row: Mapping[str, Any], column: str, line: int, *, is_structured: bool) -> str:
    value = row.get(column)
    if isinstance(value, str):
        return value
    if is_structured and value is not None:
        return json.dumps(value, ensure_ascii=False)
    path = f"ratings[{line - 1}].{column}"
    if value is None:
        raise BadInput(_("Row %(line)s has no “%(column)s”."), path=path, line=line, column=column)
    if isinstance(value, dict | list):
        raise BadInput(_("Here belongs one value, not a list or an object."), path=path)
    if isinstance(value, float) and abs(value) >= LONGEST_NUMBER:
        raise BadInput(_("This number is too long to stay exact in JSON. Write it as text."), path=path)
    return json.dumps(value)


def _write_rows(out: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write the rows as JSON Lines or, by any other name than .jsonl, as CSV with the soft labels as JSON."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8", newline="") as file:
            if out.suffix.lower() in (".jsonl", ".ndjson"):
                file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            else:
                _write_csv(file, rows, "\t" if out.suffix.lower() in (".tsv", ".tab") else ",")
    except OSError as error:
        sentence = _("The file “%(file)s” cannot be written (%(reason)s).")
        reason = error.strerror or type(error).__name__
        raise TableError(
            None, None, sentence, code="file_unwritable", file=str(out), reason=reason
        ) from error


def _write_csv(file: Any, rows: Iterable[Mapping[str, Any]], delimiter: str) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerow(("item", "answer", "confidence", "n", "tie", "soft"))
    for row in rows:
        soft = json.dumps(row["soft"], ensure_ascii=False)
        tie = "true" if row["tie"] else "false"
        writer.writerow((row["item"], as_json(row["answer"]), row["confidence"], row["n"], tie, soft))
