"""Answers asked again of the same person: in a batch of their own, which counts nowhere and is in no list."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from labeling.domain.lifecycle import BatchState, Purpose, SlotState
from labeling.models import Assignment, Batch, Slot

#: how long a repeated item waits in somebody's queue
REPEAT_TIME = timedelta(days=7)


def open_repeats(*, batch: Batch, by: User) -> Batch:
    """Open the batch in which answers to this one are asked again, under the same schema, guideline and phase."""
    return Batch.objects.create(
        project=batch.project,
        name=batch.name,
        phase=batch.phase,
        purpose=Purpose.SELF_CHECK,
        schema=batch.schema,
        guideline=batch.guideline,
        overlap=1,
        lease_minutes=batch.lease_minutes,
        is_for_all=False,
        cycle=batch.cycle,
        by=by,
    )


def close_repeats(repeats: Batch) -> None:
    """Ask nothing more. What somebody has in hand may still be answered; it goes back when its time is over."""
    Batch.objects.filter(pk=repeats.pk).update(state=BatchState.PAUSED)


def reopen_repeats(repeats: Batch) -> None:
    """Ask again."""
    Batch.objects.filter(pk=repeats.pk).update(state=BatchState.OPEN)


@transaction.atomic
def repeat_item(*, repeats: Batch, assignment: Assignment) -> Assignment:
    """Put an item that this person answered into their hands again, as if it were new.

    Its slot is one of those that count nowhere, so it is in no consensus; the answer is paid like any other.
    """
    now = timezone.now()
    return Assignment.objects.create(
        slot=_slot(repeats, assignment),
        batch=repeats,
        item_id=assignment.item_id,
        person_id=assignment.person_id,
        leased_at=now,
        lease_until=now + REPEAT_TIME,
        is_gold=True,
    )


def _slot(repeats: Batch, assignment: Assignment) -> Slot:
    of_item = Slot.objects.filter(batch=repeats, item=assignment.item_id)
    if free := of_item.filter(state=SlotState.FREE).select_for_update().first():
        free.state = SlotState.LEASED
        free.save(update_fields=["state"])
        return free
    highest = of_item.aggregate(highest=Max("number"))["highest"] or 0
    return Slot.objects.create(
        batch=repeats,
        item_id=assignment.item_id,
        item_version_id=assignment.slot.item_version_id,
        number=highest + 1,
        state=SlotState.LEASED,
        is_gold=True,
    )
