"""Reads: time on work."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from annotators.models import WorkTime
from dmops_platform.prepared import rows_of
from projects.models import Project


def work_times(user: User, project: Project) -> QuerySet[WorkTime]:
    """Return the recorded times of one person in one project, latest first."""
    return WorkTime.objects.filter(user=user, project=project).order_by("-id")


# Asked at every answer, so written as one statement.
SECONDS_SINCE = "SELECT sum(seconds) FROM annotators_worktime WHERE user_id = %s AND at >= %s"


def seconds_since(user: User, moment: datetime) -> float:
    """Return the seconds of work recorded for this person since a moment, over all projects."""
    [[seconds]] = rows_of(SECONDS_SINCE, user.pk, moment)
    return float(seconds or 0.0)


def seconds_today(user: User) -> float:
    """Return the seconds of work recorded for this person since midnight of the site's zone."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return seconds_since(user, midnight)


def free_window(user: User, since: datetime) -> timedelta:
    """Return how much time since a moment is not yet recorded for this person."""
    return timezone.now() - since - timedelta(seconds=seconds_since(user, since))
