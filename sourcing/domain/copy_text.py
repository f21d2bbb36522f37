"""Rows in PostgreSQL's COPY text format, and items as such rows.

Source: PostgreSQL manual, COPY, "Text Format": tab between columns, newline after rows, backslash escapes,
\\N is null. JSON has its control characters escaped already, so only its backslashes are doubled.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson

from sourcing.domain.items import ItemDraft

ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = b"\\N"


def text_cell(text: str) -> bytes:
    """Return a text as a COPY cell. NUL and lone surrogates, which no text may hold, are not looked for."""
    return text.translate(ESCAPES).encode()


def json_cell(value: Any) -> bytes:
    """Return JSON as a COPY cell. Integers beyond 64 bits are kept as written."""
    try:
        data = orjson.dumps(value)
    except TypeError:
        data = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return data.replace(b"\\", b"\\\\")


class Place(NamedTuple):
    """The rows that new items belong to, by id; items without an import have no origin."""

    project: int
    source: int
    origin: int | None = None


def item_rows(ids: Iterable[int], drafts: Sequence[ItemDraft], place: Place) -> bytes:
    """Return COPY rows of (id, project, source, origin, name, line); without an origin there is no line."""
    project, source, origin = place
    owner = b"%d\t%d\t%b" % (project, source, NULL if origin is None else b"%d" % origin)
    pairs = zip(ids, drafts, strict=True)
    if origin is None:
        return b"".join([b"%d\t%b\t%b\t%b\n" % (pk, owner, text_cell(each.id), NULL) for pk, each in pairs])
    return b"".join([b"%d\t%b\t%b\t%d\n" % (pk, owner, text_cell(each.id), each.line) for pk, each in pairs])


def version_rows(ids: Iterable[int], drafts: Sequence[ItemDraft], made_by: str, made_at: datetime) -> bytes:
    """Return COPY rows of (item, parts, data, content hash, number, made by, made at) for first versions."""
    maker = f"1\t{made_by}\t{made_at.isoformat()}".encode()
    return b"".join(
        [
            b"%d\t%b\t%b\t%b\t%b\n"
            % (pk, json_cell(each.parts), json_cell(each.data), each.content_sha256.encode(), maker)
            for pk, each in zip(ids, drafts, strict=True)
        ]
    )
