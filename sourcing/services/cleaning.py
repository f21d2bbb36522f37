"""One attempt at a recipe run: portion after portion, each in one transaction with everything that came of it.

An item carries the run that decided it, so a run that was killed goes on with the items that no run of its recipe
decided; what is written is the same wherever it was killed.
"""

from collections.abc import Sequence

from django.db import transaction

from dmops_platform.background import JobState, LostLease
from projects.models import Project
from projects.services import record
from sourcing import selectors
from sourcing.domain.cleaning import Cleaned, Text, Touch, clean_texts, left_over
from sourcing.domain.funnel import count
from sourcing.domain.items import content_hash
from sourcing.domain.steps.base import Memory, Outcome
from sourcing.models import Decision, Item, ItemVersion, KeptText, MaskedValue, RecipeRun

PORTION = 1_000


class StoredMemory:
    """What one step of a recipe remembers, in the database: for all its runs."""

    def __init__(self, recipe_id: int, position: int) -> None:
        self._place = {"recipe_id": recipe_id, "position": position}

    def first(self, keys: Sequence[str], items: Sequence[int]) -> list[int]:
        """Return for each key the item that had it first, in this portion or before."""
        rows = KeptText.objects.filter(**self._place, key__in=set(keys))
        known = dict(rows.values_list("key", "item_id"))
        new: dict[str, int] = {}
        for key, item in zip(keys, items, strict=True):
            if key not in known:
                known[key] = new[key] = item
        KeptText.objects.bulk_create(
            KeptText(**self._place, key=key, item_id=item) for key, item in new.items()
        )
        return [known[key] for key in keys]


class Cleaner:
    """One attempt of one worker at one run."""

    def __init__(self, run: RecipeRun) -> None:
        self.job = run
        self.last = 0

    def run(self) -> None:
        """Decide every item of the run that is not decided yet, also those that come meanwhile."""
        while not self._finish():
            while portion := self._portion():
                self._clean(portion)
                self.last = portion[-1]
                decided = self.job.report.get("decided", 0)
                self.job.heartbeat(done=decided, total=max(decided, self.job.total or 0))
            self.last = 0

    def _portion(self) -> list[int]:
        waiting = selectors.undecided(self.job.project, self.job.recipe, self.job.source)
        return list(waiting.filter(pk__gt=self.last).order_by("pk").values_list("pk", flat=True)[:PORTION])

    @transaction.atomic
    def _finish(self) -> bool:
        """End the run, unless items wait; nobody can add a run for new ones meanwhile."""
        Project.objects.select_for_update().get(pk=self.job.project_id)
        if self._portion():
            return False
        self.job.finish(report=self.job.report)
        facts = {"items": self.job.report.get("decided", 0), "number": self.job.recipe.number}
        record("sourcing.run_recipe", project=self.job.project, about=self.job, by=self.job.by, **facts)
        return True

    @transaction.atomic
    def _clean(self, items: Sequence[int]) -> None:
        self._hold()
        latest = selectors.latest_versions_of(items)
        cleaned = clean_texts(
            selectors.texts_of(latest[item] for item in items), self.job.recipe.steps, self._memory
        )
        self._write(cleaned.touches, latest)
        self._mark(items, cleaned)
        self._count(len(items), cleaned)

    def _hold(self) -> None:
        """Lock the run for this transaction; raise LostLease when it is no longer ours."""
        mine = RecipeRun.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=JobState.RUNNING)
        if not mine.select_for_update().values_list("pk").first():
            raise LostLease

    def _memory(self, position: int) -> Memory:
        return StoredMemory(self.job.recipe_id, position)

    def _write(self, touches: Sequence[Touch], latest: dict[int, ItemVersion]) -> None:
        """Write the new versions, what they hide, and every decision."""
        versions: list[ItemVersion] = []
        decisions: list[tuple[Touch, ItemVersion | None, ItemVersion | None]] = []
        for touch in touches:
            before = after = None
            if touch.outcome == Outcome.CHANGED:
                before = latest[touch.item]
                after = latest[touch.item] = self._next(before, touch)
                versions.append(after)
            decisions.append((touch, before, after))
        ItemVersion.objects.bulk_create(versions)
        MaskedValue.objects.bulk_create(
            MaskedValue(version=after, run=self.job, **value)
            for touch, _before, after in decisions
            for value in touch.masked
        )
        Decision.objects.bulk_create(self._decision(*decision) for decision in decisions)

    def _next(self, before: ItemVersion, touch: Touch) -> ItemVersion:
        parts = before.parts | touch.parts
        return ItemVersion(
            item_id=before.item_id,
            number=before.number + 1,
            parts=parts,
            data=before.data | touch.data,
            content_sha256=content_hash(parts),
            made_by=f"recipe {self.job.recipe.number}, step {touch.position}: {touch.step}",
        )

    def _decision(self, touch: Touch, before: ItemVersion | None, after: ItemVersion | None) -> Decision:
        return Decision(
            run=self.job,
            item_id=touch.item,
            position=touch.position,
            step=touch.step,
            outcome=touch.outcome,
            reason=touch.reason,
            details=touch.details,
            before=before,
            after=after,
        )

    def _mark(self, items: Sequence[int], cleaned: Cleaned) -> None:
        """Write on each item that this run decided it, and how."""
        gone = {touch.item for touch in cleaned.touches if touch.outcome == Outcome.DROPPED}
        facts = {"cleaned_by": self.job, "found": 0}
        Item.objects.filter(pk__in=[item for item in items if item not in gone]).update(
            is_dropped=False, **facts
        )
        Item.objects.filter(pk__in=gone).update(is_dropped=True, **facts)
        for text in cleaned.kept:
            if found := left_over(text):
                Item.objects.filter(pk=text.item).update(found=found)

    def _count(self, n: int, cleaned: Cleaned) -> None:
        report = self.job.report
        self.job.report = {
            "decided": report.get("decided", 0) + n,
            "counts": count(report.get("counts", {}), cleaned.touches),
        }
        RecipeRun.objects.filter(pk=self.job.pk).update(report=self.job.report)


def text_of(version: ItemVersion) -> Text:
    """Return what a recipe reads of one version."""
    return selectors.texts_of([version])[0]
