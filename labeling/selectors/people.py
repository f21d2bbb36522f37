"""Reads: what each person did in some batches, in figures a manager decides by."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple

from django.db.models import F

from accounts.models import User
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.selectors import fields_of
from labeling.domain.lifecycle import AssignmentState
from labeling.domain.peers import Share, agreement_with_others, mean
from labeling.models import Annotation, Batch
from labeling.selectors.gold import gold_answers, scores_of


class Answer(NamedTuple):
    """One answer in force, as figures need it."""

    item: int
    item_version: int
    person: int
    answers: dict[str, Any]
    seconds: float | None
    is_gold: bool


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """One person's work: how many items, how near to the others and to gold, and the median seconds an item."""

    person: User
    items: int
    agreement: Share
    gold: Share
    seconds: float | None


def figures_by_person(batches: Sequence[Batch], people: Iterable[User]) -> list[PersonFigures]:
    """Return the figures of these people over these batches, in the order of `people`. Four statements."""
    answers = list(answers_in(batches))
    fields = {field["name"]: field for batch in batches for field in fields_of(batch.schema)}
    gold = gold_answers({answer.item_version for answer in answers})
    near, right = _agreement(answers, fields), _gold_scores(answers, fields, gold)
    of_person = defaultdict(list)
    for answer in answers:
        of_person[answer.person].append(answer)
    return [
        PersonFigures(
            person=person,
            items=sum(not answer.is_gold for answer in of_person[person.pk]),
            agreement=mean(near[person.pk]),
            gold=mean(right[person.pk]),
            seconds=median_seconds(of_person[person.pk]),
        )
        for person in people
    ]


def answers_in(batches: Sequence[Batch]) -> Iterator[Answer]:
    """Yield the answers in force of these batches."""
    rows = Annotation.objects.filter(
        assignment__batch__in=batches,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    )
    columns = ("item_id", "slot__item_version_id", "person_id")
    return (
        Answer(*row)
        for row in rows.values_list(
            *(f"assignment__{name}" for name in columns), "answers", "seconds", "assignment__is_gold"
        ).iterator()
    )


def median_seconds(answers: Sequence[Answer]) -> float | None:
    """Return the median of the active seconds, None where none were measured."""
    seconds = [answer.seconds for answer in answers if answer.seconds]
    return median(seconds) if seconds else None


def _agreement(answers: Sequence[Answer], fields: Mapping[str, Field]) -> dict[int, list[float]]:
    """Return person → nearness to the others, one number for each field of each shared item."""
    near: dict[int, list[float]] = defaultdict(list)
    for name, field in fields.items():
        kind, config = KINDS[field["kind"]], field["config"]
        given = [(each.item, each.person, each.answers[name]) for each in answers if name in each.answers]
        found = agreement_with_others(given, lambda a, b, k=kind, c=config: k.distance(a, b, c))  # type: ignore[misc]
        for person, numbers in found.items():
            near[person] += numbers
    return near


def _gold_scores(
    answers: Sequence[Answer], fields: Mapping[str, Field], gold: Mapping[tuple[int, str], Any]
) -> dict[int, list[float]]:
    """Return person → how right each answer to a gold item was."""
    right: dict[int, list[float]] = defaultdict(list)
    for answer in answers:
        right[answer.person] += scores_of(answer.answers, answer.item_version, fields, gold)
    return right
