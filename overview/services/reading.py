"""Read the tables of a rehearsal into one recording."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from dmops_platform.errors import _
from overview.domain.recording import ItemParts, Recording, check_scale, known_ratings
from sourcing.domain.columns import suggest_columns
from sourcing.domain.problems import RowError, TableError
from sourcing.domain.ratings_table import Columns, read_gold, read_ratings
from sourcing.domain.rows import Row
from sourcing.domain.tables import read_table, require_columns
from verification.domain.ratings import Scale
from verification.domain.tables import gold_labels

SAMPLE = 50


def read_recording(
    *,
    ratings: Path,
    items: Path | None,
    gold: Path | None,
    scale: Scale,
    columns: Columns,
    is_only_known: bool = False,
) -> Recording:
    """Return the recording in these files; TableError names file line and column of the first problem."""
    read = list(
        read_ratings(
            ratings,
            item=columns.item,
            annotator=columns.annotator,
            label=columns.label,
            seconds=columns.seconds,
        )
    )
    check_scale(read, scale, columns.label)
    known = dict(_items(items, columns.items_id)) if items else {line.item: ({}, {}) for line in read}
    right = list(read_gold(gold, item=columns.gold_item, label=columns.gold_label)) if gold else []
    check_scale(right, scale, columns.gold_label)
    return Recording(
        ratings=known_ratings(read, known, columns.item, is_only_known=is_only_known),
        items=known,
        gold=gold_labels(right, columns.gold_item),
        read=len(read),
    )


def _items(path: Path, id_column: str) -> Iterator[tuple[str, tuple[ItemParts, ItemParts]]]:
    """Yield id → (parts, data) of every row; texts are parts, the other columns data."""
    seen: dict[str, int] = {}
    with path.open("rb") as stream:
        table = read_table(stream, name=path.name)
        require_columns(table.columns, [id_column])
        rows = map(_sound, table)
        sample = list(islice(rows, SAMPLE))
        texts = suggest_columns([name for name in table.columns if name != id_column], sample).text_columns
        for row in chain(sample, rows):
            name = row.text(id_column)
            _refuse_bad_id(name, row, id_column, seen)
            parts = {column: row.text(column) for column in texts}
            data = {key: value for key, value in row.values.items() if key not in parts and key != id_column}
            yield name, (parts, data)


def _sound(row: Row | RowError) -> Row:
    if isinstance(row, RowError):
        raise TableError.of_row(row)
    return row


def _refuse_bad_id(name: str, row: Row, column: str, seen: dict[str, int]) -> None:
    if not name:
        sentence = _("Line %(line)s, column “%(column)s” is empty. Fill it in or leave the row out.")
        raise TableError(row.line, column, sentence, code="empty_cell")
    if seen.setdefault(name, row.line) != row.line:
        sentence = _(
            "Line %(line)s, column “%(column)s”: the id “%(value)s” stands in line %(first)s already."
        )
        raise TableError(row.line, column, sentence, code="duplicate_id", value=name[:80], first=seen[name])
