"""Drop texts that are too short or too long."""

from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Param, ParamKind, Step, Verdict, drop_where, whole

if TYPE_CHECKING:
    import pandas as pd

SHORT = _("The text has %(n)s characters, fewer than %(least)s.")
LONG = _("The text has %(n)s characters, more than %(most)s.")


def run(frame: "pd.DataFrame", *, least: int, most: int | None) -> "pd.DataFrame":
    """Return the frame without texts outside the limits; spaces at both ends do not count."""

    def judge(parts: dict[str, str]) -> Verdict:
        n = len(whole(parts).strip())
        if n < least:
            return SHORT, {"n": n, "least": least}
        if most is not None and n > most:
            return LONG, {"n": n, "most": most}
        return None

    return drop_where(frame, judge)


STEP = Step(
    "length",
    _("Length"),
    _("Drops texts that are too short to say anything or too long to read."),
    (
        Param("least", ParamKind.NUMBER, _("Fewest characters"), 2),
        Param("most", ParamKind.NUMBER, _("Most characters"), None, is_optional=True, least=1),
    ),
    run,
)
