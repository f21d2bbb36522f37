"""Keep texts in the scripts that are wanted."""

import re
from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Param, ParamKind, Step, Verdict, drop_where, whole

if TYPE_CHECKING:
    import pandas as pd

SCRIPTS = (
    ("hangul", _("Hangul")),
    ("latin", _("Latin")),
    ("han", _("Chinese characters")),
    ("kana", _("Kana")),
    ("cyrillic", _("Cyrillic")),
    ("arabic", _("Arabic")),
    ("thai", _("Thai")),
)
RANGES = {
    "hangul": r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff",
    "latin": r"A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "han": r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
    "kana": r"\u3040-\u30ff\u31f0-\u31ff",
    "cyrillic": r"\u0400-\u052f",
    "arabic": r"\u0600-\u06ff\u0750-\u077f",
    "thai": r"\u0e00-\u0e7f",
}
LETTER = re.compile(r"[^\W\d_]")
FOREIGN = _("Only %(share)s %% of its letters are in the scripts wanted.")


def run(frame: "pd.DataFrame", *, scripts: list[str], least: float) -> "pd.DataFrame":
    """Return the frame without texts most of whose letters are in other scripts; one without letters stays."""
    wanted = re.compile(f"[{''.join(RANGES[script] for script in scripts)}]")

    def judge(parts: dict[str, str]) -> Verdict:
        text = whole(parts)
        letters = len(LETTER.findall(text))
        share = len(wanted.findall(text)) / letters if letters else 1.0
        return (FOREIGN, {"share": round(100 * share)}) if share < least else None

    return drop_where(frame, judge)


STEP = Step(
    "script",
    _("Scripts"),
    _("Drops texts written mostly in other scripts. It tells Korean from English, not English from German."),
    (
        Param("scripts", ParamKind.CHOICES, _("Scripts wanted"), ["hangul"], choices=SCRIPTS),
        Param("least", ParamKind.SHARE, _("Least share of letters in them"), 0.5, least=0.0, most=1.0),
    ),
    run,
)
