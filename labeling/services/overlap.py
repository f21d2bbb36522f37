"""More answers where they are needed: an overlap that grows item by item."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Max

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.domain.batching import MOST_OVERLAP
from labeling.domain.lifecycle import BatchState
from labeling.models import Batch, Slot
from labeling.services.pilot import clean_reason
from projects.services import record

CHUNK = 2_000


@transaction.atomic
def add_slots(*, batch: Batch, items: Collection[int], by: User, reason: str, most: int) -> int:
    """Ask one more person about each of these items (ids) that has fewer than `most` answers asked.

    Return for how many. Items at the cap are left as they are; one that is not of the batch refuses them all.
    """
    reason = clean_reason(reason)
    if not 1 <= most <= MOST_OVERLAP:
        raise BadInput(_("Overlap is a number from 1 to %(most)s."), path="most", most=MOST_OVERLAP)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.CLOSED:
        raise RuleBroken(_("This batch is closed: no more answers are asked in it."), code="batch_closed")
    added = Slot.objects.bulk_create(_one_more(batch, set(items), most), batch_size=CHUNK)
    batch.most_answers = most
    batch.save(update_fields=["most_answers"])
    record("labeling.add_slots", project=batch.project, about=batch, by=by, slots=len(added), reason=reason)
    return len(added)


def _one_more(batch: Batch, items: set[int], most: int) -> list[Slot]:
    asked = Slot.objects.filter(batch=batch, is_gold=False, item__in=items)
    counted = asked.values("item_id", "item_version_id").annotate(highest=Max("number"), n=Count("id"))
    rows = list(counted.order_by("item_id"))
    if not items or len(rows) != len(items):
        raise BadInput(_("Name items of this batch, one at least."), path="items")
    return [
        Slot(
            batch=batch,
            item_id=row["item_id"],
            item_version_id=row["item_version_id"],
            number=row["highest"] + 1,
        )
        for row in rows
        if row["n"] < most
    ]
