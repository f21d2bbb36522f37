"""Reads: hidden gold, what is left of it for a person and how right the answers to it were."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import User
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.suggestions import MODEL
from guidelines.models import Gold
from guidelines.selectors import fields_of
from labeling.domain.lifecycle import HOLDING, AssignmentState
from labeling.models import Annotation, Assignment, Batch, Slot
from projects.domain.intervals import Share, share
from projects.models import Project
from sourcing.models import Item, ItemVersion
from sourcing.selectors import labelable_items


def gold_versions(project: Project, fields: Sequence[Field]) -> QuerySet[ItemVersion]:
    """Return the item versions that can serve as hidden gold: a known answer, no ordinary slot anywhere, and
    shown to nobody as an example, in practice or in a test.
    """
    by_people = [field["name"] for field in fields if field.get("filled_by") != MODEL]
    known = Gold.objects.filter(item_version=OuterRef("pk"), field__in=by_people)
    labelled = Slot.objects.filter(item=OuterRef("item"), is_gold=False)
    of_project = ItemVersion.objects.filter(item__in=labelable_items(project), gold__project=project)
    return of_project.filter(Exists(known), ~Exists(labelled), gold_use=None).distinct()


def gold_for(batch: Batch, person: User) -> QuerySet[ItemVersion]:
    """Return the gold this person has not had in any batch."""
    had = Assignment.objects.filter(person=person, item=OuterRef("item"))
    had = had.filter(state__in=(*HOLDING, AssignmentState.SKIPPED))
    return gold_versions(batch.project, fields_of(batch.schema)).filter(~Exists(had))


def without_gold(items: QuerySet[Item]) -> QuerySet[Item]:
    """Return the items no gold answer is known for: the others are kept to be hidden gold."""
    return items.filter(~Exists(Gold.objects.filter(item_version__item=OuterRef("pk"))))


def hidden_gold_scores(batches: QuerySet[Batch] | Sequence[Batch]) -> dict[int, list[float]]:
    """Return person → how right each answer to a hidden gold item of these batches was, from 0 to 1."""
    rows = Annotation.objects.filter(
        assignment__batch__in=batches,
        assignment__is_gold=True,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    ).select_related("schema")
    answers = list(rows.annotate(item_version=F("assignment__slot__item_version")))
    gold = gold_answers({answer.item_version for answer in answers})
    scores: dict[int, list[float]] = defaultdict(list)
    for answer in answers:
        fields = {field["name"]: field for field in fields_of(answer.schema)}
        scores[answer.by_id] += scores_of(answer.answers, answer.item_version, fields, gold)
    return scores


def gold_answers(versions: set[int]) -> dict[tuple[int, str], Any]:
    """Return (item version, field) → the known right answer."""
    rows = Gold.objects.filter(item_version__in=versions)
    return {(row.item_version_id, row.field): row.answer for row in rows}


def scores_of(
    answers: Mapping[str, Any],
    item_version: int,
    fields: Mapping[str, Field],
    gold: Mapping[tuple[int, str], Any],
) -> list[float]:
    """Return how right the answers to one item are, one number for each field that people fill and whose right
    answer is known.
    """
    by_people = [name for name, field in fields.items() if field.get("filled_by") != MODEL]
    known = [name for name in by_people if (item_version, name) in gold]
    return [_score(answers.get(name), gold[item_version, name], fields[name]) for name in known]


def _score(value: Any, gold: Any, field: Field) -> float:
    """An optional field left empty is wrong where gold has an answer."""
    return 0.0 if value is None else KINDS[field["kind"]].score(value, gold, field["config"])


def accuracy(scores: Sequence[float]) -> Share:
    """Return the mean score with Wilson's interval; half right answers count half."""
    return share(sum(scores), len(scores))


def gold_by_person(batch: Batch) -> dict[int, Share]:
    """Return person → how right their answers to the hidden gold of this batch are; nothing where it hides none."""
    scores = hidden_gold_scores([batch]) if batch.gold_every else {}
    return {person: accuracy(of_person) for person, of_person in scores.items()}


def gold_accuracy(project: Project) -> Share:
    """Return how right the answers to hidden gold are in the whole project."""
    scores = hidden_gold_scores(Batch.objects.filter(project=project, gold_every__isnull=False))
    return accuracy([score for of_person in scores.values() for score in of_person])
