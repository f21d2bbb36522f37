"""Reads: quality reports, and the live figure of a batch."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from dmops_platform.background import JobState
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from labeling.models import Batch
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from verification.domain.answers import as_label
from verification.models import QualityReport


def reports_for(user: User) -> QuerySet[QualityReport]:
    """Return the reports of the projects whose quality this person sees, latest first."""
    rows = QualityReport.objects.filter(project__in=projects_for(user, Right.SEE_QUALITY))
    return rows.select_related("project").order_by("-pk")


def report_for(user: User, pk: int) -> QualityReport:
    """Return the report if this person may see it; otherwise it does not exist."""
    return get_object_or_404(reports_for(user), pk=pk)


def latest_report(project: Project) -> QualityReport | None:
    """Return the last report of a project that is done, or None."""
    return QualityReport.objects.filter(project=project, state=JobState.DONE).order_by("-pk").first()


def report_at_work(project: Project) -> QualityReport | None:
    """Return the report of a project that is queued or running, or None."""
    at_work = QualityReport.objects.filter(project=project, state__in=[JobState.QUEUED, JobState.RUNNING])
    return at_work.order_by("-pk").first()


def last_report_failure(project: Project) -> QualityReport | None:
    """Return the latest report of a project if it failed, or None."""
    latest = QualityReport.objects.filter(project=project).order_by("-pk").first()
    return latest if latest and latest.state == JobState.FAILED else None


def report_fields(report: QualityReport) -> list[dict[str, Any]]:
    """Return the figures of a finished report, people by name and labels as people read them."""
    fields = report.report.get("fields", ())
    ids = {person["person"] for field in fields for person in field["people"]}
    names = {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)}
    titles = _titles(report.project)
    return [{**field, "names": names, "titles": titles.get(field["field"], {})} for field in fields]


def _titles(project: Project) -> dict[str, dict[str, str]]:
    batches = Batch.objects.filter(project=project).select_related("schema").order_by("pk")
    fields: dict[str, Field] = {field["name"]: field for batch in batches for field in batch.schema.fields}
    return {
        name: {
            as_label(value): KINDS[field["kind"]].show(value, field["config"])
            for value in KINDS[field["kind"]].values(field["config"])
        }
        for name, field in fields.items()
    }
