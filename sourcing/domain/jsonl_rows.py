"""Rows of JSON Lines: one object a line.

A fast parser reads the common line. It lets pass what would be lost or refused later (a key given twice,
integers beyond 64 bits, NUL), so a line in which cheap tests cannot exclude these is read again, slowly and
exactly.
"""

import json
import math
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import chain, islice
from typing import cast

import orjson

from dmops_platform.errors import _
from sourcing.domain.csv_rows import nul_character, too_many_columns
from sourcing.domain.encodings import TextLines
from sourcing.domain.problems import RowError, TableError, not_a_text, shown
from sourcing.domain.rows import JSON, Row

FIRST_LINES = 100
FIRST_SIZE = 1 << 20
MAX_DEPTH = 100
MAX_DIGITS = 200
INT64_END = float(2**63)
SUSPICIOUS = (" :", "\t:", "\r:", "\\u0000")
FLAT = frozenset({str, int, bool, type(None)})
BIG_NUMBER = re.compile(r"\d{17}")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|"|-?\d[\d.eE+-]*+|-?Infinity|NaN|[\[\]{}]')
COLON = re.compile(r"[ \t\r]*:")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class JsonlRows:
    """The objects of the lines. Blank lines are no rows; `columns` are the keys of the first 100 lines."""

    def __init__(self, lines: TextLines, *, max_columns: int) -> None:
        rest = iter(lines)
        first = list(_first_lines(rest))
        self._lines = chain(first, rest)
        self._max_columns = max_columns
        self.columns = _keys(first)

    def __iter__(self) -> Iterator[Row | RowError]:
        number, max_columns = 0, self._max_columns
        for line, raw in enumerate(self._lines, start=1):
            if raw.isspace():
                continue
            number += 1
            values = read_object(raw, line)
            if isinstance(values, RowError):
                yield values
            elif len(values) > max_columns:
                yield too_many_columns(line, len(values), max_columns)
            else:
                yield Row(number, line, values, raw)

    def texts(
        self, columns: Sequence[str], structured: Collection[str] = ()
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield line and the values of these keys as text; TableError at the first row that is amiss.

        Only the `structured` ones may be lists or objects; they are given as JSON.
        """
        for row in self:
            if isinstance(row, RowError):
                raise TableError.of_row(row)
            for column in columns:
                if column not in structured and isinstance(row.values.get(column), dict | list):
                    raise not_a_text(row.line, column)
            yield row.line, [row.text(column) for column in columns]


def read_object(raw: str, line: int) -> dict[str, JSON] | RowError:
    """Return the object in this line, exactly as written, or what is wrong with it."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _read_slowly(raw, line)
    if type(value) is dict and _nothing_is_lost(value, raw):
        return value
    return _read_slowly(raw, line)


def _nothing_is_lost(value: dict[str, JSON], raw: str) -> bool:
    """Return whether the fast parser surely kept everything; False may be a false alarm.

    Without white space before a colon, every key shows as `":`. So there are at most that many keys in the
    line, and if as many came out, none was given twice.
    """
    keys = len(value)
    if not FLAT.issuperset(map(type, value.values())):
        if raw.count("[") + raw.count("{") > MAX_DEPTH or not _numbers_are_kept(value, raw):
            return False
        keys = _key_count(value)
    return raw.count('":') == keys and not any(map(raw.__contains__, SUSPICIOUS))


def _numbers_are_kept(value: dict[str, JSON], raw: str) -> bool:
    for each in value.values():
        if isinstance(each, float) and abs(each) >= INT64_END:
            return False
        if isinstance(each, dict | list):
            return not BIG_NUMBER.search(raw)
    return True


def _key_count(value: JSON) -> int:
    if isinstance(value, dict):
        return len(value) + sum(map(_key_count, value.values()))
    if isinstance(value, list):
        return sum(map(_key_count, value))
    return 0


def _read_slowly(raw: str, line: int) -> dict[str, JSON] | RowError:
    if problem := _Scan(raw, line).error():
        return problem
    try:
        value = json.loads(raw.rstrip("\r\n"))
    except json.JSONDecodeError as error:
        return _not_json(line, error.pos + 1, error.msg)
    if not isinstance(value, dict):
        return _not_an_object(line)
    return cast("dict[str, JSON]", value)


class _Scan:
    """One walk over a line's tokens, looking for what a parser takes and everybody after it chokes on."""

    def __init__(self, raw: str, line: int) -> None:
        self._raw = raw
        self._line = line
        self._open: list[set[str] | None] = []
        self._column: str | None = None

    def error(self) -> RowError | None:
        """Return the first problem, or None; bad syntax is left to the parser."""
        for token in TOKEN.finditer(self._raw):
            text = token[0]
            if text == '"':
                return None
            if error := self._token_error(text, token):
                return error
        return None

    def _token_error(self, text: str, token: re.Match[str]) -> RowError | None:
        if text[0] == '"':
            return self._string_error(text, token)
        if text in "{[":
            self._open.append(set() if text == "{" else None)
            return _too_deep(self._line, token.start() + 1) if len(self._open) > MAX_DEPTH else None
        if text in "}]":
            del self._open[-1:]
            return None
        return _number_error(text, self._line, token.start() + 1)

    def _string_error(self, text: str, token: re.Match[str]) -> RowError | None:
        try:
            value = str(json.loads(text, strict=False))
        except json.JSONDecodeError:
            return None
        position = token.start() + 1
        is_key = bool(self._open and self._open[-1] is not None and COLON.match(self._raw, token.end()))
        if is_key and len(self._open) == 1:
            self._column = UNSTORABLE.sub("�", value)
        if "\0" in value:
            return nul_character(self._line, self._column, position)
        if UNSTORABLE.search(value):
            return _lone_surrogate(self._line, self._column, position)
        return self._key_error(value, position) if is_key else None

    def _key_error(self, key: str, position: int) -> RowError | None:
        keys = self._open[-1]
        if keys is None:
            return None
        if key in keys:
            return _duplicate_key(self._line, key, position)
        keys.add(key)
        return None


def _first_lines(lines: Iterator[str]) -> Iterator[str]:
    size = 0
    for line in islice(lines, FIRST_LINES):
        yield line
        size += len(line)
        if size > FIRST_SIZE:
            return


def _keys(first: list[str]) -> list[str]:
    keys: dict[str, None] = {}
    for line, raw in enumerate(first, start=1):
        values = read_object(raw, line) if raw.strip() else {}
        if isinstance(values, dict):
            keys.update(dict.fromkeys(values))
    return list(keys)


def _number_error(text: str, line: int, position: int) -> RowError | None:
    if text[-1] in "yN":
        sentence = _(
            "Line %(line)s, character %(position)s: %(value)s is not a JSON number. Write null, or leave"
            " the key out."
        )
        return RowError(line, None, "not_a_number", sentence, {"position": position, "value": text})
    if len(text) > MAX_DIGITS or _overflows(text):
        sentence = _(
            "Line %(line)s, character %(position)s: the number is too large. Write it as text, in quotes."
        )
        return RowError(line, None, "number_too_large", sentence, {"position": position})
    return None


def _overflows(text: str) -> bool:
    try:
        return not text.lstrip("-").isdigit() and math.isinf(float(text))
    except ValueError:
        return False


def _too_deep(line: int, position: int) -> RowError:
    sentence = _(
        "Line %(line)s, character %(position)s: values stand more than %(limit)s levels inside one another."
        " Make the object flatter."
    )
    return RowError(line, None, "too_deep", sentence, {"position": position, "limit": MAX_DEPTH})


def _lone_surrogate(line: int, column: str | None, position: int) -> RowError:
    sentence = _(
        "Line %(line)s, character %(position)s, column “%(column)s”: the text holds half a character (a"
        " lone surrogate). It was cut in the middle of an emoji; remove it or restore the text."
    )
    return RowError(line, column, "lone_surrogate", sentence, {"position": position})


def _duplicate_key(line: int, key: str, position: int) -> RowError:
    sentence = _(
        "Line %(line)s, character %(position)s: the key “%(key)s” stands there a second time. Keep the one"
        " that is meant."
    )
    return RowError(line, key, "duplicate_key", sentence, {"position": position, "key": shown(key)})


def _not_json(line: int, position: int, reason: str) -> RowError:
    sentence = _(
        "Line %(line)s, character %(position)s: this is not JSON (%(reason)s). Each line must be one"
        " complete object."
    )
    return RowError(line, None, "not_json", sentence, {"position": position, "reason": reason})


def _not_an_object(line: int) -> RowError:
    sentence = _(
        'Line %(line)s is JSON but not an object such as {"id": "1", "text": "…"}. Write one object a line.'
    )
    return RowError(line, None, "not_an_object", sentence)
