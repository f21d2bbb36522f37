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
from guidelines.models import Gold
from guidelines.selectors import fields_of
from labeling.domain.lifecycle import AssignmentState
from labeling.domain.peers import Share, agreement_with_others, mean
from labeling.models import Annotation, Batch


class Answer(NamedTuple):
    """One answer in force, as figures need it."""

    item: int
    item_version: int
    person: int
    answers: dict[str, Any]
    seconds: float | None


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
    near, right = _agreement(answers, fields), _gold_scores(answers, fields, gold_in(batches))
    of_person = defaultdict(list)
    for answer in answers:
        of_person[answer.person].append(answer)
    return [
        PersonFigures(
            person=person,
            items=len(of_person[person.pk]),
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
    columns = ("assignment__item_id", "assignment__slot__item_version_id", "by_id", "answers", "seconds")
    return (Answer(*row) for row in rows.values_list(*columns).iterator())


def gold_in(batches: Sequence[Batch]) -> dict[tuple[int, str], Any]:
    """Return (item version, field) → the known right answer, for the item versions of these batches."""
    rows = Gold.objects.filter(item_version__slots__batch__in=batches).distinct()
    return {(row.item_version_id, row.field): row.answer for row in rows}


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
        for name, value in answer.answers.items():
            if name in fields and (answer.item_version, name) in gold:
                kind, config = KINDS[fields[name]["kind"]], fields[name]["config"]
                known = gold[answer.item_version, name]
                right[answer.person].append(kind.score(value, known, config))
    return right
