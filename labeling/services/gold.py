"""Hidden gold: known items mixed into somebody's work, which look like any other."""

import json
import secrets
from collections.abc import Sequence

from django.db import connection
from django.db.models import Max, QuerySet

from accounts.models import User
from labeling import selectors
from labeling.domain.batching import gaps
from labeling.domain.lifecycle import SlotState
from labeling.domain.slots import FreeSlot
from labeling.models import Batch, GoldTurn, Slot
from sourcing.models import ItemVersion

MOST_CANDIDATES = 200
COUNT_DOWN = f"""
    UPDATE {GoldTurn._meta.db_table} SET items_left = items_left - %s
    WHERE batch_id = %s AND person_id = %s RETURNING items_left
"""  # noqa: S608


def mix_in(batch: Batch, person: User, chosen: list[FreeSlot]) -> list[FreeSlot]:
    """Return what to hand over: where this person's turn has come, a gold item in place of the last slot.

    Gold comes only in place of other work, so it is never the only thing left.
    """
    if not batch.gold_every or not chosen or not _is_turn(batch, person, len(chosen)):
        return chosen
    gold = _gold_slot(batch, person, instead_of=chosen[-1])
    return [*chosen[:-1], gold] if gold else chosen


def _is_turn(batch: Batch, person: User, items: int) -> bool:
    """Count the items down; at the end of a gap begin the next, which nobody can foresee."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_DOWN, [items, batch.pk, person.pk])
        row = cursor.fetchone()
    if row is None:
        GoldTurn.objects.create(batch=batch, person=person, items_left=_gap(batch) - items)
        return False
    if row[0] > 0:
        return False
    GoldTurn.objects.filter(batch=batch, person=person).update(items_left=_gap(batch))
    return True


def _gap(batch: Batch) -> int:
    return secrets.choice(gaps(batch.gold_every or 0))


def _gold_slot(batch: Batch, person: User, instead_of: FreeSlot) -> FreeSlot | None:
    """Return a slot over gold this person has not had: one given back, or a new one."""
    candidates = _alike(batch, selectors.gold_for(batch, person), instead_of)
    if not candidates:
        return None
    version = ItemVersion.objects.select_related("item").get(pk=secrets.choice(candidates))
    return FreeSlot(
        id=_slot_over(batch, version).pk,
        item_id=version.item_id,
        name=version.item.name,
        version_id=version.pk,
        version=version.number,
        parts=json.dumps(version.parts),
        data=json.dumps(version.data),
        is_gold=True,
    )


def _alike(batch: Batch, gold: QuerySet[ItemVersion], free: FreeSlot) -> Sequence[int]:
    """Return gold of which a model said something about the same fields as about the item it stands for, else any:
    an item without a suggestion among others that have one would give itself away.
    """
    fields = selectors.fields_of_model(batch)
    if not fields:
        return list(gold.values_list("pk", flat=True)[:MOST_CANDIDATES])
    rows = list(gold.values_list("pk", "item_id", "data")[:MOST_CANDIDATES])
    said = selectors.said_of([*rows, (free.version_id, free.item_id, json.loads(free.data))], fields)
    alike = [pk for pk, _item, _data in rows if said[pk] == said[free.version_id]]
    return alike or [pk for pk, _item, _data in rows]


def _slot_over(batch: Batch, version: ItemVersion) -> Slot:
    of_item = Slot.objects.filter(batch=batch, item=version.item, is_gold=True)
    given_back = of_item.filter(state=SlotState.FREE, item_version=version).select_for_update(
        skip_locked=True
    )
    if (slot := given_back.first()) is not None:
        return slot
    highest = of_item.aggregate(highest=Max("number"))["highest"] or 0
    return Slot.objects.create(
        batch=batch, item=version.item, item_version=version, number=highest + 1, is_gold=True
    )
