"""Reads: who worked in a project, and what was decided about their work."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from labeling.models import Annotation
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from verification.models import Appeal, PersonDecision
from verification.selectors.quality import latest_report


def annotators_of(project: Project) -> QuerySet[User]:
    """Return the people who have answered in a project, by name."""
    answered = Annotation.objects.filter(by=OuterRef("pk"), assignment__batch__project=project)
    return User.objects.filter(Exists(answered)).order_by("username", "pk")


def evidence_about(project: Project, person: User) -> list[dict[str, Any]]:
    """Return the alerts of the latest report about this person, with the field each is about."""
    report = latest_report(project)
    if report is None:
        return []
    return [
        {"field": field["field"], "report": report.pk, **alert}
        for field in report.report["fields"]
        for alert in field["alerts"]
        if alert["person"] == str(person.pk)
    ]


def person_decisions_for(user: User) -> QuerySet[PersonDecision]:
    """Return the decisions about this person, and all of the projects whose quality they see; latest first."""
    seen = Q(project__in=projects_for(user, Right.SEE_QUALITY)) | Q(person=user)
    rows = PersonDecision.objects.filter(seen).select_related(
        "project", "person", "by", "appeal__answered_by"
    )
    return rows.order_by("-pk")


def person_decision_for(user: User, pk: int, *, own: bool = False) -> PersonDecision:
    """Return the decision if this person may see it (or, with `own`, if it is about them); else it does not exist."""
    rows = person_decisions_for(user)
    return get_object_or_404(rows.filter(person=user) if own else rows, pk=pk)


def open_appeals(project: Project, user: User) -> QuerySet[Appeal]:
    """Return the appeals of the project that wait for an answer, but those about this person, first to last."""
    rows = Appeal.objects.filter(decision__project=project, answered_at=None)
    return rows.exclude(decision__person=user).order_by("pk")


def judged_decision_for(user: User, pk: int) -> PersonDecision:
    """Return the decision if this person manages its project; otherwise it does not exist."""
    rows = PersonDecision.objects.filter(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return get_object_or_404(rows.select_related("project", "person", "by"), pk=pk)
