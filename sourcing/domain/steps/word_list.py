"""Drop texts with words of a list, such as swear words."""

import re
import unicodedata
from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Param, ParamKind, Step, Verdict, drop_where, whole

if TYPE_CHECKING:
    import pandas as pd

LISTED = _("The text has words of the list: %(n)s.")
BETWEEN = r"[\s.\-_*~!@#^&+=|/\\,]{0,2}"
LATIN = re.compile(r"[a-z0-9]", re.IGNORECASE)


def run(frame: "pd.DataFrame", *, words: list[str] | None, spread: bool) -> "pd.DataFrame":
    """Return the frame without texts in which a listed word stands; the reason does not repeat it."""
    pattern = listed(words or [], spread=spread)

    def judge(parts: dict[str, str]) -> Verdict:
        found = pattern.findall(_plain(whole(parts))) if pattern else []
        return (LISTED, {"n": len(found)}) if found else None

    return drop_where(frame, judge)


def listed(words: list[str], *, spread: bool) -> re.Pattern[str] | None:
    """Return a pattern of the words; Latin ones stand alone, others also within a word, as Korean has endings.

    With `spread`, up to two signs between the letters are read over.
    """
    if not words:
        return None
    between = BETWEEN if spread else ""
    each = (_pattern(_plain(word), between) for word in sorted(words, key=len, reverse=True))
    return re.compile("|".join(each))


def _pattern(word: str, between: str) -> str:
    letters = between.join(map(re.escape, word))
    begin = r"(?<![^\W_])" if LATIN.match(word) else ""
    end = r"(?![^\W_])" if LATIN.match(word[-1]) else ""
    return f"{begin}{letters}{end}"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


STEP = Step(
    "word_list",
    _("Listed words"),
    _("Drops texts with words of your own list, such as swear words. What counts is the project's to say."),
    (
        Param("words", ParamKind.WORDS, _("Words, one a line"), None, is_optional=True),
        Param("spread", ParamKind.FLAG, _("Also with signs between the letters"), True),
    ),
    run,
)
