"""Answers given back to whoever gave them, and answers accepted for good."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import NotAllowed, RuleBroken, _
from labeling.domain.lifecycle import AssignmentState, BatchState, SlotState
from labeling.models import Assignment, Draft, Rework, Slot
from labeling.services.pilot import clean_reason
from projects.services import notify, record

#: how long somebody has to mend an answer before the item is free for others
REWORK_TIME = timedelta(days=7)


@transaction.atomic
def reopen_assignment(*, assignment: Assignment, reason: str, by: User) -> Rework:
    """Give an answer back to the same person as their next work, with the reason; accepted or not."""
    reason = clean_reason(reason)
    assignment = _answered(assignment, by)
    if assignment.batch.state == BatchState.CLOSED:
        raise RuleBroken(
            _("This batch is closed. Open a batch over the item to have it answered again."),
            code="batch_closed",
        )
    rework = Rework.objects.create(assignment=assignment, version=assignment.version, reason=reason, by=by)
    Assignment.objects.filter(pk=assignment.pk).update(
        state=AssignmentState.LEASED,
        lease_until=Now() + REWORK_TIME,
        leased_at=Now(),
        ended_at=None,
        accepted_at=None,
    )
    Slot.objects.filter(pk=assignment.slot_id).update(state=SlotState.LEASED)
    project = assignment.batch.project
    record("labeling.reopen_assignment", project=project, about=assignment, by=by, reason=reason)
    url = reverse("labeling:work_page", args=[project.pk])
    text = _("An answer of yours in %(project)s came back: %(reason)s")
    notify([assignment.person], project=project, text=text, url=url, by=by, reason=reason)
    return rework


@transaction.atomic
def accept_assignment(*, assignment: Assignment, by: User) -> Assignment:
    """Accept an answer: from now on only reopening it lets its author change it."""
    assignment = _answered(assignment, by)
    if assignment.accepted_at is None:
        assignment.accepted_at = timezone.now()
        assignment.save(update_fields=["accepted_at"])
        record("labeling.accept_assignment", project=assignment.batch.project, about=assignment, by=by)
    return assignment


@transaction.atomic
def withdraw_acceptance(*, assignment: Assignment, by: User) -> Assignment:
    """Take an acceptance back: the answer can be changed again."""
    assignment = _answered(assignment, by)
    if assignment.accepted_at is not None:
        assignment.accepted_at = None
        assignment.save(update_fields=["accepted_at"])
        record("labeling.withdraw_acceptance", project=assignment.batch.project, about=assignment, by=by)
    return assignment


@transaction.atomic
def withdraw_rework(*, assignment: Assignment, by: User) -> Assignment:
    """Take a rework back that its author has not begun: the answer stands again as it was.

    The row of the rework stays, as all of them do.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("batch__project")
    assignment = rows.get(pk=assignment.pk)
    last = assignment.reworks.order_by("-pk").first()
    is_untouched = last and last.version == assignment.version and not _has_draft(assignment)
    if assignment.state != AssignmentState.LEASED or not is_untouched:
        raise RuleBroken(
            _("Its author is at work on it already, so it cannot be taken back."), code="rework_begun"
        )
    answer = assignment.annotations.get(version=assignment.version)
    assignment.state, assignment.ended_at = AssignmentState.SUBMITTED, answer.saved_at
    assignment.save(update_fields=["state", "ended_at"])
    Slot.objects.filter(pk=assignment.slot_id).update(state=SlotState.DONE)
    record("labeling.withdraw_rework", project=assignment.batch.project, about=assignment, by=by)
    return assignment


def _has_draft(assignment: Assignment) -> bool:
    return Draft.objects.filter(assignment=assignment).exists()


def _answered(assignment: Assignment, by: User) -> Assignment:
    """Return the assignment, locked; refuse what is not answered, and one's own."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("batch__project", "person")
    assignment = rows.get(pk=assignment.pk)
    if assignment.person_id == by.pk:
        raise NotAllowed(_("Nobody judges their own answers."), code="own_work")
    if assignment.state != AssignmentState.SUBMITTED:
        raise RuleBroken(_("This item is not answered at present."), code="not_answered")
    return assignment
