"""Saved means saved: drafts and submits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from annotators.services import record_known_time, record_time
from annotators.services.pay import record_earning
from dmops_platform.errors import RuleBroken, _
from dmops_platform.prepared import Prepared, insert, run
from guidelines.domain.schema import clean_answers
from guidelines.selectors import fields_of
from labeling.domain.lifecycle import HOLDING, AssignmentState, BatchState, SlotState
from labeling.domain.receipts import Receipt
from labeling.models import Annotation, Assignment, Batch, Draft, Slot
from labeling.services.assignments import TAKEN, renew

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Submission:
    """One submit as it arrived: the answers, and how its sender counts time, versions and repeats.

    `is_paid` False spares the look for pay terms where the sender knows that there are none.
    """

    answers: Answers
    base_version: int = 0
    seconds: float = 0.0
    key: str = ""
    body_sha256: str = ""
    is_recorded: bool = False
    is_paid: bool = True


class WorkLost(RuleBroken):
    """The answer came too late or met another one. It is kept as the person's draft; nothing is overwritten."""


class KeyReused(RuleBroken):
    """The key of this submit belongs to another one. HTTP 422."""

    code = "key_reused"
    status = 422


def submit(*, assignment: Assignment, submission: Submission) -> Annotation:
    """Store an answer as the next version of this person's annotation, once for each key.

    Raises BadInput when the answers do not fit the schema, WorkLost (409) when the lease or the version is lost,
    KeyReused (422) when the key was used with another body.
    """
    try:
        with transaction.atomic():
            return _submit(assignment, submission)
    except IntegrityError:
        with transaction.atomic():
            return _submit(assignment, submission)
    except WorkLost:
        keep_copy(assignment, submission.answers)
        raise


def _submit(assignment: Assignment, submission: Submission) -> Annotation:
    _lock(assignment)
    if replayed := _already_stored(assignment, submission):
        return replayed
    answers = _clean(assignment, submission.answers)
    _check_still_theirs(assignment, submission)
    annotation = insert(
        Annotation(
            assignment=assignment,
            version=assignment.version + 1,
            answers=answers,
            seconds=_time(assignment, submission),
            schema=assignment.batch.schema,
            guideline_id=assignment.batch.guideline_id,
            by_id=assignment.person_id,
            key=submission.key,
            body_sha256=submission.body_sha256,
            saved_at=timezone.now(),
        )
    )
    _mark_submitted(assignment, annotation)
    if annotation.version == 1 and submission.is_paid:
        _pay(assignment, annotation)
    return annotation


CHANGING = ("state", "version", "leased_at", "lease_until", "accepted_at")
LOCKED = Prepared(
    lambda pk: Assignment.objects.select_for_update().filter(pk=pk).only(*CHANGING), numbers=["pk"]
)
STORED = Prepared(
    lambda by, key: Annotation.objects.filter(~Q(key=""), by_id=by, key=key), numbers=["by"], texts=["key"]
)


def _lock(assignment: Assignment) -> None:
    """Lock the row and take over what may have changed since it was loaded."""
    [present] = LOCKED(pk=assignment.pk)
    for name in CHANGING:
        setattr(assignment, name, getattr(present, name))


def _clean(assignment: Assignment, answers: Answers, *, is_draft: bool = False) -> dict[str, Any]:
    fields, version = fields_of(assignment.batch.schema), assignment.slot.item_version
    return clean_answers(fields, answers, version.parts, item_data=version.data, is_draft=is_draft)


def _already_stored(assignment: Assignment, submission: Submission) -> Annotation | None:
    if not submission.key:
        return None
    known = STORED.first(by=assignment.person_id, key=submission.key)
    if known and known.body_sha256 != submission.body_sha256:
        raise KeyReused(_("This Idempotency-Key was used for another answer. Use a new one."))
    return known


def _check_still_theirs(assignment: Assignment, submission: Submission) -> None:
    if assignment.state != AssignmentState.LEASED and _is_closed(assignment.batch_id):
        raise WorkLost(
            _("This batch is closed, so the answer was not counted. It is kept as your draft."),
            code="batch_closed",
            details=_both_copies(assignment, submission),
        )
    if assignment.accepted_at is not None:
        raise WorkLost(
            _("This answer is accepted, so it cannot be changed. Ask for it to be opened again."),
            code="accepted",
            details=_both_copies(assignment, submission),
        )
    if assignment.state in HOLDING:
        _check_version(assignment, submission)
    elif not _slot_is_free_again(assignment):
        raise WorkLost(
            _("Your time on this item ran out and somebody else has it. Your answer is kept as your draft."),
            code="lease_lost",
            details=_both_copies(assignment, submission),
        )


def _is_closed(batch_id: int) -> bool:
    """True for a closed batch. Work still leased is in an open one: closing takes leases back."""
    return Batch.objects.filter(pk=batch_id, state=BatchState.CLOSED).exists()


def _check_version(assignment: Assignment, submission: Submission) -> None:
    if submission.base_version != assignment.version and not submission.is_recorded:
        raise WorkLost(
            _(
                "This item was answered in another window since. Both answers are kept; choose one and submit again."
            ),
            code="stale_version",
            details=_both_copies(assignment, submission),
        )


def _slot_is_free_again(assignment: Assignment) -> bool:
    """True when nobody took the slot since; the row stays locked for us."""
    free = Slot.objects.select_for_update().filter(pk=assignment.slot_id, state=SlotState.FREE).exists()
    again = Assignment.objects.filter(
        batch=assignment.batch, item=assignment.item_id, person=assignment.person_id
    )
    return free and not again.filter(state__in=TAKEN).exclude(pk=assignment.pk).exists()


def _both_copies(assignment: Assignment, submission: Submission) -> dict[str, Any]:
    latest = assignment.annotations.order_by("-version").first()
    stored = {"answers": latest.answers, "version": latest.version} if latest else None
    return {"stored": stored, "yours": {"answers": submission.answers}}


def _time(assignment: Assignment, submission: Submission) -> float:
    work = f"labeling.assignment:{assignment.pk}"
    project, person = assignment.batch.project, assignment.person
    if submission.is_recorded:
        return record_known_time(project=project, user=person, work=work, seconds=submission.seconds)
    since = assignment.leased_at
    return record_time(project=project, user=person, work=work, claimed=submission.seconds, since=since)


SUBMITTED = "UPDATE labeling_assignment SET state = 'submitted', version = %s, ended_at = %s WHERE id = %s"


def _mark_submitted(assignment: Assignment, annotation: Annotation) -> None:
    if assignment.state != AssignmentState.SUBMITTED:
        run("UPDATE labeling_slot SET state = 'done' WHERE id = %s", assignment.slot_id)
    assignment.state, assignment.version = AssignmentState.SUBMITTED, annotation.version
    assignment.ended_at = annotation.saved_at
    run(SUBMITTED, annotation.version, annotation.saved_at, assignment.pk)
    run("DELETE FROM labeling_draft WHERE assignment_id = %s", assignment.pk)


def _pay(assignment: Assignment, annotation: Annotation) -> None:
    record_earning(
        project=assignment.batch.project,
        person=assignment.person,
        work=f"labeling.assignment:{assignment.pk}",
        phase=assignment.batch.phase,
        accepted_at=annotation.saved_at,
        seconds=annotation.seconds or 0.0,
        item_id=assignment.item_id,
    )


def receipt_of(annotation: Annotation) -> Receipt:
    """Return the receipt of a stored answer, always the same for the same one."""
    return {
        "annotation": annotation.pk,
        "version": annotation.version,
        "saved_at": annotation.saved_at.isoformat(timespec="milliseconds"),
    }


@transaction.atomic
def keep_copy(assignment: Assignment, answers: Answers) -> Draft:
    """Keep an answer that could not be counted, in place of the person's draft."""
    draft = Draft.objects.filter(assignment=assignment).first() or Draft(assignment=assignment, revision=0)
    draft.answers, draft.revision = dict(answers), draft.revision + 1
    draft.save()
    return draft


@transaction.atomic
def save_draft(*, assignment: Assignment, answers: Answers, base_revision: int) -> Draft:
    """Keep an unfinished answer and renew the lease; a draft saved elsewhere since is not overwritten (409)."""
    _lock(assignment)
    answers = _clean(assignment, answers, is_draft=True)
    draft = Draft.objects.filter(assignment=assignment).first()
    if (draft.revision if draft else 0) != base_revision:
        raise RuleBroken(
            _("This draft was changed in another window. Both copies are kept; choose one."),
            code="stale_draft",
            details={"stored": _draft_body(draft), "yours": {"answers": answers}},
        )
    if assignment.state == AssignmentState.LEASED:
        renew([assignment])
    kept = draft or Draft(assignment=assignment, revision=0)
    kept.answers, kept.revision = answers, kept.revision + 1
    kept.save()
    return kept


def _draft_body(draft: Draft | None) -> dict[str, Any] | None:
    return {"answers": draft.answers, "revision": draft.revision} if draft else None
