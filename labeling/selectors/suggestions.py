"""Reads: what a model suggests of an item, how often people took it, and how long that took them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.suggestions import CONFIRMED, MODEL, SUGGESTIONS, in_sight, model_answers, suggested
from guidelines.domain.visibility import hidden_by
from guidelines.models import LabelImport, Suggestion
from guidelines.selectors import fields_of, kept_suggestions, latest_kept, with_kept
from labeling.domain.lifecycle import AssignmentState, SlotState
from labeling.domain.suggestions import Outcomes, outcome, outcome_by_label
from labeling.models import Assignment, Batch, Slot
from labeling.selectors.work import current_annotations

READ_AT_ONCE = 2_000


@dataclass
class SuggestionFigures:
    """What became of the suggestions for one field: of all, by label, and by who or what they are from.

    The origin of what came with the items is "".
    """

    name: str
    title: str
    titles: dict[Any, str]
    total: Outcomes = field(default_factory=Outcomes)
    by_label: dict[str, Outcomes] = field(default_factory=dict)
    by_origin: dict[str, Outcomes] = field(default_factory=dict)

    @property
    def labels(self) -> list["OfLabel"]:
        """Return the figures of the labels that were suggested, in the order of the field."""
        known = self.titles.items()
        return [OfLabel(name, title, self.by_label[name]) for name, title in known if name in self.by_label]

    @property
    def origins(self) -> list["OfOrigin"]:
        """Return the figures of each origin, by name."""
        return [OfOrigin(*row) for row in sorted(self.by_origin.items())]


class OfLabel(NamedTuple):
    """What became of the suggestions of one label."""

    label: str
    title: str
    outcomes: Outcomes


class OfOrigin(NamedTuple):
    """What became of the suggestions of one origin."""

    origin: str
    outcomes: Outcomes


def suggestions_in_sight(assignment: Assignment, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a model suggests for an item, as far as somebody who has given these answers may see it."""
    version, fields = assignment.slot.item_version, fields_of(assignment.batch.schema)
    kept = kept_suggestions([version.item_id], fields).get(version.item_id, {})
    return in_sight(fields, with_kept(version.data, kept), version.parts, answers)


def fields_of_model(batch: Batch) -> list[Field]:
    """Return the fields of which a model says something, to be confirmed or read."""
    return [field for field in fields_of(batch.schema) if field.get("filled_by") in (MODEL, CONFIRMED)]


def said_of(
    versions: Sequence[tuple[int, int, Mapping[str, Any]]], fields: Sequence[Field]
) -> dict[int, set[str]]:
    """Return item version → the fields of which a model said something; given are version, item and its data."""
    names = {field["name"] for field in fields}
    kept = kept_suggestions([item for _pk, item, _data in versions], fields)
    return {
        pk: names & with_kept(data, kept.get(item, {})).get(SUGGESTIONS, {}).keys()
        for pk, item, data in versions
    }


def free_slots_over(job: LabelImport) -> QuerySet[Slot]:
    """Return the free slots over items for which this file suggests something."""
    return Slot.objects.filter(_is_suggested(job), state=SlotState.FREE)


def worked_with(job: LabelImport) -> int:
    """Return how many items with a suggestion of this file were answered since it came, or are in somebody's hands."""
    seen = Q(state=AssignmentState.LEASED) | Q(state=AssignmentState.SUBMITTED, ended_at__gte=job.finished_at)
    return Assignment.objects.filter(seen, _is_suggested(job)).values("item").distinct().count()


def _is_suggested(job: LabelImport) -> Exists:
    return Exists(Suggestion.objects.filter(made_by=job, item=OuterRef("item")))


def suggestion_figures(batches: Sequence[Batch], latest: int | None = None) -> list[SuggestionFigures]:
    """Return for each field that a person confirms what became of its suggestions in these batches.

    Only what could be seen when the item was taken counts; a field that was not asked does not. Every answer in
    force is read, or of each batch the `latest` ones.
    """
    found: dict[str, SuggestionFigures] = {}
    for batch in batches:
        _count(batch, found, latest)
    return [figures for figures in found.values() if any(figures.total.counts.values())]


def _count(batch: Batch, found: dict[str, SuggestionFigures], latest: int | None) -> None:
    fields = fields_of(batch.schema)
    confirmed = {one["name"]: one for one in fields if one.get("filled_by") == CONFIRMED}
    for name, one in confirmed.items():
        titles = KINDS[one["kind"]].titles(one["config"])
        figures = found.setdefault(name, SuggestionFigures(name, one["title"], {}))
        figures.titles = {**figures.titles, **titles}
    for answer in _answers(batch, latest) if confirmed else ():
        for name, value in suggested(fields, answer.data, answer.parts).items():
            if name not in answer.not_asked:
                _add(found[name], confirmed[name], value, answer)


def _add(figures: SuggestionFigures, asked: Field, value: Any, answer: "_Answer") -> None:
    given, seconds = answer.answers.get(asked["name"]), answer.seconds
    what, origin = outcome(value, given), answer.origins.get(asked["name"], "")
    figures.total.add(what, seconds)
    figures.by_origin.setdefault(origin, Outcomes()).add(what, seconds)
    for label, of_label in outcome_by_label(value, given, asked["kind"], figures.titles).items():
        figures.by_label.setdefault(label, Outcomes()).add(of_label, seconds)


class _Answer(NamedTuple):
    """An answer in force beside what its author saw of suggestions, and from whom those were."""

    answers: dict[str, Any]
    seconds: float | None
    data: Mapping[str, Any]
    parts: Mapping[str, Any]
    origins: dict[str, str]
    not_asked: set[str]


def _answers(batch: Batch, latest: int | None) -> Iterator[_Answer]:
    version = "assignment__slot__item_version"
    columns = (f"{version}__data", f"{version}__parts", "assignment__item_id", "assignment__leased_at")
    rows = current_annotations(batch).order_by("-pk").values_list("answers", "seconds", *columns)[:latest]
    fields, rest = fields_of(batch.schema), rows.iterator(chunk_size=READ_AT_ONCE)
    while chunk := list(islice(rest, READ_AT_ONCE)):
        kept = kept_suggestions([item for *_said, item, _at in chunk], fields)
        for answers, seconds, data, parts, item, at in chunk:
            history = kept.get(item, {})
            origins = {name: one.origin for name, one in latest_kept(history, before=at).items()}
            seen = with_kept(data, history, before=at)
            not_asked = hidden_by(fields, {**model_answers(fields, data, parts), **answers})
            yield _Answer(answers, seconds, seen, parts, origins, not_asked)
