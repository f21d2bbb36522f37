"""Writes: schema versions."""

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from guidelines.domain.carrying import check_changes
from guidelines.domain.schema import check_fields
from guidelines.models import Schema, SchemaMapping, SchemaRevision
from guidelines.selectors import published_schema, schema_draft
from guidelines.services.versions import copy_latest, publish_draft, refuse_unseen, write_draft
from projects.models import Project
from projects.services import record


@transaction.atomic
def save_schema_draft(
    *, project: Project, fields: object, by: User, change_note: str = "", seen: str = ""
) -> Schema:
    """Write the draft of the next schema version.

    `seen` is the digest of the draft this one replaces ("" for none): StaleDraft when it is another by now.
    """
    content = {"fields": check_fields(fields)}
    Project.objects.select_for_update().get(pk=project.pk)
    before = schema_draft(project)
    draft = write_draft(Schema, project=project, content=content, change_note=change_note, by=by, seen=seen)
    if before is not None and before.fields != draft.fields:
        SchemaRevision.objects.create(schema=draft, fields=before.fields, by=before.by)
    record("guidelines.save_schema_draft", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def undo_schema_draft(*, project: Project, by: User, seen: str) -> Schema:
    """Take the draft back to what it said before it was saved last."""
    Project.objects.select_for_update().get(pk=project.pk)
    draft = schema_draft(project)
    if draft is None:
        raise RuleBroken(_("There is no draft. Save one first."), code="no_draft")
    refuse_unseen(draft, seen, {})
    last = draft.revisions.order_by("pk").last()
    if last is None:
        raise RuleBroken(_("There is nothing more to undo."), code="nothing_to_undo")
    draft.fields, draft.by = last.fields, by
    draft.save(update_fields=["fields", "by"])
    last.delete()
    record("guidelines.undo_schema_draft", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def new_schema_version(*, project: Project, by: User) -> Schema:
    """Begin the next schema version as a copy of the latest."""
    draft = copy_latest(Schema, project=project, by=by)
    record("guidelines.new_schema_version", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def publish_schema(
    *,
    project: Project,
    by: User,
    change_note: str | None = None,
    seen: str | None = None,
    mapping: object = (),
) -> Schema:
    """Publish the draft; from now on the version never changes and can be labelled under.

    `mapping` says what becomes of every label and field of the version before that goes away, as a list of
    {"field", "label", "to": [labels]}; BadInput `mapping_missing` where one is left out.
    """
    before = published_schema(project)
    schema = publish_draft(Schema, project=project, change_note=change_note, seen=seen)
    if before is not None:
        changes = check_changes(mapping, before.fields, schema.fields)
        SchemaMapping.objects.create(schema=schema, before=before, changes=changes)
    record("guidelines.publish_schema", project=project, about=schema, by=by, number=schema.number)
    return schema


@transaction.atomic
def publish_fields(
    *,
    project: Project,
    fields: object,
    by: User,
    change_note: str = "",
    seen: str = "",
    mapping: object = (),
) -> Schema:
    """Write the draft and publish it in one go: both happen or neither."""
    save_schema_draft(project=project, fields=fields, by=by, change_note=change_note, seen=seen)
    return publish_schema(project=project, by=by, mapping=mapping)
