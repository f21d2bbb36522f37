"""Writes: who has read which guideline."""

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from guidelines.models import Acknowledgement, Guideline
from guidelines.selectors import published_guideline
from projects.services import record


@transaction.atomic
def acknowledge(*, guideline: Guideline, by: User) -> Acknowledgement:
    """Note that this person has read the guideline in force. Saying it again changes nothing."""
    latest = published_guideline(guideline.project)
    if latest is None or latest.pk != guideline.pk:
        raise RuleBroken(
            _("Version %(number)s is not in force. Read what is, then confirm it."),
            code="guideline_not_in_force",
            number=guideline.number,
        )
    row, is_new = Acknowledgement.objects.get_or_create(guideline=guideline, user=by)
    if is_new:
        record(
            "guidelines.acknowledge",
            project=guideline.project,
            about=guideline,
            by=by,
            number=guideline.number,
        )
    return row
