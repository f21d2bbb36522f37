"""Opening, pausing and closing batches."""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import islice

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.planning import refresh_statistics
from dmops_platform.states import move
from guidelines.selectors import fields_of, published_guideline, published_schema
from labeling import selectors
from labeling.domain.batching import LEAST_GOLD_EVERY, MOST_GOLD_EVERY, MOST_OVERLAP
from labeling.domain.lifecycle import BATCH_MOVES, BatchState, Order, Purpose
from labeling.models import Batch, BatchPerson, Slot
from labeling.services.assignments import return_held
from labeling.services.pilot import annotators_with_ids, check_phase
from projects.domain.phases import Phase
from projects.models import Project
from projects.selectors import cycle_of
from projects.services import record
from sourcing.models import Item, ItemVersion
from sourcing.selectors import check_labelable, items_of

CHUNK = 2_000
PRIME = 1_000_003
#: a number that scatters neighbouring ids, the same on every database
SHUFFLED = f"(item_id %% {PRIME}) * (item_id %% {PRIME} + {{seed}}) %% {PRIME} * 7919 %% {PRIME}"


@transaction.atomic
def open_batch(
    *,
    project: Project,
    name: str,
    by: User,
    phase: Phase | None = None,
    overlap: int = 3,
    lease_minutes: int = 30,
    size: int | None = None,
    overlaps: Mapping[int, int] | None = None,
    people: Collection[int] = (),
    without_pilot: str = "",
    deadline_on: date | None = None,
    order: Order = Order.IMPORTED,
    gold_every: int | None = None,
    items: Collection[int] | None = None,
    purpose: Purpose = Purpose.NEW,
    fresh_people_only: bool = False,
) -> Batch:
    """Open a batch over items no batch has yet, pinning their versions, and lay out its slots.

    Without `phase` it is a pilot until one is reported. Main work waits for its pilot (409 `pilot_missing`) or
    for a reason to go `without_pilot`. `people` (ids) get its work; none named means everybody, in main work
    those chosen by their pilot. `size` takes only the first so many items. `overlaps` (item id → answers
    wanted) or `items` (ids) name them instead, also such as other batches have: say for what `purpose`. A batch
    that is not for new items waits for no pilot. `fresh_people_only`: nobody gets an item they answered before.
    """
    _check_plan(overlap, deadline_on)
    Project.objects.select_for_update().get(pk=project.pk)
    schema = published_schema(project)
    if schema is None:
        raise RuleBroken(_("Publish a schema first: a batch needs to know what to ask."), code="no_schema")
    batch = Batch.objects.create(
        project=project,
        name=name,
        phase=_phase(project, purpose, phase, without_pilot, by),
        purpose=purpose,
        is_fresh_only=fresh_people_only,
        schema=schema,
        guideline=published_guideline(project),
        overlap=overlap,
        lease_minutes=lease_minutes,
        deadline_on=deadline_on,
        order=order,
        gold_every=gold_every,
        cycle=cycle_of(project),
        by=by,
    )
    _invite(batch, people)
    _check_gold(batch)
    if items is not None:
        overlaps = _known_items(project, items, overlap)
    slots = _lay_slots(batch, size) if overlaps is None else _lay_named_slots(batch, overlaps)
    if not slots:
        check_labelable(project)
        raise RuleBroken(_("No item is left for a new batch. Import items first."), code="no_items")
    refresh_statistics(Slot, rows=slots)
    record("labeling.open_batch", project=project, about=batch, by=by, slots=slots, overlap=overlap)
    return batch


def _phase(project: Project, purpose: Purpose, phase: Phase | None, without_pilot: str, by: User) -> Phase:
    """Return the phase: what is answered once more belongs to the main work and asks for no pilot."""
    if purpose != Purpose.NEW:
        return phase or Phase.MAIN
    return check_phase(project=project, phase=phase, without_pilot=without_pilot, by=by)


def _check_plan(overlap: int, deadline_on: date | None) -> None:
    if not 1 <= overlap <= MOST_OVERLAP:
        raise BadInput(_("Overlap is a number from 1 to %(most)s."), path="overlap", most=MOST_OVERLAP)
    if deadline_on and deadline_on < timezone.localdate():
        raise BadInput(_("The deadline is past already."), path="deadline_on")


def _known_items(project: Project, items: Collection[int], overlap: int) -> dict[int, int]:
    """Return item → overlap; refuse an item that is not of this project."""
    known = items_of(project).filter(pk__in=set(items)).count()
    if known != len(set(items)):
        raise BadInput(_("Some of these items are not in this project."), path="items")
    return dict.fromkeys(items, overlap)


def _check_gold(batch: Batch) -> None:
    if batch.gold_every is None:
        return
    if not LEAST_GOLD_EVERY <= batch.gold_every <= MOST_GOLD_EVERY:
        raise BadInput(
            _("One item in so many is gold: a number from %(least)s to %(most)s."),
            path="gold_every",
            least=LEAST_GOLD_EVERY,
            most=MOST_GOLD_EVERY,
        )
    if not selectors.gold_versions(batch.project, fields_of(batch.schema)).exists():
        raise RuleBroken(
            _("No gold is left to hide: record right answers to items that no batch has."), code="no_gold"
        )


def _invite(batch: Batch, people: Collection[int]) -> None:
    """Write who gets the batch's work: the named, in main work else those chosen by their pilot, else all."""
    named = annotators_with_ids(batch.project, people) if people else _chosen(batch)
    if not named:
        return
    if len(named) < batch.overlap:
        raise BadInput(
            _("Overlap %(overlap)s needs as many people; this batch is for %(n)s."),
            path="people",
            overlap=batch.overlap,
            n=len(named),
        )
    batch.is_for_all = False
    batch.save(update_fields=["is_for_all"])
    BatchPerson.objects.bulk_create(BatchPerson(batch=batch, person=person) for person in named)


def _chosen(batch: Batch) -> Sequence[User]:
    is_main = batch.phase == Phase.MAIN
    return list(selectors.chosen_people(selectors.pilot_of(batch.project))) if is_main else []


def _lay_slots(batch: Batch, size: int | None) -> int:
    """Write the slots of every unbatched item in one statement, all slots of an item beside each other."""
    items = selectors.unbatched_items(batch.project)
    items = selectors.without_gold(items) if batch.gold_every else items
    versions = latest_versions(items if size is None else items[:size])
    place = "item_id" if batch.order == Order.IMPORTED else SHUFFLED.format(seed=batch.pk % PRIME)
    inner, parameters = versions.values_list("item_id", "id").query.sql_with_params()
    statement = f"""
        INSERT INTO {Slot._meta.db_table} (batch_id, item_id, item_version_id, number, state)
        WITH RECURSIVE versions (item_id, id) AS ({inner}),
        numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)
        SELECT %s, item_id, id, n, 'free' FROM versions CROSS JOIN numbers ORDER BY {place}, item_id, n
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, batch.overlap, batch.pk])
        return int(cursor.rowcount)


def latest_versions(items: QuerySet[Item]) -> QuerySet[ItemVersion]:
    """Return of each item the version a new batch pins."""
    newest = Max("item__versions__number")
    return (
        ItemVersion.objects.filter(item__in=items.values("pk"))
        .alias(newest=newest)
        .filter(number=F("newest"))
    )


def _lay_named_slots(batch: Batch, overlaps: Mapping[int, int]) -> int:
    check_labelable(batch.project, list(overlaps))
    items = items_of(batch.project).filter(pk__in=list(overlaps))
    versions = list(latest_versions(items).order_by("item_id").values_list("item_id", "id"))
    if batch.order == Order.SHUFFLED:
        random.Random(batch.pk).shuffle(versions)  # noqa: S311
    slots = (
        Slot(batch=batch, item_id=item_id, item_version_id=version_id, number=number)
        for item_id, version_id in versions
        for number in range(1, overlaps[item_id] + 1)
    )
    written = 0
    while chunk := list(islice(slots, CHUNK)):
        written += len(Slot.objects.bulk_create(chunk))
    return written


def _move_batch(batch: Batch, new: BatchState, *, by: User, action: str) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    batch.state = move(BATCH_MOVES, batch.state, new)
    batch.closed_at = timezone.now() if new == BatchState.CLOSED else None
    batch.save(update_fields=["state", "closed_at"])
    record(action, project=batch.project, about=batch, by=by)
    return batch


@transaction.atomic
def pause_batch(*, batch: Batch, by: User) -> Batch:
    """Hand out no more work of this batch; what people hold can still be submitted."""
    return _move_batch(batch, BatchState.PAUSED, by=by, action="labeling.pause_batch")


@transaction.atomic
def resume_batch(*, batch: Batch, by: User) -> Batch:
    """Hand out work of this batch again."""
    return _move_batch(batch, BatchState.OPEN, by=by, action="labeling.resume_batch")


@transaction.atomic
def close_batch(*, batch: Batch, by: User) -> Batch:
    """End the batch for good: no more answers. Work still held goes back unanswered."""
    batch = _move_batch(batch, BatchState.CLOSED, by=by, action="labeling.close_batch")
    return_held(batch)
    return batch
