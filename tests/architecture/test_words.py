"""Korean is complete: every sentence of pages and services has one, none is a guess."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "ko" / "LC_MESSAGES" / "django.po"
UNDECIDED = re.compile(r"은\(는\)|이\(가\)|을\(를\)|[와과]\([와과]\)|\(으\)로")
PLACES = re.compile(r"%\((\w+)\)[sd]|%[sd]")


class Entry(NamedTuple):
    """One sentence of the catalogue and its translation."""

    english: str
    korean: str
    is_fuzzy: bool


def _text(block: str, key: str) -> str:
    found = re.search(rf'^{key}((?: *"(?:[^"\\]|\\.)*"\n?)+)', block, re.MULTILINE)
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', found[1])) if found else ""


def entries(catalogue: str) -> list[Entry]:
    """Return the live entries of a .po file, without its header."""
    blocks = [block for block in catalogue.split("\n\n") if re.search(r"^msgid ", block, re.MULTILINE)]
    read = [
        Entry(_text(block, "msgid"), _text(block, r"msgstr(?:\[0\])?"), "#, fuzzy" in block)
        for block in blocks
    ]
    return [entry for entry in read if entry.english]


@pytest.fixture(scope="module")
def korean() -> list[Entry]:
    if not CATALOGUE.exists():
        pytest.skip("no Korean catalogue yet: run manage.py makemessages -l ko")
    return entries(CATALOGUE.read_text())


def test_korean_has_every_sentence(korean: list[Entry]):
    assert korean
    assert [entry.english for entry in korean if not entry.korean] == []


def test_korean_has_no_guess(korean: list[Entry]):
    assert [entry.english for entry in korean if entry.is_fuzzy] == []


def test_korean_fills_the_same_places(korean: list[Entry]):
    wrong = [
        entry.english
        for entry in korean
        if {*PLACES.findall(entry.english)} != {*PLACES.findall(entry.korean)}
        and "%(number)" not in entry.english
    ]
    assert wrong == []


def test_korean_decides_its_particles(korean: list[Entry]):
    assert [entry.korean for entry in korean if UNDECIDED.search(entry.korean)] == []


def test_entries_reads_what_is_missing_and_what_is_a_guess():
    read = entries(
        'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\n'
        'msgid "Open"\nmsgstr ""\n\n'
        '#, fuzzy\nmsgid "Clo"\n"se"\nmsgstr "닫기"\n'
    )
    assert read == [Entry("Open", "", False), Entry("Close", "닫기", True)]
