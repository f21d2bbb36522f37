"""Reads: audits, their samples, and how far they are judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from guidelines.domain.kinds import KINDS
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from sourcing.models import ItemVersion
from verification.domain.dimensions import Dimension, Fact
from verification.domain.ethics import FACTS_OF, EthicsQuestion
from verification.domain.findings import FindingState
from verification.domain.intervals import Share, exact_share, share
from verification.domain.privacy import masked
from verification.models import (
    About,
    Audit,
    AuditItem,
    AuditJudgement,
    AuditSignOff,
    ConsensusRun,
    Decision,
    DimensionJudgement,
    EthicsJudgement,
    FindingAssignment,
    FindingStep,
    Severity,
)
from verification.selectors.moments import Moment, is_present


def audits_for(user: User, *rights: Right) -> QuerySet[Audit]:
    """Return the audits of projects in which this person has one of these rights: to audit or to see quality."""
    allowed = Q()
    for right in rights or (Right.AUDIT, Right.SEE_QUALITY):
        allowed |= Q(project__in=projects_for(user, right))
    return Audit.objects.filter(allowed).select_related("project").order_by("-project_id", "-number")


def audit_for(user: User, pk: int, *rights: Right) -> Audit:
    """Return the audit if this person may see it; otherwise it does not exist."""
    return get_object_or_404(audits_for(user, *rights), pk=pk)


def audited_project_for(user: User, pk: int) -> Project:
    """Return the project if this person audits it or sees its quality; otherwise it does not exist."""
    seen = Q(pk__in=projects_for(user, Right.AUDIT)) | Q(pk__in=projects_for(user, Right.SEE_QUALITY))
    return get_object_or_404(Project.objects.filter(seen), pk=pk)


def audit_item_for(user: User, pk: int, *rights: Right) -> AuditItem:
    """Return the drawn item if this person may see its audit; otherwise it does not exist."""
    rows = AuditItem.objects.filter(audit__in=audits_for(user, *rights).values("pk"))
    return get_object_or_404(rows.select_related("audit__project", "batch__schema", "item_version"), pk=pk)


def finding_for(user: User, pk: int, right: Right) -> AuditJudgement:
    """Return the finding if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(findings(audits_for(user, right)), pk=pk)


def judgements_in_force() -> QuerySet[AuditJudgement]:
    """Return of each drawn item its last judgement."""
    later = AuditJudgement.objects.filter(audit_item=OuterRef("audit_item"), pk__gt=OuterRef("pk"))
    return AuditJudgement.objects.filter(~Exists(later))


def findings(audits: QuerySet[Audit]) -> QuerySet[AuditJudgement]:
    """Return the drawn items that do not conform, in the order of the sample."""
    rows = judgements_in_force().filter(conforms=False, audit_item__audit__in=audits.values("pk"))
    loaded = rows.select_related(
        "audit_item__audit__project", "audit_item__batch", "audit_item__item_version"
    )
    return loaded.order_by("audit_item__audit_id", "audit_item__position")


def state_of(judgement: AuditJudgement) -> FindingState:
    """Return where a finding stands."""
    last = judgement.steps.order_by("-pk").first()
    return FindingState(last.state) if last else FindingState.OPEN


@dataclass(frozen=True)
class Finding:
    """A finding with its steps, first to last."""

    judgement: AuditJudgement
    steps: list[FindingStep]
    assignment: FindingAssignment | None = None

    @property
    def state(self) -> FindingState:
        """Where it stands."""
        return FindingState(self.steps[-1].state) if self.steps else FindingState.OPEN

    @property
    def is_overdue(self) -> bool:
        """True when it should have been corrected by now and is open."""
        due = self.assignment.due_on if self.assignment else None
        return due is not None and self.state == FindingState.OPEN and due < timezone.localdate()

    @property
    def is_relabelled(self) -> bool:
        """True when its item got another answer."""
        return any(step.decision_id for step in self.steps)


def findings_of(audit: Audit) -> list[Finding]:
    """Return the findings of an audit with their steps and whose they are, in three statements."""
    rows = list(findings(Audit.objects.filter(pk=audit.pk)))
    steps: dict[int, list[FindingStep]] = {row.pk: [] for row in rows}
    for step in FindingStep.objects.filter(judgement__in=steps).order_by("pk"):
        steps[step.judgement_id].append(step)
    given = FindingAssignment.objects.filter(judgement__in=steps).select_related("owner").order_by("pk")
    assigned = {row.judgement_id: row for row in given}
    return [Finding(row, steps[row.pk], assigned.get(row.pk)) for row in rows]


def critical_findings(audit: Audit) -> int:
    """Return how many critical findings of an audit no auditor has seen corrected."""
    verified = FindingStep.objects.filter(judgement=OuterRef("pk"), state=FindingState.VERIFIED)
    critical = findings(Audit.objects.filter(pk=audit.pk)).filter(severity=Severity.CRITICAL)
    return critical.exclude(Exists(verified)).count()


@dataclass(frozen=True)
class Standing:
    """How far an audit is judged."""

    audit: Audit
    judgements: list[AuditJudgement]
    dimensions: dict[Dimension, DimensionJudgement]
    ethics: dict[EthicsQuestion, EthicsJudgement]
    sign_off: AuditSignOff | None

    @property
    def unjudged(self) -> int:
        """How many drawn items nobody has judged."""
        return self.audit.size - len(self.judgements)

    @cached_property
    def error_rate(self) -> Share:
        """The share of judged items that do not conform, with its interval at the confidence of the plan."""
        return rate_of(self.audit, self.wrong, len(self.judgements))

    @property
    def wrong(self) -> int:
        """How many judged items do not conform."""
        return sum(not judgement.conforms for judgement in self.judgements)

    @property
    def is_within(self) -> bool:
        """True when the errors found so far are tolerable: at most the acceptance number, or the tolerable rate."""
        if self.audit.acceptance is not None:
            return bool(self.judgements) and self.wrong <= self.audit.acceptance
        return self.error_rate.value is not None and self.error_rate.value <= self.audit.tolerable_error

    @property
    def is_rejected(self) -> bool:
        """True when the data is refused: too many errors for its plan, or all judged and the rate too high."""
        if self.audit.acceptance is not None:
            return self.wrong > self.audit.acceptance
        return not self.unjudged and not self.is_within

    @property
    def unjudged_dimensions(self) -> list[Dimension]:
        """The dimensions without a judgement."""
        return [dimension for dimension in asked_dimensions(self.audit) if dimension not in self.dimensions]

    @property
    def unjudged_questions(self) -> list[EthicsQuestion]:
        """The questions of ethics without a judgement."""
        return [question for question in asked_questions(self.audit) if question not in self.ethics]

    @property
    def is_complete(self) -> bool:
        """True when nothing but the sign-off is missing."""
        return not (self.unjudged or self.unjudged_dimensions or self.unjudged_questions)


def asked_dimensions(audit: Audit) -> list[Dimension]:
    """Return the dimensions an audit asks for: those it froze facts of, and ethics. Older ones ask for fewer."""
    return [one for one in Dimension if one.value in audit.evidence or one == Dimension.ETHICS]


def asked_questions(audit: Audit) -> list[EthicsQuestion]:
    """Return the questions of ethics an audit asks: those it froze the first fact of. Older ones ask for none."""
    frozen = {fact["name"] for fact in audit.evidence.get(Dimension.ETHICS, ())}
    return [question for question, facts in FACTS_OF.items() if facts[0] in frozen]


def facts_of(question: EthicsQuestion, facts: Sequence[Fact]) -> list[Fact]:
    """Return those of the facts that speak to this question, in its order."""
    known = {fact.name: fact for fact in facts}
    return [known[name] for name in FACTS_OF[question] if name in known]


def standing_of(audit: Audit) -> Standing:
    """Return how far the audit is judged, in four statements."""
    judgements = list(judgements_in_force().filter(audit_item__audit=audit).order_by("audit_item__position"))
    said = DimensionJudgement.objects.filter(audit=audit).order_by("pk")
    answered = EthicsJudgement.objects.filter(audit=audit).order_by("pk")
    return Standing(
        audit=audit,
        judgements=judgements,
        dimensions={Dimension(row.dimension): row for row in said},
        ethics={EthicsQuestion(row.question): row for row in answered},
        sign_off=AuditSignOff.objects.filter(audit=audit).first(),
    )


def rate_of(audit: Audit, errors: int, judged: int) -> Share:
    """Return an error rate with its interval: Wilson's where a rate is estimated, else the exact one."""
    interval = share if audit.acceptance is None else exact_share
    return interval(errors, judged, audit.confidence)


def error_rate_of(audit: Audit) -> Share:
    """Return the share of judged items that do not conform, counted in one statement."""
    counted = judgements_in_force().filter(audit_item__audit=audit)
    n = counted.aggregate(all=Count("pk"), wrong=Count("pk", filter=Q(conforms=False)))
    return rate_of(audit, n["wrong"], n["all"])


def findings_in(projects: QuerySet[Project], state: FindingState) -> QuerySet[AuditJudgement]:
    """Return the findings of these projects that stand in this state."""
    last = FindingStep.objects.filter(judgement=OuterRef("pk")).order_by("-pk").values("state")[:1]
    rows = findings(Audit.objects.filter(project__in=projects))
    return rows.annotate(last=Coalesce(Subquery(last), Value(FindingState.OPEN.value))).filter(last=state)


@dataclass(frozen=True)
class AuditLine:
    """An audit in a list."""

    audit: Audit
    error_rate: Share
    sign_off: AuditSignOff | None


def audit_lines(project: Project) -> list[AuditLine]:
    """Return the audits of the project, latest first, in three statements."""
    audits = list(Audit.objects.filter(project=project).order_by("-number"))
    of_project = judgements_in_force().filter(audit_item__audit__in=audits)
    by_audit = of_project.values_list("audit_item__audit").annotate(
        wrong=Count("pk", filter=Q(conforms=False)), all=Count("pk")
    )
    rates = {audit: (wrong, n) for audit, wrong, n in by_audit}
    signed = {row.audit_id: row for row in AuditSignOff.objects.filter(audit__in=audits)}
    return [
        AuditLine(audit, rate_of(audit, *rates.get(audit.pk, (0, 0))), signed.get(audit.pk))
        for audit in audits
    ]


def latest_audit(project: Project) -> Audit | None:
    """Return the audit that was drawn last, or None."""
    return Audit.objects.filter(project=project).order_by("-number").first()


def is_audit_present(audit: Audit, runs: Sequence[ConsensusRun]) -> bool:
    """Return whether the audit is of the present data. Corrections of its own findings change nothing."""
    own = Decision.objects.filter(finding_steps__judgement__audit_item__audit=audit)
    return is_present(Moment.from_json(audit.moment), runs, own)


def next_unjudged(audit: Audit, after: int = 0) -> AuditItem | None:
    """Return the first drawn item after this position that nobody has judged, from the start again at the end."""
    rows = AuditItem.objects.filter(audit=audit, judgements=None).order_by("position")
    return rows.filter(position__gt=after).first() or rows.first()


def sample_of(audit_item: AuditItem) -> dict[str, Any]:
    """Return what an auditor sees of a drawn item: masked texts and the answers. No name, no votes."""
    return {
        "position": audit_item.position,
        "parts": {name: masked(str(text)) for name, text in audit_item.item_version.parts.items()},
        "answers": list(_readable_answers(audit_item).values()),
    }


def _readable_answers(audit_item: AuditItem) -> dict[str, dict[str, Any]]:
    """Return for each field its question and the answer as people read it."""
    return {
        field["name"]: {
            "field": field["name"],
            "title": field["title"],
            "answer": audit_item.answers[field["name"]],
            "called": KINDS[field["kind"]]
            .titles(field["config"])
            .get(audit_item.answers[field["name"]], audit_item.answers[field["name"]]),
        }
        for field in audit_item.batch.schema.fields
        if field["name"] in audit_item.answers
    }


def evidence_of(audit: Audit) -> dict[Dimension, list[Fact]]:
    """Return the facts of each dimension: those of the moment of drawing, and what was found since."""
    facts = {Dimension(name): [Fact(**fact) for fact in frozen] for name, frozen in audit.evidence.items()}
    found = findings(Audit.objects.filter(pk=audit.pk)).values_list("about", flat=True)
    about = list(found)
    counted = [Fact(f"findings_{kind.value}", about.count(kind.value), audit.size) for kind in About]
    facts[Dimension.ETHICS] = [*facts.get(Dimension.ETHICS, []), *counted]
    if Dimension.CONFORMANCE in facts:
        rate = error_rate_of(audit)
        judged = Fact("error_rate", rate.value, rate.n, rate.low, rate.high)
        facts[Dimension.CONFORMANCE] = [judged, counted[0], *facts[Dimension.CONFORMANCE]]
    return facts


def texts_of(versions: Sequence[ItemVersion]) -> list[str]:
    """Return everything the item versions say, one text for each."""
    return ["\n".join(str(text) for text in version.parts.values()) for version in versions]
