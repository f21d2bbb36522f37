"""A table of any origin, row by row.

`read_table` and walking the table raise TableError where nothing more can be read (the encoding, the header,
a damaged archive); a row that cannot be read is yielded as a RowError among the rows, and reading goes on.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import BinaryIO, Literal

from dmops_platform.errors import _
from sourcing.domain.csv_rows import CsvRows, Quoting, empty_table, tsv_quoting
from sourcing.domain.encodings import LINE_END, Encoding, TextLines, find_encoding
from sourcing.domain.jsonl_rows import JsonlRows
from sourcing.domain.problems import RowError, TableError, shown
from sourcing.domain.rows import Row
from sourcing.domain.sources import MAX_BYTES, ByteSource

SAMPLE_BYTES = 1 << 20
MAX_COLUMNS = 200

Format = Literal["csv", "tsv", "jsonl"]
FORMATS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
}


class Table:
    """The rows of one file, to be walked once, in constant memory.

    `columns` are the names in the header; for JSONL the keys of the first 100 lines, later lines may have
    others. `encoding_is_guess` asks for confirmation by a person. `quoting` is "none" for JSONL and for a TSV
    in which quotes are ordinary characters. `bytes_read` counts the (compressed) bytes taken from the stream.
    """

    def __init__(
        self,
        source: ByteSource,
        rows: CsvRows | JsonlRows,
        *,
        form: Format,
        encoding: Encoding,
        quoting: Quoting,
    ) -> None:
        self.columns: list[str] = rows.columns
        self.format: Format = form
        self.encoding = encoding.name
        self.encoding_is_guess = encoding.is_guess
        self.quoting: Quoting = quoting
        self._source = source
        self._rows = rows

    @property
    def bytes_read(self) -> int:
        """Return how many bytes of the stream have been read."""
        return self._source.bytes_read

    @property
    def bytes_used(self) -> int:
        """Return about how many bytes of the stream the rows given so far take: what progress is told by."""
        return self._source.bytes_used

    def __iter__(self) -> Iterator[Row | RowError]:
        rows = iter(self._rows)
        first = next(rows, None)
        if first is None:
            raise _header_only()
        yield first
        yield from rows

    def texts(
        self, columns: Sequence[str], structured: Collection[str] = ()
    ) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield line and the values of these columns (two or more) as text: the quick way to walk the table.

        Raises TableError at the first row that is amiss. In JSONL only `structured` columns may hold lists and
        objects; they come as JSON.
        """
        rows = self._rows.texts(columns, structured)
        first = next(rows, None)
        if first is None:
            raise _header_only()
        yield first
        yield from rows


def read_table(
    stream: BinaryIO,
    *,
    name: str,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    max_columns: int = MAX_COLUMNS,
) -> Table:
    """Return the table in this stream; the stream is read forward once and left open.

    The format follows from the extension of `name` (a last .gz is passed over) or, if that says nothing, from
    the content. gzip is known by its first bytes. `encoding` is what a person confirmed: utf-8, cp949,
    utf-16-le or utf-16-be; a byte order mark overrules it. `max_bytes` caps the decompressed size.
    """
    source = ByteSource(stream, max_bytes=max_bytes)
    sample, is_whole = source.sample(SAMPLE_BYTES)
    found = find_encoding(sample, is_whole=is_whole, given=encoding)
    text = _complete_lines(sample.decode(found.name, "ignore"), is_whole=is_whole)
    if not text.strip():
        raise empty_table()
    form = _format(name, text)
    if form == "jsonl":
        _refuse_marked_jsonl(found)
        _refuse_one_document(text)
        lines = TextLines(source, found.name, newline="\n")
        objects = JsonlRows(lines, max_columns=max_columns)
        return Table(source, objects, form=form, encoding=found, quoting="none")
    quoting = tsv_quoting(text) if form == "tsv" else "csv"
    lines = TextLines(source, found.name, newline="")
    delimiter = "\t" if form == "tsv" else ","
    rows = CsvRows(lines, delimiter=delimiter, quoting=quoting, max_columns=max_columns)
    return Table(source, rows, form=form, encoding=found, quoting=quoting)


def require_columns(columns: Iterable[str], wanted: Iterable[str]) -> None:
    """Raise TableError naming the first wanted column that is not there, and the columns that are."""
    present = list(columns)
    for name in wanted:
        if name not in present:
            sentence = _("There is no column “%(column)s”. The columns are: %(columns)s. Choose one of them.")
            listed = shown(", ".join(present))
            raise TableError(1, name, sentence, code="missing_column", columns=listed)


def _complete_lines(text: str, *, is_whole: bool) -> str:
    """Return the sample without its last line if that was cut; a single line stays."""
    if is_whole or "\n" not in text:
        return text
    return text[: text.rindex("\n") + 1]


def _format(name: str, text: str) -> Format:
    path = PurePath(name.lower())
    suffix = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return FORMATS.get(suffix) or _format_of_content(text.lstrip("\r\n "))


def _format_of_content(text: str) -> Format:
    if text.startswith(("{", "[")):
        return "jsonl"
    return "tsv" if "\t" in LINE_END.split(text, maxsplit=1)[0] else "csv"


def _refuse_marked_jsonl(found: Encoding) -> None:
    if found.name in ("utf-8", "cp949"):
        return
    sentence = _(
        "Line 1, character 1: JSONL is UTF-8 without a byte order mark (RFC 8259), this file is"
        " %(encoding)s. Save it as UTF-8 without BOM."
    )
    raise TableError(1, None, sentence, code="jsonl_not_plain_utf8", position=1, encoding=found.name)


def _refuse_one_document(text: str) -> None:
    if text.lstrip().startswith("[") or text.lstrip().startswith(("{\n", "{\r")):
        sentence = _(
            "Line 1, character 1: the file is one JSON document over several lines, or a list. Write JSON"
            " Lines: one object a line."
        )
        raise TableError(1, None, sentence, code="not_json_lines", position=1)


def _header_only() -> TableError:
    sentence = _("The file has a header line but no rows. Choose a file with rows.")
    return TableError(1, None, sentence, code="header_only")
