import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sourcing.domain.copy_text import Place, item_rows, json_cell, text_cell, version_rows
from sourcing.domain.items import ItemDraft

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
MEANINGS = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}


def read_cell(cell: bytes) -> str:
    """Return what PostgreSQL reads in a cell."""
    letters = iter(cell.decode())
    return "".join(MEANINGS[next(letters)] if letter == "\\" else letter for letter in letters)


@given(TEXTS)
def test_text_cell_is_read_back_as_the_text(text):
    cell = text_cell(text)
    assert read_cell(cell) == text
    assert not set(cell) & set(b"\t\n\r")


@given(st.dictionaries(TEXTS, TEXTS | st.integers() | st.booleans() | st.none()))
def test_json_cell_is_read_back_as_the_value(value):
    cell = json_cell(value)
    assert json.loads(read_cell(cell)) == value
    assert not set(cell) & set(b"\t\n\r")


DRAFT = ItemDraft(1, 7, "a\tb", {"text": 'say "x"'}, {}, "00ff")


def test_item_rows_write_the_line_of_a_file_and_null_without_one():
    assert item_rows([5], [DRAFT], Place(2, 9, 3)) == b"5\t2\t9\t3\ta\\tb\t7\n"
    assert item_rows([5], [DRAFT], Place(2, 9)) == b"5\t2\t9\t\\N\ta\\tb\t\\N\n"


def test_version_rows_are_first_versions():
    row = version_rows([5], [DRAFT], "import", datetime(2026, 1, 2, tzinfo=UTC))
    assert row == b'5\t{"text":"say \\\\"x\\\\""}\t{}\t00ff\t1\timport\t2026-01-02T00:00:00+00:00\n'
