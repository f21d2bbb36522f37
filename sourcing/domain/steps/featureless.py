"""Drop texts that say nothing."""

import re
from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Param, ParamKind, Step, Verdict, drop_where, whole

if TYPE_CHECKING:
    import pandas as pd

NO_LETTER = _("There is no word in the text.")
ONE_SIGN = _("The text repeats one sign: %(share)s %% of it.")
ADDRESS = re.compile(r"https?://\S+|www\.\S+|[@#][\w.]+")
LETTER = re.compile(r"[^\W\d_]")
#: Hangul letters on their own (ㅋㅋ, ㅠㅠ, ㅇㅈ) make no word
JAMO = re.compile(r"[\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\ud7b0-\ud7ff]")


def run(frame: "pd.DataFrame", *, most_repeated: float) -> "pd.DataFrame":
    """Return the frame without texts of signs, addresses and lone Hangul letters, or of one sign again and again."""

    def judge(parts: dict[str, str]) -> Verdict:
        text = whole(parts)
        if not LETTER.search(JAMO.sub("", ADDRESS.sub(" ", text))):
            return NO_LETTER, {}
        share = most_common_share(text)
        if share > most_repeated:
            return ONE_SIGN, {"share": round(100 * share)}
        return None

    return drop_where(frame, judge)


def most_common_share(text: str) -> float:
    """Return how much of a text of four signs or more is its most frequent one, spaces left out.

    >>> most_common_share("aaab"), most_common_share("aa")
    (0.75, 0.0)
    """
    signs = "".join(text.split())
    return max(map(signs.count, set(signs))) / len(signs) if len(signs) > 3 else 0.0


STEP = Step(
    "featureless",
    _("Texts that say nothing"),
    _(
        "Drops texts of signs, emoji, addresses or lone Hangul letters (ㅋㅋㅋ, ㅠㅠ), and texts that repeat one sign."
    ),
    (
        Param(
            "most_repeated",
            ParamKind.SHARE,
            _("Largest share of one sign"),
            0.7,
            help=_("0.7 drops a text that is the same sign by more than seven tenths."),
            least=0.1,
            most=1.0,
        ),
    ),
    run,
)
