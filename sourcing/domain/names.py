"""Names of uploaded files: one to show to people, one that is safe on every disk."""

import re
import unicodedata

MAX_SHOWN = 200
MAX_STEM = 60
MAX_FOLDER = 40
SUFFIX = re.compile(
    r"\.(csv|tsv|tab|jsonl|ndjson|json|txt|parquet|xlsx|zip|pdf|docx|hwp|hwpx|eml|png|jpe?g)(\.gz)?$",
    re.IGNORECASE,
)
UNSAFE = re.compile(r"[\W_]+")
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def display_name(name: str) -> str:
    """Return the last part of a given file name in NFC, without control, direction and unpaired characters.

    At most 200 characters, the ending kept. A name of which nothing is left becomes "file".
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = "".join(letter for letter in last if _is_shown(letter))
    composed = unicodedata.normalize("NFC", kept).strip(" .")
    if len(composed) > MAX_SHOWN:
        ending = _suffix(composed)
        composed = composed[: MAX_SHOWN - len(ending)] + ending
    return composed or "file"


def stored_name(name: str) -> str:
    """Return a name of letters (of any script), digits and hyphens, with the table's ending. It stands behind a date,
    so no system takes it for a reserved one.
    """
    ending = _suffix(name)
    stem = name[: len(name) - len(ending)] if ending else name
    return f"{_slug(stem, MAX_STEM) or 'file'}{ending.lower()}"


def folder_name(pk: int, name: str) -> str:
    """Return a folder's name that a person can read and that no two rows share: "12-client-files", "7-영화평".

    >>> folder_name(7, "../Film  reviews/2")
    '7-film-reviews-2'
    """
    slug = _slug(name, MAX_FOLDER)
    return f"{pk}-{slug}" if slug else str(pk)


def _slug(name: str, most: int) -> str:
    words = UNSAFE.sub("-", unicodedata.normalize("NFC", name).lower())
    return words.strip("-")[:most].strip("-")


def _is_shown(letter: str) -> bool:
    """Return whether a character may stay: format characters go, but emoji keep their joiner."""
    return letter == "\u200d" or unicodedata.category(letter) not in HIDDEN


def _suffix(name: str) -> str:
    found = SUFFIX.search(name)
    return found[0] if found else ""
