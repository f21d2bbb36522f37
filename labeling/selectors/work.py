"""Reads: batches, their progress, and the work in a person's hands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from dmops_platform.prepared import Prepared, rows_of
from guidelines.domain.work_unit import (
    UnitSubmitted,
    WorkUnit,
    unit_draft,
    unit_submitted,
    work_unit,
)
from guidelines.selectors import shown_item
from labeling.domain.lifecycle import HOLDING, AssignmentState, BatchState, Purpose, SlotState
from labeling.models import Annotation, Assignment, Batch, BatchPerson, Draft, PausedPerson, Rework, Slot
from projects.domain.roles import Right
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import projects_for
from sourcing.models import Item
from sourcing.selectors import labelable_items


def batches_for(user: User, right: Right = Right.SEE_PROGRESS) -> QuerySet[Batch]:
    """Return the batches of the projects in which this person has this right; not those for self-checks."""
    rows = Batch.objects.filter(project__in=projects_for(user, right))
    return rows.exclude(purpose=Purpose.SELF_CHECK).select_related("project", "schema", "guideline")


def batch_for(user: User, pk: int, right: Right = Right.SEE_PROGRESS) -> Batch:
    """Return the batch if this person may see it; otherwise it does not exist."""
    return get_object_or_404(batches_for(user, right), pk=pk)


def assignments_for(user: User) -> QuerySet[Assignment]:
    """Return the assignments of this person in the projects where they still label."""
    return Assignment.objects.filter(person=user, batch__project__in=projects_for(user, Right.LABEL))


ASSIGNMENT_FOR = Prepared(
    lambda person, pk: (
        assignments_for(User(pk=person))
        .filter(pk=pk)
        .select_related("batch__project", "batch__schema", "slot__item_version")
        .defer("batch__schema__fields")
    ),
    numbers=["person", "pk"],
)


def assignment_for(user: User, pk: int) -> Assignment:
    """Return this person's own assignment; anybody else's does not exist."""
    assignment = ASSIGNMENT_FOR.get_or_404(person=user.pk, pk=pk)
    assignment.person = user
    return assignment


def with_work(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return the assignments with everything their work unit shows, in one statement."""
    return assignments.select_related(
        "item", "slot__item_version", "batch__schema", "batch__guideline", "draft"
    )


def held(project: Project, person: User) -> QuerySet[Assignment]:
    """Return what this person holds and has not answered yet, oldest first."""
    return _held(project.pk, person.pk)


def _held(project: int, person: int) -> QuerySet[Assignment]:
    mine = Assignment.objects.filter(person=person, state=AssignmentState.LEASED, batch__project=project)
    return with_work(mine.exclude(batch__state=BatchState.CLOSED)).order_by("id")


HELD = Prepared(_held, numbers=["project", "person"])


def work_in_hand(project: Project, person: User) -> list[Assignment]:
    """Return what this person holds, made for speed."""
    return HELD(project=project.pk, person=person.pk) if holds_any(project, person) else []


HOLDS_ANY = """
    SELECT 1 FROM labeling_assignment mine JOIN labeling_batch batch ON batch.id = mine.batch_id
    WHERE mine.person_id = %s AND mine.state = 'leased' AND batch.project_id = %s LIMIT 1
"""


def holds_any(project: Project, person: User) -> bool:
    """True when this person has unanswered work in hand: cheaper than looking what it is."""
    return bool(rows_of(HOLDS_ANY, person.pk, project.pk))


def pauses_of(project: Project, person: User) -> QuerySet[PausedPerson]:
    """Return the pause of this person in the project, if they are paused now."""
    return pauses_in(project).filter(person=person)


def pauses_in(project: Project) -> QuerySet[PausedPerson]:
    """Return the pauses in force in the project, with who is paused and by whom."""
    return PausedPerson.objects.filter(project=project, lifted_at=None).select_related("by", "person")


def open_batches(project: Project, person: User) -> QuerySet[Batch]:
    """Return the batches that hand out work to this person, in the order they were opened."""
    return _open_batches(project.pk, person.pk)


def _open_batches(project: int, person: int) -> QuerySet[Batch]:
    named = BatchPerson.objects.filter(batch=OuterRef("pk"), person=person)
    paused = PausedPerson.objects.filter(project=OuterRef("project"), person=person, lifted_at=None)
    open_ones = Batch.objects.filter(
        Q(is_for_all=True) | Exists(named), ~Exists(paused), project=project, state=BatchState.OPEN
    )
    return (
        open_ones.select_related("schema", "guideline")
        .defer("guideline__sections", "guideline__entries")
        .order_by("id")
    )


OPEN_BATCHES = Prepared(_open_batches, numbers=["project", "person"])


def batches_to_take_from(project: Project, person: User) -> list[Batch]:
    """Return the batches that hand out work to this person, made for speed."""
    return OPEN_BATCHES(project=project.pk, person=person.pk)


def unbatched_items(project: Project) -> QuerySet[Item]:
    """Return the items of the project that may be labelled and that no batch has yet, in the order they came."""
    batched = Slot.objects.filter(item=OuterRef("pk"))
    return labelable_items(project).filter(~Exists(batched)).order_by("id")


def unit_of(assignment: Assignment) -> WorkUnit:
    """Return an assignment, loaded by `with_work`, in the shape the labelling screen knows."""
    returned = returned_answer(assignment) if assignment.version else None
    return _unit(assignment, returned.submitted if returned else None, returned.reason if returned else "")


def _unit(assignment: Assignment, submitted: UnitSubmitted | None, note: str = "") -> WorkUnit:
    draft: Draft | None = getattr(assignment, "draft", None)
    guideline, fields = assignment.batch.guideline, assignment.batch.schema.fields
    version, name = assignment.slot.item_version, assignment.item.name
    return work_unit(
        id=assignment.pk,
        item=shown_item(version, name=name, reader=assignment.person_id, fields=fields),
        fields=fields,
        guideline=guideline.number if guideline else None,
        draft=unit_draft(answers=draft.answers, revision=draft.revision, saved_at=draft.saved_at)
        if draft
        else None,
        due_at=_told_due(assignment),
        submitted=submitted,
        note=note,
    )


def _told_due(assignment: Assignment) -> datetime:
    """Return until when the item is held, at most a lease from now: a longer one would give a self-check away."""
    usual = timezone.now() + timedelta(minutes=assignment.batch.lease_minutes)
    return min(assignment.lease_until, usual)


class Returned(NamedTuple):
    """An answer given back to its author, and why."""

    submitted: UnitSubmitted
    reason: str


def returned_answer(assignment: Assignment) -> Returned:
    """Return the answer in force of an assignment that is open again, with the reason of the last rework."""
    last = assignment.annotations.get(version=assignment.version)
    rework = Rework.objects.filter(assignment=assignment).order_by("-pk").first()
    return Returned(_submitted(last), rework.reason if rework else "")


def earlier_units(project: Project, person: User, most: int = 20) -> list[dict[str, Any]]:
    """Return what this person finished last and can still change: the unit, and why it was skipped.

    They stand in the order in which they were handed out: answers given in a hurry arrive in any order.
    """
    ended = Assignment.objects.filter(
        person=person, state__in=(AssignmentState.SUBMITTED, AssignmentState.SKIPPED)
    )
    open_ones = ended.filter(batch__project=project, batch__state=BatchState.OPEN)
    last = sorted(with_work(open_ones).order_by("-ended_at")[:most], key=lambda assignment: assignment.pk)
    given = {row.assignment_id: _submitted(row) for row in _latest(last)}
    return [
        {"unit": _unit(assignment, given.get(assignment.pk)), "skipped": _skipped_because(assignment)}
        for assignment in last
    ]


def _skipped_because(assignment: Assignment) -> str | None:
    return assignment.skip_reason if assignment.state == AssignmentState.SKIPPED else None


def _latest(assignments: list[Assignment]) -> QuerySet[Annotation]:
    ids = [assignment.pk for assignment in assignments]
    return Annotation.objects.filter(assignment__in=ids, version=F("assignment__version"))


def _submitted(annotation: Annotation) -> UnitSubmitted:
    return unit_submitted(
        answers=annotation.answers, version=annotation.version, saved_at=annotation.saved_at
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is, in slots, and how many items are skipped."""

    free: int
    leased: int
    done: int
    skipped: int
    saved: int = 0

    @property
    def total(self) -> int:
        """Return the number of answers wanted."""
        return self.free + self.leased + self.done

    @property
    def percent(self) -> int:
        """Return the share of answers given, 0 to 100."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def is_complete(self) -> bool:
        """True when every wanted answer is there."""
        return self.total > 0 and self.done == self.total


def progress(batch: Batch) -> Progress:
    """Count the batch's slots by state."""
    counts = dict(
        Slot.objects.filter(batch=batch, is_gold=False).values_list("state").annotate(n=Count("id"))
    )
    skipped = Assignment.objects.filter(batch=batch, is_gold=False, state=AssignmentState.SKIPPED).count()
    return Progress(
        free=counts.get(SlotState.FREE, 0),
        leased=counts.get(SlotState.LEASED, 0),
        done=counts.get(SlotState.DONE, 0),
        skipped=skipped,
        saved=_saved(batch, sum(counts.values())),
    )


def _saved(batch: Batch, asked: int) -> int:
    """Return how many answers are spared because only items that need it are asked `most_answers` times."""
    if batch.most_answers is None:
        return 0
    items = Slot.objects.filter(batch=batch, is_gold=False).values("item").distinct().count()
    return max(items * batch.most_answers - asked, 0)


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """What one person did in a batch."""

    person_id: int
    person: str
    submitted: int
    held: int
    skipped: int


def progress_by_person(batch: Batch) -> list[PersonProgress]:
    """Count what each person did in the batch, most answers first."""
    rows = (
        Assignment.objects.filter(batch=batch, is_gold=False)
        .values("person_id", "person__full_name", "person__username")
        .annotate(
            submitted=Count("id", filter=Q(state=AssignmentState.SUBMITTED)),
            held=Count("id", filter=Q(state=AssignmentState.LEASED)),
            skipped=Count("id", filter=Q(state=AssignmentState.SKIPPED)),
        )
        .order_by("-submitted", "person_id")
    )
    return [
        PersonProgress(
            person_id=row["person_id"],
            person=row["person__full_name"] or row["person__username"],
            submitted=row["submitted"],
            held=row["held"],
            skipped=row["skipped"],
        )
        for row in rows
    ]


def skips(batch: Batch) -> QuerySet[Assignment]:
    """Return who passed on which item, and why, latest first."""
    passed_on = Assignment.objects.filter(batch=batch, state=AssignmentState.SKIPPED)
    return passed_on.select_related("item", "person").order_by("-ended_at")


def finished_count(user: User, project: Project) -> int:
    """Return how many items of open batches this person has answered in the project."""
    mine = Assignment.objects.filter(person=user, state=AssignmentState.SUBMITTED)
    return mine.filter(batch__project=project, batch__state=BatchState.OPEN).count()


def open_to(user: User, project: Project) -> QuerySet[Slot]:
    """Return the free slots of open batches whose items this person has not had yet."""
    had = Assignment.objects.filter(person=user, item=OuterRef("item"), batch=OuterRef("batch"))
    free = Slot.objects.filter(
        batch__in=open_batches(project, user).values("pk"), state=SlotState.FREE, is_gold=False
    )
    before = Assignment.objects.filter(person=user, item=OuterRef("item"), state=AssignmentState.SUBMITTED)
    is_stale = Q(batch__is_fresh_only=True) & Exists(before.exclude(batch=OuterRef("batch")))
    return free.exclude(Exists(had.filter(state__in=(*HOLDING, AssignmentState.SKIPPED)))).exclude(is_stale)


def open_count(user: User, project: Project) -> int:
    """Return how many items this person can still answer, with those already in hand."""
    items = open_to(user, project).aggregate(n=Count("item", distinct=True))["n"]
    return int(items) + held(project, user).count()


def has_work(user: User, project: Project) -> bool:
    """True when the person holds something or an open batch has a free slot for them."""
    return held(project, user).exists() or open_to(user, project).exists()


def waiting_for(user: User) -> list[Waiting]:
    """Return the projects in which this person can label now."""
    return [
        Waiting(
            project_id=project.pk,
            project=project.name,
            what=gettext("Items are waiting to be labelled."),
            button=gettext("Start labelling"),
            url=reverse("labeling:work_page", args=[project.pk]),
        )
        for project in projects_for(user, Right.LABEL).order_by("id")
        if has_work(user, project)
    ]


def current_annotations(batch: Batch) -> QuerySet[Annotation]:
    """Return the answers in force: of each submitted assignment of the batch its latest version.

    Answers to hidden gold are none of them: they tell about a person, not about an item.
    """
    return Annotation.objects.filter(
        assignment__batch=batch,
        assignment__is_gold=False,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    )


def history(assignment: Assignment) -> QuerySet[Annotation]:
    """Return every version of one person's answer to one item, first to last."""
    return assignment.annotations.order_by("version")
