"""Writes: time on work."""

from datetime import datetime

from accounts.models import User
from annotators.domain.timing import bounded_seconds
from annotators.models import WorkTime
from annotators.selectors.timing import free_window
from dmops_platform.prepared import insert
from projects.models import Project


def record_time(*, project: Project, user: User, work: str, claimed: float, since: datetime) -> float:
    """Record time on a piece of work leased at `since` and return the seconds that count.

    Several pieces may be held at once; together they never count for more than the time that passed.
    """
    window = free_window(user, since).total_seconds()
    seconds = bounded_seconds(claimed, max(window, 0.0))
    insert(WorkTime(project=project, user=user, work=work, seconds=seconds, claimed=_storable(claimed)))
    return seconds


def record_known_time(*, project: Project, user: User, work: str, seconds: float) -> float:
    """Record time that was measured elsewhere, as it was measured."""
    insert(WorkTime(project=project, user=user, work=work, seconds=seconds, claimed=seconds))
    return seconds


def _storable(claimed: float) -> float:
    return claimed if abs(claimed) < 1e12 else 1e12
