"""What a decision means for the fields that depend on the one it is about."""

from collections.abc import Collection, Mapping
from typing import Any

from accounts.models import User
from dmops_platform.errors import BadInput, _
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.domain.visibility import dependants_of
from guidelines.selectors import fields_of
from labeling.models import Batch
from verification.models import Decision, Dispute, DisputeState
from verification.selectors.dependants import Standing, standings

AT_ONCE = 500


def settle_dependants(batch: Batch, items: Collection[int]) -> None:
    """Give the disputes of these items the state that the answers in force leave them in.

    A field that is not asked any more has nothing to decide and no answer in force; one that is asked again gets back
    what it had; a required one that is asked now and that nobody answered waits for a decision.
    """
    ordered = sorted(items)
    for start in range(0, len(ordered), AT_ONCE):
        chunk = ordered[start : start + AT_ONCE]
        found = standings(batch, chunk)
        if found:
            _settle(batch, found)


def _settle(batch: Batch, found: Mapping[int, Standing]) -> None:
    fields = fields_of(batch.schema)
    known: dict[int, dict[str, Dispute]] = {item: {} for item in found}
    for row in Dispute.objects.filter(batch=batch, item__in=found):
        known[row.item_id][row.field] = row
    made = Decision.objects.filter(dispute__batch=batch, dispute__item__in=found)
    decided = set(made.values_list("dispute", flat=True))
    for item, standing in found.items():
        missing = {field["name"] for field in standing.unanswered(fields) if field["required"]}
        for name in dict.fromkeys([*standing.hidden, *missing, *known[item]]):
            dispute = known[item].get(name)
            state = _state(name, dispute, standing, missing, decided)
            if dispute is None and (name in missing or name in standing.answered):
                _open(batch, item, name, state)
            elif dispute is not None and dispute.state != state:
                Dispute.objects.filter(pk=dispute.pk).update(state=state)


def _state(
    name: str, dispute: Dispute | None, standing: Standing, missing: Collection[str], decided: Collection[int]
) -> str:
    if name in standing.hidden:
        return DisputeState.NOT_ASKED
    if name in missing:
        return DisputeState.OPEN
    if dispute is None or dispute.state != DisputeState.NOT_ASKED:
        return dispute.state if dispute else DisputeState.OPEN
    if dispute.pk in decided:
        return DisputeState.SETTLED
    return DisputeState.OPEN if name in standing.disputed else DisputeState.DISSOLVED


def _open(batch: Batch, item: int, name: str, state: str) -> None:
    slot = batch.slots.filter(item=item).order_by("pk")[0]
    facts = {"item_version_id": slot.item_version_id, "state": state}
    Dispute.objects.get_or_create(batch=batch, item_id=item, field=name, defaults=facts)


def are_decided(dispute: Dispute, given: Mapping[str, Any]) -> bool:
    """Return whether the decisions in force on these other fields of the item say just this."""
    made = Decision.objects.filter(dispute__batch=dispute.batch_id, dispute__item=dispute.item_id)
    rows = made.filter(dispute__field__in=given, dispute__state=DisputeState.SETTLED).order_by("pk")
    decided = dict(rows.values_list("dispute__field", "answer"))
    return decided == dict(given)


def answer_dependants(decision: Decision, given: Mapping[str, Any], by: User) -> list[Decision]:
    """Decide, with the same cause and reason, fields that the decision made asked and that nobody had answered.

    Raises BadInput for a field that is not asked after it, that somebody has answered, or an answer it does not know.
    """
    dispute = decision.dispute
    fields = fields_of(dispute.batch.schema)
    names = dependants_of(fields, dispute.field)
    if unknown := sorted(set(given) - set(names)):
        sentence = _("“%(name)s” does not depend on this field. Leave it out.")
        raise BadInput(sentence, path=f"dependent_answers.{unknown[0]}", name=unknown[0])
    return [
        _answer_dependant(decision, field, given[field["name"]], by)
        for field in fields
        if field["name"] in given
    ]


def _answer_dependant(decision: Decision, field: Field, answer: Any, by: User) -> Decision:
    dispute, path = decision.dispute, f"dependent_answers.{field['name']}"
    standing = standings(dispute.batch, [dispute.item_id])[dispute.item_id]
    if field not in standing.unanswered(fields_of(dispute.batch.schema)):
        sentence = _(
            "After this decision “%(title)s” is not asked, or somebody has answered it. Leave it out."
        )
        raise BadInput(sentence, path=path, title=field["title"])
    parts = dispute.item_version.parts
    cleaned = KINDS[field["kind"]].clean(answer, field["config"], parts, path)
    of_field, _is_new = Dispute.objects.get_or_create(
        batch=dispute.batch,
        item_id=dispute.item_id,
        field=field["name"],
        defaults={"item_version": dispute.item_version},
    )
    Dispute.objects.filter(pk=of_field.pk).update(state=DisputeState.SETTLED)
    facts = {"cause": decision.cause, "reason": decision.reason, "guideline": decision.guideline}
    return Decision.objects.create(dispute=of_field, answer=cleaned, by=by, **facts)
