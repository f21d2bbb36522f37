"""What a reviewer says about an answer: accept, correct, return; and taking the last word back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from annotators.services import record_time
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from guidelines.domain.schema import Field, clean_answers
from guidelines.domain.suggestions import model_answers
from guidelines.domain.visibility import is_asked
from guidelines.selectors import fields_of
from labeling.domain.batching import LONGEST_REASON
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation, Assignment
from labeling.services.rework import (
    accept_assignment,
    reopen_assignment,
    withdraw_acceptance,
    withdraw_rework,
)
from projects.services import record
from verification.models import Decision, Outcome, Review, ReviewState, Verdict, VerdictUndo
from verification.selectors import review as selectors
from verification.selectors.dependants import standings
from verification.services.overruling import overrule
from verification.services.reviews import HOLD

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict as it arrived: the version it is about, and what its outcome needs.

    `answers` is the correction, `reason` why (needed to return), `fields` which are wrong when it is returned.
    """

    outcome: Outcome
    version: int
    answers: Answers | None = None
    reason: str = ""
    fields: Collection[str] = ()
    seconds: float = 0.0


@transaction.atomic
def judge_review(*, review: Review, judgement: Judgement, by: User) -> Verdict:
    """Say what is to be done with an answer, once; the same said twice by the same person stays one verdict.

    Raises NotAllowed for one's own work by whatever account, RuleBroken (409) where the answer changed meanwhile,
    went back, or somebody else has judged it; BadInput for a correction that is none.
    """
    _check_reason(judgement.reason)
    review, assignment = _locked(review)
    _refuse_own_work(assignment, by)
    if said := _said_already(review, assignment, judgement, by):
        return said
    annotation = _present_answer(review, assignment, judgement)
    verdict = Verdict(
        review=review,
        annotation=annotation,
        outcome=judgement.outcome,
        reason=judgement.reason.strip(),
        seconds=_time(review, judgement, by),
        by=by,
    )
    ACTS[judgement.outcome](verdict, assignment, judgement)
    verdict.save()
    _close(review, verdict)
    facts = {"outcome": str(verdict.outcome), "version": annotation.version}
    record("verification.judge_review", project=review.batch.project, about=review, by=by, **facts)
    return verdict


def _check_reason(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("A reason has at most %(most)s characters."), path="reason", most=LONGEST_REASON)


def _locked(review: Review) -> tuple[Review, Assignment]:
    """Return the review and its assignment as they are once nobody else holds them."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("batch__project", "batch__schema")
    review = rows.get(pk=review.pk)
    held = Assignment.objects.select_for_update(of=("self",)).select_related("slot__item_version")
    return review, held.get(pk=review.assignment_id)


def _refuse_own_work(assignment: Assignment, by: User) -> None:
    if selectors.is_own_item(by, assignment.item_id):
        raise NotAllowed(
            _("You answered this item yourself, with this account or another: somebody else reviews it."),
            code="own_work",
        )


def _said_already(review: Review, assignment: Assignment, judgement: Judgement, by: User) -> Verdict | None:
    """Return the verdict in force on this version if it is the same person's and the same; refuse any other."""
    last = review.verdicts.filter(undo=None).select_related("annotation").order_by("-pk").first()
    if last is None or last.annotation.version < max(judgement.version, assignment.version):
        return None
    is_same = (last.by_id, last.outcome, last.annotation.version) == (
        by.pk,
        judgement.outcome,
        judgement.version,
    )
    if not is_same:
        raise RuleBroken(_("This answer was reviewed meanwhile."), code="already_reviewed")
    return last


def _present_answer(review: Review, assignment: Assignment, judgement: Judgement) -> Annotation:
    if assignment.state != AssignmentState.SUBMITTED:
        raise RuleBroken(
            _("This answer is with its author again. It comes back here once it is mended."),
            code="not_answered",
        )
    if judgement.version != assignment.version:
        raise RuleBroken(
            _("Its author changed this answer while you looked at it. Look at it again."),
            code="stale_version",
        )
    return assignment.annotations.get(version=assignment.version)


def _time(review: Review, judgement: Judgement, by: User) -> float | None:
    if review.held_by_id != by.pk or review.held_until is None:
        return None
    return record_time(
        project=review.batch.project,
        user=by,
        work=f"verification.review:{review.pk}",
        claimed=judgement.seconds,
        since=review.held_until - HOLD,
    )


def _accept(verdict: Verdict, assignment: Assignment, _judgement: Judgement) -> None:
    """Accept the answer. Where a correction taken back had decided otherwise, decide for the answer."""
    given = verdict.annotation.answers
    order = [field["name"] for field in fields_of(assignment.batch.schema)]
    for decision in sorted(
        _own_decisions(verdict, assignment), key=lambda one: order.index(one.dispute.field)
    ):
        name = decision.dispute.field
        if name in given and decision.answer != given[name]:
            _put_in_force(verdict, assignment, name, given[name])
    accept_assignment(assignment=assignment, by=verdict.by)


def _own_decisions(verdict: Verdict, assignment: Assignment) -> list[Decision]:
    """Return the decisions in force on the item where this review had corrected it before."""
    taken_back = verdict.review.verdicts.filter(outcome=Outcome.CORRECT).exclude(undo=None)
    names = {name for row in taken_back for name in row.fields}
    if not names:
        return []
    rows = Decision.objects.filter(
        dispute__batch=assignment.batch_id, dispute__item=assignment.item_id, dispute__field__in=names
    )
    last = {row.dispute_id: row for row in rows.select_related("dispute").order_by("pk")}
    return list(last.values())


def _correct(verdict: Verdict, assignment: Assignment, judgement: Judgement) -> None:
    """Keep the correction beside the answer, and decide the item's fields that it changes."""
    fields = fields_of(assignment.batch.schema)
    version = assignment.slot.item_version
    verdict.answers = clean_answers(fields, judgement.answers or {}, version.parts, item_data=version.data)
    verdict.reason = verdict.reason or gettext("Corrected in review.")
    by_model = model_answers(fields, version.data, version.parts)
    verdict.fields = _changed(fields, verdict.annotation.answers, verdict.answers, by_model)
    if not verdict.fields:
        raise BadInput(_("Nothing is changed. Accept the answer, or correct it."), path="answers")
    for name in verdict.fields:
        if name in verdict.answers:
            _put_in_force(verdict, assignment, name, verdict.answers[name])
    accept_assignment(assignment=assignment, by=verdict.by)


def _changed(fields: Sequence[Field], given: Answers, corrected: Answers, by_model: Answers) -> list[str]:
    """Return the names of the fields that differ, in the order of the schema.

    An answer comes or goes only with the answer that its field waits for; refuse any other that is added or taken away.
    """
    for one, other in ((given, corrected), (corrected, given)):
        for field in fields:
            name = field["name"]
            if name in one and name not in other and is_asked(field, {**other, **by_model}):
                raise BadInput(
                    _(
                        "“%(title)s” is asked either way: a correction adds no answer to it and takes none away."
                    ),
                    path=f"answers.{name}",
                    title=field["title"],
                )
    names = [field["name"] for field in fields]
    return [name for name in names if given.get(name) != corrected.get(name)]


def _put_in_force(verdict: Verdict, assignment: Assignment, name: str, answer: Any) -> None:
    """Decide the item's field so, where what holds for the item asks it."""
    found = standings(assignment.batch, [assignment.item_id]).get(assignment.item_id)
    if found and name in found.hidden:
        return
    overrule(
        batch=assignment.batch,
        item_version=assignment.slot.item_version,
        field=name,
        answer=answer,
        reason=verdict.reason or gettext("Accepted in review."),
        by=verdict.by,
    )


def _return(verdict: Verdict, assignment: Assignment, judgement: Judgement) -> None:
    """Give the answer back to its author with the reason."""
    names = [field["name"] for field in fields_of(assignment.batch.schema)]
    if unknown := sorted(set(judgement.fields) - set(names)):
        raise BadInput(_("There is no field called %(name)s."), path="fields", name=unknown[0])
    verdict.fields = [name for name in names if name in judgement.fields] or names
    reopen_assignment(assignment=assignment, reason=judgement.reason, by=verdict.by)


ACTS = {Outcome.ACCEPT: _accept, Outcome.CORRECT: _correct, Outcome.RETURN: _return}
STATES = {
    Outcome.ACCEPT: ReviewState.ACCEPTED,
    Outcome.CORRECT: ReviewState.CORRECTED,
    Outcome.RETURN: ReviewState.RETURNED,
}


def _close(review: Review, verdict: Verdict) -> None:
    review.state = STATES[Outcome(verdict.outcome)]
    review.version = verdict.annotation.version
    review.held_by, review.held_until = None, None
    review.save(update_fields=["state", "version", "held_by", "held_until"])


@transaction.atomic
def undo_verdict(*, review: Review, by: User) -> Review:
    """Take back what this person said last about an answer; the review is theirs again.

    A decision that a correction made stays in force until the answer is judged anew: an item is never left
    between two answers. Raises RuleBroken where the author is at work on it already.
    """
    review, assignment = _locked(review)
    last = review.verdicts.filter(undo=None).order_by("-pk").first()
    if last is None or last.by_id != by.pk:
        raise RuleBroken(_("There is nothing of yours to take back here."), code="nothing_to_undo")
    if last.outcome == Outcome.RETURN:
        withdraw_rework(assignment=assignment, by=by)
    else:
        withdraw_acceptance(assignment=assignment, by=by)
    VerdictUndo.objects.create(verdict=last)
    review.state, review.held_by = ReviewState.OPEN, by
    review.held_until = timezone.now() + HOLD
    review.save(update_fields=["state", "held_by", "held_until"])
    record("verification.undo_verdict", project=review.batch.project, about=review, by=by)
    return review
