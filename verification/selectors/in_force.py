"""Reads: what is in force in a project, over all its batches, and the goals it is measured by."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.formats import number_format

from dmops_platform.background import JobState
from dmops_platform.reading import kept
from labeling.domain.lifecycle import BatchState, SlotState
from labeling.models import Annotation, Batch, Slot
from projects.domain.phases import Phase
from projects.domain.stages import Measure
from projects.models import Project, Requirement
from projects.selectors import requirements
from verification.domain.goals import goal_sign, is_met
from verification.domain.strata import least_reliable
from verification.models import Consensus, ConsensusRun, Dispute, DisputeState

ALPHA = "agreement.alpha"


class MissedGoal(NamedTuple):
    """A requirement of the brief in force that a measured value misses."""

    goal: Requirement
    value: float


@kept
def runs_in_force(project: Project) -> list[ConsensusRun]:
    """Return the last finished run over each batch, in the order of the batches."""
    done = ConsensusRun.objects.filter(batch__project=project, state=JobState.DONE)
    later = ConsensusRun.objects.filter(batch=OuterRef("batch"), state=JobState.DONE, pk__gt=OuterRef("pk"))
    return list(done.filter(~Exists(later)).select_related("batch__schema").order_by("batch_id"))


def outdated(runs: Collection[ConsensusRun]) -> list[ConsensusRun]:
    """Return the runs that are older than the latest answer in their batch."""
    answered = answered_since({run.batch_id: run.report["last_annotation"] for run in runs})
    return [run for run in runs if run.batch_id in answered]


def answered_since(last: Mapping[int, int]) -> set[int]:
    """Return the batches with an answer younger than the given one (batch id → annotation id)."""
    latest = _latest_answers(frozenset(last), min(last.values())) if last else {}
    return {batch for batch, annotation in latest.items() if annotation > last[batch]}


@kept
def _latest_answers(batches: frozenset[int], after: int) -> dict[int, int]:
    """Return batch → its latest answer, of those younger than this annotation."""
    later = Annotation.objects.filter(assignment__batch__in=batches, assignment__is_gold=False, pk__gt=after)
    return dict(later.values_list("assignment__batch").annotate(latest=Max("pk")))


def finished_batches(project: Project) -> QuerySet[Batch]:
    """Return the batches with answers that are closed or complete, in their order."""
    slots = Slot.objects.filter(batch=OuterRef("pk"), is_gold=False)
    unanswered = slots.filter(state__in=[SlotState.FREE, SlotState.LEASED])
    is_over = Q(state=BatchState.CLOSED) | ~Exists(unanswered)
    answered = Batch.objects.filter(Exists(slots.filter(state=SlotState.DONE)), project=project)
    return answered.filter(is_over).order_by("pk")


def accepted_answers(runs: Collection[ConsensusRun]) -> QuerySet[Consensus]:
    """Return the consensus of every item with an answer in force, one row for each of its fields.

    Of an item in several batches the latest batch speaks. An item with an open dispute has no answer in
    force; where a dispute was decided, the decision replaces the row's answer. Answers to a field that what was
    decided leaves unasked are left out.
    """
    ids = [run.pk for run in runs]
    undecided = Dispute.objects.filter(
        batch=OuterRef("run__batch"), item=OuterRef("item"), state=DisputeState.OPEN
    )
    unasked = Dispute.objects.filter(
        batch=OuterRef("run__batch"),
        item=OuterRef("item"),
        field=OuterRef("field"),
        state=DisputeState.NOT_ASKED,
    )
    rows = Consensus.objects.filter(~Exists(undecided), ~Exists(unasked), run__in=ids)
    if len(ids) < 2:
        return rows
    later = Consensus.objects.filter(
        run__in=ids, item=OuterRef("item"), field=OuterRef("field"), run__batch__gt=OuterRef("run__batch")
    )
    return rows.filter(~Exists(later))


def alpha_of(runs: Sequence[ConsensusRun]) -> Measure:
    """Return the agreement of a project, as `least_reliable` has it, over the last runs of its batches."""
    worst = least_reliable(
        (
            run.batch.phase == Phase.MAIN,
            {figures["field"]: figures["alpha"] for figures in run.report["fields"]},
        )
        for run in runs
    )
    return Measure(ALPHA, worst.value, worst.n, worst.low, worst.high) if worst else Measure(ALPHA, None)


def goals(project: Project, *metrics: str) -> list[Requirement]:
    """Return the requirements of the brief in force on these metrics."""
    return [
        requirement
        for requirement in requirements(project)
        if requirement.metric in metrics and requirement.threshold is not None
    ]


def goal_words(project: Project, metric: str) -> str:
    """Return what the brief in force asks of a metric, such as "≥ 0.8", or nothing."""
    return ", ".join(map(asked_for, goals(project, metric)))


def asked_for(goal: Requirement) -> str:
    """Return the comparison and the threshold as they are printed."""
    return f"{goal_sign(goal.comparison)} {number_format(goal.threshold or 0.0)}"


def missed_goals(project: Project, measured: Collection[Measure]) -> list[MissedGoal]:
    """Return the requirements on these measures that have a value and miss it."""
    values = {measure.name: measure.value for measure in measured if measure.value is not None}
    return [
        MissedGoal(goal, values[goal.metric])
        for goal in goals(project, *values)
        if not is_met(values[goal.metric], goal.comparison, goal.threshold or 0.0)
    ]
