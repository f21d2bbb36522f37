"""Drop pairs of a parallel corpus that cannot be translations of each other."""

from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Param, ParamKind, Step, Verdict, drop_where

if TYPE_CHECKING:
    import pandas as pd

EMPTY = _("One side of the pair is empty.")
COPY = _("Both sides of the pair say the same.")
RATIO = _("One side is %(ratio)s times as long as the other.")


def run(frame: "pd.DataFrame", *, most_ratio: float, drop_copies: bool) -> "pd.DataFrame":
    """Return the frame without pairs that are empty, copies or of too different length; other items stay."""

    def judge(parts: dict[str, str]) -> Verdict:
        if len(parts) != 2:
            return None
        first, second = (" ".join(text.split()) for text in parts.values())
        if not first or not second:
            return EMPTY, {}
        if drop_copies and first.casefold() == second.casefold():
            return COPY, {}
        ratio = max(len(first), len(second)) / min(len(first), len(second))
        return (RATIO, {"ratio": round(ratio, 1)}) if ratio > most_ratio else None

    return drop_where(frame, judge)


STEP = Step(
    "parallel",
    _("Pairs of translations"),
    _(
        "For items with two texts: drops pairs that are empty on one side, copies, or of too different length."
    ),
    (
        Param(
            "most_ratio", ParamKind.SHARE, _("Longest side over shortest side"), 4.0, least=1.0, most=100.0
        ),
        Param("drop_copies", ParamKind.FLAG, _("Drop copies"), True),
    ),
    run,
)
