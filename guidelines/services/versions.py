"""What schemas and guidelines share: numbers without gaps, one draft at a time, nothing overwritten unseen."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from guidelines.domain.checks import clean_text
from guidelines.models import Guideline, Schema, VersionState
from guidelines.selectors import digest
from projects.models import Project

V = TypeVar("V", Schema, Guideline)
Content = Mapping[str, Any]


class StaleDraft(RuleBroken):
    """Somebody saved the draft since its reader opened it. Nothing is overwritten: both copies come along."""

    code = "stale_draft"


def write_draft(
    kind: type[V], *, project: Project, content: Content, change_note: str, by: User, seen: str
) -> V:
    """Write the draft, a new one if there is none. `seen` is the digest of the draft that is being replaced."""
    note = clean_text(change_note, "change_note", limit=500)
    versions = _locked_versions(kind, project)
    draft = versions.filter(state=VersionState.DRAFT).first()
    if draft is None:
        return versions.create(
            project=project, number=_next_number(versions), by=by, change_note=note, **content
        )
    if (draft.content, draft.change_note) != (content, note):
        refuse_unseen(draft, seen, {**content, "change_note": note})
        _overwrite(draft, content, note, by)
    return draft


def copy_latest(kind: type[V], *, project: Project, by: User) -> V:
    """Begin the next version with the content of the latest."""
    versions = _locked_versions(kind, project)
    latest = versions.order_by("number").last()
    if latest is None:
        raise RuleBroken(_("There is no version to begin from yet. Write the first one."), code="no_version")
    if not latest.is_published:
        raise RuleBroken(
            _("Version %(number)s is being written already."), code="draft_exists", number=latest.number
        )
    return versions.create(project=project, number=latest.number + 1, by=by, **latest.content)


def first_draft(kind: type[V], *, project: Project, by: User) -> V:
    """Begin the first version with nothing in it."""
    versions = _locked_versions(kind, project)
    return versions.create(project=project, number=_next_number(versions), by=by)


def open_draft(kind: type[V], *, project: Project, by: User) -> V:
    """Return the draft, begun from the latest version where there is none, or with nothing."""
    versions = _locked_versions(kind, project)
    latest = versions.order_by("number").last()
    if latest is None:
        return first_draft(kind, project=project, by=by)
    return copy_latest(kind, project=project, by=by) if latest.is_published else latest


def publish_draft(kind: type[V], *, project: Project, change_note: str | None, seen: str | None) -> V:
    """Publish the draft. `seen`, where given, must be the digest of the draft as it is now."""
    versions = _locked_versions(kind, project)
    draft = versions.filter(state=VersionState.DRAFT).first()
    if draft is None:
        raise RuleBroken(_("There is no draft to publish. Save one first."), code="no_draft")
    if seen is not None:
        refuse_unseen(draft, seen, {})
    _refuse_unchanged(draft, versions)
    if change_note is not None:
        draft.change_note = clean_text(change_note, "change_note", limit=500)
    draft.state, draft.published_at = VersionState.PUBLISHED, timezone.now()
    draft.save(update_fields=["state", "published_at", "change_note"])
    return draft


def _locked_versions(kind: type[V], project: Project) -> QuerySet[V]:
    """Return the project's versions; nobody else writes any until this transaction ends."""
    Project.objects.select_for_update().get(pk=project.pk)
    return kind._default_manager.filter(project=project)


def _next_number(versions: QuerySet[V]) -> int:
    latest = versions.order_by("number").last()
    return latest.number + 1 if latest else 1


def _overwrite(draft: V, content: Content, change_note: str, by: User) -> None:
    for column, value in content.items():
        setattr(draft, column, value)
    draft.change_note, draft.by = change_note, by
    draft.save(update_fields=[*content, "change_note", "by"])


def refuse_unseen(draft: V, seen: str, yours: Content) -> None:
    """Raise StaleDraft unless `seen` is the digest of the draft as it is now."""
    if seen == digest(draft):
        return
    stored = {**draft.content, "change_note": draft.change_note, "digest": digest(draft)}
    raise StaleDraft(
        _("%(person)s saved this draft since you opened it. Both copies are kept; choose what to keep."),
        person=str(draft.by),
        details={"stored": stored, "yours": dict(yours)},
    )


def _refuse_unchanged(draft: V, versions: QuerySet[V]) -> None:
    latest = versions.filter(state=VersionState.PUBLISHED).order_by("number").last()
    if latest is not None and latest.content == draft.content:
        raise RuleBroken(
            _("Nothing differs from version %(number)s."), code="nothing_changed", number=latest.number
        )
