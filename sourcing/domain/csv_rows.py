"""Rows of CSV and TSV, by the rules of Python's csv module in its strict form.

Strict, because the lenient form reads a stray quote and the next one, a hundred rows later, as one cell and
loses the rows between without a word.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any, Literal

from dmops_platform.errors import _
from sourcing.domain.encodings import LINE_END, MAX_LINE, TextLines
from sourcing.domain.problems import RowError, TableError, shown
from sourcing.domain.rows import Row

MAX_COLUMN_NAME = 200
QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')
csv.field_size_limit(MAX_LINE)  # process-wide in Python; its default would refuse texts of a megabyte

Quoting = Literal["csv", "none"]


class CsvRows:
    """The rows after the header line. Blank lines are no rows."""

    def __init__(self, lines: TextLines, *, delimiter: str, quoting: Quoting, max_columns: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._fed: list[str] = []
        self._row_size = 0
        self._reader = csv.reader(
            self._feed(),
            delimiter=delimiter,
            quoting=csv.QUOTE_NONE if quoting == "none" else csv.QUOTE_MINIMAL,
            strict=True,
        )
        self.columns = self._header(max_columns)

    def __iter__(self) -> Iterator[Row | RowError]:
        columns, width, source = self.columns, len(self.columns), self._lines.source
        for number, (line, cells) in enumerate(self._records(), start=1):
            if isinstance(cells, RowError):
                yield cells
            elif len(cells) != width:
                yield _wrong_width(line, len(cells), width)
            elif source.has_nul and (column := _nul_column(columns, cells)):
                yield nul_character(line, column)
            else:
                yield Row(number, line, dict(zip(columns, cells, strict=True)))

    def texts(
        self, columns: Sequence[str], structured: Collection[str] = ()
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield line and the cells of these columns, at least two; TableError at the first row that is amiss."""
        width, source, chosen = (
            len(self.columns),
            self._lines.source,
            itemgetter(*map(self.columns.index, columns)),
        )
        reader, fed = self._reader, self._fed
        fed.clear()
        self._row_size = 0
        line = reader.line_num + 1
        try:
            for cells in reader:
                if len(cells) != width and cells:
                    raise TableError.of_row(_wrong_width(line, len(cells), width))
                if source.has_nul and (column := _nul_column(self.columns, cells)):
                    raise TableError.of_row(nul_character(line, column))
                if cells:
                    yield line, chosen(cells)
                fed.clear()
                self._row_size = 0
                line = reader.line_num + 1
        except csv.Error:
            raise TableError.of_row(self._broken_quote(line)) from None

    def _records(self) -> Iterator[tuple[int, list[str] | RowError]]:
        reader, fed = self._reader, self._fed
        while True:
            fed.clear()
            self._row_size = 0
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield line, self._broken_quote(line)
            else:
                if cells:
                    yield line, cells

    def _feed(self) -> Iterator[str]:
        fed = self._fed
        for line in self._lines:
            self._row_size += len(line)
            if self._row_size > MAX_LINE:
                raise TableError.of_row(self._broken_quote(self._lines.count - len(fed)))
            fed.append(line)
            yield line

    def _header(self, max_columns: int) -> list[str]:
        line, columns = next(self._records(), (1, []))
        if isinstance(columns, RowError):
            raise TableError.of_row(columns)
        if not columns:
            raise empty_table()
        _check_header(line, columns, max_columns)
        return columns

    def _broken_quote(self, line: int) -> RowError:
        text = "".join(self._fed)
        opening = broken_quote(text, self._delimiter)
        line += sum(1 for _end in LINE_END.finditer(text, 0, opening))
        if QUOTED.match(text, opening):
            return _text_after_quote(line, self._lines.count)
        return _unclosed_quote(line, self._lines.count)


def broken_quote(text: str, delimiter: str) -> int:
    """Return where the quoted cell opens that csv could not read: never closed, or followed by text."""
    start = 0
    while True:
        if text.startswith('"', start):
            closed = QUOTED.match(text, start)
            if not closed or text[closed.end()] != delimiter:
                return start
            start = closed.end() + 1
        else:
            start = text.index(delimiter, start) + 1


def tsv_quoting(sample: str) -> Quoting:
    """Return what a quote means in this TSV, judged by its first lines.

    Programs that follow csv's rules put every cell that holds a quote between quotes and double those inside.
    A file is read with quotes as ordinary characters only if it is plainly written otherwise: it has two
    columns or more, every line of the sample that holds a quote has the header's number of cells, and at
    least one cell with a quote is not written by those rules. In every other case csv's rules hold.
    """
    lines = [line for line in LINE_END.split(sample) if line]
    width = lines[0].count("\t") + 1 if lines else 0
    cells = [line.split("\t") for line in lines if '"' in line]
    if width < 2 or any(len(row) != width for row in cells):
        return "csv"
    by_csv = all('"' not in cell or QUOTED.fullmatch(cell) for row in cells for cell in row)
    return "csv" if by_csv else "none"


def empty_table() -> TableError:
    """Return the error for a file without a single row or header."""
    sentence = _("The file is empty. Choose a file with a header line and rows.")
    return TableError(None, None, sentence, code="empty_table")


def nul_character(line: int, column: str | None, position: int | None = None) -> RowError:
    """Return the error for a NUL character, which no text in the database may hold."""
    sentence = _("Line %(line)s, column “%(column)s”: the text holds a NUL character. Remove it.")
    return RowError(line, column, "nul_character", sentence, {"position": position} if position else {})


def too_many_columns(line: int, count: int, max_columns: int) -> RowError:
    """Return the error for a table wider than the caller allows."""
    sentence = _(
        "Line %(line)s has %(count)s columns; at most %(max_columns)s are read. Leave out what is not needed."
    )
    return RowError(line, None, "too_many_columns", sentence, {"count": count, "max_columns": max_columns})


def _check_header(line: int, columns: list[str], max_columns: int) -> None:
    if len(columns) > max_columns:
        raise TableError.of_row(too_many_columns(line, len(columns), max_columns))
    for position, name in enumerate(columns, start=1):
        _check_name(line, position, name)
    name, count = Counter(columns).most_common(1)[0]
    if count > 1:
        sentence = _(
            "The header (line %(line)s) names the column “%(column)s” %(count)s times. Rename all but one."
        )
        raise TableError(line, name, sentence, code="duplicate_column", count=count)


def _check_name(line: int, position: int, name: str) -> None:
    if not name.strip():
        sentence = _("The header (line %(line)s) has no name for column number %(position)s. Give it one.")
        raise TableError(line, None, sentence, code="unnamed_column", position=position)
    if "\0" in name:
        sentence = _(
            "The header (line %(line)s): the name of column number %(position)s holds a NUL character."
            " Remove it."
        )
        raise TableError(line, None, sentence, code="nul_character", position=position)
    if len(name) > MAX_COLUMN_NAME:
        sentence = _(
            "The header (line %(line)s): the name of column number %(position)s, “%(name)s”, is longer than"
            " %(limit)s characters. Is the first line a header?"
        )
        values: dict[str, Any] = {"position": position, "name": shown(name), "limit": MAX_COLUMN_NAME}
        raise TableError(line, None, sentence, code="column_name_too_long", **values)


def _nul_column(columns: list[str], cells: list[str]) -> str | None:
    return next((column for column, cell in zip(columns, cells, strict=True) if "\0" in cell), None)


def _wrong_width(line: int, cells: int, width: int) -> RowError:
    code = "too_few_cells" if cells < width else "too_many_cells"
    sentence = _(
        "The row in line %(line)s has %(cells)s cells, the header %(width)s. A cell that contains the"
        " separator must stand in quotes."
    )
    return RowError(line, None, code, sentence, {"cells": cells, "width": width})


def _unclosed_quote(line: int, last: int) -> RowError:
    sentence = _(
        "The quote opened in line %(line)s is never closed; lines %(line)s to %(last)s were not read. Close"
        " it, or write a quote inside a quoted cell twice."
    )
    return RowError(line, None, "unclosed_quote", sentence, {"last": last})


def _text_after_quote(line: int, last: int) -> RowError:
    sentence = _(
        "The quote opened in line %(line)s closes and text follows it in line %(last)s; nothing from line"
        " %(line)s to %(last)s was read. Write a quote inside a quoted cell twice."
    )
    return RowError(line, None, "text_after_quote", sentence, {"last": last})
