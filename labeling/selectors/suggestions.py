"""Reads: what a model suggests of an item, how often people took it, and how long that took them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from guidelines.domain.suggestions import CONFIRMED, in_sight, suggested
from guidelines.models import LabelImport, Suggestion
from guidelines.selectors import fields_of, kept_suggestions, with_kept
from labeling.domain.lifecycle import AssignmentState, SlotState
from labeling.models import Assignment, Batch, Slot
from labeling.selectors.work import current_annotations
from projects.domain.intervals import Share, share

READ_AT_ONCE = 2_000


@dataclass
class SuggestionFigures:
    """What became of the suggestions for one field of a batch. Seconds are those of the whole item."""

    title: str
    taken: list[float] = field(default_factory=list)
    changed: list[float] = field(default_factory=list)

    @property
    def share(self) -> Share:
        """Return the share of suggestions that people took as they were."""
        return share(len(self.taken), len(self.taken) + len(self.changed))

    @property
    def seconds_taken(self) -> float | None:
        """Return the median time of an item whose suggestion was taken."""
        return median(self.taken) if self.taken else None

    @property
    def seconds_changed(self) -> float | None:
        """Return the median time of an item whose suggestion was changed."""
        return median(self.changed) if self.changed else None


def suggestions_in_sight(assignment: Assignment, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a model suggests for an item, as far as somebody who has given these answers may see it."""
    version, fields = assignment.slot.item_version, fields_of(assignment.batch.schema)
    kept = kept_suggestions([version.item_id], fields).get(version.item_id, {})
    return in_sight(fields, with_kept(version.data, kept), version.parts, answers)


def free_slots_over(job: LabelImport) -> QuerySet[Slot]:
    """Return the free slots over items for which this file suggests something."""
    return Slot.objects.filter(_is_suggested(job), state=SlotState.FREE)


def worked_with(job: LabelImport) -> int:
    """Return how many items with a suggestion of this file were answered since it came, or are in somebody's hands."""
    seen = Q(state=AssignmentState.LEASED) | Q(state=AssignmentState.SUBMITTED, ended_at__gte=job.finished_at)
    return Assignment.objects.filter(seen, _is_suggested(job)).values("item").distinct().count()


def _is_suggested(job: LabelImport) -> Exists:
    return Exists(Suggestion.objects.filter(made_by=job, item=OuterRef("item")))


def suggestion_figures(batch: Batch) -> list[SuggestionFigures]:
    """Return for each field that a person confirms what became of its suggestions; empty when there are none."""
    fields = [one for one in fields_of(batch.schema) if one.get("filled_by") == CONFIRMED]
    found = {one["name"]: SuggestionFigures(one["title"]) for one in fields}
    if not fields:
        return []
    version = "assignment__slot__item_version"
    kept = kept_suggestions(batch.slots.values("item"), fields)
    rows = current_annotations(batch).values_list(
        "answers",
        "seconds",
        f"{version}__data",
        f"{version}__parts",
        "assignment__item_id",
        "assignment__leased_at",
    )
    for answers, seconds, data, parts, item, at in rows.iterator(chunk_size=READ_AT_ONCE):
        seen = with_kept(data, kept.get(item, {}), before=at)
        for name, value in suggested(fields, seen, parts).items():
            figures = found[name]
            (figures.taken if answers.get(name) == value else figures.changed).append(seconds or 0.0)
    return [figures for figures in found.values() if figures.taken or figures.changed]
