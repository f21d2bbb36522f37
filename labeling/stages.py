"""What labeling says about stage 8: its gate and measures."""

from collections.abc import Collection, Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from labeling.domain.lifecycle import BatchState, Purpose, SlotState
from labeling.models import Batch, Slot
from labeling.selectors import Pilot, gold_accuracy, is_only_rework, pilot_missing, pilot_of
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.domain.stages import Gate, Measure, Missing, Stage
from projects.models import Project
from projects.selectors import cycle_of


def gates(project: Project) -> list[Gate]:
    """Return the gate of stage 8: the pilot of this cycle settled or waived, its main work complete."""
    pilot = pilot_of(project)
    piloting = [] if is_only_rework(project) else pilot_missing(pilot)
    missing = (*piloting, *_unfinished(project))
    return [Gate(Stage.LABEL, missing, tuple(_notes(pilot)))]


def measures(project: Project) -> list[Measure]:
    """Return how right the answers to hidden gold are."""
    right = gold_accuracy(project)
    return [Measure("gold.accuracy", right.value, right.n, right.low, right.high)]


def _unfinished(project: Project) -> Iterator[Missing]:
    """Yield what the main work of this cycle lacks. A batch that was closed is over."""
    main = Batch.objects.filter(project=project, phase=Phase.MAIN, cycle=cycle_of(project))
    batches = list(main.exclude(purpose=Purpose.SELF_CHECK).order_by("pk"))
    if not batches:
        url = reverse("labeling:open_batch", args=[project.pk])
        yield Missing(gettext("No main batch was opened in this cycle."), Role.PM, url)
    unfinished = _counts([batch for batch in batches if batch.state != BatchState.CLOSED])
    for batch in (batch for batch in batches if batch.pk in unfinished):
        sentence = gettext("The batch “%(name)s” waits for %(wanted)s of %(total)s answers.")
        counts = unfinished[batch.pk]
        facts = {name: number_format(n, force_grouping=True) for name, n in counts.items()}
        url = reverse("labeling:batch_page", args=[batch.pk])
        yield Missing(sentence % {"name": batch.name, **facts}, Role.ANNOTATOR, url)


def _counts(batches: Collection[Batch]) -> dict[int, dict[str, int]]:
    """Return batch → how many answers it waits for and how many it wants in all, of those that wait for any."""
    slots = Slot.objects.filter(batch__in=batches, is_gold=False).order_by().values_list("batch")
    counted = slots.annotate(wanted=Count("pk", filter=~Q(state=SlotState.DONE)), total=Count("*"))
    return {batch: {"wanted": wanted, "total": total} for batch, wanted, total in counted if wanted}


def _notes(pilot: Pilot) -> Iterator[str]:
    if pilot.waived:
        facts = {"by": pilot.waived.by, "reason": pilot.waived.reason}
        yield gettext("This cycle goes without a pilot, says %(by)s: %(reason)s") % facts
