"""Plain functions that write rows for tests, each with sensible values unless told."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.models import User
from guidelines.models import Guideline, Schema, VersionState
from labeling.domain.lifecycle import AssignmentState, SlotState
from labeling.models import Annotation, Assignment, Batch, Slot
from projects.domain.roles import Role
from projects.models import Project
from projects.services import add_members, create_project
from sourcing.models import Item, ItemVersion, Source
from sourcing.selectors import digest_of

SENTIMENT = {
    "name": "sentiment",
    "kind": "choice",
    "title": "Sentiment",
    "required": True,
    "config": {
        "labels": [
            {"id": "pos", "title": "Positive", "key": "1", "help": ""},
            {"id": "neg", "title": "Negative", "key": "2", "help": ""},
        ]
    },
}
numbers = count(1)


def make_user(username: str = "", **facts: Any) -> User:
    """Return a person whose password is `letmein-<username>`."""
    username = username or f"person{next(numbers)}"
    facts.setdefault("full_name", username.replace("_", " ").title())
    return User.objects.create_user(username=username, password=f"letmein-{username}", **facts)


def make_project(by: User, name: str = "", roles: Mapping[Role, list[User]] | None = None) -> Project:
    """Return a project managed by `by`, with people in their roles."""
    project = create_project(name=name or f"Project {next(numbers)}", by=by)
    for role, people in (roles or {}).items():
        add_members(project=project, users=people, role=role, by=by)
    return project


def make_source(
    project: Project, name: str = "Made for tests", *, is_approved: bool = True, **facts: Any
) -> Source:
    """Return the project's source of this name, public domain and approved unless told."""
    facts = {"kind": "public", "licence": "CC0-1.0", "by": project.created_by} | facts
    facts.setdefault("changed_by", facts["by"])
    source, is_new = Source.objects.get_or_create(project=project, name=name, defaults=facts)
    if is_new and is_approved:
        source.reviews.create(verdict="approve", digest=digest_of(source), by=project.created_by)
    return source


def make_items(
    project: Project, texts: Sequence[str] = ("A warm film.",), source: Source | None = None
) -> list[ItemVersion]:
    """Return the first versions of new items with these texts, of an approved source unless told."""
    first, source = next(numbers), source or make_source(project)
    items = [
        Item(project=project, source=source, name=f"item-{first}-{place}") for place in range(len(texts))
    ]
    items = Item.objects.bulk_create(items)
    return ItemVersion.objects.bulk_create(
        ItemVersion(item=item, parts={"text": text}, content_sha256=hashlib.sha256(text.encode()).hexdigest())
        for item, text in zip(items, texts, strict=True)
    )


def _published(is_published: bool) -> dict[str, Any]:
    if not is_published:
        return {"state": VersionState.DRAFT}
    return {"state": VersionState.PUBLISHED, "published_at": timezone.now()}


def make_schema(project: Project, fields: list[Any] | None = None, *, is_published: bool = True) -> Schema:
    """Return the next schema version: one choice field unless told."""
    return Schema.objects.create(
        project=project,
        number=project.schemas.count() + 1,
        fields=[SENTIMENT] if fields is None else fields,
        by=project.created_by,
        **_published(is_published),
    )


def make_guideline(project: Project, *, is_published: bool = True, **facts: Any) -> Guideline:
    """Return the next guideline version."""
    facts.setdefault("sections", {"overview": "Say what the writer felt."})
    return Guideline.objects.create(
        project=project,
        number=project.guidelines.count() + 1,
        by=project.created_by,
        **_published(is_published),
        **facts,
    )


def make_batch(
    project: Project, texts: Sequence[str] = ("A warm film.",), overlap: int = 2, **facts: Any
) -> Batch:
    """Return an open batch over new items, with its slots, under the latest published schema or a new one."""
    published = project.schemas.filter(state=VersionState.PUBLISHED)
    facts.setdefault("schema", published.order_by("number").last() or make_schema(project))
    facts.setdefault("name", f"Batch {next(numbers)}")
    batch = Batch.objects.create(project=project, overlap=overlap, by=project.created_by, **facts)
    Slot.objects.bulk_create(
        Slot(batch=batch, item=version.item, item_version=version, number=number)
        for version in make_items(project, texts)
        for number in range(1, overlap + 1)
    )
    return batch


def make_assignment(slot: Slot, person: User, state: AssignmentState = AssignmentState.LEASED) -> Assignment:
    """Return this slot in this person's hands for half an hour."""
    now = timezone.now()
    slot.state = SlotState.DONE if state == AssignmentState.SUBMITTED else SlotState.LEASED
    slot.save(update_fields=["state"])
    return Assignment.objects.create(
        slot=slot,
        batch=slot.batch,
        item=slot.item,
        person=person,
        state=state,
        leased_at=now,
        lease_until=now + timedelta(minutes=30),
    )


def make_annotation(slot: Slot, person: User, answers: dict[str, Any] | None = None) -> Annotation:
    """Return what this person answered in this slot."""
    assignment = make_assignment(slot, person, AssignmentState.SUBMITTED)
    assignment.version = 1
    assignment.save(update_fields=["version"])
    return Annotation.objects.create(
        assignment=assignment,
        version=1,
        answers=answers or {"sentiment": "pos"},
        seconds=4.2,
        schema=slot.batch.schema,
        guideline=slot.batch.guideline,
        by=person,
        saved_at=timezone.now(),
    )
