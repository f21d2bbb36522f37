"""What is said of the answers: reviews, disputes, audits, evaluations."""

from functools import cached_property

from labeling.models import Batch
from projects.domain.roles import Role
from tests.architecture.worlds.people import PeopleRows
from verification.models import (
    Appeal,
    Audit,
    AuditItem,
    AuditJudgement,
    AuditSignOff,
    Consensus,
    ConsensusRun,
    Decision,
    DimensionJudgement,
    Dispute,
    EthicsJudgement,
    Evaluation,
    FindingStep,
    NormingItem,
    NormingSession,
    PersonDecision,
    QualityReport,
    Review,
    ReviewRule,
    Suspect,
    Verdict,
)
from verification.services import correct_finding, judge_audit_item, judge_dimension, sign_audit
from verification.services.norming import start_norming
from verification.services.self_checks import set_self_check


class QualityRows(PeopleRows):
    """What is said of the answers: reviews, disputes, audits, evaluations."""

    @cached_property
    def consensus_run(self) -> ConsensusRun:
        return ConsensusRun.objects.create(batch=self.batch, by=self.project.created_by)

    @cached_property
    def consensus(self) -> Consensus:
        return Consensus.objects.create(
            run=self.consensus_run,
            item=self.item,
            item_version=self.slot(0).item_version,
            field="sentiment",
            answer="pos",
            how="majority",
            share=0.5,
            n=2,
        )

    @cached_property
    def dispute(self) -> Dispute:
        return Dispute.objects.create(
            batch=self.batch, item=self.item, item_version=self.slot(0).item_version, field="sentiment"
        )

    @cached_property
    def decision(self) -> Decision:
        return Decision.objects.create(
            dispute=self.dispute,
            answer="pos",
            cause="mistake",
            reason="Read again.",
            by=self.project.created_by,
        )

    @cached_property
    def quality_report(self) -> QualityReport:
        return QualityReport.objects.create(project=self.project, by=self.project.created_by)

    @cached_property
    def person_decision(self) -> PersonDecision:
        return self._decided("Faster than anybody can read.")

    @cached_property
    def appealed_decision(self) -> PersonDecision:
        decision = self._decided("Slower than anybody can read.")
        Appeal.objects.create(decision=decision, text="I read twice.")
        return decision

    def _decided(self, reason: str) -> PersonDecision:
        return PersonDecision.objects.create(
            project=self.project,
            person=self.annotator,
            step="talk",
            reason=reason,
            by=self.project.created_by,
        )

    @cached_property
    def ruled_batch(self) -> Batch:
        """Return the batch, with a rule by which answers are reviewed."""
        ReviewRule.objects.create(batch=self.batch, percent=100, by=self.project.created_by)
        return self.batch

    @cached_property
    def checked_batch(self) -> Batch:
        """Return the batch, with answers that are asked again."""
        set_self_check(batch=self.batch, percent=50, delay_hours=24, by=self.project.created_by)
        return self.batch

    @cached_property
    def peer_review(self) -> Review:
        """Return the review of the annotator's answer, which nobody has judged."""
        return Review.objects.create(batch=self.ruled_batch, assignment=self.annotation.assignment)

    @cached_property
    def verdict(self) -> Verdict:
        return self.peer_review.verdicts.create(
            annotation=self.annotation, outcome="accept", by=self.people[Role.REVIEWER]
        )

    @cached_property
    def norming(self) -> NormingSession:
        """Return a session in which the annotator, the reviewer and the manager vote."""
        people = [self.people[role].pk for role in (Role.ANNOTATOR, Role.REVIEWER, Role.PM)]
        return start_norming(
            project=self.project,
            title="Irony",
            batch=self.batch,
            field=self.batch.schema.fields[0]["name"],
            items=[self.item.pk],
            members=people,
            by=self.people[Role.REVIEWER],
        )

    @property
    def normed_item(self) -> NormingItem:
        return self.norming.items.get()

    @cached_property
    def evaluation(self) -> Evaluation:
        """Return an evaluation that waits for a worker."""
        return Evaluation.objects.create(
            project=self.project, number=1, cycle=1, field="sentiment", by=self.project.created_by
        )

    @cached_property
    def suspect(self) -> Suspect:
        return Suspect.objects.create(
            evaluation=self.evaluation,
            rank=1,
            batch=self.batch,
            item=self.item,
            item_version=self.slot(0).item_version,
            given="pos",
            suggested="neg",
            probability=0.1,
            suggested_probability=0.9,
        )

    @cached_property
    def audit(self) -> Audit:
        """Return an audit of the whole batch, which nobody has signed off."""
        return Audit.objects.create(
            project=self.project,
            number=1,
            tolerable_error=0.05,
            confidence=0.95,
            seed=0,
            population=1,
            size=1,
            moment={"annotations": {}, "decision": 0},
            evidence={},
            by=self.project.created_by,
        )

    @cached_property
    def audit_item(self) -> AuditItem:
        slot = self.slot(1)
        return AuditItem.objects.create(
            audit=self.audit,
            position=1,
            batch=self.batch,
            item=slot.item,
            item_version=slot.item_version,
            answers={"sentiment": "pos"},
        )

    @cached_property
    def finding(self) -> AuditJudgement:
        return judge_audit_item(
            audit_item=self.audit_item,
            conforms=False,
            about="guideline",
            note="It is irony.",
            by=self.people[Role.AUDITOR],
        )

    @cached_property
    def finding_step(self) -> FindingStep:
        return correct_finding(finding=self.finding, text="Done.", by=self.project.created_by)

    @cached_property
    def dimension_judgement(self) -> DimensionJudgement:
        return judge_dimension(
            audit=self.audit,
            dimension="ethics",
            has_concern=False,
            sentence="Fine.",
            by=self.people[Role.AUDITOR],
        )

    @cached_property
    def ethics_judgement(self) -> EthicsJudgement:
        said = {"question": "harm", "verdict": "met", "sentence": "Fine."}
        return EthicsJudgement.objects.create(audit=self.audit, by=self.people[Role.AUDITOR], **said)

    @cached_property
    def sign_off(self) -> AuditSignOff:
        return sign_audit(audit=self.audit, is_signed=False, sentence="No.", by=self.people[Role.AUDITOR])
