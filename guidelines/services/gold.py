"""Writes: gold answers."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.checks import clean_list, clean_object, clean_text
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.sections import SECTION_IDS
from guidelines.domain.suggestions import MODEL
from guidelines.models import Gold
from guidelines.selectors import fields_of, published_schema
from projects.models import Project
from projects.services import record
from sourcing.models import ItemVersion

ROW_PARTS = frozenset({"item_version_id", "answer", "why", "section"})
MAX_ROWS = 1_000_000
MAX_ID = 2**63 - 1
CHUNK = 2_000


@transaction.atomic
def record_gold(*, project: Project, field: str, rows: Sequence[Any], by: User) -> int:
    """Write the right answers to one field and return how many; all are written or none.

    A row is {"item_version_id", "answer", "why", "section"}, the last two optional. An earlier answer for the same
    item version is replaced. Raises BadInput naming the row, e.g. `rows[3].answer`.
    """
    asked = _field_called(project, field)
    given = clean_list(rows, "rows", limit=MAX_ROWS)
    _refuse_repeats(given)
    for start in range(0, len(given), CHUNK):
        Gold.objects.bulk_create(
            _checked(project, asked, given[start : start + CHUNK], start),
            update_conflicts=True,
            unique_fields=["item_version", "field"],
            update_fields=["answer", "why", "section"],
        )
    record("guidelines.record_gold", project=project, by=by, field=field, n=len(given))
    return len(given)


def _field_called(project: Project, name: str) -> Field:
    schema = published_schema(project)
    if schema is None:
        raise RuleBroken(_("Publish a schema first: gold answers one of its fields."), code="no_schema")
    fields = {field["name"]: field for field in fields_of(schema)}
    if name not in fields:
        known = ", ".join(fields)
        raise BadInput(_("The schema has no such field. Its fields: %(known)s."), path="field", known=known)
    if fields[name].get("filled_by") == MODEL:
        sentence = _("A model fills this field, so nobody can be held against gold in it.")
        raise BadInput(sentence, path="field", code="filled_by_model")
    return fields[name]


def _refuse_repeats(rows: list[Any]) -> None:
    seen: set[int] = set()
    for place, row in enumerate(rows):
        given = clean_object(row, f"rows[{place}]", ROW_PARTS)
        pk = given.get("item_version_id")
        if not isinstance(pk, int) or not 0 < pk <= MAX_ID or pk in seen:
            path = f"rows[{place}].item_version_id"
            raise BadInput(_("This must be the id of an item version, each only once."), path=path)
        seen.add(pk)


def _checked(project: Project, field: Field, rows: list[Any], start: int) -> Iterator[Gold]:
    ids = [row["item_version_id"] for row in rows]
    versions = ItemVersion.objects.filter(item__project=project).in_bulk(ids)
    for place, row in enumerate(rows, start):
        path = f"rows[{place}]"
        version = versions.get(row["item_version_id"])
        if version is None:
            raise BadInput(_("This project has no such item version."), path=f"{path}.item_version_id")
        yield _gold(project, field, version, row, path)


def _gold(project: Project, field: Field, version: ItemVersion, row: dict[str, Any], path: str) -> Gold:
    section = clean_text(row.get("section", ""), f"{path}.section", limit=64)
    if section and section not in SECTION_IDS:
        raise BadInput(_("A guideline has no such section."), path=f"{path}.section")
    kind = KINDS[field["kind"]]
    return Gold(
        project=project,
        item_version=version,
        field=field["name"],
        answer=kind.clean(row.get("answer"), field["config"], version.parts, f"{path}.answer"),
        why=clean_text(row.get("why", ""), f"{path}.why", limit=10_000),
        section=section,
    )
