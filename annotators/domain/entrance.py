"""The entrance test: how it is scored, in one published formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from dmops_platform.errors import BadInput, _
from projects.domain.intervals import share

#: how much accuracy counts in the score; speed counts the rest
ACCURACY_WEIGHT = 0.8
MOST_ITEMS = 200
MOST_MINUTES = 8 * 60
MOST_ATTEMPTS = 10
MOST_PACE = 120.0
#: items that are answered as gold in one go
MOST_GOLD_AT_ONCE = 50


class EntranceResult(TypedDict):
    """What a finished test came to, as it is stored. `pace` is answered items a minute."""

    accuracy: float
    low: float
    high: float
    n: int
    answered: int
    items: int
    pace: float
    score: float
    is_passed: bool


@dataclass(frozen=True, slots=True)
class PassMarks:
    """What a test asks: a share of right answers, and items a minute."""

    accuracy: float
    pace: float


def pace_of(answered: int, started_at: datetime, last_at: datetime | None) -> float:
    """Return answered items a minute, from the server's start of the test to its last stored answer.

    The screen's own clock does not count: it could be set.
    """
    if not answered or last_at is None:
        return 0.0
    minutes = max((last_at - started_at).total_seconds(), 1.0) / 60
    return answered / minutes


def entrance_score(accuracy: float, pace: float, wanted: float) -> float:
    """Return the score from 0 to 1 that applicants are ranked by.

    score = 0.8 · accuracy + 0.2 · min(1, pace / pace wanted). Being faster than wanted brings nothing.

    >>> round(entrance_score(0.9, 2.0, 4.0), 2), round(entrance_score(1.0, 9.0, 4.0), 2)
    (0.82, 1.0)
    """
    speed = 1.0 if wanted <= 0 else min(1.0, pace / wanted)
    return ACCURACY_WEIGHT * accuracy + (1 - ACCURACY_WEIGHT) * speed


def entrance_result(
    scores: Sequence[float], *, items: int, answered: int, pace: float, marks: PassMarks
) -> EntranceResult:
    """Return what a test came to. `scores` are from 0 to 1, one for each field of each item; unanswered is 0.

    It is passed when the share of right answers and the pace both reach what is asked.
    """
    right = share(sum(scores), len(scores))
    accuracy = right.value or 0.0
    return {
        "accuracy": accuracy,
        "low": right.low or 0.0,
        "high": 1.0 if right.high is None else right.high,
        "n": right.n,
        "answered": answered,
        "items": items,
        "pace": pace,
        "score": entrance_score(accuracy, pace, marks.pace),
        "is_passed": accuracy >= marks.accuracy and pace >= marks.pace,
    }


def check_test(given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a test unchanged; raise BadInput naming the first that is out of bounds."""
    bounds: dict[str, tuple[float, float]] = {
        "test_size": (0, MOST_ITEMS),
        "minutes": (1, MOST_MINUTES),
        "attempts": (1, MOST_ATTEMPTS),
        "pass_accuracy": (0, 1),
        "pass_pace": (0, MOST_PACE),
    }
    for name, (least, most) in bounds.items():
        if not least <= given[name] <= most:
            raise BadInput(
                _("This is a number from %(least)s to %(most)s."), path=name, least=least, most=most
            )
    return given
