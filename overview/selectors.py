"""Reads that span the stages."""

from datetime import datetime
from typing import NamedTuple, Protocol

from django.http import Http404
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

import annotators.stages
import delivery.selectors.stages
import guidelines.stages
import labeling.selectors
import labeling.stages
import projects.stages
import sourcing.stages
import verification.selectors
from accounts.models import User
from dmops_platform.reading import one_reading
from overview import tracing
from overview.domain.board import BY_HAND, BY_HAND_WITHDRAWN, StageState, state_of, twelve_gates
from overview.domain.evidence import Evidence, evidence_of, hidden
from projects.domain.roles import Right, Role
from projects.domain.stages import Gate, Measure, Missing, Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Brief, Project, StagePass
from projects.selectors import brief_in_force, content_of, cycle_of, rights_of
from sourcing.models import Item


class KeepsGates(Protocol):
    """A module that tells the gates of the stages it serves."""

    def gates(self, project: Project) -> list[Gate]:
        """Return one gate for each stage it serves."""


class Measures(Protocol):
    """A module that measures something of a project."""

    def measures(self, project: Project) -> list[Measure]:
        """Return what it measures, under the names requirements use."""


class Traces(Protocol):
    """A module that knows what happened to an item."""

    def trace(self, item: Item) -> list[TraceStep]:
        """Return the steps it has rows for."""


#: the modules that answer for the stages; an app that offers a function stands in its list
WITH_GATES: tuple[KeepsGates, ...] = (
    projects.stages,
    sourcing.stages,
    guidelines.stages,
    annotators.stages,
    labeling.stages,
    verification.selectors,
    delivery.selectors.stages,
)
WITH_MEASURES: tuple[Measures, ...] = (
    sourcing.stages,
    guidelines.stages,
    annotators.stages,
    labeling.stages,
    verification.selectors,
)
WITH_TRACES: tuple[Traces, ...] = (
    sourcing.stages,
    tracing,
    guidelines.stages,
    annotators.stages,
    verification.selectors,
    delivery.selectors.stages,
)

#: in the order in which a person should look at them
WAITING_ROOMS = (
    projects.stages.waiting_for,
    sourcing.stages.waiting_for,
    annotators.stages.waiting_for,
    guidelines.stages.waiting_for,
    labeling.selectors.waiting_for,
    verification.selectors.waiting_for,
    delivery.selectors.stages.waiting_for,
)

#: stages whose people a reader without SEE_QUALITY sees by number only, and whose pages are not open to them
BLIND = frozenset(Stage) - {Stage.GOAL, Stage.RAW_DATA, Stage.PREPROCESSING}


class StageLine(NamedTuple):
    """One stage on the board: what it waits for, and who passed it by hand in this cycle."""

    stage: Stage
    state: StageState
    missing: tuple[Missing, ...]
    judgement: StagePass | None
    notes: tuple[str, ...] = ()


def stage_numbered(number: int) -> Stage:
    """Return the stage with this number; there are twelve, any other does not exist."""
    if number not in set(Stage):
        raise Http404
    return Stage(number)


def waiting_for(user: User) -> list[Waiting]:
    """Return everything that waits for this person, first things first."""
    return [waiting for room in WAITING_ROOMS for waiting in room(user)]


def gates(project: Project) -> list[Gate]:
    """Return the gates of the twelve stages, computed now."""
    unmeasured = Missing(gettext("Nothing measures this stage here: judge it and pass it by hand."), Role.PM)
    with one_reading():
        return twelve_gates((gate for app in WITH_GATES for gate in app.gates(project)), unmeasured)


def measures(project: Project) -> list[Measure]:
    """Return everything that is measured of the project, computed now."""
    with one_reading():
        return [measure for app in WITH_MEASURES for measure in app.measures(project)]


def trace(item: Item) -> list[TraceStep]:
    """Return everything that happened to an item, in the order of time."""
    steps = [step for app in WITH_TRACES for step in app.trace(item)]
    return sorted(steps, key=lambda step: (datetime.fromisoformat(step.at), step.stage))


def trace_for(user: User, item: Item) -> list[TraceStep]:
    """Return the trace as this person may read it: without SEE_QUALITY, those who worked on it are numbers."""
    steps = trace(item)
    if Right.SEE_QUALITY in rights_of(user, item.project):
        return steps
    people = {step.by for step in steps if step.by and step.stage in BLIND}
    numbers = _blind_numbers(f"trace {item.pk}", people)
    return [_blind(step, numbers) if step.stage in BLIND else step for step in steps]


def _blind_numbers(salt: str, people: set[str]) -> dict[str, int]:
    """Return person → 1, 2, …, in an order that stays and that only the secret key explains."""
    hidden_order = sorted(people, key=lambda who: salted_hmac(salt, who, algorithm="sha256").hexdigest())
    return {who: number for number, who in enumerate(hidden_order, start=1)}


def _blind(step: TraceStep, numbers: dict[str, int]) -> TraceStep:
    by = gettext("Person %(n)s") % {"n": numbers[step.by]} if step.by else ""
    return TraceStep(at=step.at, stage=step.stage, what=step.what, by=by)


def board(project: Project) -> list[StageLine]:
    """Return where each of the twelve stages stands."""
    by_hand = _passed_by_hand(project)
    return [
        StageLine(
            stage=gate.stage,
            state=state_of(gate, is_by_hand=gate.stage in by_hand),
            missing=gate.missing,
            judgement=by_hand.get(gate.stage),
            notes=gate.notes,
        )
        for gate in gates(project)
    ]


def next_open(lines: list[StageLine]) -> StageLine | None:
    """Return the first stage that is open, or None."""
    return next((line for line in lines if line.state == StageState.OPEN), None)


def _passed_by_hand(project: Project) -> dict[int, StagePass]:
    """Return stage → the pass by hand that counts in the present cycle: the latest, unless it was withdrawn."""
    judgements = StagePass.objects.filter(
        project=project, cycle=cycle_of(project), what__in=[BY_HAND, BY_HAND_WITHDRAWN]
    )
    latest = {row.stage: row for row in judgements.select_related("by").order_by("pk")}
    return {stage: row for stage, row in latest.items() if row.what == BY_HAND}


class Demands(NamedTuple):
    """The brief in force, if any, and what it asks for with the evidence."""

    brief: Brief | None
    evidence: list[Evidence]


def demands(project: Project, rights: frozenset[Right]) -> Demands:
    """Return the requirements in force with their evidence; figures of pay only to who may see pay."""
    brief = brief_in_force(project)
    if brief is None:
        return Demands(None, [])
    measured = {measure.name: measure for measure in measures(project)}
    return Demands(
        brief,
        [
            hidden(line)
            if line["metric"].startswith("pay.") and Right.SEE_PAY not in rights
            else evidence_of(line, measured.get(line["metric"]))
            for line in content_of(brief)["requirements"]
        ],
    )
