"""Reads: the one door to schemas, guidelines and gold."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from dmops_platform.background import JobState
from dmops_platform.errors import RuleBroken, _
from dmops_platform.prepared import rows_of
from dmops_platform.reading import kept
from guidelines.domain.schema import Field
from guidelines.domain.suggestions import CONFIRMED, SUGGESTIONS
from guidelines.domain.work_unit import UnitItem, unit_item
from guidelines.models import (
    Acknowledgement,
    EdgeCase,
    Gold,
    Guideline,
    LabelImport,
    Schema,
    SchemaMapping,
    SchemaRevision,
    Suggestion,
    VersionState,
)
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from sourcing.domain.formats import KINDS as MARKED_KINDS
from sourcing.media_links import with_links
from sourcing.models import ItemVersion

V = TypeVar("V", Schema, Guideline)


class Kept(NamedTuple):
    """What a file of labels suggested for a field of an item, from when on it was seen, and from whom it is."""

    value: Any
    at: datetime
    origin: str


#: field → what files suggested for it, the latest last
History = Mapping[str, Sequence[Kept]]


def schemas_for(user: User, right: Right = Right.READ_GUIDELINE) -> QuerySet[Schema]:
    """Return the schema versions of the projects in which this person has this right; drafts to managers only."""
    return _readable(Schema.objects.all(), user, right)


def schema_for(user: User, project_pk: int, number: int, right: Right = Right.READ_GUIDELINE) -> Schema:
    """Return the schema version if this person may see it; otherwise it does not exist."""
    return get_object_or_404(schemas_for(user, right), project_id=project_pk, number=number)


def guidelines_for(user: User, right: Right = Right.READ_GUIDELINE) -> QuerySet[Guideline]:
    """Return the guideline versions of the projects in which this person has this right; drafts to managers only."""
    return _readable(Guideline.objects.all(), user, right)


def guideline_for(user: User, project_pk: int, number: int, right: Right = Right.READ_GUIDELINE) -> Guideline:
    """Return the guideline version if this person may see it; otherwise it does not exist."""
    return get_object_or_404(guidelines_for(user, right), project_id=project_pk, number=number)


def _readable(versions: QuerySet[V], user: User, right: Right) -> QuerySet[V]:
    mine = versions.filter(project__in=projects_for(user, right))
    is_finished = Q(state=VersionState.PUBLISHED) | Q(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return mine.filter(is_finished).select_related("project", "by").order_by("-number")


def schema_versions(project: Project) -> QuerySet[Schema]:
    """Return the published schema versions, latest first."""
    rows = Schema.objects.filter(project=project, state=VersionState.PUBLISHED)
    return rows.select_related("by").order_by("-number")


def guideline_versions(project: Project) -> QuerySet[Guideline]:
    """Return the published guideline versions, latest first."""
    rows = Guideline.objects.filter(project=project, state=VersionState.PUBLISHED)
    return rows.select_related("by").order_by("-number")


@kept
def published_schema(project: Project) -> Schema | None:
    """Return the schema to label under: the latest published version, or None."""
    return schema_versions(project).first()


def schema_before(schema: Schema) -> Schema | None:
    """Return the published version that this one follows, or None."""
    return schema_versions(schema.project).filter(number__lt=schema.number).first()


def mapping_of(schema: Schema) -> SchemaMapping | None:
    """Return what this version did to the labels of the one before, or None."""
    return SchemaMapping.objects.filter(schema=schema).select_related("before").first()


@kept
def published_guideline(project: Project) -> Guideline | None:
    """Return the guideline to label by: the latest published version, or None."""
    return guideline_versions(project).first()


def schema_draft(project: Project) -> Schema | None:
    """Return the schema version being written, or None."""
    return Schema.objects.filter(project=project, state=VersionState.DRAFT).select_related("by").first()


def may_undo(project: Project) -> bool:
    """True when the schema draft was saved more than once."""
    drafts = SchemaRevision.objects.filter(schema__project=project, schema__state=VersionState.DRAFT)
    return drafts.exists()


def guideline_draft(project: Project) -> Guideline | None:
    """Return the guideline version being written, or None."""
    return Guideline.objects.filter(project=project, state=VersionState.DRAFT).select_related("by").first()


def current_schema(project: Project) -> Schema | None:
    """Return the schema a guideline is written for: the latest published one, else the draft, else None."""
    return published_schema(project) or schema_draft(project)


def schema_fields(project: Project) -> Sequence[Field]:
    """Return the fields a guideline is written for; none while there is no schema."""
    schema = current_schema(project)
    return fields_of(schema) if schema else []


def confirmed_fields(project: Project) -> list[Field]:
    """Return the fields that a model suggests and a person confirms."""
    return [field for field in schema_fields(project) if field.get("filled_by") == CONFIRMED]


def suggestable_fields(project: Project) -> list[Field]:
    """Return the fields that labels of a file can be suggestions for: marks that a person confirms."""
    return [field for field in confirmed_fields(project) if field["kind"] in MARKED_KINDS]


def label_import_for(user: User, pk: int) -> LabelImport:
    """Return the file of labels if this person may import into its project; otherwise it does not exist."""
    allowed = LabelImport.objects.filter(project__in=projects_for(user, Right.IMPORT_ITEMS))
    return get_object_or_404(allowed.select_related("project", "file", "preview", "by"), pk=pk)


def label_imports_of(project: Project) -> QuerySet[LabelImport]:
    """Return the files of labels that were added to items of a project, latest first."""
    rows = LabelImport.objects.filter(project=project, is_preview=False)
    return rows.select_related("file", "by").order_by("-pk")


def added_from(preview: LabelImport) -> LabelImport | None:
    """Return the job that adds, or has added, the labels that were looked through here; not one that left none."""
    jobs = LabelImport.objects.filter(preview=preview).select_related("project", "file")
    return jobs.exclude(state__in=(JobState.FAILED, JobState.CANCELLED)).first()


def labels_at_work(project: Project, field: str) -> QuerySet[LabelImport]:
    """Return the file whose labels are just being added to a field, if there is one."""
    at_work = (JobState.QUEUED, JobState.RUNNING)
    return LabelImport.objects.filter(project=project, field=field, is_preview=False, state__in=at_work)


def labels_after(job: LabelImport) -> QuerySet[LabelImport]:
    """Return the files added after this one under its origin: what it had said already they did not say again."""
    same = LabelImport.objects.filter(project=job.project_id, field=job.field, origin=job.origin)
    done = same.filter(is_preview=False, state=JobState.DONE, finished_at__gt=job.finished_at)
    return done.exclude(pk=job.pk)


def kept_values(job: LabelImport, items: Collection[int]) -> dict[int, Any]:
    """Return item → what the origin of this job suggested last for its field."""
    rows = Suggestion.objects.filter(item__in=items, field=job.field, made_by__origin=job.origin)
    rows = rows.filter(made_by__state=JobState.DONE, made_by__project=job.project_id)
    return dict(rows.order_by("pk").values_list("item_id", "value"))


def kept_suggestions(items: Collection[int] | QuerySet[Any], fields: Sequence[Field]) -> dict[int, History]:
    """Return item → field → what files suggested, the latest last, for the fields that a person confirms."""
    names = [field["name"] for field in fields if field.get("filled_by") == CONFIRMED]
    if not names:
        return {}
    rows = Suggestion.objects.filter(item__in=items, field__in=names, made_by__state=JobState.DONE)
    columns = ("item_id", "field", "value", "made_by__finished_at", "made_by__origin")
    found: dict[int, dict[str, list[Kept]]] = {}
    for item, field, *said in rows.order_by("made_by__finished_at", "pk").values_list(*columns):
        found.setdefault(item, {}).setdefault(field, []).append(Kept(*said))
    return dict(found)


def latest_kept(history: History, *, before: datetime | None = None) -> dict[str, Kept]:
    """Return field → what a file suggested last, by default until now."""
    seen = {
        name: [one for one in said if before is None or one.at < before] for name, said in history.items()
    }
    return {name: said[-1] for name, said in seen.items() if said}


def with_kept(
    data: Mapping[str, Any], history: History, *, before: datetime | None = None
) -> Mapping[str, Any]:
    """Return the data of an item with what files suggested, by default until now, in place of what came with it."""
    later = {name: one.value for name, one in latest_kept(history, before=before).items()}
    given = data.get(SUGGESTIONS)
    old = given if isinstance(given, Mapping) else {}
    return {**data, SUGGESTIONS: {**old, **later}} if later else data


def digest(version: Schema | Guideline | None) -> str:
    """Return what identifies the content of a draft, "" for no draft. Who saves sends back the one they saw."""
    if version is None:
        return ""
    content = json.dumps([version.content, version.change_note], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def fields_of(schema: Schema) -> Sequence[Field]:
    """Return the fields of a schema; those of a published version come from memory, for speed."""
    if schema.published_at is None:
        return schema.fields  # type: ignore[no-any-return]
    return _kept_fields(schema, schema.published_at)


@lru_cache(maxsize=64)
def _kept_fields(schema: Schema, published_at: datetime) -> Sequence[Field]:
    return tuple(schema.fields)


# Asked whenever work is handed out, so written as one statement.
LATEST_READ = """
    SELECT latest.number, EXISTS (
        SELECT 1 FROM guidelines_acknowledgement seen
        WHERE seen.guideline_id = latest.id AND seen.user_id = %s)
    FROM guidelines_guideline latest
    WHERE latest.project_id = %s AND latest.state = 'published'
    ORDER BY latest.number DESC LIMIT 1
"""


class GuidelineUnread(RuleBroken):
    """New work waits until the person has read the guideline in force and said so."""

    code = "guideline_unread"


def unread_guideline(user: User, project: Project) -> int | None:
    """Return the number of the guideline in force while this person has not acknowledged it, else None."""
    number, is_read = next(iter(rows_of(LATEST_READ, user.pk, project.pk)), (None, True))
    return None if is_read else number


def has_acknowledged(user: User, project: Project) -> bool:
    """True when this person acknowledged the guideline in force, or none is published."""
    return unread_guideline(user, project) is None


def check_acknowledged(user: User, project: Project) -> None:
    """Raise GuidelineUnread, which says where to read, while this person has not acknowledged the guideline."""
    number = unread_guideline(user, project)
    if number is not None:
        raise GuidelineUnread(
            _("Read version %(number)s of the guideline first and confirm it. Then new work comes."),
            details={
                "guideline": number,
                "url": reverse("guidelines:guideline_reading", args=[project.pk]),
                "reading": reverse("api:guideline_reading", args=[project.pk]),
            },
            number=number,
        )


def acknowledged_ids(guideline: Guideline) -> set[int]:
    """Return the ids of everybody who acknowledged this version."""
    return set(Acknowledgement.objects.filter(guideline=guideline).values_list("user_id", flat=True))


def last_read(user: User, project: Project) -> Guideline | None:
    """Return the latest version this person acknowledged, or None."""
    return guideline_versions(project).filter(acknowledgements__user=user).first()


def edge_cases_for(user: User) -> QuerySet[EdgeCase]:
    """Return the edge cases this person may read, latest first; those of a draft to managers only."""
    mine = EdgeCase.objects.filter(project__in=projects_for(user, Right.READ_GUIDELINE))
    is_told = Q(guideline__state=VersionState.PUBLISHED)
    is_told |= Q(project__in=projects_for(user, Right.MANAGE_PROJECT))
    return mine.filter(is_told).select_related("guideline", "by", "item_version__item").order_by("-pk")


def edge_cases_of(project: Project) -> QuerySet[EdgeCase]:
    """Return every edge case of a project, latest first."""
    return EdgeCase.objects.filter(project=project).select_related("guideline", "by").order_by("-pk")


def gold_of(project: Project, field: str) -> QuerySet[Gold]:
    """Return the gold answers to one field, with their item versions."""
    rows = Gold.objects.filter(project=project, field=field)
    return rows.select_related("item_version__item").order_by("item_version_id")


def shown_item(
    version: ItemVersion, *, name: str, reader: int | None = None, fields: Sequence[Field] = ()
) -> UnitItem:
    """Return an item as a screen shows it to `reader`, whose own links lead to its images and recordings.

    With `fields`, what files suggested for them is in its data.
    """
    kept = kept_suggestions([version.item_id], fields).get(version.item_id, {})
    return unit_item(
        id=version.item_id,
        version=version.number,
        name=name,
        parts=with_links(version.parts, version=version.pk, person=reader),
        data=with_kept(version.data, kept),
    )
