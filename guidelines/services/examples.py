"""Writes: examples picked from real items, in the draft of the next guideline version."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.kinds import KINDS
from guidelines.domain.picked import MAX_TEXT, MOST_PICKED, Picked
from guidelines.domain.schema import Field
from guidelines.domain.sections import Entry
from guidelines.models import Gold, Guideline
from guidelines.reading import text_of
from guidelines.selectors import schema_fields
from guidelines.services.versions import open_draft
from projects.models import Project
from projects.services import record
from sourcing.models import ItemVersion


@transaction.atomic
def pick_example(
    *,
    project: Project,
    field: str,
    label: str,
    item_version: ItemVersion,
    by: User,
    is_example: bool = True,
    why: str = "",
) -> Guideline:
    """Add an item to the examples, or counter-examples, of a label; picked again, it changes sides.

    Its answer is its gold where there is one, else the label itself for an example.
    """
    asked = _asked(project, field, label)
    draft = open_draft(Guideline, project=project, by=by)
    entry = _entry(draft, field, label)
    others = [one for one in entry.get("picked", []) if one["item_version"] != item_version.pk]
    if len(others) >= MOST_PICKED:
        raise RuleBroken(_("A label has enough examples. Remove one first."), code="too_many_examples")
    picked: Picked = {
        "item_version": item_version.pk,
        "text": text_of(item_version.parts)[:MAX_TEXT],
        "answer": _answer(asked, label, item_version, is_example=is_example),
        "is_example": is_example,
        "why": why.strip()[:2_000],
    }
    return _write(draft, entry, [*others, picked], by, "guidelines.pick_example")


@transaction.atomic
def remove_example(
    *, project: Project, field: str, label: str, item_version: ItemVersion, by: User
) -> Guideline:
    """Take an item out of the examples of a label."""
    draft = open_draft(Guideline, project=project, by=by)
    entry = _entry(draft, field, label)
    left = [one for one in entry.get("picked", []) if one["item_version"] != item_version.pk]
    return _write(draft, entry, left, by, "guidelines.remove_example")


def refuse_foreign_items(project: Project, entries: Sequence[Entry]) -> None:
    """Raise BadInput where an entry names an item that this project does not have."""
    named = {
        one["item_version"]: f"entries[{place}].picked[{number}].item_version"
        for place, entry in enumerate(entries)
        for number, one in enumerate(entry.get("picked", ()))
    }
    if not named:
        return
    known = ItemVersion.objects.filter(item__project=project, pk__in=list(named)).values_list("pk", flat=True)
    for pk in set(named) - set(known):
        raise BadInput(_("This project has no such item version."), path=named[pk])


def _asked(project: Project, name: str, label: str) -> Field:
    asked = next((field for field in schema_fields(project) if field["name"] == name), None)
    if asked is None:
        raise BadInput(_("The schema has no such field."), path="field")
    if label not in KINDS[asked["kind"]].titles(asked["config"]):
        raise BadInput(_("That field has no such label."), path="label")
    return asked


def _entry(draft: Guideline, field: str, label: str) -> Entry:
    for entry in draft.entries:
        if (entry["field"], entry["label"]) == (field, label):
            return entry  # type: ignore[no-any-return]
    entry = {"field": field, "label": label, "definition": "", "examples": [], "counter_examples": []}
    draft.entries.append(entry)
    return entry  # type: ignore[return-value]


def _answer(field: Field, label: str, version: ItemVersion, *, is_example: bool) -> Any:
    gold = Gold.objects.filter(item_version=version, field=field["name"]).first()
    if gold is not None:
        return gold.answer
    kind = KINDS[field["kind"]]
    for value in (label, [label]) if is_example else ():
        try:
            return kind.clean(value, field["config"], version.parts, "answer")
        except BadInput:  # not how this kind is answered
            continue
    return None


def _write(draft: Guideline, entry: Entry, picked: list[Picked], by: User, action: str) -> Guideline:
    entry.pop("picked", None)
    if picked:
        entry["picked"] = picked
    draft.by = by
    draft.save(update_fields=["entries", "by"])
    record(action, project=draft.project, about=draft, by=by, field=entry["field"], label=entry["label"])
    return draft
