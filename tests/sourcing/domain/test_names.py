import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.domain.names import display_name, folder_name, stored_name


@pytest.mark.parametrize(
    ("given_name", "shown", "stored"),
    [
        ("reviews.csv", "reviews.csv", "reviews.csv"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\Temp\\x.TSV", "x.TSV", "x.tsv"),
        ("CON.csv", "CON.csv", "con.csv"),
        ("a\0b.csv", "ab.csv", "ab.csv"),
        ("\u202evsc.exe", "vsc.exe", "vsc-exe"),
        (unicodedata.normalize("NFD", "리뷰.csv"), "리뷰.csv", "리뷰.csv"),
        ("😀.jsonl.gz", "😀.jsonl.gz", "file.jsonl.gz"),
        ('a";x=.csv', 'a";x=.csv', "a-x.csv"),
        ("..", "file", "file"),
        ("", "file", "file"),
    ],
)
def test_a25_names_are_shown_plainly_and_stored_safely(given_name, shown, stored):
    assert (display_name(given_name), stored_name(display_name(given_name))) == (shown, stored)


def test_a25_display_name_shortens_and_keeps_the_ending():
    name = display_name("가" * 300 + ".csv")
    assert (len(name), name.endswith("가.csv")) == (200, True)


@given(st.text())
def test_a25_any_name_becomes_a_short_one_that_is_safe(name):
    stored = stored_name(display_name(name))
    assert 0 < len(stored.encode()) <= 200
    assert not set(stored) & set('/\\\0:*?"<>| ')
    assert not stored.startswith(".")


@given(st.integers(1, 10**9), st.text())
def test_a25_folder_name_is_one_folder_and_begins_with_the_number(pk, name):
    folder = folder_name(pk, name)
    assert folder.partition("-")[0] == str(pk)
    assert len(folder.encode()) <= 200
    assert not set(folder) & set('/\\\0:*?"<>| .')
