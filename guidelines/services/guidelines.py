"""Writes: guideline versions."""

from typing import Any

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from guidelines.domain.cases import check_cases
from guidelines.domain.sections import check_entries, check_sections
from guidelines.models import Guideline
from guidelines.selectors import guideline_draft, published_guideline
from guidelines.services.examples import refuse_foreign_items
from guidelines.services.versions import copy_latest, publish_draft, write_draft
from projects.models import Project
from projects.services import record


@transaction.atomic
def save_guideline_draft(
    *,
    project: Project,
    sections: object,
    by: User,
    entries: object = (),
    cases: object = None,
    change_note: str = "",
    seen: str = "",
) -> Guideline:
    """Write the draft of the next guideline version. Without `cases` the edge cases stay as they are.

    `seen` is the digest of the draft this one replaces ("" for none): StaleDraft when it is another by now.
    """
    base = guideline_draft(project) or published_guideline(project)
    kept = base.cases if base else []
    content: dict[str, Any] = {
        "sections": check_sections(sections),
        "entries": check_entries(entries),
        "cases": kept if cases is None else check_cases(cases),
    }
    refuse_foreign_items(project, content["entries"])
    draft = write_draft(
        Guideline, project=project, content=content, change_note=change_note, by=by, seen=seen
    )
    record("guidelines.save_guideline_draft", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def new_guideline_version(*, project: Project, by: User) -> Guideline:
    """Begin the next guideline version as a copy of the latest."""
    draft = copy_latest(Guideline, project=project, by=by)
    record("guidelines.new_guideline_version", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def publish_guideline(
    *, project: Project, by: User, change_note: str | None = None, seen: str | None = None
) -> Guideline:
    """Publish the draft; from now on the version never changes. Gaps are shown to the reader, not refused."""
    guideline = publish_draft(Guideline, project=project, change_note=change_note, seen=seen)
    if not any(guideline.content.values()):
        raise RuleBroken(_("This guideline says nothing yet. Write a section first."), code="guideline_empty")
    record("guidelines.publish_guideline", project=project, about=guideline, by=by, number=guideline.number)
    return guideline


@transaction.atomic
def publish_text(
    *,
    project: Project,
    sections: object,
    by: User,
    entries: object = (),
    cases: object = None,
    change_note: str = "",
    seen: str = "",
) -> Guideline:
    """Write the draft and publish it in one go: both happen or neither."""
    save_guideline_draft(
        project=project,
        sections=sections,
        entries=entries,
        cases=cases,
        by=by,
        change_note=change_note,
        seen=seen,
    )
    return publish_guideline(project=project, by=by)
