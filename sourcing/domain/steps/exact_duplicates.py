"""Drop texts that were there before."""

import hashlib
import unicodedata
from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Memory, Outcome, Param, ParamKind, Step, with_columns

if TYPE_CHECKING:
    import pandas as pd

REPEATS = _("The text repeats that of item %(first)s.")


def run(frame: "pd.DataFrame", *, memory: Memory, ignore_case: bool, ignore_marks: bool) -> "pd.DataFrame":
    """Return the frame with every text but the first of its kind dropped."""
    keys = [key(parts, ignore_case=ignore_case, ignore_marks=ignore_marks) for parts in frame["parts"]]
    items = frame["item"].tolist()
    firsts = memory.first(keys, items)
    is_new = [first == item for first, item in zip(firsts, items, strict=True)]
    return with_columns(
        frame,
        outcome=[Outcome.KEPT if new else Outcome.DROPPED for new in is_new],
        reason=["" if new else REPEATS for new in is_new],
        details=[{} if new else {"first": first} for new, first in zip(is_new, firsts, strict=True)],
    )


def key(parts: dict[str, str], *, ignore_case: bool, ignore_marks: bool) -> str:
    """Return what is the same for texts that count as the same: composed, with single spaces."""
    plain = [_plain(text, ignore_case=ignore_case, ignore_marks=ignore_marks) for text in parts.values()]
    return hashlib.sha256("\0".join(plain).encode()).hexdigest()[:32]


def _plain(text: str, *, ignore_case: bool, ignore_marks: bool) -> str:
    text = unicodedata.normalize("NFC", text)
    if ignore_case:
        text = text.casefold()
    if ignore_marks:
        text = "".join(" " if unicodedata.category(letter)[0] in "PSZ" else letter for letter in text)
    return " ".join(text.split())


STEP = Step(
    "exact_duplicates",
    _("Exact duplicates"),
    _("Keeps the first of texts that are the same and drops the others, also those of earlier imports."),
    (
        Param("ignore_case", ParamKind.FLAG, _("Ignore capitals"), False),
        Param("ignore_marks", ParamKind.FLAG, _("Ignore punctuation and signs"), False),
    ),
    run,
    has_memory=True,
)
