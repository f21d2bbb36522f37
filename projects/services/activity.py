"""The activity log, and the log of who saw personal or raw data."""

from typing import Any

from django.db import models

from accounts.models import User
from projects.models import AccessLog, Activity, Project

LONGEST_WHOSE = 250
LONGEST_ADDRESS = 64
LONGEST_WHY = 500


def record(
    action: str,
    *,
    by: User | None,
    project: Project | None = None,
    about: models.Model | None = None,
    **facts: Any,
) -> Activity:
    """Write one line of the activity log, in the transaction of the deed."""
    name = f"{about._meta.label_lower}:{about.pk}" if about is not None else ""
    return Activity.objects.create(project=project, by=by, action=action, about=name, facts=facts)


def record_access(
    action: str,
    *,
    by: User,
    project: Project,
    whose: str,
    about: models.Model | None = None,
    address: str = "",
    reason: str = "",
) -> AccessLog:
    """Write down one look at personal or raw data, in the transaction of the look."""
    name = f"{about._meta.label_lower}:{about.pk}" if about is not None else ""
    return AccessLog.objects.create(
        project=project,
        by=by,
        action=action,
        whose=whose[:LONGEST_WHOSE],
        about=name,
        address=address[:LONGEST_ADDRESS],
        reason=reason[:LONGEST_WHY],
    )
