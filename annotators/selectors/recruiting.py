"""Reads: the one door to campaigns and applications, and who is qualified."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from annotators.domain.recruiting import USUAL_OVERLAP, ApplicationState, How
from annotators.models import Application, Attempt, Campaign, Qualification
from projects.domain.phases import Phase
from projects.domain.roles import Right, Role
from projects.models import Membership, Project
from projects.selectors import brief_in_force, members, projects_for


def campaigns_for(user: User) -> QuerySet[Campaign]:
    """Return the campaigns of the projects this person manages, latest first."""
    rows = Campaign.objects.filter(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return rows.select_related("project", "by").order_by("-pk")


def campaign_for(user: User, pk: int) -> Campaign:
    """Return the campaign if this person manages its project; otherwise it does not exist."""
    return get_object_or_404(campaigns_for(user), pk=pk)


def with_counts(campaigns: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """Return campaigns with how many people applied, passed the test and were accepted."""
    state = "applications__state"
    return campaigns.annotate(
        applied=Count("applications"),
        passed=Count("applications", filter=Q(**{state: ApplicationState.PASSED})),
        accepted=Count("applications", filter=Q(**{state: ApplicationState.ACCEPTED})),
    )


def public_campaign(token: str) -> Campaign:
    """Return the campaign behind a link; any other link leads nowhere."""
    return get_object_or_404(Campaign.objects.select_related("project", "by"), token=token)


def is_open(campaign: Campaign) -> bool:
    """Return whether people can apply now."""
    return campaign.is_open_on(timezone.localdate())


def applications_for(user: User) -> QuerySet[Application]:
    """Return the applications to the projects this person manages."""
    rows = Application.objects.filter(campaign__project__in=projects_for(user, Right.MANAGE_PROJECT))
    return rows.select_related("campaign__project", "person")


def application_for(user: User, pk: int) -> Application:
    """Return the application if this person manages its project; otherwise it does not exist."""
    return get_object_or_404(applications_for(user), pk=pk)


def own_application_for(user: User, pk: int) -> Application:
    """Return this person's own application; anybody else's does not exist."""
    mine = Application.objects.filter(person=user).select_related("campaign__project", "person")
    return get_object_or_404(mine, pk=pk)


def own_application(user: User, campaign: Campaign) -> Application | None:
    """Return what this person sent in to a campaign, or None."""
    mine = Application.objects.filter(campaign=campaign, person=user)
    return mine.select_related("campaign__project", "person").first()


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application with the best finished test of the person, None without one."""

    application: Application
    best: dict[str, Any] | None
    attempts: int


def applicants(campaign: Campaign) -> list[Applicant]:
    """Return who applied, those who wait for a decision first, then by the score of their best test."""
    rows = Application.objects.filter(campaign=campaign).select_related("person", "campaign")
    tests: dict[int, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(application__campaign=campaign).order_by("pk"):
        tests.setdefault(attempt.application_id or 0, []).append(attempt)
    people = [_applicant(row, tests.get(row.pk, [])) for row in rows]
    decided = (ApplicationState.ACCEPTED, ApplicationState.DECLINED)
    return sorted(
        people,
        key=lambda one: (
            one.application.state in decided,
            -(one.best["score"] if one.best else 0),
            one.application.pk,
        ),
    )


def _applicant(application: Application, attempts: list[Attempt]) -> Applicant:
    results = [one.result for one in attempts if one.result]
    best = max(results, key=lambda result: (result["is_passed"], result["score"]), default=None)
    return Applicant(application, best, len(attempts))


@dataclass(frozen=True, slots=True)
class Qualified:
    """An annotator of a project and by what they may label there."""

    person: User
    how: How
    at: datetime
    reason: str = ""
    evidence: dict[str, Any] | None = None


def qualified_people(project: Project) -> list[Qualified]:
    """Return the annotators of a project and by what each is qualified.

    Whoever came in without an application was added by a manager: they are qualified by that appointment, which
    is read from the membership and needs no row of its own.
    """
    rows = Qualification.objects.filter(project=project).order_by("pk")
    latest = {row.person_id: row for row in rows}
    active = members(project, Role.ANNOTATOR).filter(user__is_active=True)
    return [_qualified(member, latest.get(member.user_id)) for member in active]


def _qualified(member: Membership, row: Qualification | None) -> Qualified:
    if row is None:
        return Qualified(member.user, How.APPOINTED, member.since)
    return Qualified(member.user, How(row.how), row.at, row.reason, row.evidence)


def planned_overlap(project: Project) -> int:
    """Return how many people the most demanding batch wants for an item; 3 before any batch."""
    batches = Project.objects.filter(pk=project.pk).exclude(batches__state="closed")
    most = batches.aggregate(most=Max("batches__overlap"))["most"]
    return int(most or USUAL_OVERLAP)


def needed_phases(project: Project) -> list[Phase]:
    """Return the phases for which pay has to be agreed: those of the plan in force, both without one."""
    brief = brief_in_force(project)
    planned = {step.phase for step in brief.plan.all()} if brief else set()
    return [phase for phase in Phase if phase in planned or not planned]
