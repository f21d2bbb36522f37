"""Drawing a sample for an auditor, judging it, signing it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from projects.models import Project
from projects.services import record
from verification import selectors
from verification.domain.acceptance import Method
from verification.domain.dimensions import Dimension
from verification.domain.ethics import EthicsQuestion, Verdict
from verification.domain.sampling import draw_in_strata
from verification.models import (
    LONGEST_SENTENCE,
    About,
    Audit,
    AuditItem,
    AuditJudgement,
    AuditSignOff,
    Consensus,
    ConsensusRun,
    DimensionJudgement,
    EthicsJudgement,
    Severity,
)
from verification.selectors.audits import asked_questions, standing_of
from verification.selectors.disputes import has_answered_item
from verification.selectors.evidence import evidence_at
from verification.selectors.in_force import outdated
from verification.selectors.moments import Moment, decisions_in
from verification.selectors.sampling import strata_of
from verification.services.plans import Asked, SamplingPlan, check_plan, planned_for


@transaction.atomic
def draw_audit(
    *,
    project: Project,
    by: User,
    batches: Collection[int] = (),
    strata_by: str = "",
    seed: int = 0,
    **asked: Unpack[Asked],
) -> Audit:
    """Draw a sample of the answers in force at random and freeze it.

    `batches` (ids; all with answers in force when empty) says of which, `asked` (see SamplingPlan) how many,
    `strata_by` of which parts in proportion. Raises RuleBroken where there is nothing to draw from or
    agreement is older than the answers.
    """
    plan = SamplingPlan(**asked)
    check_plan(plan, seed, strata_by)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    runs = selectors.runs_in_force(project)
    chosen = _chosen(runs, batches)
    frame = _frame(runs, chosen, strata_by)
    planned = planned_for(len(frame), plan)
    items, strata = draw_in_strata(frame, planned.size, seed)
    drawn = _answers(runs, chosen, items)
    audit = Audit.objects.create(
        project=project,
        number=(project.audits.aggregate(last=Max("number"))["last"] or 0) + 1,
        method=plan.method,
        tolerable_error=plan.tolerable,
        confidence=plan.confidence,
        seed=seed,
        population=len(frame),
        size=planned.size,
        acceptance=None if plan.method == Method.ESTIMATE else planned.acceptance,
        letter=planned.letter,
        strata_by=strata_by,
        strata=[asdict(stratum) for stratum in strata] if strata_by else [],
        moment=Moment.of(chosen).as_json(),
        evidence=_evidence(project, runs, drawn),
        by=by,
    )
    stratum_of = dict(frame)
    AuditItem.objects.bulk_create(
        AuditItem(audit=audit, stratum=stratum_of[row["item_id"]], **row) for row in drawn
    )
    record("verification.draw_audit", project=project, about=audit, by=by, size=planned.size, seed=seed)
    return audit


def _chosen(runs: Sequence[ConsensusRun], batches: Collection[int]) -> list[ConsensusRun]:
    unknown = set(batches) - {run.batch_id for run in runs}
    if unknown:
        raise BadInput(
            _("Choose batches of this project whose agreement was computed."),
            path="batches",
            code="no_consensus",
        )
    chosen = [run for run in runs if not batches or run.batch_id in batches]
    if old := outdated(chosen):
        raise RuleBroken(
            _("Answers came after agreement was computed for “%(batch)s”. Compute it again first."),
            code="outdated_consensus",
            batch=old[0].batch.name,
        )
    return chosen


def _frame(runs: Sequence[ConsensusRun], chosen: Sequence[ConsensusRun], by: str) -> list[tuple[int, str]]:
    """Return the ids of the items with an answer in force in the chosen batches, in order, with their stratum."""
    rows = selectors.accepted_answers(runs).filter(run__in=[run.pk for run in chosen])
    frame = list(rows.order_by("item_id").values_list("item_id", flat=True).distinct())
    if not frame:
        raise RuleBroken(
            _("No item has an answer in force yet: compute agreement and settle the disputes first."),
            code="nothing_to_audit",
        )
    of_item = strata_of(rows, by)
    return [(item, of_item.get(item, "")) for item in frame]


def _answers(
    runs: Sequence[ConsensusRun], chosen: Sequence[ConsensusRun], items: Sequence[int]
) -> list[dict[str, Any]]:
    """Return the columns of the drawn items in the order in which they were drawn."""
    rows = selectors.accepted_answers(runs).filter(run__in=[run.pk for run in chosen], item__in=items)
    by_item: dict[int, list[Consensus]] = defaultdict(list)
    for row in rows.select_related("run", "item_version").order_by("run__batch_id", "field"):
        by_item[row.item_id].append(row)
    decided = {
        (row.dispute.batch_id, row.dispute.item_id, row.dispute.field): row.answer
        for row in decisions_in(run.batch_id for run in chosen)
        .filter(dispute__item__in=items)
        .select_related("dispute")
        .order_by("pk")
    }
    return [_drawn(position, by_item[item], decided) for position, item in enumerate(items, start=1)]


def _drawn(
    position: int, rows: Sequence[Consensus], decided: dict[tuple[int, int, str], Any]
) -> dict[str, Any]:
    batch = rows[-1].run.batch_id
    return {
        "position": position,
        "batch_id": batch,
        "item_id": rows[-1].item_id,
        "item_version": rows[-1].item_version,
        "answers": {
            row.field: decided.get((batch, row.item_id, row.field), row.answer)
            for row in rows
            if row.run.batch_id == batch
        },
    }


def _evidence(
    project: Project, runs: Sequence[ConsensusRun], drawn: Sequence[dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    facts = evidence_at(project, runs, [row["item_version"] for row in drawn])
    return {dimension.value: [asdict(fact) for fact in found] for dimension, found in facts.items()}


@transaction.atomic
def judge_audit_item(
    *,
    audit_item: AuditItem,
    conforms: bool,
    by: User,
    about: str = "",
    note: str = "",
    severity: str = Severity.MAJOR,
) -> AuditJudgement:
    """Say whether a drawn item conforms; what does not is a finding with what is wrong, how bad, and a note.

    Judged again before the audit is signed, the last judgement counts. Raises NotAllowed for somebody who
    drew the audit or answered the item.
    """
    audit = _unsigned(audit_item.audit)
    _refuse_insider(audit, by)
    if has_answered_item(by, audit_item.item_id):
        raise NotAllowed(_("You answered this item yourself, so somebody else judges it."), code="own_work")
    found = {} if conforms else _clean_finding(about, note, severity)
    judgement = AuditJudgement.objects.create(audit_item=audit_item, conforms=conforms, by=by, **found)
    record("verification.judge_audit_item", project=audit.project, about=judgement, by=by, conforms=conforms)
    return judgement


def _unsigned(audit: Audit) -> Audit:
    """Return the audit, held until the transaction ends; raise RuleBroken when its auditor has signed off."""
    audit = (
        Audit.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=audit.pk)
    )
    if AuditSignOff.objects.filter(audit=audit).exists():
        raise RuleBroken(
            _("The auditor has signed off this audit: it does not change any more."), code="signed_off"
        )
    return audit


def _refuse_insider(audit: Audit, by: User) -> None:
    if audit.by_id == by.pk:
        raise NotAllowed(_("You drew this audit, so somebody else judges it."), code="own_work")


def _clean_finding(about: str, note: str, severity: str) -> dict[str, str]:
    if about not in set(About):
        raise BadInput(_("Say what is wrong: guideline, privacy or ethics."), path="about")
    if severity not in set(Severity):
        raise BadInput(_("A finding is minor, major or critical."), path="severity")
    return {"about": str(about), "note": clean_sentence(note, "note"), "severity": str(severity)}


def clean_sentence(text: str, path: str) -> str:
    """Return what was written, or raise BadInput naming the path where it is nothing or too much."""
    text = text.strip()
    if not text:
        raise BadInput(_("Write a sentence that others can act on."), path=path)
    if len(text) > LONGEST_SENTENCE:
        raise BadInput(_("This has at most %(most)s characters."), path=path, most=LONGEST_SENTENCE)
    return text


@transaction.atomic
def judge_dimension(
    *, audit: Audit, dimension: str, has_concern: bool, sentence: str, by: User
) -> DimensionJudgement:
    """Say of one dimension whether there is a concern, and why; said again, the last word counts."""
    audit = _unsigned(audit)
    _refuse_insider(audit, by)
    if dimension not in set(Dimension):
        raise BadInput(_("There is no such dimension."), path="dimension")
    judgement = DimensionJudgement.objects.create(
        audit=audit,
        dimension=dimension,
        has_concern=has_concern,
        sentence=clean_sentence(sentence, "sentence"),
        by=by,
    )
    record("verification.judge_dimension", project=audit.project, about=judgement, by=by, dimension=dimension)
    return judgement


@transaction.atomic
def judge_ethics(*, audit: Audit, question: str, verdict: str, sentence: str, by: User) -> EthicsJudgement:
    """Answer one question of ethics with a verdict and why; answered again, the last word counts."""
    audit = _unsigned(audit)
    _refuse_insider(audit, by)
    if question not in set(EthicsQuestion):
        raise BadInput(_("There is no such question."), path="question")
    if question not in asked_questions(audit):
        raise RuleBroken(
            _("This audit was drawn before it asked questions of ethics: judge the dimension as a whole."),
            code="question_not_asked",
        )
    if verdict not in set(Verdict):
        raise BadInput(_("Say whether it is met, a concern, or does not apply."), path="verdict")
    judgement = EthicsJudgement.objects.create(
        audit=audit,
        question=question,
        verdict=verdict,
        sentence=clean_sentence(sentence, "sentence"),
        by=by,
    )
    record("verification.judge_ethics", project=audit.project, about=judgement, by=by, question=question)
    return judgement


@transaction.atomic
def sign_audit(*, audit: Audit, is_signed: bool, sentence: str, by: User) -> AuditSignOff:
    """Sign the audit off, or object to it.

    Signing needs every item, dimension and question judged; objecting does not.
    """
    audit = _unsigned(audit)
    _refuse_insider(audit, by)
    standing = standing_of(audit)
    if is_signed and not standing.is_complete:
        raise RuleBroken(
            _(
                "Not everything is judged yet. Items: %(items)s. Dimensions: %(dimensions)s. Questions of ethics:"
                " %(questions)s."
            ),
            code="audit_incomplete",
            items=standing.unjudged,
            dimensions=len(standing.unjudged_dimensions),
            questions=len(standing.unjudged_questions),
        )
    sign_off = AuditSignOff.objects.create(
        audit=audit, is_signed=is_signed, sentence=clean_sentence(sentence, "sentence"), by=by
    )
    record("verification.sign_audit", project=audit.project, about=audit, by=by, is_signed=is_signed)
    return sign_off
