"""Reads: what verification did with one item."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from dmops_platform.background import JobState
from guidelines.domain.kinds import KINDS
from guidelines.models import Schema
from projects.domain.stages import Stage, TraceStep
from sourcing.models import Item
from verification.models import HOW_NAMES, AuditJudgement, Consensus, Decision, Dispute, How
from verification.selectors.suspected import suspected


def trace(item: Item) -> list[TraceStep]:
    """Return consensus, disputes, decisions, audits and suspicions of the item in time order. Nobody who
    labelled it is named.
    """
    steps = [*_consensus(item), *_disputes(item), *_decisions(item), *_audits(item), *suspected(item)]
    return sorted(steps, key=lambda step: step.at)


def _step(
    at: datetime,
    sentence: str,
    facts: dict[str, Any],
    stage: Stage = Stage.INTERNAL_VERIFICATION,
    **where: str,
) -> TraceStep:
    return TraceStep(at=at.isoformat(timespec="milliseconds"), stage=stage, what=sentence % facts, **where)


def _called(schema: Schema, field: str, answer: Any) -> Any:
    [of_field] = [each for each in schema.fields if each["name"] == field]
    return KINDS[of_field["kind"]].show(answer, of_field["config"])


def _title(schema: Schema, field: str) -> Any:
    return next(each["title"] for each in schema.fields if each["name"] == field)


def _consensus(item: Item) -> Iterator[TraceStep]:
    rows = Consensus.objects.filter(item=item, run__state=JobState.DONE)
    for row in rows.select_related("run__batch__schema").order_by("pk"):
        answer = _called(row.run.batch.schema, row.field, row.answer)
        facts = {
            "field": _title(row.run.batch.schema, row.field),
            "answer": answer,
            "how": HOW_NAMES[How(row.how)],
            "n": row.n,
        }
        yield _step(
            row.run.finished_at or row.run.queued_at,
            gettext("Consensus on “%(field)s”: %(answer)s (%(how)s, answers: %(n)s)"),
            facts,
            url=reverse("verification:quality_page", args=[row.run.batch_id]),
        )


def _disputes(item: Item) -> Iterator[TraceStep]:
    for dispute in Dispute.objects.filter(item=item).select_related("batch__schema").order_by("pk"):
        yield _step(
            dispute.opened_at,
            gettext("Dispute on “%(field)s” opened"),
            {"field": dispute.field_title},
            url=reverse("verification:dispute_page", args=[dispute.pk]),
        )


def _decisions(item: Item) -> Iterator[TraceStep]:
    rows = Decision.objects.filter(dispute__item=item).select_related("dispute__batch__schema", "by")
    for decision in rows.order_by("pk"):
        dispute = decision.dispute
        answer = _called(dispute.batch.schema, dispute.field, decision.answer)
        facts = {"field": dispute.field_title, "answer": answer, "cause": decision.cause_name}
        yield _step(
            decision.at,
            gettext("Decided on “%(field)s”: %(answer)s (%(cause)s)"),
            facts,
            by=str(decision.by),
            url=reverse("verification:dispute_page", args=[decision.dispute_id]),
        )


def _audits(item: Item) -> Iterator[TraceStep]:
    rows = AuditJudgement.objects.filter(audit_item__item=item).select_related("audit_item__audit")
    for judgement in rows.order_by("pk"):
        audit = judgement.audit_item.audit
        sentence = (
            gettext("Audit %(number)s: conforms")
            if judgement.conforms
            else gettext("Audit %(number)s: does not conform (%(about)s)")
        )
        yield _step(
            judgement.at,
            sentence,
            {"number": audit.number, "about": judgement.about_name},
            stage=Stage.EXTRINSIC_VERIFICATION,
            url=reverse("verification:audit_page", args=[audit.pk]),
        )
