"""Reads: what waits for a person here."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from projects.domain.roles import Right
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import projects_for
from verification.domain.findings import FindingState
from verification.selectors.audits import findings_in, latest_audit, standing_of
from verification.selectors.conduct import open_appeals
from verification.selectors.disputes import decidable
from verification.selectors.evaluation import (
    is_evaluation_present,
    latest_evaluations,
    learned_something,
    suspect_lines,
)
from verification.selectors.in_force import runs_in_force
from verification.selectors.norming import open_votes
from verification.selectors.review import reviewable


def waiting_for(user: User) -> list[Waiting]:
    """Return reviews, disputes, audits, suspects and appeals that wait for this person."""
    return [
        *_norming(user),
        *_reviews(user),
        *_disputes(user),
        *_audits(user),
        *_findings(user),
        *_suspects(user),
        *_appeals(user),
    ]


def _waiting(project: Project, what: str, button: str, url: str, n: int | None = None) -> Waiting:
    return Waiting(project_id=project.pk, project=project.name, what=what, button=button, url=url, n=n)


def _disputes(user: User) -> Iterator[Waiting]:
    for project in projects_for(user, Right.REVIEW).order_by("id"):
        if n := decidable(user, project).count():
            what = gettext("Disputes are waiting for a decision.")
            url = reverse("verification:dispute_list", args=[project.pk])
            yield _waiting(project, what, gettext("Decide"), url, n)


def _norming(user: User) -> Iterator[Waiting]:
    for session in open_votes(user):
        what = gettext("Your votes are asked for in a norming session.")
        url = reverse("verification:norming_page", args=[session.pk])
        yield _waiting(session.project, what, gettext("Vote"), url)


def _reviews(user: User) -> Iterator[Waiting]:
    for project in projects_for(user, Right.REVIEW).order_by("id"):
        if n := reviewable(user, project).count():
            what = gettext("Answers are waiting for your review.")
            url = reverse("verification:review_page", args=[project.pk])
            yield _waiting(project, what, gettext("Review"), url, n)


def _audits(user: User) -> Iterator[Waiting]:
    for project in projects_for(user, Right.AUDIT).order_by("id"):
        audit = latest_audit(project)
        standing = standing_of(audit) if audit else None
        if audit and standing and standing.sign_off is None:
            what = gettext("An audit is waiting for your judgement.")
            url = reverse("verification:audit_page", args=[audit.pk])
            yield _waiting(project, what, gettext("Audit"), url, standing.unjudged or None)


def _findings(user: User) -> Iterator[Waiting]:
    """Yield findings to correct for who manages, and corrections to verify for who audits."""
    rooms = (
        (Right.MANAGE_PROJECT, FindingState.OPEN, gettext("Findings are waiting for their correction.")),
        (Right.AUDIT, FindingState.CORRECTED, gettext("Corrections are waiting for your verification.")),
    )
    buttons = {FindingState.OPEN: gettext("Correct"), FindingState.CORRECTED: gettext("Verify")}
    for right, state, what in rooms:
        found: dict[Project, list[int]] = {}
        for finding in findings_in(projects_for(user, right), state):
            audit = finding.audit_item.audit
            found.setdefault(audit.project, []).append(audit.pk)
        for project, audits in found.items():
            url = reverse("verification:audit_page", args=[max(audits)]) + "#findings"
            yield _waiting(project, what, buttons[state], url, len(audits))


def _appeals(user: User) -> Iterator[Waiting]:
    for project in projects_for(user, Right.MANAGE_PROJECT).order_by("id"):
        if first := open_appeals(project, user).first():
            what = gettext("An appeal against a decision about somebody's work waits for an answer.")
            url = reverse("verification:person_decision_page", args=[first.decision_id])
            yield _waiting(project, what, gettext("Answer"), url, open_appeals(project, user).count())


def _suspects(user: User) -> Iterator[Waiting]:
    """Yield suspected answers of present evaluations for who manages the project."""
    for project in projects_for(user, Right.MANAGE_PROJECT).order_by("id"):
        latest = [one for one in latest_evaluations(project) if learned_something(one)]
        runs = runs_in_force(project) if latest else []
        for evaluation in latest:
            n = sum(line.is_open for line in suspect_lines(evaluation))
            if n and is_evaluation_present(evaluation, runs):
                what = gettext("Answers that a model does not believe are waiting.")
                url = reverse("verification:evaluation_page", args=[evaluation.pk]) + "#suspects"
                yield _waiting(project, what, gettext("Look at them"), url, n)
