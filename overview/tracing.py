"""What happened to an item, read from the apps below: one function an app, a fixed number of statements each."""

from collections.abc import Callable, Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from labeling.domain.lifecycle import AssignmentState, Purpose
from labeling.models import Annotation, Assignment, Batch
from projects.domain.stages import Stage, TraceStep
from sourcing.models import Item

ENDS: dict[str, str | Promise] = {
    AssignmentState.SKIPPED: _("Passed on to somebody else"),
    AssignmentState.RETURNED: _("Given back unanswered"),
    AssignmentState.EXPIRED: _("The time to hold it ran out"),
}


def trace(item: Item) -> list[TraceStep]:
    """Return every step of the item, app by app."""
    return [step for steps_of in STEPS for step in steps_of(item)]


def labeling_steps(item: Item) -> Iterator[TraceStep]:
    """Yield its batches, whose hands it was in, and each version of their answers; never the answers themselves."""
    yield from _batches(item)
    yield from _hands(item)
    yield from _answers(item)


def _batches(item: Item) -> Iterator[TraceStep]:
    holding = (
        Batch.objects.filter(slots__item=item)
        .exclude(purpose=Purpose.SELF_CHECK)
        .annotate(answers=Count("slots", filter=Q(slots__is_gold=False)))
    )
    for batch in holding.select_related("by").order_by("pk"):
        sentence = gettext("Put into the batch “%(batch)s”, answers wanted: %(n)s")
        if not batch.answers:
            sentence = gettext("Kept to be hidden gold in the batch “%(batch)s”")
        what = sentence % {"batch": batch.name, "n": batch.answers}
        url = reverse("labeling:batch_page", args=[batch.pk])
        yield TraceStep(batch.opened_at.isoformat(), Stage.LABEL, what, str(batch.by), url)


def _hands(item: Item) -> Iterator[TraceStep]:
    hands = Assignment.objects.filter(item=item).exclude(batch__purpose=Purpose.SELF_CHECK)
    for hand in hands.select_related("person").order_by("pk"):
        url = reverse("labeling:batch_page", args=[hand.batch_id])
        who = str(hand.person)
        yield TraceStep(hand.leased_at.isoformat(), Stage.LABEL, gettext("Handed out"), who, url)
        if hand.ended_at and hand.state in ENDS:
            yield TraceStep(hand.ended_at.isoformat(), Stage.LABEL, str(ENDS[hand.state]), who, url)


def _answers(item: Item) -> Iterator[TraceStep]:
    rows = Annotation.objects.filter(assignment__item=item).order_by("pk")
    for annotation in rows.select_related("by", "schema", "guideline"):
        what = gettext(
            "Answered, version %(version)s, in %(seconds)s s, schema %(schema)s, guideline %(guideline)s"
        )
        values = {
            "version": annotation.version,
            "seconds": "–" if annotation.seconds is None else round(annotation.seconds, 1),
            "schema": annotation.schema.number,
            "guideline": annotation.guideline.number if annotation.guideline else "–",
        }
        yield TraceStep(annotation.saved_at.isoformat(), Stage.LABEL, what % values, str(annotation.by))


STEPS: tuple[Callable[[Item], Iterator[TraceStep]], ...] = (labeling_steps,)
