"""Which answers somebody looks at again: a share of all, newcomers, unsure items, and signs of haste or doubt."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median

from dmops_platform.states import State

#: an answer is hasty under this share of everybody's median seconds
HASTY = 1 / 3
#: a median of fewer times says nothing
LEAST_TIMES = 5
MOST_NEWCOMER_ANSWERS = 10_000


class Reason(State):
    """Why an answer is looked at again. All but the first four are risks."""

    SHARE = "share"
    NEWCOMER = "newcomer"
    CONFIDENCE = "confidence"
    FLAGGED = "flagged"
    FAST = "fast"
    SUGGESTION = "suggestion"
    UNSURE = "unsure"


RISKS = (Reason.FLAGGED, Reason.FAST, Reason.SUGGESTION, Reason.UNSURE)


@dataclass(frozen=True, slots=True)
class Sampling:
    """What to pick. `percent` of all answers; the first `newcomer_answers` of each person; answers to items whose
    consensus has less than `confidence_below` speaking for it; and answers with any of the `risks`.
    """

    percent: int = 0
    newcomer_answers: int = 0
    confidence_below: float | None = None
    risks: frozenset[str] = frozenset()

    @property
    def picks_nothing(self) -> bool:
        """True when no answer can ever be picked."""
        return not (self.percent or self.newcomer_answers or self.confidence_below or self.risks)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. `draw` orders answers at random, the same each time; `place` counts the person's answers from 1."""

    key: int
    draw: str
    place: int
    seconds: float | None = None
    confidence: float | None = None
    is_flagged: bool = False
    is_suggestion: bool = False
    is_unsure: bool = False


def picked(
    sampling: Sampling, candidates: Iterable[Candidate], kept: Collection[int] = ()
) -> dict[int, list[str]]:
    """Return the answers to look at again, each with its reasons; `kept` were picked for the share before.

    The share is rounded up and counts those: as answers come in, the same ones stay picked.
    """
    answers = sorted(candidates, key=lambda one: (one.draw, one.key))
    hasty = _hasty(answers)
    by_share = _by_share(sampling.percent, answers, set(kept))
    found: dict[int, list[str]] = {}
    for one in answers:
        reasons = [reason.value for reason in _reasons(sampling, one, one.key in by_share, hasty)]
        if reasons:
            found[one.key] = reasons
    return found


def _by_share(percent: int, answers: Sequence[Candidate], kept: set[int]) -> set[int]:
    wanted = ceil(Fraction(percent * len(answers), 100))
    before = [one.key for one in answers if one.key in kept]
    fresh = [one.key for one in answers if one.key not in kept]
    return {*before, *fresh[: max(wanted - len(before), 0)]} if percent else set()


def _hasty(answers: Sequence[Candidate]) -> float:
    """Return the seconds under which an answer is hasty; 0 where too few were timed."""
    seconds = [one.seconds for one in answers if one.seconds]
    return median(seconds) * HASTY if len(seconds) >= LEAST_TIMES else 0.0


def _reasons(sampling: Sampling, one: Candidate, is_in_share: bool, hasty: float) -> list[Reason]:
    below = sampling.confidence_below
    holds = {
        Reason.SHARE: is_in_share,
        Reason.NEWCOMER: one.place <= sampling.newcomer_answers,
        Reason.CONFIDENCE: below is not None and one.confidence is not None and one.confidence < below,
        Reason.FLAGGED: Reason.FLAGGED in sampling.risks and one.is_flagged,
        Reason.FAST: Reason.FAST in sampling.risks and one.seconds is not None and one.seconds < hasty,
        Reason.SUGGESTION: Reason.SUGGESTION in sampling.risks and one.is_suggestion,
        Reason.UNSURE: Reason.UNSURE in sampling.risks and one.is_unsure,
    }
    return [reason for reason, is_so in holds.items() if is_so]
