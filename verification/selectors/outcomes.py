"""Reads: what was decided about a person's own answers, and what a decision touches elsewhere."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.models import Schema
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation
from projects.models import Project
from sourcing.models import Item, ItemVersion
from verification.models import Decision, DisputeState
from verification.selectors.comparing import field_of, labels_apart
from verification.selectors.disputes import answers_of

MOST_OUTCOMES = 200


class Outcome(NamedTuple):
    """What was decided about one answer of a person. Nobody else's answer and no name is in it."""

    item: str
    parts: dict[str, Any]
    field: str
    title: str
    mine: str
    decided: str
    stands: bool
    cause: str
    cause_name: str
    reason: str
    guideline: int | None
    is_guideline_out: bool
    at: datetime


def outcomes_for(user: User, project: Project) -> list[Outcome]:
    """Return the decisions in force about items this person answered in the same batch, latest first."""
    later = Decision.objects.filter(dispute=OuterRef("dispute"), pk__gt=OuterRef("pk"))
    mine = _own(user, project)
    rows = Decision.objects.filter(
        ~Exists(later),
        Exists(
            mine.filter(
                assignment__batch=OuterRef("dispute__batch"), assignment__item=OuterRef("dispute__item")
            )
        ),
        dispute__batch__project=project,
        dispute__state=DisputeState.SETTLED,
    )
    related = ("dispute__item", "dispute__item_version", "dispute__batch__schema", "guideline")
    decisions = list(rows.select_related(*related).order_by("-pk")[:MOST_OUTCOMES])
    answers = _answers(mine, decisions)
    return [
        _outcome(decision, answers[decision.dispute.batch_id, decision.dispute.item_id])
        for decision in decisions
    ]


def _own(user: User, project: Project) -> QuerySet[Annotation]:
    return Annotation.objects.filter(
        by=user,
        assignment__batch__project=project,
        assignment__is_gold=False,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    )


def _answers(mine: QuerySet[Annotation], decisions: list[Decision]) -> dict[tuple[int, int], dict[str, Any]]:
    items = {decision.dispute.item_id for decision in decisions}
    rows = mine.filter(assignment__item__in=items)
    columns = ("assignment__batch", "assignment__item", "answers")
    return {(batch, item): answers for batch, item, answers in rows.values_list(*columns)}


def _outcome(decision: Decision, answers: dict[str, Any]) -> Outcome:
    dispute, field = decision.dispute, field_of(decision.dispute)
    given, guideline = answers.get(dispute.field), decision.guideline
    return Outcome(
        item=dispute.item.name,
        parts=dispute.item_version.parts,
        field=dispute.field,
        title=field["title"],
        mine="" if given is None else _shown(given, field),
        decided=_shown(decision.answer, field),
        stands=given == decision.answer,
        cause=decision.cause,
        cause_name=decision.cause_name,
        reason=decision.reason,
        guideline=guideline.number if guideline else None,
        is_guideline_out=bool(guideline and guideline.is_published),
        at=decision.at,
    )


def _shown(answer: Any, field: Field) -> str:
    return KINDS[field["kind"]].show(answer, field["config"]) or "∅"


def affected_items(decision: Decision) -> QuerySet[Item]:
    """Return the other items whose answers in force carry a label that was in conflict, given under an older guideline
    than the one that settles it: they may have to be labelled again. None where no label was in conflict.
    """
    dispute = decision.dispute
    if decision.guideline is None:
        return Item.objects.none()
    answers = [answer.answer for answer in answers_of(dispute)]
    labels = {label for pair in labels_apart(field_of(dispute), answers) for label in pair if label}
    number = decision.guideline.number
    given = Annotation.objects.filter(
        assignment__batch__project=dispute.batch.project_id,
        assignment__is_gold=False,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    ).exclude(assignment__item=dispute.item_id)
    newer = given.filter(guideline__number__gte=number).values("assignment__item")
    older = given.filter(Q(guideline=None) | Q(guideline__number__lt=number)).exclude(
        assignment__item__in=newer
    )
    return Item.objects.filter(pk__in=set(_carriers(older, dispute.field, labels))).order_by("pk")


def with_parts(items: Iterable[Item]) -> list[tuple[Item, dict[str, Any]]]:
    """Return the items with the parts of their latest version."""
    items = list(items)
    versions = ItemVersion.objects.filter(item__in=items).order_by("number")
    parts = {version.item_id: version.parts for version in versions}
    return [(item, parts.get(item.pk, {})) for item in items]


def _carriers(given: QuerySet[Annotation], name: str, labels: set[str]) -> Iterator[int]:
    """Yield the items with an answer that carries one of the labels, as its kind counts them."""
    if not labels:
        return
    asked = {
        schema.pk: field
        for schema in Schema.objects.filter(pk__in=given.values("schema").distinct())
        for field in schema.fields
        if field["name"] == name
    }
    rows = given.values_list("assignment__item_id", "schema_id", "answers").iterator(chunk_size=2_000)
    for item, schema, answers in rows:
        if schema in asked and answers.get(name) is not None:
            field = asked[schema]
            counts = KINDS[field["kind"]].summarise([answers[name]], field["config"])
            if any(counts.get(label) for label in labels):
                yield item
