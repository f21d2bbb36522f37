"""Reads: the rounds of a project, and what each found, corrected and gained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dmops_platform.background import JobState
from projects.models import Cycle, Project
from verification.models import Cleaning, Evaluation
from verification.selectors.evaluation import accuracy_of, cleanings_of, consensus_in


@dataclass(frozen=True)
class CleaningOutcome:
    """What came of a cleaning batch: suspects sent, answered anew, and of those corrected."""

    cleaning: Cleaning
    found: int
    answered: int
    corrected: int

    @property
    def confirmed(self) -> int:
        """How many answers people gave again."""
        return self.answered - self.corrected


def outcome_of(cleaning: Cleaning) -> CleaningOutcome:
    """Return what came of a cleaning batch so far."""
    sent = cleaning.batch.slots.values("item")
    given = dict(cleaning.evaluation.suspects.filter(item__in=sent).values_list("item_id", "given"))
    now = consensus_in(cleaning.batch, cleaning.evaluation.field)
    anew = [item for item in given if item in now]
    corrected = sum(now[item] != given[item] for item in anew)
    return CleaningOutcome(cleaning, len(given), len(anew), corrected)


@dataclass(frozen=True)
class CycleLine:
    """One round: why it began, what its evaluations found, what people corrected, and how accuracy moved.

    `gained` is the last accuracy of the round less the last one before it (in the first round, less its first).
    """

    number: int
    reason: str
    at: datetime | None
    evaluations: int
    found: int
    sent: int
    corrected: int
    accuracy: float | None
    gained: float | None


def cycle_lines(project: Project) -> list[CycleLine]:
    """Return the rounds of a project, first to last; the first has no reason."""
    opened = {row.number: row for row in Cycle.objects.filter(project=project)}
    done = Evaluation.objects.filter(project=project, state=JobState.DONE).order_by("number")
    outcomes = [outcome_of(cleaning) for cleaning in cleanings_of(project)]
    lines: list[CycleLine] = []
    for number in range(1, max(opened, default=1) + 1):
        of_round = [one for one in done if one.cycle == number]
        before = next((line.accuracy for line in reversed(lines) if line.accuracy is not None), None)
        lines.append(_line(number, opened.get(number), of_round, outcomes, before))
    return lines


def _line(
    number: int,
    opened: Cycle | None,
    evaluations: Sequence[Evaluation],
    outcomes: Sequence[CleaningOutcome],
    before: float | None,
) -> CycleLine:
    own = [one for one in outcomes if one.cleaning.cycle == number]
    measured = [value for one in evaluations if (value := accuracy_of(one).value) is not None]
    start = before if before is not None else (measured[0] if len(measured) > 1 else None)
    return CycleLine(
        number=number,
        reason=opened.reason if opened else "",
        at=opened.at if opened else None,
        evaluations=len(evaluations),
        found=sum(one.report.get("suspects", {}).get("n", 0) for one in evaluations),
        sent=sum(one.found for one in own),
        corrected=sum(one.corrected for one in own),
        accuracy=measured[-1] if measured else None,
        gained=measured[-1] - start if measured and start is not None else None,
    )
