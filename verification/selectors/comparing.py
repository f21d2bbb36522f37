"""Reads: the answers in a dispute side by side."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS, Linked
from guidelines.domain.kinds.comparing import Aligned
from guidelines.domain.schema import Field
from guidelines.selectors import fields_of
from labeling.selectors import current_annotations
from verification.domain.answers import as_label
from verification.models import Dispute
from verification.selectors.disputes import BlindAnswer


class Column(NamedTuple):
    """One answer and who gave it: blind numbers, the most votes first."""

    people: list[int]
    answer: Any
    words: str
    about: list[dict[str, Any]]


class Comparison(NamedTuple):
    """Different answers side by side, place by place.

    `merged` is what they make together, None where that is nothing new.
    """

    columns: list[Column]
    places: list[Aligned]
    merged: Any
    merged_words: str

    @property
    def agreed(self) -> int:
        """Return how many places all answers share."""
        return sum(place.is_agreed for place in self.places)


def field_of(dispute: Dispute) -> Field:
    """Return the disputed field as the batch asked it."""
    [field] = [field for field in fields_of(dispute.batch.schema) if field["name"] == dispute.field]
    return field


def comparison_of(dispute: Dispute, answers: Sequence[BlindAnswer]) -> Comparison:
    """Return the answers of a dispute side by side; empty where this reader may see none."""
    field = field_of(dispute)
    kind, config = KINDS[field["kind"]], field["config"]
    columns = _columns(answers, field)
    if not columns:
        return Comparison([], [], None, "")
    places = kind.compare([column.answer for column in columns], config)
    merged = _merged(dispute, field, answers)
    if any(column.answer == merged for column in columns):
        merged = None
    return Comparison(columns, places, merged, "" if merged is None else kind.show(merged, config) or "∅")


def _columns(answers: Sequence[BlindAnswer], field: Field) -> list[Column]:
    same: dict[str, list[BlindAnswer]] = {}
    for answer in answers:
        same.setdefault(as_label(answer.answer), []).append(answer)
    ordered = sorted(same.values(), key=lambda group: (-len(group), group[0].person))
    show = KINDS[field["kind"]].show
    return [
        Column(
            people=[answer.person for answer in group],
            answer=group[0].answer,
            words=show(group[0].answer, field["config"]) or "∅",
            about=[{"person": answer.person, **answer.about} for answer in group if answer.about],
        )
        for group in ordered
    ]


def _merged(dispute: Dispute, field: Field, answers: Sequence[BlindAnswer]) -> Any:
    """Return the merge if it is an answer that the field takes."""
    kind, config = KINDS[field["kind"]], field["config"]
    merged = kind.merge([answer.answer for answer in answers], [1.0] * len(answers), config)
    try:
        return kind.clean(merged, config, dispute.item_version.parts, "answer")
    except BadInput:
        return None


def base_answers(dispute: Dispute) -> dict[str, Any]:
    """Return what the disputed field builds on, by field: every mark that anybody made there, each once."""
    field = field_of(dispute)
    kind = KINDS[field["kind"]]
    if not isinstance(kind, Linked):
        return {}
    base = kind.base(field["config"])
    found = {as_label(mark): mark for answers in _answers(dispute) for mark in answers.get(base) or ()}
    return {base: sorted(found.values(), key=lambda mark: (mark["start"], mark["end"], mark["label"]))}


def _answers(dispute: Dispute) -> Iterator[dict[str, Any]]:
    rows = current_annotations(dispute.batch).filter(assignment__item=dispute.item_id).order_by("pk")
    yield from rows.values_list("answers", flat=True)


def labels_apart(field: Field, answers: Sequence[Any]) -> set[tuple[str, str]]:
    """Return the pairs of labels, in order, that stand against each other in these answers; "" is no mark at all."""
    kind, config = KINDS[field["kind"]], field["config"]
    titles = kind.titles(config)
    found = set()
    for place in kind.compare(answers, config) if len(answers) > 1 else ():
        if not place.is_agreed:
            labels = sorted({label for given in place.given if (label := _label(given, titles)) is not None})
            found |= {(one, other) for one in labels for other in labels if one < other}
    return found


def _label(given: Any, titles: dict[Any, str]) -> str | None:
    if given is None:
        return "" if titles else None
    label = given.get("label") if isinstance(given, dict) else given
    return label if isinstance(label, str) and label in titles else None
