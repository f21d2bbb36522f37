"""Who gets what next: taking work, keeping it, passing it on, giving it back."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.prepared import insert, rows_named, run
from guidelines.selectors import check_acknowledged, has_acknowledged
from labeling import selectors
from labeling.domain.lifecycle import HOLDING, AssignmentState, BatchState, SkipReason, SlotState
from labeling.domain.slots import FreeSlot
from labeling.models import Assignment, Batch, Slot
from labeling.services.gold import mix_in
from projects.models import Project
from projects.services import record
from sourcing.models import Item, ItemVersion

MOST_AHEAD = 10
TRIES = 3
TAKEN = (*HOLDING, AssignmentState.SKIPPED)
EXPIRED_AT_ONCE = 500


def claim(*, project: Project, person: User, ahead: int = 1) -> list[Assignment]:
    """Return the work in this person's hands, topped up to `ahead` pieces; empty when nothing is left.

    Leases of what is held are renewed. Never two people on one slot, never one item twice to one person within
    a batch: lock a free slot, look again, take it; constraints stand behind.
    """
    return _persist(lambda: _claim(project, person, min(ahead, MOST_AHEAD)))


def claim_item(*, project: Project, person: User, item: Item) -> list[Assignment]:
    """Return this item in this person's hands, by the same rules; empty when it is not open to them."""
    return _persist(lambda: _claim_item(project, person, item))


def _persist(attempt: Callable[[], list[Assignment]]) -> list[Assignment]:
    """Try again when a constraint caught what the locks could not: the same person in two windows."""
    for _try in range(TRIES - 1):
        try:
            with transaction.atomic():
                return attempt()
        except IntegrityError:
            continue
    with transaction.atomic():
        return attempt()


def _claim(project: Project, person: User, ahead: int) -> list[Assignment]:
    work = selectors.work_in_hand(project, person)
    renew(work)
    for batch in _batches_to_take_from(project, person, work) if len(work) < ahead else ():
        work += take(batch, person, ahead - len(work))
        if len(work) >= ahead:
            break
    return work


def _batches_to_take_from(project: Project, person: User, work: Sequence[Assignment]) -> Sequence[Batch]:
    """Return the open batches; none while the person has work in hand but a guideline to read.

    Raises GuidelineUnread when that is all that keeps them from working.
    """
    batches = selectors.batches_to_take_from(project, person)
    if batches and not work:
        check_acknowledged(person, project)
    return batches if not work or has_acknowledged(person, project) else []


def _claim_item(project: Project, person: User, item: Item) -> list[Assignment]:
    work = [one for one in selectors.work_in_hand(project, person) if one.item_id == item.pk]
    for batch in _batches_to_take_from(project, person, work):
        if new := _hand_over(batch, person, lock_slots(batch, person, 1, item=item)):
            return new
    renew(work)
    return work


def renew(work: Sequence[Assignment]) -> None:
    """Give held work its full lease again where a quarter of it has passed."""
    now = timezone.now()
    for assignment in work:
        lease = timedelta(minutes=assignment.batch.lease_minutes)
        if assignment.lease_until - now < lease * 0.75:
            Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.LEASED).update(
                lease_until=Now() + lease
            )
            assignment.lease_until = now + lease


def take(batch: Batch, person: User, wanted: int) -> list[Assignment]:
    """Take up to `wanted` free slots of a batch for this person, each of another item."""
    work = _take(batch, person, wanted, beyond=FURTHEST)
    if len(work) < wanted:
        work += _take(batch, person, wanted - len(work))
    if not work and expire_leases(batch):
        work = _take(batch, person, wanted)
    return work


def _take(batch: Batch, person: User, wanted: int, beyond: str = "0") -> list[Assignment]:
    locked = lock_slots(batch, person, wanted * batch.overlap, beyond=beyond)
    return _hand_over(batch, person, mix_in(batch, person, _one_per_item(locked)[:wanted]))


# The statements of the hot path are SQL: building them anew each time costs ten times their run.
FURTHEST = """
    (SELECT coalesce(max(furthest.slot_id), 0) FROM labeling_assignment furthest
     WHERE furthest.batch_id = slot.batch_id AND furthest.person_id = %(person)s AND NOT furthest.is_gold)
"""
OPEN_TO_PERSON = """
    slot.state = 'free' AND NOT slot.is_gold AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment mine
        WHERE mine.batch_id = slot.batch_id AND mine.item_id = slot.item_id AND mine.person_id = %(person)s
        AND mine.state IN ('leased', 'submitted', 'skipped'))
"""
FRESH = """
    AND NOT EXISTS (
        SELECT 1 FROM labeling_assignment before
        WHERE before.item_id = slot.item_id AND before.person_id = %(person)s
        AND before.batch_id <> slot.batch_id AND before.state = 'submitted')
"""
LOCK = f"""
    SELECT slot.id, slot.item_id, item.name, version.id, version.number, version.parts, version.data
    FROM labeling_slot slot
    JOIN sourcing_item item ON item.id = slot.item_id
    JOIN sourcing_itemversion version ON version.id = slot.item_version_id
    WHERE slot.batch_id = %(batch)s AND slot.id > {{beyond}} AND {OPEN_TO_PERSON} {{fresh}} {{of_item}}
    ORDER BY slot.id LIMIT %(most)s {{lock}}
"""  # noqa: S608
LOOK_AGAIN = f"SELECT slot.id FROM labeling_slot slot WHERE slot.id IN ({{ids}}) AND {OPEN_TO_PERSON}"  # noqa: S608


def lock_slots(
    batch: Batch, person: User, most: int, *, beyond: str = "0", item: Item | None = None
) -> list[FreeSlot]:
    """Lock free slots that nobody else is just taking, look again, and return those still free to the person."""
    can_skip = connection.features.has_select_for_update_skip_locked
    statement = LOCK.format(
        beyond=beyond,
        fresh=FRESH if batch.is_fresh_only else "",
        of_item="AND slot.item_id = %(item)s" if item else "",
        lock="FOR UPDATE OF slot SKIP LOCKED" if can_skip else "",
    )
    values = {"batch": batch.pk, "person": person.pk, "most": most, "item": item.pk if item else None}
    return look_again([FreeSlot(*row) for row in rows_named(statement, values)], person)


def look_again(locked: list[FreeSlot], person: User) -> list[FreeSlot]:
    """Return those locked slots that are still free to this person, as a second statement sees them."""
    if not locked:
        return []
    values = {f"slot_{place}": slot.id for place, slot in enumerate(locked)}
    ids = ", ".join(f"%({name})s" for name in values)
    still = {pk for (pk,) in rows_named(LOOK_AGAIN.format(ids=ids), {**values, "person": person.pk})}
    return [slot for slot in locked if slot.id in still]


def _hand_over(batch: Batch, person: User, chosen: list[FreeSlot]) -> list[Assignment]:
    if not chosen:
        return []
    now = timezone.now()
    work = [_assignment(batch, person, free, now) for free in chosen]
    for assignment in work:
        insert(assignment)
        run("UPDATE labeling_slot SET state = 'leased' WHERE id = %s", assignment.slot_id)
    return work


def _assignment(batch: Batch, person: User, free: FreeSlot, now: datetime) -> Assignment:
    """Return the new hold on a slot with everything its work unit shows already loaded."""
    item = Item(id=free.item_id, name=free.name, project_id=batch.project_id)
    version = ItemVersion(id=free.version_id, item=item, number=free.version)
    version.parts, version.data = json.loads(free.parts), json.loads(free.data)
    slot = Slot(id=free.id, batch=batch, item=item, item_version=version)
    held = Assignment(slot=slot, batch=batch, item=item, person=person, leased_at=now, is_gold=free.is_gold)
    held.lease_until = now + timedelta(minutes=batch.lease_minutes)
    Assignment._meta.get_field("draft").set_cached_value(held, None)
    return held


def _one_per_item(slots: list[FreeSlot]) -> list[FreeSlot]:
    return list({slot.item_id: slot for slot in reversed(slots)}.values())[::-1]


@transaction.atomic
def skip(*, assignment: Assignment, reason: SkipReason, comment: str = "") -> Assignment:
    """Pass an item on with a reason: its slot is free for somebody else, never again for this person."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.state == AssignmentState.SKIPPED:
        return assignment
    if assignment.state != AssignmentState.LEASED:
        raise RuleBroken(
            _("This item is no longer in your hands, so it cannot be skipped."), code="lease_lost"
        )
    if len(comment) > 500:
        raise BadInput(_("A comment has at most 500 characters."), path="comment")
    assignment.skip_reason, assignment.skip_comment = reason, comment.strip()
    _let_go(assignment, AssignmentState.SKIPPED)
    record(
        "labeling.skip",
        project=assignment.batch.project,
        about=assignment,
        by=assignment.person,
        reason=reason,
    )
    return assignment


@transaction.atomic
def give_back(*, assignment: Assignment) -> None:
    """Return untouched work held ahead; what has a draft or an answer stays."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    is_untouched = assignment.version == 0 and not hasattr(assignment, "draft")
    if assignment.state == AssignmentState.LEASED and is_untouched:
        _let_go(assignment, AssignmentState.RETURNED)


def _let_go(assignment: Assignment, state: AssignmentState) -> None:
    assignment.state, assignment.ended_at = state, timezone.now()
    assignment.save(update_fields=["state", "ended_at", "skip_reason", "skip_comment"])
    Slot.objects.filter(pk=assignment.slot_id).update(state=SlotState.FREE)


def return_held(batch: Batch) -> int:
    """Take back everything held in a batch and return how many pieces that were."""
    total = 0
    while ended := _end_leases(Assignment.objects.filter(batch=batch), AssignmentState.RETURNED):
        total += ended
    return total


@transaction.atomic
def expire_leases(batch: Batch | None = None) -> int:
    """Take back work whose lease has run out, in one batch or in all; return how many pieces."""
    late = Assignment.objects.filter(lease_until__lt=Now()).exclude(batch__state=BatchState.CLOSED)
    return _end_leases(late.filter(batch=batch) if batch else late, AssignmentState.EXPIRED)


def _end_leases(assignments: QuerySet[Assignment], state: AssignmentState) -> int:
    leased = assignments.filter(state=AssignmentState.LEASED).select_for_update(
        skip_locked=True, of=("self",)
    )
    ended = list(leased.values_list("pk", "slot_id", "batch_id")[:EXPIRED_AT_ONCE])
    Assignment.objects.filter(pk__in=[pk for pk, _s, _b in ended]).update(state=state, ended_at=Now())
    Slot.objects.filter(pk__in=[slot for _p, slot, _b in ended]).update(state=SlotState.FREE)
    return len(ended)
