"""Reads: which fields of an item the answers in force leave unasked, and which they ask that nobody has answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from guidelines.domain.kinds import KINDS, Linked
from guidelines.domain.schema import Field
from guidelines.domain.suggestions import MODEL, model_answers
from guidelines.domain.visibility import dependants_of, hidden_by, is_asked
from guidelines.selectors import fields_of
from labeling.models import Batch
from labeling.selectors import current_annotations
from verification.domain.answers import as_label
from verification.models import Decision, Dispute
from verification.selectors.consensus import depend_on_others


class Standing(NamedTuple):
    """What holds for one item: field → the answer decided, else the one that all gave who answered.

    `answered` are the fields with any answer or decision, `disputed` those where answers differ, `hidden` those that
    what holds leaves unasked.
    """

    known: dict[str, Any]
    answered: set[str]
    disputed: set[str]
    hidden: set[str]

    def unanswered(self, fields: Collection[Field]) -> list[Field]:
        """Return the dependent fields that are asked of people and that nobody has answered."""
        return [
            field
            for field in fields
            if "visible_when" in field
            and field.get("filled_by") != MODEL
            and field["name"] not in self.hidden | self.answered
            and is_asked(field, self.known)
        ]


def standings(batch: Batch, items: Collection[int]) -> dict[int, Standing]:
    """Return what holds for each of these items, in two statements; nothing where no field depends on another."""
    fields = fields_of(batch.schema)
    if not depend_on_others(fields):
        return {}
    given: dict[int, dict[str, dict[str, Any]]] = {item: defaultdict(dict) for item in items}
    rows = current_annotations(batch).filter(assignment__item__in=items)
    for item, answers in rows.values_list("assignment__item_id", "answers"):
        for name, answer in answers.items():
            given[item][name][as_label(answer)] = answer
    decided: dict[int, dict[str, Any]] = {item: {} for item in items}
    made = Decision.objects.filter(dispute__batch=batch, dispute__item__in=items).order_by("pk")
    for item, name, answer in made.values_list("dispute__item_id", "dispute__field", "answer"):
        decided[item][name] = answer
    return {item: _standing(fields, given[item], decided[item]) for item in items}


def _standing(
    fields: Collection[Field], given: Mapping[str, Mapping[str, Any]], decided: Mapping[str, Any]
) -> Standing:
    known = {name: next(iter(answers.values())) for name, answers in given.items() if len(answers) == 1}
    known.update(decided)
    disputed = {name for name, answers in given.items() if len(answers) > 1}
    return Standing(known, {*given, *decided}, disputed, hidden_by(list(fields), known))


def dependants(dispute: Dispute) -> dict[str, Any]:
    """Return what the adjudication screen needs to ask what a decision makes asked and tell what it leaves unasked.

    `names` are the fields that depend on the disputed one, `answered` those of them that have an answer, `known` the
    answers that they hang on or build on and that hold already, those of a model among them. Empty lists where nothing
    depends on it.
    """
    fields = fields_of(dispute.batch.schema)
    names = dependants_of(fields, dispute.field)
    if not names:
        return {"names": [], "answered": [], "known": {}}
    standing = standings(dispute.batch, [dispute.item_id])[dispute.item_id]
    version = dispute.item_version
    known = {**standing.known, **model_answers(fields, version.data, version.parts)}
    governing = {condition["field"] for field in fields if (condition := field.get("visible_when"))}
    governing |= {
        kind.base(field["config"]) for field in fields if isinstance(kind := KINDS[field["kind"]], Linked)
    }
    return {
        "names": names,
        "answered": [name for name in names if name in standing.answered],
        "known": {name: known[name] for name in known if name in governing and name != dispute.field},
    }
