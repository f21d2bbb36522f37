"""What a person does about one item after a recipe: take a decision back, or look at what was masked."""

from collections.abc import Sequence

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from projects.services import record, record_access
from sourcing import selectors
from sourcing.domain.cleaning import left_over
from sourcing.domain.steps.base import Outcome
from sourcing.models import Decision, Item, ItemVersion, MaskedValue
from sourcing.services.cleaning import text_of

LONGEST_REASON = 500
RESTORED = _("Restored by hand: %(why)s")


@transaction.atomic
def restore_item(*, decision: Decision, reason: str, by: User, address: str = "") -> Decision:
    """Take back what a recipe decided about one item: it is kept after all, or says what it said before."""
    why = _reason(reason)
    item = Item.objects.select_for_update().get(pk=decision.item_id)
    if decision.by_id is not None or selectors.is_later_decided(decision):
        raise RuleBroken(
            _("Something was decided about the item after this. Take back the last decision first."),
            code="not_the_last_decision",
        )
    version = _version_before(decision) if decision.outcome == Outcome.CHANGED else None
    latest = selectors.latest_versions_of([item.pk])[item.pk]
    item.is_dropped, item.found = False, left_over(text_of(latest))
    item.save(update_fields=["is_dropped", "found"])
    if decision.step in selectors.MASKING_STEPS:
        _log_look(item, by=by, address=address, reason=why, action="sourcing.restore_item")
    record("sourcing.restore_item", project=item.project, about=item, by=by, step=decision.step)
    return Decision.objects.create(
        run=decision.run,
        item=item,
        position=decision.position,
        step=decision.step,
        outcome=Outcome.CHANGED if version else Outcome.KEPT,
        reason=RESTORED,
        details={"why": why},
        before=decision.after,
        after=version,
        by=by,
    )


def _version_before(decision: Decision) -> ItemVersion:
    """Write the text from before the decision as the item's next version."""
    before, after = decision.before, decision.after
    assert before is not None
    assert after is not None
    return ItemVersion.objects.create(
        item=decision.item,
        number=after.number + 1,
        parts=before.parts,
        data=before.data,
        content_sha256=before.content_sha256,
        made_by=f"restored version {before.number}",
    )


@transaction.atomic
def unmask_item(*, item: Item, reason: str, by: User, address: str) -> list[MaskedValue]:
    """Return what the surrogates of an item stand for, and write down who looked, from where and why."""
    _log_look(item, by=by, address=address, reason=_reason(reason), action="sourcing.unmask_item")
    return list(selectors.masked_values_of(item))


def look_at_items(items: Sequence[Item], *, by: User, address: str) -> None:
    """Write down that somebody saw items with personal data that is not masked yet; of others nothing."""
    raw = [item for item in items if selectors.is_raw(item)]
    if raw:
        record_access(
            "sourcing.look_at_items",
            project=raw[0].project,
            whose=", ".join(sorted({item.source.name for item in raw})),
            about=raw[0] if len(raw) == 1 else None,
            by=by,
            address=address,
        )


def _log_look(item: Item, *, by: User, address: str, reason: str, action: str) -> None:
    whose = f"{item.source.name}: {item.name}"
    record_access(
        action, project=item.project, whose=whose, about=item, by=by, address=address, reason=reason
    )


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise BadInput(_("Say why, in at most %(most)s characters."), path="reason", most=LONGEST_REASON)
    return reason
