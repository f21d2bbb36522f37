"""Asking for more answers only where confidence is low."""

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.models import Batch
from labeling.services.overlap import add_slots
from projects.services import record
from verification.selectors.collecting import unsure_items
from verification.selectors.consensus import answers_since, latest_run


@transaction.atomic
def collect_more(*, batch: Batch, goal: float, cap: int, by: User) -> int:
    """Ask one more person about each item whose confidence is below the goal, and return how many items.

    The last run must hold all answers: compute again after each round, until nothing is below the goal or every
    such item has as many answers as the cap.
    """
    if not 0 < goal <= 1:
        raise BadInput(_("A goal is a number above 0 and at most 1."), path="goal")
    run = latest_run(batch)
    if run is None:
        raise RuleBroken(_("Compute consensus first: it says where people are unsure."), code="not_computed")
    if answers_since(run):
        raise RuleBroken(
            _("There are answers since the last computation. Compute again, then ask for more."),
            code="outdated",
        )
    items = unsure_items(batch, goal, cap)
    if not items:
        raise RuleBroken(
            _("No item is below the goal that could get one more answer now."), code="nothing_unsure"
        )
    added = add_slots(batch=batch, items=items, by=by, reason=f"confidence < {goal:g}", most=cap)
    record("verification.collect_more", project=batch.project, about=batch, by=by, goal=goal, items=added)
    return added
