"""What a schema version changes in the one before, in words."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from guidelines.domain.carrying import Change, Differences, How, differences, how, needs_person
from guidelines.domain.schema import Field
from guidelines.forms.guidelines import PublishSchemaForm
from guidelines.models import Schema, SchemaMapping
from guidelines.reading import about_words, label_titles
from guidelines.selectors import digest, fields_of, schema_before

HOW = {
    "renamed": lambda: gettext("renamed"),
    "merged": lambda: gettext("merged"),
    "split": lambda: gettext("split: people answer again"),
    "retired": lambda: gettext("retired: people answer again"),
}


class Became(NamedTuple):
    """What became of one label or field, in words."""

    title: str
    how: str
    to: Sequence[str]
    needs_person: bool


class Changes(NamedTuple):
    """How a version differs from the one before, in words."""

    new: Sequence[str]
    gone: Sequence[tuple[tuple[str, str], str]]
    retitled: Sequence[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        """True when labels and fields are the same."""
        return not (self.new or self.gone or self.retitled)


def changes_of(schema: Schema) -> Changes | None:
    """Return how a version differs from the published one before it, or None where there is none."""
    before = schema_before(schema)
    if before is None:
        return None
    old, new = fields_of(before), fields_of(schema)
    found: Differences = differences(old, new)
    return Changes(
        new=[about_words(*place, new) for place in (*_whole(found.fields_new), *found.labels_new)],
        gone=[(place, about_words(*place, old)) for place in found.to_decide],
        retitled=[(was, now) for _field, _label, was, now in found.retitled],
    )


def publish_schema_form(schema: Schema, data: Any = None) -> PublishSchemaForm:
    """Return the form that publishes a draft and asks what becomes of every label that goes away."""
    told, fields = changes_of(schema), fields_of(schema)
    targets: dict[str, list[tuple[str, str]]] = {field["name"]: [] for field in fields}
    for (field, label), title in label_titles(fields).items():
        targets[field].append((label, title))
    targets[""] = [(field["name"], field["title"]) for field in fields]
    return PublishSchemaForm(
        data,
        initial={"seen": digest(schema), "change_note": schema.change_note},
        is_first=schema.number == 1,
        gone=told.gone if told else (),
        targets=targets,
    )


def became(mapping: SchemaMapping) -> list[Became]:
    """Return what became of every label that went away."""
    old, new = fields_of(mapping.before), fields_of(mapping.schema)
    return [_became(change, mapping.changes, old, new) for change in mapping.changes]


def _became(change: Change, changes: Sequence[Change], old: Sequence[Field], new: Sequence[Field]) -> Became:
    word: How = how(change, changes)
    is_field = not change["label"]
    to = [
        about_words(one, "", new) if is_field else about_words(change["field"], one, new)
        for one in change["to"]
    ]
    said = gettext("retired") if is_field and word == "retired" else HOW[word]()
    return Became(about_words(change["field"], change["label"], old), said, to, needs_person(change))


def _whole(fields: Sequence[str]) -> list[tuple[str, str]]:
    return [(field, "") for field in fields]
