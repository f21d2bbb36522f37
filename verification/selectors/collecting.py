"""Reads: of which items more answers would help, and what asking only there saves."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from labeling.domain.lifecycle import SlotState
from labeling.models import Batch, Slot
from verification.models import Consensus
from verification.selectors.consensus import latest_run

WAITING = (SlotState.FREE, SlotState.LEASED)


class Collecting(NamedTuple):
    """How far a batch is in collecting answers only where they are needed.

    `unsure` items are below the goal and can get one more answer. `asked` answers have been asked in all;
    `everywhere` would be asked with the cap on every item. `saving` is the share not asked, None without items.
    """

    unsure: int
    waiting: int
    asked: int
    everywhere: int
    saving: float | None


def collecting(batch: Batch, goal: float, cap: int) -> Collecting:
    """Return where the batch stands between its overlap and this cap."""
    slots = Slot.objects.filter(batch=batch, is_gold=False)
    counts = slots.aggregate(
        asked=Count("pk"),
        waiting=Count("pk", filter=Q(state__in=WAITING)),
        items=Count("item", distinct=True),
    )
    everywhere = max(counts["items"] * cap, counts["asked"])
    saving = 1 - counts["asked"] / everywhere if everywhere else None
    unsure = len(unsure_items(batch, goal, cap))
    return Collecting(unsure, counts["waiting"], counts["asked"], everywhere, saving)


def unsure_items(batch: Batch, goal: float, cap: int) -> list[int]:
    """Return the items whose confidence in any field is below the goal, as the last finished run has it.

    Items that still wait for an answer, or that have as many as the cap, are left out.
    """
    run = latest_run(batch)
    if run is None:
        return []
    slots = Slot.objects.filter(batch=batch, item=OuterRef("item"), is_gold=False)
    unsure = Consensus.objects.filter(~Exists(slots.filter(state__in=WAITING)), run=run, share__lt=goal)
    items = set(unsure.values_list("item_id", flat=True))
    full = Slot.objects.filter(batch=batch, is_gold=False).values("item_id").annotate(n=Count("pk"))
    return sorted(items - set(full.filter(n__gte=cap).values_list("item_id", flat=True)))
