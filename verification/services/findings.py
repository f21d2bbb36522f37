"""Following a finding to its correction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.states import move
from projects.domain.roles import Right
from projects.selectors import people_with
from projects.services import notify, record
from verification.domain.findings import FINDING_MOVES, FindingState
from verification.models import AuditJudgement, Decision, FindingAssignment, FindingStep
from verification.selectors.audits import state_of
from verification.services.audits import clean_sentence
from verification.services.overruling import overrule


@transaction.atomic
def correct_finding(
    *, finding: AuditJudgement, text: str, by: User, field: str = "", answer: Any = None
) -> FindingStep:
    """Say how a finding was corrected. With an answer, the item gets it by a decision that refers here."""
    _hold(finding)
    move(FINDING_MOVES, state_of(finding), FindingState.CORRECTED)
    text = clean_sentence(text, "text")
    decision = None if answer in (None, "") else _relabel(finding, field, answer, text, by)
    return _step(finding, FindingState.CORRECTED, text, by, decision)


def _relabel(finding: AuditJudgement, field: str, answer: Any, text: str, by: User) -> Decision:
    drawn = finding.audit_item
    name = field or next(iter(drawn.answers))
    if name not in drawn.answers:
        raise BadInput(_("This item has no answer to such a field."), path="field")
    return overrule(
        batch=drawn.batch, item_version=drawn.item_version, field=name, answer=answer, reason=text, by=by
    )


@transaction.atomic
def assign_finding(*, finding: AuditJudgement, owner: int, due_on: date, by: User) -> FindingAssignment:
    """Say who corrects an open finding, and until when; that person is told. Said again, the last word counts."""
    _hold(finding)
    if state_of(finding) != FindingState.OPEN:
        raise RuleBroken(_("This finding is not open any more."), code="finding_not_open")
    project = finding.audit_item.audit.project
    person = people_with(project, Right.MANAGE_PROJECT).filter(pk=owner).first()
    if person is None:
        raise BadInput(_("Choose somebody who manages this project."), path="owner")
    if due_on < timezone.localdate():
        raise BadInput(_("This day is past already."), path="due_on")
    assigned = FindingAssignment.objects.create(judgement=finding, owner=person, due_on=due_on, by=by)
    record("verification.assign_finding", project=project, about=finding, by=by, owner=person.pk)
    notify(
        [person],
        project=project,
        text=_("A finding of the audit is yours to correct until %(due_on)s."),
        url=reverse("verification:audit_page", args=[finding.audit_item.audit_id]) + "#findings",
        by=by,
        due_on=due_on.isoformat(),
    )
    return assigned


@transaction.atomic
def verify_finding(*, finding: AuditJudgement, is_verified: bool, text: str, by: User) -> FindingStep:
    """Say, as the auditor, whether a correction is good; otherwise the finding is open again."""
    _hold(finding)
    new = FindingState.VERIFIED if is_verified else FindingState.OPEN
    move(FINDING_MOVES, state_of(finding), new)
    return _step(finding, new, clean_sentence(text, "text"), by)


def _hold(finding: AuditJudgement) -> None:
    AuditJudgement.objects.select_for_update(no_key=True).get(pk=finding.pk)


def _step(
    finding: AuditJudgement, state: FindingState, text: str, by: User, decision: Decision | None = None
) -> FindingStep:
    step = FindingStep.objects.create(judgement=finding, state=state, text=text, decision=decision, by=by)
    action = (
        "verification.correct_finding" if state == FindingState.CORRECTED else "verification.verify_finding"
    )
    project = finding.audit_item.audit.project
    record(action, project=project, about=finding, by=by, state=state)
    return step
