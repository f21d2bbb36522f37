"""Writes: gold that a manager makes by answering items in the labelling screen, and why it is right."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from annotators.domain.entrance import MOST_GOLD_AT_ONCE
from annotators.models import Attempt, AttemptKind
from annotators.selectors import attempts as reads
from annotators.services.attempts import begin_attempt, lock_attempt
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.models import Gold
from guidelines.selectors import fields_of
from guidelines.services import record_gold
from projects.models import Project

A_DAY_IN_MINUTES = 24 * 60


@transaction.atomic
def begin_gold(*, project: Project, by: User, size: int = 10) -> Attempt:
    """Hand items without gold to a manager, those in no batch first, or return what is going on already."""
    if running := reads.running_attempt(by, project, AttemptKind.GOLD):
        if not reads.is_over(running):
            return running
        finish_gold(attempt=running)
    if not 1 <= size <= MOST_GOLD_AT_ONCE:
        raise BadInput(
            _("This is a number from %(least)s to %(most)s."), path="size", least=1, most=MOST_GOLD_AT_ONCE
        )
    attempt = begin_attempt(
        project=project, person=by, kind=AttemptKind.GOLD, size=size, minutes=A_DAY_IN_MINUTES
    )
    if not attempt.pieces.exists():
        raise RuleBroken(_("Every item has gold already. Import more items first."), code="no_items")
    return attempt


@transaction.atomic
def finish_gold(*, attempt: Attempt) -> int:
    """Record the answers of a manager as gold and return how many; ending it twice changes nothing."""
    attempt = lock_attempt(attempt)
    if attempt.ended_at is not None or attempt.kind != AttemptKind.GOLD:
        return 0
    pieces = list(attempt.pieces.exclude(saved_at=None).order_by("position"))
    n = 0
    for field in fields_of(attempt.schema):
        rows = [
            {"item_version_id": piece.item_version_id, "answer": piece.answers[field["name"]]}
            for piece in pieces
            if piece.answers and field["name"] in piece.answers
        ]
        if rows:
            n += record_gold(project=attempt.project, field=field["name"], rows=rows, by=attempt.person)
    attempt.ended_at, attempt.result = timezone.now(), {"n": n}
    attempt.save(update_fields=["ended_at", "result"])
    return n


@transaction.atomic
def explain_gold(*, project: Project, reasons: Mapping[int, tuple[str, str]], by: User) -> int:
    """Write for gold rows why they are right and which section says so; return how many changed."""
    rows = Gold.objects.filter(project=project, pk__in=reasons).order_by("pk")
    changed = [gold for gold in rows if (gold.why, gold.section) != reasons[gold.pk]]
    by_field: dict[str, list[dict[str, Any]]] = {}
    for gold in changed:
        why, section = reasons[gold.pk]
        row = {"item_version_id": gold.item_version_id, "answer": gold.answer, "why": why, "section": section}
        by_field.setdefault(gold.field, []).append(row)
    for field, given in by_field.items():
        record_gold(project=project, field=field, rows=given, by=by)
    return len(changed)
