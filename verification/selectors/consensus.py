"""Reads: answers as ratings, the answer in force, and computations over a batch."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from accounts.models import User
from dmops_platform.background import JobState
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.visibility import hidden_by
from guidelines.models import Schema
from guidelines.selectors import fields_of
from labeling.models import Batch
from labeling.selectors import batches_for, current_annotations
from projects.domain.roles import Right
from projects.selectors import rights_of
from verification.domain.answers import as_label
from verification.domain.ratings import CodedRatings, Codes, ordered_labels
from verification.models import Consensus, ConsensusRun, Decision, How

READ_AT_ONCE = 10_000


class FinalAnswer(NamedTuple):
    """The answer in force to one field of one item, and how it came to be.

    `share` is the share of the votes, or with Dawid and Skene's method the probability of the answer. A
    decision replaces the answer and leaves the facts of the consensus as they were. `is_disputed` says that
    people differed and nobody has decided. `soft` is how much speaks for each answer given, [answer, share], most
    first; empty where all answered alike.
    """

    item: int
    item_version: int
    field: str
    answer: Any
    how: str
    share: float
    n: int
    is_tie: bool
    annotations: list[int]
    decision: int | None
    cause: str
    is_disputed: bool
    soft: list[tuple[Any, float]]


@dataclass(frozen=True, eq=False)
class AnswerTable:
    """The answers in force of a batch in columns, ordered by item, then annotation; ids are primary keys.

    `given` holds for each field the place of each answer in `values`, -1 where there is none. Answers stand in
    `values` as labels: text as it is, all else as JSON; `answers` gives label → answer.
    """

    item: Codes
    item_version: Codes
    person: Codes
    annotation: Codes
    given: dict[str, Codes]
    values: dict[str, list[str]]
    answers: dict[str, dict[str, Any]]

    def ratings(self, field: str) -> CodedRatings:
        """Return the answers to one field, items and annotators named by their ids."""
        rows = self.rows(field)
        items, item = np.unique(self.item[rows], return_inverse=True)
        people, person = np.unique(self.person[rows], return_inverse=True)
        labels = ordered_labels(self.values[field])
        place = {label: code for code, label in enumerate(labels)}
        recoded = np.array([place[value] for value in self.values[field]], dtype=np.int64)
        names = [str(pk) for pk in items.tolist()], [str(pk) for pk in people.tolist()]
        return CodedRatings(*names, labels, item, person, recoded[self.given[field][rows]])

    def rows(self, field: str) -> Codes:
        """Return the places of the rows that answer this field."""
        return np.flatnonzero(self.given[field] >= 0)


def comparable_fields(schema: Schema) -> list[Field]:
    """Return the fields whose possible answers can be listed, so that agreement on them can be counted."""
    return [field for field in schema.fields if KINDS[field["kind"]].values(field["config"])]


def answered_fields(schema: Schema) -> list[Field]:
    """Return the fields that people answer, of every kind: agreement and consensus are made on each."""
    return [field for field in schema.fields if field.get("filled_by", "person") != "model"]


def titles_of(schema: Schema, name: str) -> dict[str, str]:
    """Return the label ids of one field with what people read, in the order of the field."""
    [field] = [field for field in schema.fields if field["name"] == name]
    return {label["id"]: label["title"] or label["id"] for label in field["config"].get("labels", ())}


def answer_table(batch: Batch, names: Sequence[str]) -> AnswerTable:
    """Return the answers in force to these fields, read in one statement."""
    rows = (
        current_annotations(batch)
        .order_by("assignment__item_id", "id")
        .values_list("assignment__item_id", "assignment__slot__item_version_id", "by_id", "id", "answers")
    )
    ids = [array("q") for _column in range(4)]
    places: dict[str, dict[str, int]] = {name: {} for name in names}
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    given = {name: array("q") for name in names}
    for *keys, answers in rows.iterator(chunk_size=READ_AT_ONCE):
        for column, key in zip(ids, keys, strict=True):
            column.append(key)
        for name, known in places.items():
            value = answers.get(name)
            given[name].append(-1 if value is None else _place(value, known, found[name]))
    item, item_version, person, annotation = map(_as_codes, ids)
    return AnswerTable(
        item,
        item_version,
        person,
        annotation,
        given={name: _as_codes(column) for name, column in given.items()},
        values={name: list(known) for name, known in places.items()},
        answers=found,
    )


def _place(value: Any, known: dict[str, int], found: dict[str, Any]) -> int:
    """Return the place of an answer among the labels; a new one is added."""
    label = as_label(value)
    if label not in known:
        known[label] = len(known)
        found[label] = value
    return known[label]


def _as_codes(column: "array[int]") -> Codes:
    return np.frombuffer(column, dtype=np.int64) if column else np.zeros(0, dtype=np.int64)


def ratings(batch: Batch, field: str) -> CodedRatings:
    """Return the answers in force to one field of a batch, coded, items and annotators named by their ids."""
    return answer_table(batch, [field]).ratings(field)


def runs_for(user: User) -> QuerySet[ConsensusRun]:
    """Return the runs over batches this person reviews, latest first."""
    batches = batches_for(user, Right.REVIEW)
    rows = ConsensusRun.objects.filter(batch__in=batches.values("pk"))
    return rows.select_related("batch__project", "batch__schema").order_by("-pk")


def run_for(user: User, pk: int) -> ConsensusRun:
    """Return the run if this person may see it; otherwise it does not exist."""
    return get_object_or_404(runs_for(user), pk=pk)


def latest_run(batch: Batch) -> ConsensusRun | None:
    """Return the last run over the batch that is done, or None."""
    return ConsensusRun.objects.filter(batch=batch, state=JobState.DONE).order_by("-pk").first()


def run_at_work(batch: Batch) -> ConsensusRun | None:
    """Return the run over the batch that is queued or running, or None."""
    at_work = ConsensusRun.objects.filter(batch=batch, state__in=[JobState.QUEUED, JobState.RUNNING])
    return at_work.order_by("-pk").first()


def people_of(run: ConsensusRun, user: User) -> dict[str, str]:
    """Return annotator → what this reader may call them: the name, or a blind number.

    Blind numbers follow a keyed hash, so that they say nothing of who came first.
    """
    ids = sorted({row["annotator"] for field in run.report.get("fields", ()) for row in field["annotators"]})
    if Right.SEE_QUALITY in rights_of(user, run.batch.project):
        return {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)}
    return {person: str(number) for person, number in blind_numbers(f"batch {run.batch_id}", ids).items()}


def blind_numbers(salt: str, people: Collection[str]) -> dict[str, int]:
    """Return person → 1, 2, …, in an order that stays and that only the secret key explains."""
    hidden = sorted(people, key=lambda person: salted_hmac(salt, person, algorithm="sha256").hexdigest())
    return {person: number for number, person in enumerate(hidden, start=1)}


def quality_of(run: ConsensusRun, user: User) -> list[dict[str, Any]]:
    """Return the figures of each field of a finished run, with people and labels called as this reader may."""
    names = people_of(run, user)
    return [_readable(run, figures, names) for figures in run.report.get("fields", ())]


def _readable(run: ConsensusRun, figures: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    titles = {str(label): title for label, title in titles_of(run.batch.schema, figures["field"]).items()}
    place = {label: number for number, label in enumerate(titles)}
    return {
        **figures,
        "titles": titles,
        "labels": sorted(figures["labels"], key=lambda row: place.get(row["label"], len(place))),
        "annotators": _named_people(figures["annotators"], names),
    }


def _named_people(rows: list[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    named = [{**row, "annotator": names[row["annotator"]]} for row in rows]
    return sorted(named, key=lambda row: (len(row["annotator"]), row["annotator"]))


def answers_since(run: ConsensusRun) -> int:
    """Return how many answers in force are younger than the run."""
    return current_annotations(run.batch).filter(pk__gt=run.report["last_annotation"]).count()


def last_failure(batch: Batch) -> ConsensusRun | None:
    """Return the latest run over the batch if it failed, or None."""
    latest = ConsensusRun.objects.filter(batch=batch).order_by("-pk").first()
    return latest if latest and latest.state == JobState.FAILED else None


def decisions_in_force(batch: Batch) -> dict[tuple[int, str], Decision]:
    """Return (item id, field) → the last decision on it."""
    rows = Decision.objects.filter(dispute__batch=batch).select_related("dispute").order_by("pk")
    return {(decision.dispute.item_id, decision.dispute.field): decision for decision in rows}


def final_answers(
    batch: Batch, *, run: ConsensusRun | None = None, decisions: Collection[int] | None = None
) -> Iterator[FinalAnswer]:
    """Return the answer in force for each item and field with an answer, ordered by item, then field.

    A field that the answers in force leave unasked has none, whatever was answered there; one that only a
    decision answered has that. Read in a fixed number of statements and flat memory, whatever the size. `run` (the
    latest finished one by default) and `decisions` (ids; those in force by default) hold one moment fast however
    much later this is read.
    Without a finished run there is nothing.
    """
    run = run or latest_run(batch)
    if run is None:
        return
    decided = _decided(batch, decisions)
    columns = (
        "item_id",
        "item_version_id",
        "field",
        "answer",
        "how",
        "share",
        "n",
        "is_tie",
        "annotations",
        "soft",
    )
    rows = Consensus.objects.filter(run=run).order_by("item_id", "field").values_list(*columns)
    found = (_final(row, decided.get((row[0], row[2]))) for row in rows.iterator(chunk_size=READ_AT_ONCE))
    fields = fields_of(batch.schema)
    yield from _only_asked(found, fields, decided) if decided or depend_on_others(fields) else found


def depend_on_others(fields: Sequence[Field]) -> bool:
    """Return whether any of these fields is asked only after certain answers to another one."""
    return any("visible_when" in field for field in fields)


def _only_asked(
    found: Iterable[FinalAnswer], fields: Sequence[Field], decided: Mapping[tuple[int, str], Decision]
) -> Iterator[FinalAnswer]:
    """Yield the answers of each item to fields that are asked, those among them that only a decision gave."""
    by_item: dict[int, list[Decision]] = {}
    for (item, _field), decision in decided.items():
        by_item.setdefault(item, []).append(decision)
    for item, answers in groupby(found, key=lambda answer: answer.item):
        known = {answer.field: answer for answer in answers}
        for decision in by_item.get(item, ()):
            known.setdefault(decision.dispute.field, _only_decided(decision))
        hidden = hidden_by(fields, {name: answer.answer for name, answer in known.items()})
        yield from (known[name] for name in sorted(known) if name not in hidden)


def _only_decided(decision: Decision) -> FinalAnswer:
    """Return a decision on a field that nobody had answered."""
    dispute = decision.dispute
    row: tuple[Any, ...] = (
        dispute.item_id,
        dispute.item_version_id,
        dispute.field,
        None,
        "",
        0.0,
        0,
        False,
        [],
        [],
    )
    return _final(row, decision)


def _decided(batch: Batch, decisions: Collection[int] | None) -> dict[tuple[int, str], Decision]:
    if decisions is None:
        return decisions_in_force(batch)
    frozen = set(decisions)
    rows = Decision.objects.filter(dispute__batch=batch).select_related("dispute").order_by("pk")
    return {(row.dispute.item_id, row.dispute.field): row for row in rows if row.pk in frozen}


def _final(row: tuple[Any, ...], decision: Decision | None) -> FinalAnswer:
    item, version, field, answer, how, share, n, is_tie, annotations, soft = row
    if decision is None:
        is_disputed = how not in (How.ONLY, How.UNANIMOUS)
        return FinalAnswer(
            item, version, field, answer, how, share, n, is_tie, annotations, None, "", is_disputed, soft
        )
    return FinalAnswer(
        item,
        version,
        field,
        decision.answer,
        How.DECISION.value,
        share,
        n,
        is_tie,
        annotations,
        decision.pk,
        decision.cause,
        False,
        soft,
    )


def lengths_of(batch: Batch, field: Field) -> dict[str, int]:
    """Return item id, as text, → how many characters the text has that a field of marks is about."""
    part = field["config"].get("part")
    if part is None:
        return {}
    rows = batch.slots.order_by("item_id").values_list("item_id", "item_version__parts").distinct()
    return {
        str(item): len(_marked_text(parts, part)) for item, parts in rows.iterator(chunk_size=READ_AT_ONCE)
    }


def _marked_text(parts: dict[str, Any], part: str) -> str:
    texts = {name: text for name, text in parts.items() if isinstance(text, str)}
    return texts.get(part) or next(iter(texts.values()), "")
