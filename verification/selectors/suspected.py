"""Reads: where a model did not believe the answer to an item, and what people did about it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from dmops_platform.figures import written
from projects.domain.stages import Stage, TraceStep
from sourcing.models import Item
from verification.models import Cleaning, Evaluation, Suspect


def suspected(item: Item) -> Iterator[TraceStep]:
    """Yield the evaluations that suspected the item, the batches that asked again, and dismissals."""
    rows = Suspect.objects.filter(item=item).select_related("evaluation", "dismissal__by").order_by("pk")
    for suspect in rows:
        evaluation = suspect.evaluation
        sentence = gettext(
            "Evaluation %(number)s suspects %(given)s (probability %(probability)s) and suggests %(suggested)s"
        )
        facts = {
            "number": evaluation.number,
            "given": _called(evaluation, suspect.given),
            "suggested": _called(evaluation, suspect.suggested),
            "probability": written(suspect.probability, 2),
        }
        yield _step(evaluation.finished_at or evaluation.queued_at, sentence % facts, evaluation)
        if dismissal := getattr(suspect, "dismissal", None):
            sentence = gettext("Suspicion dismissed: %(reason)s") % {"reason": dismissal.reason}
            yield _step(dismissal.at, sentence, evaluation, str(dismissal.by))
    cleanings = Cleaning.objects.filter(batch__slots__item=item).select_related("batch", "evaluation", "by")
    for cleaning in cleanings.distinct().order_by("pk"):
        sentence = gettext("Sent to people again in “%(batch)s”") % {"batch": cleaning.batch.name}
        yield _step(cleaning.at, sentence, cleaning.evaluation, str(cleaning.by))


def _called(evaluation: Evaluation, answer: object) -> str:
    titles = {row["label"]: row["title"] for row in evaluation.report["labels"]}
    return str(titles.get(str(answer), answer))


def _step(at: datetime, what: str, evaluation: Evaluation, by: str = "") -> TraceStep:
    url = reverse("verification:evaluation_page", args=[evaluation.pk])
    return TraceStep(at.isoformat(timespec="milliseconds"), Stage.MODEL_EVALUATION, what, by, url)
