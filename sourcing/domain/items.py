"""Rows of a table becoming drafts of items."""

import hashlib
import json
import sqlite3
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import orjson

from dmops_platform.errors import _
from sourcing.domain.problems import RowError, shown
from sourcing.domain.rows import JSON, Row
from sourcing.domain.tables import Table, require_columns
from sourcing.domain.turns import turns_of

MAX_ID = 200
MAX_TEXT_BYTES = 1_000_000
MAX_ERRORS_KEPT = 200


class ItemDraft(NamedTuple):
    """An item about to be made: `id` as written in the file, `data` the columns that are no parts.

    A part is a text, or an object with a type: turns of a dialogue, an image, a recording.
    """

    number: int
    line: int
    id: str
    parts: dict[str, Any]
    data: dict[str, JSON]
    content_sha256: str


@dataclass
class ImportReport:
    """What became of a table's rows. `errors` keeps the first 200, `counts` all of them by code."""

    read: int = 0
    accepted: int = 0
    refused: int = 0
    errors: list[RowError] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    _texts: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)
    _withdrawn: "array[int]" = field(default_factory=lambda: array("Q"), repr=False)

    @property
    def repeats(self) -> int:
        """Return how many accepted rows have the text of an accepted row before them.

        So every text is counted once less than it occurs: rows minus distinct texts. Told by 8 bytes of each
        hash: ten million rows take 80 MB, and two of their texts share 8 bytes by chance about three times
        in a million files.
        """
        texts, counts = np.unique(np.array(self._texts, dtype=np.uint64), return_counts=True)
        gone, times = np.unique(np.array(self._withdrawn, dtype=np.uint64), return_counts=True)
        counts[np.searchsorted(texts, gone)] -= times
        return int(counts.sum() - np.count_nonzero(counts))

    def accept(self, draft: ItemDraft) -> None:
        """Count a row that can become an item."""
        self.accepted += 1
        self._texts.append(_start_of_hash(draft))

    def withdraw(self, draft: ItemDraft, error: RowError) -> None:
        """Count an accepted row as refused after all."""
        self.accepted -= 1
        self._withdrawn.append(_start_of_hash(draft))
        self.refuse(error)

    def refuse(self, error: RowError) -> None:
        """Count a refused row."""
        self.refused += 1
        self.counts[error.code] = self.counts.get(error.code, 0) + 1
        if len(self.errors) < MAX_ERRORS_KEPT:
            self.errors.append(error)

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON values."""
        return {
            "read": self.read,
            "accepted": self.accepted,
            "refused": self.refused,
            "repeats": self.repeats,
            "errors": [error.as_json() for error in self.errors],
            "counts": dict(self.counts),
        }


def draft_items(
    table: Table, *, text_columns: Sequence[str], report: ImportReport, id_column: str | None = None
) -> Iterator[ItemDraft]:
    """Yield a draft for every row that can be an item; the report counts all rows and says why others cannot.

    Without `id_column` the ids are "1", "2", … by row. A wanted column that the table lacks, and what makes
    the rest of the file unreadable, is a TableError.
    """
    require_columns(table.columns, [*text_columns, *([id_column] if id_column is not None else [])])
    with closing(SeenIds()) as seen:
        for row in table:
            report.read += 1
            draft = row if isinstance(row, RowError) else _draft(row, id_column, text_columns, seen)
            if isinstance(draft, RowError):
                report.refuse(draft)
                continue
            report.accept(draft)
            yield draft


def content_hash(parts: Mapping[str, JSON]) -> str:
    """Return the SHA-256, in hex, of the parts as canonical JSON: keys sorted, UTF-8, no spaces.

    The bytes are those of Python's `json`. orjson writes the same for texts, four times as fast; other values
    (floats, large integers) it may write differently.
    """
    if all(type(part) is str for part in parts.values()):
        canonical = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)
    else:
        canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(canonical).hexdigest()


class SeenIds:
    """The ids of a file with the line of each, on disk as far as they outgrow a small cache.

    A set of 8-byte hashes grows with the file as well and needs a second look at every hit; SQLite's private
    temporary database compares the ids themselves and keeps memory constant.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._cursor = self._database.cursor()
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA cache_size = -16384",
            "CREATE TABLE seen (id TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID",
            "BEGIN",
        ):
            self._cursor.execute(statement)

    def first_line(self, identity: str, line: int) -> int:
        """Return the line where the id was seen first; `line` itself if it is new."""
        self._cursor.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (identity, line))
        if self._cursor.rowcount:
            return line
        return int(self._cursor.execute("SELECT line FROM seen WHERE id = ?", (identity,)).fetchone()[0])

    def close(self) -> None:
        """Drop the database."""
        self._database.close()


def _draft(
    row: Row, id_column: str | None, text_columns: Sequence[str], seen: SeenIds
) -> ItemDraft | RowError:
    identity = str(row.number) if id_column is None else row.text(id_column)
    parts = {column: _part(row, column) for column in text_columns}
    error = _text_error(row, parts) or (id_column is not None and _id_error(row, id_column, identity, seen))
    if error:
        return error
    data = {name: value for name, value in row.values.items() if name not in parts and name != id_column}
    return ItemDraft(row.number, row.line, identity, parts, data, content_hash(parts))


def _part(row: Row, column: str) -> Any:
    value = row.values.get(column)
    if isinstance(value, dict | list):
        turns = turns_of(value)
        return {"type": "turns", "turns": turns} if turns is not None else None
    return row.text(column)


def _text_error(row: Row, parts: Mapping[str, Any]) -> RowError | None:
    texts = {}
    for column, part in parts.items():
        if part is None:
            return _not_text(row.line, column)
        texts[column] = part if isinstance(part, str) else "\n".join(turn["text"] for turn in part["turns"])
    if not any(text and not text.isspace() for text in texts.values()):
        return _empty_text(row.line, next(iter(texts), ""))
    size = sum(map(len, texts.values()))
    if size * 4 > MAX_TEXT_BYTES and sum(len(text.encode()) for text in texts.values()) > MAX_TEXT_BYTES:
        return _text_too_long(row.line, max(texts, key=lambda column: len(texts[column])))
    return None


def _id_error(row: Row, column: str, identity: str, seen: SeenIds) -> RowError | None:
    if isinstance(row.values.get(column), dict | list):
        return _not_text(row.line, column)
    if not identity or identity.isspace():
        sentence = _("Line %(line)s, column “%(column)s”: the id is empty. Give every row its own id.")
        return RowError(row.line, column, "empty_id", sentence)
    if len(identity) > MAX_ID:
        sentence = _(
            "Line %(line)s, column “%(column)s”: the id has %(length)s characters, at most %(limit)s are"
            " allowed. Is this the right column?"
        )
        return RowError(row.line, column, "id_too_long", sentence, {"length": len(identity), "limit": MAX_ID})
    first = seen.first_line(identity, row.line)
    return None if first == row.line else _duplicate_id(row.line, column, identity, first)


def _start_of_hash(draft: ItemDraft) -> int:
    return int(draft.content_sha256[:16], 16)


def _not_text(line: int, column: str) -> RowError:
    sentence = _(
        "Line %(line)s, column “%(column)s”: there is a list or an object that is no dialogue. Choose another"
        " column, write it as text, or as a list of turns: [{“speaker”: …, “text”: …}]."
    )
    return RowError(line, column, "not_a_text", sentence)


def _empty_text(line: int, column: str) -> RowError:
    sentence = _(
        "Line %(line)s, column “%(column)s”: there is no text to label. Fill it in or leave the row out."
    )
    return RowError(line, column, "empty_text", sentence)


def _text_too_long(line: int, column: str) -> RowError:
    sentence = _(
        "Line %(line)s, column “%(column)s”: the text of an item may have %(limit)s bytes at most. Cut it"
        " into several items."
    )
    return RowError(line, column, "text_too_long", sentence, {"limit": MAX_TEXT_BYTES})


def _duplicate_id(line: int, column: str, identity: str, first: int) -> RowError:
    sentence = _(
        "Line %(line)s, column “%(column)s”: the id “%(id)s” is already in line %(first_line)s. Give one of"
        " the two another id, or leave it out."
    )
    return RowError(line, column, "duplicate_id", sentence, {"id": shown(identity), "first_line": first})
