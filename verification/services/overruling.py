"""Replacing an answer in force, whatever found it wrong."""

from typing import Any

from django.db import transaction

from accounts.models import User
from labeling.models import Batch
from sourcing.models import ItemVersion
from verification import selectors
from verification.models import Cause, Decision, Dispute, DisputeState
from verification.services.disputes import decide


@transaction.atomic
def overrule(
    *, batch: Batch, item_version: ItemVersion, field: str, answer: Any, reason: str, by: User
) -> Decision:
    """Decide for another answer through a dispute opened for it, so that it has its history in one place.

    Raises NotAllowed for somebody who answered the item, BadInput for an answer the field does not know.
    """
    dispute, is_new = Dispute.objects.select_for_update().get_or_create(
        batch=batch, item_id=item_version.item_id, field=field, defaults={"item_version": item_version}
    )
    if not is_new:
        Dispute.objects.filter(pk=dispute.pk, state=DisputeState.DISSOLVED).update(state=DisputeState.OPEN)
        dispute.refresh_from_db(fields=["state"])
    facts = {"answer": answer, "cause": Cause.MISTAKE, "reason": reason}
    return decide(dispute=dispute, by=by, seen=selectors.seen_of(dispute), **facts)
