"""Items written in bulk: by COPY on PostgreSQL, by bulk_create elsewhere."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, _
from projects.models import Project
from projects.services import record
from sourcing.domain.chunks import in_chunks
from sourcing.domain.copy_text import Place, item_rows, version_rows
from sourcing.domain.items import MAX_ID, ItemDraft, content_hash
from sourcing.domain.problems import shown
from sourcing.models import Item, ItemVersion, Source
from sourcing.selectors import taken_names

COPY_BUFFER = 1 << 20
ITEM_COLUMNS = "id, project_id, source_id, origin_id, name, line"
COPY_ITEMS = f"COPY {Item._meta.db_table} ({ITEM_COLUMNS}) FROM STDIN"
VERSION_COLUMNS = "item_id, parts, data, content_sha256, number, made_by, made_at"
COPY_VERSIONS = f"COPY {ItemVersion._meta.db_table} ({VERSION_COLUMNS}) FROM STDIN"
MADE_BY = "import"

NewItem = tuple[str, Mapping[str, Any], Mapping[str, Any]]


@transaction.atomic
def add_items(*, source: Source, rows: Iterable[NewItem], by: User) -> int:
    """Make items of (name, parts, data) and return how many; a name that is taken refuses them all."""
    made = 0
    place = Place(project=source.project_id, source=source.pk)
    for chunk in in_chunks(_drafts(rows)):
        _refuse_taken(source.project, chunk)
        write_items(chunk, place)
        made += len(chunk)
    record("sourcing.add_items", project=source.project, about=source, by=by, items=made)
    return made


def _drafts(rows: Iterable[NewItem]) -> Iterator[ItemDraft]:
    for number, (name, parts, data) in enumerate(rows, start=1):
        if not name.strip() or len(name) > MAX_ID:
            sentence = _("Item number %(number)s: a name has 1 to %(limit)s characters.")
            raise BadInput(sentence, path="name", number=number, limit=MAX_ID)
        yield ItemDraft(number, number, name, dict(parts), dict(data), content_hash(parts))


def _refuse_taken(project: Project, chunk: Sequence[ItemDraft]) -> None:
    names = [draft.id for draft in chunk]
    seen = taken_names(project.pk, names)
    for name in names:
        if name in seen:
            sentence = _("The project already has an item “%(name)s”. Nothing was added.")
            raise BadInput(sentence, path="name", code="name_taken", name=shown(name))
        seen.add(name)


def write_items(drafts: Sequence[ItemDraft], place: Place) -> None:
    """Write the drafts as items with their first versions, in order, inside the caller's transaction."""
    if connection.vendor == "postgresql":
        _copy_items(drafts, place)
    else:
        _create_items(drafts, place)


def _copy_items(drafts: Sequence[ItemDraft], place: Place) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors:
        ids = _next_ids(cursor, len(drafts))
        rows = item_rows(ids, drafts, place)
        cursor.copy_expert(COPY_ITEMS, io.BytesIO(rows), size=COPY_BUFFER)
        rows = version_rows(ids, drafts, MADE_BY, timezone.now())
        cursor.copy_expert(COPY_VERSIONS, io.BytesIO(rows), size=COPY_BUFFER)


def _next_ids(cursor: CursorWrapper, count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [Item._meta.db_table, count],
    )
    return [pk for (pk,) in cursor.fetchall()]


def _create_items(drafts: Sequence[ItemDraft], place: Place) -> None:
    items = Item.objects.bulk_create(
        Item(
            project_id=place.project,
            source_id=place.source,
            origin_id=place.origin,
            name=draft.id,
            line=None if place.origin is None else draft.line,
        )
        for draft in drafts
    )
    ItemVersion.objects.bulk_create(
        ItemVersion(
            item=item,
            parts=draft.parts,
            data=draft.data,
            content_sha256=draft.content_sha256,
            made_by=MADE_BY,
        )
        for item, draft in zip(items, drafts, strict=True)
    )
