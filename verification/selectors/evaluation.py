"""Reads: evaluations, whether they are of the present data, and what became of the suspects."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from accounts.models import User
from dmops_platform.background import JobState
from dmops_platform.reading import kept
from labeling.models import Batch, Slot
from projects.domain.roles import Right
from projects.domain.stages import Measure
from projects.models import Project
from projects.selectors import projects_for
from verification.domain.learning_curve import Saturation
from verification.models import (
    Cleaning,
    Consensus,
    ConsensusRun,
    Decision,
    Evaluation,
    Suspect,
    SuspectDismissal,
    SuspectState,
)
from verification.selectors.in_force import accepted_answers, runs_in_force
from verification.selectors.moments import Moment, is_present

ACCURACY, GAIN = "model.accuracy", "model.gain_last_doubling"


def evaluations_for(user: User, right: Right = Right.EVALUATE) -> QuerySet[Evaluation]:
    """Return the evaluations of projects in which this person has this right, latest first."""
    rows = Evaluation.objects.filter(project__in=projects_for(user, right))
    return rows.select_related("project", "by").order_by("-project_id", "-number")


def evaluation_for(user: User, pk: int, right: Right = Right.EVALUATE) -> Evaluation:
    """Return the evaluation if this person may see it; otherwise it does not exist."""
    return get_object_or_404(evaluations_for(user, right), pk=pk)


def evaluation_at_work(project: Project) -> Evaluation | None:
    """Return the evaluation that is queued or running, or None."""
    at_work = [JobState.QUEUED, JobState.RUNNING]
    return Evaluation.objects.filter(project=project, state__in=at_work).order_by("-number").first()


@kept
def latest_evaluations(project: Project) -> list[Evaluation]:
    """Return of each field its last finished evaluation, in the order of their numbers."""
    done = Evaluation.objects.filter(project=project, state=JobState.DONE)
    later = done.filter(field=OuterRef("field"), number__gt=OuterRef("number"))
    return list(done.filter(~Exists(later)).select_related("project").order_by("number"))


def is_evaluation_present(evaluation: Evaluation, runs: Sequence[ConsensusRun]) -> bool:
    """Return whether a finished evaluation is of the present data."""
    return is_present(Moment.from_json(evaluation.moment), runs, Decision.objects.none())


def is_measured(evaluation: Evaluation) -> bool:
    """Return whether the evaluation could measure anything."""
    return "curve" in evaluation.report


def learned_something(evaluation: Evaluation) -> bool:
    """Return whether the model does better than always giving the most frequent label: else it suspects at random."""
    curve: dict[str, Any] = evaluation.report.get("curve", {})
    return bool(curve) and curve["verdict"] != Saturation.NOTHING_LEARNED


def accuracy_of(evaluation: Evaluation) -> Measure:
    """Return the accuracy with all the data, on the hold-out."""
    if not is_measured(evaluation):
        return Measure(ACCURACY, None)
    last = evaluation.report["curve"]["points"][-1]
    return Measure(ACCURACY, last["accuracy"], last["n"], last["low"], last["high"])


def gain_of(evaluation: Evaluation) -> Measure:
    """Return what the last doubling of the data added."""
    added = evaluation.report["curve"]["gain"] if is_measured(evaluation) else None
    if added is None:
        return Measure(GAIN, None)
    return Measure(GAIN, added["value"], added["n"], added["low"], added["high"])


def model_measures(project: Project) -> list[Measure]:
    """Return accuracy and last gain of the last evaluation; of several fields, those of the least accurate."""
    measured = [one for one in latest_evaluations(project) if is_measured(one)]
    if not measured:
        return [Measure(ACCURACY, None), Measure(GAIN, None)]
    least = min(measured, key=lambda one: accuracy_of(one).value or 0.0)
    return [accuracy_of(least), gain_of(least)]


@dataclass(frozen=True)
class SuspectLine:
    """A suspect, where it stands, the answer in force now, and why it was dismissed."""

    suspect: Suspect
    state: SuspectState
    now: Any
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """True while nobody has looked at it again."""
        return self.state == SuspectState.OPEN

    @property
    def is_settled(self) -> bool:
        """True when a person has answered it anew or said that it stands."""
        return self.state not in (SuspectState.OPEN, SuspectState.CLEANING)


def suspect_lines(evaluation: Evaluation) -> list[SuspectLine]:
    """Return the suspects by rank with what became of them, in a handful of statements."""
    rows = evaluation.suspects.select_related("item", "item_version", "batch").order_by("rank")
    known = _known(evaluation)
    return [_line(suspect, known) for suspect in rows]


@dataclass(frozen=True)
class Known:
    """What is known of the suspected items now: answers in force with their batch, cleanings, dismissals."""

    now: dict[int, tuple[int, Any]]
    decided_since: set[int]
    cleaning: dict[int, int]
    dismissed: dict[tuple[int, str], str]


def _known(evaluation: Evaluation) -> Known:
    items = evaluation.suspects.values("item")
    project, field = evaluation.project, evaluation.field
    cleanings = Cleaning.objects.filter(evaluation__project=project, evaluation__field=field)
    slots = Slot.objects.filter(batch__in=cleanings.values("batch"), item__in=items).order_by("batch")
    dismissals = SuspectDismissal.objects.filter(
        suspect__evaluation__project=project, suspect__evaluation__field=field, suspect__item__in=items
    )
    return Known(
        now=_answers_now(project, field, items),
        decided_since=_decided_since(evaluation),
        cleaning=dict(slots.values_list("item", "batch")),
        dismissed={
            (item, repr(given)): reason
            for item, given, reason in dismissals.order_by("pk").values_list(
                "suspect__item", "suspect__given", "reason"
            )
        },
    )


def _answers_now(project: Project, field: str, items: Any) -> dict[int, tuple[int, Any]]:
    """Return item → (batch, answer in force now)."""
    decisions = Decision.objects.filter(
        dispute__batch=OuterRef("run__batch"), dispute__item=OuterRef("item"), dispute__field=field
    )
    rows = accepted_answers(runs_in_force(project)).filter(field=field, item__in=items)
    last = Subquery(decisions.order_by("-pk").values("answer")[:1])
    columns = rows.annotate(decided=last).values_list("item_id", "run__batch_id", "answer", "decided")
    return {item: (batch, answer if to is None else to) for item, batch, answer, to in columns}


def _decided_since(evaluation: Evaluation) -> set[int]:
    """Return the items on which somebody decided after the evaluation had read the data."""
    later = Decision.objects.filter(
        pk__gt=evaluation.moment.get("decision", 0),
        dispute__field=evaluation.field,
        dispute__item__in=evaluation.suspects.values("item"),
    )
    return set(later.values_list("dispute__item", flat=True))


def _line(suspect: Suspect, known: Known) -> SuspectLine:
    batch, now = known.now.get(suspect.item_id, (suspect.batch_id, None))
    reason = known.dismissed.get((suspect.item_id, repr(suspect.given)), "")
    return SuspectLine(suspect, _state(suspect, known, batch, now, reason), now, reason)


def _state(suspect: Suspect, known: Known, batch: int, now: Any, reason: str) -> SuspectState:
    """Return where it stands: people's later word first, then a dismissal, then work on its way."""
    cleaned_in = known.cleaning.get(suspect.item_id, 0)
    is_anew = batch > suspect.batch_id or suspect.item_id in known.decided_since
    if is_anew and now is not None:
        return SuspectState.CONFIRMED if now == suspect.given else SuspectState.CORRECTED
    if reason:
        return SuspectState.DISMISSED
    if cleaned_in > suspect.batch_id:
        return SuspectState.CLEANING
    return SuspectState.CONFIRMED if cleaned_in == suspect.batch_id else SuspectState.OPEN


def suspects_by_state(lines: Collection[SuspectLine]) -> dict[SuspectState, int]:
    """Return how many suspects stand in each state."""
    counts = Counter(line.state for line in lines)
    return {state: counts[state] for state in SuspectState}


def cleanings_of(project: Project) -> QuerySet[Cleaning]:
    """Return the cleaning batches of a project, first to last."""
    rows = Cleaning.objects.filter(evaluation__project=project)
    return rows.select_related("evaluation", "batch", "by").order_by("pk")


def batches_named(numbers: Collection[str]) -> dict[str, str]:
    """Return batch id as text → its name."""
    ids = [int(number) for number in numbers if number.isdecimal()]
    return {str(pk): name for pk, name in Batch.objects.filter(pk__in=ids).values_list("pk", "name")}


def people_named(numbers: Collection[str]) -> dict[str, str]:
    """Return user id as text → the person's name."""
    ids = [int(number) for number in numbers if number.isdecimal()]
    return {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)}


def consensus_in(batch: Batch, field: str) -> dict[int, Any]:
    """Return item → the answer in force that this batch gave; items still disputed have none."""
    runs = [run for run in runs_in_force(batch.project) if run.batch_id == batch.pk]
    decided = {
        row.dispute.item_id: row.answer
        for row in Decision.objects.filter(dispute__batch=batch, dispute__field=field)
        .select_related("dispute")
        .order_by("pk")
    }
    rows: QuerySet[Consensus] = accepted_answers(runs).filter(field=field)
    return {item: decided.get(item, answer) for item, answer in rows.values_list("item_id", "answer")}
