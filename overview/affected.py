"""Which answers a change of the guideline or of the schema touches."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from guidelines.domain.carrying import differences, needs_person
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.models import Guideline, Schema
from guidelines.reading import about_words, changed_places
from guidelines.selectors import fields_of, mapping_of, published_schema, schema_draft, schema_fields
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation
from projects.models import Project

Place = tuple[str, str]


class Affected(NamedTuple):
    """A label that was changed, how many answers carry it, and on which items."""

    field: str
    label: str
    title: str
    answers: int
    items: Sequence[int]


def affected_by_guideline(guideline: Guideline) -> list[Affected]:
    """Return the labels whose rules this version changed, with the answers given before it came."""
    before = Guideline.objects.filter(project=guideline.project, number=guideline.number - 1).first()
    if before is None or guideline.published_at is None:
        return []
    places = changed_places(before, guideline)
    given = answers_in_force(guideline.project).filter(saved_at__lt=guideline.published_at)
    return _affected(places, given, schema_fields(guideline.project))


def affected_by_schema(schema: Schema) -> list[Affected]:
    """Return the labels this version split or retired, with the answers under older ones that a person has to give
    again: those on items that nobody answered under this version yet.
    """
    mapping = mapping_of(schema)
    if mapping is None:
        return []
    places = [(change["field"], change["label"]) for change in mapping.changes if needs_person(change)]
    given = answers_in_force(schema.project)
    again = given.filter(schema__number__gte=schema.number).values("assignment__item")
    older = given.filter(schema__number__lt=schema.number).exclude(assignment__item__in=again)
    return _affected(places, older, fields_of(mapping.before))


def effects_of_draft(project: Project) -> list[Affected]:
    """Return the labels and fields that the schema draft takes away, with the answers that have them."""
    before, draft = published_schema(project), schema_draft(project)
    if before is None or draft is None:
        return []
    places = differences(before.fields, draft.fields).to_decide
    return carrying(project, places, fields_of(before))


def carrying(project: Project, places: Collection[Place], fields: Sequence[Field]) -> list[Affected]:
    """Return these labels of any schema version with the answers in force that carry them."""
    return _affected(places, answers_in_force(project), fields)


def answers_in_force(project: Project) -> QuerySet[Annotation]:
    """Return the latest version of every answer of a project; hidden gold tells nothing about items."""
    return Annotation.objects.filter(
        assignment__batch__project=project,
        assignment__is_gold=False,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    )


def _affected(
    places: Collection[Place], given: QuerySet[Annotation], fields: Sequence[Field]
) -> list[Affected]:
    answers: dict[Place, int] = defaultdict(int)
    items: dict[Place, set[int]] = defaultdict(set)
    for item, place in carriers(places, given):
        answers[place] += 1
        items[place].add(item)
    return [
        Affected(*place, about_words(*place, fields), answers[place], sorted(items[place]))
        for place in places
    ]


def carriers(places: Collection[Place], given: QuerySet[Annotation]) -> Iterator[tuple[int, Place]]:
    """Yield (item, place) for every answer that carries a label of these places."""
    by_field: dict[str, list[str]] = defaultdict(list)
    for name, label in places:
        by_field[name].append(label)
    asked = _asked(given, by_field)
    known: dict[tuple[int, str, str], Collection[str]] = {}
    rows = given.values_list("assignment__item_id", "schema_id", "answers").iterator(chunk_size=2_000)
    for item, schema, said in rows:
        for name, labels in by_field.items():
            field = asked.get((schema, name))
            if field is None or said.get(name) is None:
                continue
            key = (schema, name, json.dumps(said[name], sort_keys=True))
            if key not in known:
                known[key] = _labels_in(said[name], field, labels)
            for label in known[key]:
                yield item, (name, label)


def _asked(given: QuerySet[Annotation], names: Mapping[str, Any]) -> dict[tuple[int, str], Field]:
    schemas = Schema.objects.filter(pk__in=given.values("schema").distinct())
    return {
        (schema.pk, field["name"]): field
        for schema in schemas
        for field in fields_of(schema)
        if field["name"] in names
    }


def _labels_in(value: Any, field: Field, wanted: Sequence[str]) -> list[str]:
    """Return which of these labels an answer carries, as its kind counts it; "" stands for any answer."""
    counts = KINDS[field["kind"]].summarise([value], field["config"])
    return [label for label in wanted if label == "" or counts.get(label, 0)]
