"""Rows for the ids in addresses, made once for each of two projects. Extend BUILDERS for your URLs."""

from collections.abc import Callable
from functools import cached_property

from django.db.models import Model
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services import create_token
from annotators.models import (
    Application,
    Attempt,
    Campaign,
    CheckQuestion,
    Earning,
    Entry,
    Floor,
    Payout,
    Piece,
    Qualification,
    Question,
    TeachingSession,
    Terms,
    WorkTime,
)
from annotators.services.gold import begin_gold
from annotators.services.payouts import make_payout
from annotators.services.questions import answer_question, ask
from delivery.models import Release, ReleaseItem
from delivery.services.checks import start_check
from dmops_platform.background import JobState, no_bell
from guidelines.models import Guideline, LabelImport, Schema, SchemaMapping, Suggestion
from guidelines.services import acknowledge
from labeling.models import Annotation, Assignment, Batch, Slot
from projects.domain.roles import Role
from projects.domain.stages import Stage
from projects.models import Brief, Invitation, Membership, Message, Project
from projects.services import invite, open_thread, pass_stage, record_access, say
from projects.services.invitations import Sent
from sourcing.domain.items import content_hash
from sourcing.domain.steps import new_step
from sourcing.models import Decision as StepDecision
from sourcing.models import (
    Import,
    Item,
    ItemVersion,
    LegalReview,
    MaskedValue,
    RawFile,
    Recipe,
    RecipeRun,
    Source,
)
from sourcing.services.files import store_raw_file
from sourcing.services.media import keep_media
from tests.annotators.factories import (
    make_attempt,
    make_campaign,
    make_earning,
    make_floor,
    make_paid_payout,
    make_practice,
    make_terms,
)
from tests.delivery.factories import make_compared_batch, make_release
from tests.factories import (
    make_annotation,
    make_assignment,
    make_batch,
    make_guideline,
    make_items,
    make_project,
    make_schema,
    make_source,
    make_user,
)
from tests.projects.factories import make_brief
from tests.sourcing.media_files import recording
from verification.models import (
    Appeal,
    Audit,
    AuditItem,
    AuditJudgement,
    AuditSignOff,
    Cleaning,
    Consensus,
    ConsensusRun,
    Decision,
    DimensionJudgement,
    Dispute,
    EthicsJudgement,
    Evaluation,
    FindingAssignment,
    FindingStep,
    NormingItem,
    NormingSession,
    PersonDecision,
    QualityReport,
    Review,
    ReviewRule,
    Suspect,
    SuspectDismissal,
    Verdict,
    VerdictUndo,
)
from verification.services import correct_finding, judge_audit_item, judge_dimension, sign_audit
from verification.services.norming import start_norming
from verification.services.self_checks import set_self_check


class World:
    """One client's project with a person in every role, and its rows, each made when first asked for."""

    def __init__(self, name: str) -> None:
        self.people = {role: make_user(f"{name}_{role}") for role in Role}
        others = {role: [person] for role, person in self.people.items() if role != Role.PM}
        self.project: Project = make_project(self.people[Role.PM], name=name, roles=others)

    @property
    def annotator(self) -> User:
        return self.people[Role.ANNOTATOR]

    @cached_property
    def token(self) -> ApiToken:
        return create_token(user=self.annotator, name="bench")[0]

    @cached_property
    def sent_invitation(self) -> Sent:
        return invite(
            project=self.project,
            email=f"guest{self.project.pk}@example.org",
            role=Role.AUDITOR,
            by=self.people[Role.PM],
            site="http://testserver",
        )

    @property
    def invitation(self) -> Invitation:
        return self.sent_invitation.invitation

    @property
    def invitation_link(self) -> str:
        return self.sent_invitation.link

    @cached_property
    def membership(self) -> Membership:
        return Membership.objects.get(project=self.project, role=Role.FINANCE)

    @cached_property
    def brief(self) -> Brief:
        """Return the version in force, written by nobody who signs; a draft follows it."""
        writer = make_user(f"writer_of_{self.project.pk}")
        signers = {"client": self.people[Role.CLIENT], "model_team": self.people[Role.PM]}
        in_force = make_brief(self.project, by=writer, signed=signers)
        make_brief(self.project, is_published=False)
        return in_force

    @cached_property
    def schema(self) -> Schema:
        """Return the published version; a draft follows it."""
        published = make_schema(self.project)
        make_schema(self.project, is_published=False)
        return published

    @cached_property
    def guideline(self) -> Guideline:
        """Return the published version; a draft follows it."""
        published = make_guideline(self.project)
        make_guideline(self.project, is_published=False)
        return published

    @cached_property
    def batch(self) -> Batch:
        return make_batch(
            self.project, texts=["one", "two", "three"], schema=self.schema, guideline=self.guideline
        )

    def slot(self, place: int) -> Slot:
        return self.batch.slots.order_by("id")[place]

    @property
    def item(self) -> Item:
        return self.slot(0).item

    @cached_property
    def assignment(self) -> Assignment:
        """Return an item in the annotator's hands."""
        return make_assignment(self.slot(0), self.annotator)

    @cached_property
    def annotation(self) -> Annotation:
        """Return an answer of the annotator to another item."""
        return make_annotation(self.slot(2), self.annotator)

    @cached_property
    def medium(self) -> ItemVersion:
        """Return an item that is a recording."""
        part = keep_media(project_id=self.project.pk, name="a.wav", chunks=[recording()])
        version = make_items(self.project)[0]
        return version.item.versions.create(
            number=2, parts={"audio": part}, content_sha256=content_hash({"audio": part})
        )

    @cached_property
    def label_import(self) -> LabelImport:
        facts = {"field": "spans", "format": "table", "origin": "ner-1", "state": JobState.DONE}
        return LabelImport.objects.create(
            project=self.project, file=self.raw_file, by=self.project.created_by, **facts
        )

    @cached_property
    def import_(self) -> Import:
        return Import.objects.create(
            project=self.project, source=self.source, file=self.raw_file, by=self.people[Role.PM]
        )

    @cached_property
    def source(self) -> Source:
        """Return a source that waits for its review; its file lies on disk."""
        return make_source(self.project, "Waiting", is_approved=False)

    @cached_property
    def recipe(self) -> Recipe:
        """Return a published version; a draft follows it."""
        recipe = Recipe.objects.create(
            project=self.project,
            number=1,
            steps=[new_step("length")],
            is_published=True,
            by=self.people[Role.PM],
        )
        Recipe.objects.create(
            project=self.project, number=2, steps=[new_step("length")], by=self.people[Role.PM]
        )
        return recipe

    @cached_property
    def recipe_run(self) -> RecipeRun:
        return RecipeRun.objects.create(
            project=self.project, recipe=self.recipe, state="done", by=self.people[Role.PM]
        )

    @cached_property
    def step_decision(self) -> StepDecision:
        facts = {"position": 1, "step": "length", "outcome": "dropped", "reason": "Short."}
        return StepDecision.objects.create(run=self.recipe_run, item=self.item, **facts)

    @cached_property
    def masked_value(self) -> MaskedValue:
        return MaskedValue.objects.create(
            version=self.slot(0).item_version,
            surrogate="[PHONE_1]",
            kind="phone",
            value="x",
            run=self.recipe_run,
        )

    @cached_property
    def review(self) -> LegalReview:
        source = make_source(self.project, "Reviewed")
        return source.reviews.get()

    @cached_property
    def consensus_run(self) -> ConsensusRun:
        return ConsensusRun.objects.create(batch=self.batch, by=self.project.created_by)

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
    def peer_review(self) -> Review:
        """Return the review of the annotator's answer, which nobody has judged."""
        return Review.objects.create(batch=self.ruled_batch, assignment=self.annotation.assignment)

    @cached_property
    def verdict(self) -> Verdict:
        return self.peer_review.verdicts.create(
            annotation=self.annotation, outcome="accept", by=self.people[Role.REVIEWER]
        )

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

    @cached_property
    def release(self) -> Release:
        """Return a built release of another batch, proved once."""
        people = [self.annotator, self.people[Role.REVIEWER]]
        with no_bell():
            release = make_release(make_compared_batch(self.project, people))
            start_check(release=release, by=self.project.created_by)
        return release

    @cached_property
    def raw_file(self) -> RawFile:
        return store_raw_file(
            source=self.source, name="a.csv", chunks=[b"id,text\n1,One.\n"], by=self.people[Role.PM]
        )

    @cached_property
    def release_item(self) -> ReleaseItem:
        return self.release.items.get(position=1)

    @cached_property
    def work_time(self) -> WorkTime:
        return WorkTime.objects.create(
            project=self.project, user=self.annotator, work="assignment:1", seconds=3.0, claimed=3.0
        )

    @cached_property
    def terms(self) -> Terms:
        return make_terms(self.project)

    @cached_property
    def floor(self) -> Floor:
        return make_floor(self.project)

    @cached_property
    def earning(self) -> Earning:
        """Return an earning that no payout has."""
        assert self.payout
        return make_earning(self.annotator, self.terms)

    @cached_property
    def payout(self) -> Payout:
        """Return a payout that waits for approval."""
        make_earning(self.annotator, self.terms)
        return make_payout(project=self.project, by=self.people[Role.PM])

    @cached_property
    def paid_payout(self) -> Payout:
        return make_paid_payout(self.annotator, self.terms)

    @cached_property
    def campaign(self) -> Campaign:
        return make_campaign(self.project)

    @cached_property
    def application(self) -> Application:
        """Return what the annotator sent in, with a test that is running."""
        return self.attempt.application

    @cached_property
    def attempt(self) -> Attempt:
        return make_attempt(self.campaign, self.annotator)

    @property
    def piece(self) -> Piece:
        return self.attempt.pieces.get(position=1)

    @cached_property
    def qualification(self) -> Qualification:
        return Qualification.objects.create(
            project=self.project, person=self.annotator, how="vouched", by=self.people[Role.PM]
        )

    @cached_property
    def practice(self) -> Attempt:
        """Return a practice of the annotator with its only item answered."""
        return make_practice(self.project, self.annotator)

    @cached_property
    def gold_attempt(self) -> Attempt:
        """Return items that the manager answers as gold."""
        assert self.batch
        return begin_gold(project=self.project, by=self.people[Role.PM], size=2)

    @cached_property
    def check_question(self) -> CheckQuestion:
        return CheckQuestion.objects.create(
            project=self.project, text="Irony?", options=["Yes", "No"], right=0, by=self.people[Role.PM]
        )

    @cached_property
    def session(self) -> TeachingSession:
        return TeachingSession.objects.create(
            project=self.project, title="Kick-off", held_at=timezone.now(), by=self.people[Role.PM]
        )

    @cached_property
    def question(self) -> Question:
        """Return an answered question of the annotator."""
        question = ask(project=self.project, text="Is irony negative?", item=self.item.pk, by=self.annotator)
        answer_question(question=question, text="Yes.", by=self.people[Role.REVIEWER])
        return question

    @property
    def entry(self) -> Entry:
        return self.paid_payout.entry

    @cached_property
    def message(self) -> Message:
        return say(thread=open_thread(project=self.project), text="Why?", by=self.annotator)


Build = Callable[[World], object]

#: keyword of an address → its value, where it means the same in every URL
COMMON: dict[str, Build] = {
    "project_pk": lambda world: world.project.pk,
    "number": lambda world: world.schema.number,
    "stage": lambda world: 8,
}


def _pk(of: Callable[[World], Model], *url_names: str) -> dict[tuple[str, str], Build]:
    return {(name, "pk"): lambda world: of(world).pk for name in url_names}


#: (URL name, keyword) → its value in this world
BUILDERS: dict[tuple[str, str], Build] = {
    ("account_reset_password_from_key", "uidb36"): lambda world: "1",
    ("account_reset_password_from_key", "key"): lambda world: "1",
    **_pk(lambda world: world.token, "revoke_token", "api:revoke_token"),
    **_pk(lambda world: world.invitation, "projects:revoke_invitation", "api:revoke_invitation"),
    ("projects:invitation_page", "token"): lambda world: world.invitation_link.rstrip("/").rpartition("/")[2],
    **_pk(lambda world: world.membership, "projects:remove_member", "api:remove_member"),
    ("projects:brief_version_page", "number"): lambda world: world.brief.number,
    ("projects:sign_brief", "number"): lambda world: world.brief.number,
    ("api:brief_version", "number"): lambda world: world.brief.number,
    ("api:sign_brief", "number"): lambda world: world.brief.number,
    **_pk(lambda world: world.item, "overview:trace_page", "api:trace"),
    **_pk(lambda world: world.raw_file, "sourcing:preview_page", "sourcing:start_import"),
    **_pk(lambda world: world.raw_file, "sourcing:download_file", "api:download_file"),
    **_pk(lambda world: world.source, "sourcing:source_page", "api:source"),
    **_pk(lambda world: world.recipe_run, "sourcing:recipe_run_page", "api:recipe_run"),
    **_pk(lambda world: world.recipe_run, "sourcing:cancel_recipe_run", "api:cancel_recipe_run"),
    **_pk(lambda world: world.recipe_run, "sourcing:decision_list", "api:step_decision_list"),
    **_pk(lambda world: world.step_decision, "sourcing:restore_item", "api:restore_item"),
    **_pk(lambda world: world.item, "sourcing:unmask_item", "api:unmask_item"),
    **_pk(lambda world: world.source, "sourcing:change_source", "api:attach_evidence"),
    **_pk(lambda world: world.source, "sourcing:review_source", "api:review_source"),
    **_pk(lambda world: world.source, "sourcing:assess_source", "api:assess_source"),
    **_pk(lambda world: world.source, "sourcing:source_diversity", "api:source_diversity"),
    **_pk(lambda world: world.import_, "sourcing:import_page", "sourcing:cancel_import"),
    **_pk(lambda world: world.import_, "sourcing:refused_rows", "api:import", "api:cancel_import"),
    **_pk(lambda world: world.label_import, "guidelines:label_import_page", "guidelines:add_labels"),
    **_pk(lambda world: world.label_import, "api:label_import", "api:add_labels", "api:cancel_labels"),
    **_pk(lambda world: world.label_import, "guidelines:cancel_labels", "guidelines:refused_labels"),
    **_pk(lambda world: world.label_import, "api:refused_labels", "labeling:undo_labels", "api:undo_labels"),
    **_pk(lambda world: world.item, "sourcing:item_page", "api:item"),
    **_pk(lambda world: world.medium, "api:media_part", "api:media_peaks"),
    ("api:media_part", "name"): lambda world: "audio",
    ("api:media_peaks", "name"): lambda world: "audio",
    **_pk(lambda world: world.batch, "labeling:batch_page", "api:batch_progress"),
    **_pk(lambda world: world.batch, "labeling:pause_batch", "api:pause_batch"),
    **_pk(lambda world: world.batch, "labeling:inspection_page", "api:inspection"),
    **_pk(lambda world: world.batch, "api:add_slots"),
    **_pk(lambda world: world.batch, "labeling:resume_batch", "api:resume_batch"),
    **_pk(lambda world: world.batch, "labeling:close_batch", "api:close_batch"),
    **_pk(lambda world: world.assignment, "api:save_draft", "api:submit_work"),
    **_pk(lambda world: world.assignment, "api:skip_work", "api:give_back_work"),
    **_pk(lambda world: world.batch, "verification:quality_page", "verification:batch_quality"),
    **_pk(lambda world: world.batch, "verification:start_consensus", "api:consensus_run_list"),
    **_pk(lambda world: world.consensus_run, "api:consensus_run"),
    **_pk(lambda world: world.batch, "api:live_agreement", "api:collect_more"),
    **_pk(lambda world: world.batch, "api:batch_suggestions"),
    **_pk(lambda world: world.batch, "verification:collect_more"),
    **_pk(lambda world: world.batch, "verification:review_rule_page", "verification:set_review_rule"),
    **_pk(lambda world: world.ruled_batch, "verification:stop_review", "api:review_rule"),
    **_pk(lambda world: world.batch, "verification:self_check_page", "verification:set_self_check"),
    **_pk(lambda world: world.checked_batch, "verification:stop_self_check", "api:self_check"),
    **_pk(lambda world: world.norming, "verification:norming_page", "verification:vote_norming"),
    **_pk(lambda world: world.norming, "verification:advance_norming", "api:norming", "api:vote_norming"),
    **_pk(lambda world: world.norming, "api:advance_norming"),
    **_pk(lambda world: world.normed_item, "verification:discuss_norming", "verification:promote_norming"),
    **_pk(lambda world: world.normed_item, "api:discuss_norming", "api:promote_norming"),
    **_pk(lambda world: world.batch, "api:preview_review", "api:review_outcomes"),
    **_pk(lambda world: world.peer_review, "api:judge_review", "api:undo_verdict", "api:give_back_review"),
    **_pk(lambda world: world.quality_report, "verification:cancel_quality_report"),
    **_pk(lambda world: world.quality_report, "api:quality_report", "api:cancel_quality_report"),
    **_pk(lambda world: world.person_decision, "verification:person_decision_page", "api:person_decision"),
    **_pk(lambda world: world.person_decision, "verification:appeal", "api:appeal"),
    **_pk(lambda world: world.appealed_decision, "verification:answer_appeal", "api:answer_appeal"),
    **_pk(lambda world: world.release, "delivery:release_page", "api:release"),
    **_pk(lambda world: world.release, "delivery:download_release", "api:download_release"),
    **_pk(lambda world: world.release, "delivery:download_labels", "api:download_labels"),
    **_pk(lambda world: world.release, "delivery:judge_release", "api:judge_release"),
    **_pk(lambda world: world.release, "api:release_quality"),
    **_pk(lambda world: world.release, "delivery:withdraw_release", "api:withdraw_release"),
    **_pk(lambda world: world.release, "delivery:check_release", "api:check_release"),
    **_pk(lambda world: world.release, "delivery:cancel_release", "api:cancel_release"),
    **_pk(lambda world: world.release, "delivery:retry_release", "api:retry_release"),
    **_pk(lambda world: world.dispute, "verification:dispute_page", "api:dispute"),
    **_pk(lambda world: world.dispute, "verification:decide", "api:decide"),
    **_pk(lambda world: world.dispute, "verification:discuss", "api:discuss"),
    **_pk(lambda world: world.decision, "verification:affected_items", "api:affected_items"),
    ("annotators:pay_statement", "pk"): lambda world: world.earning.user_id,
    **_pk(lambda world: world.earning, "annotators:earning_page"),
    **_pk(lambda world: world.earning, "annotators:reverse_earning", "api:reverse_earning"),
    **_pk(lambda world: world.payout, "annotators:payout_page", "api:payout"),
    **_pk(lambda world: world.payout, "annotators:approve_payout", "api:approve_payout"),
    **_pk(lambda world: world.payout, "annotators:pay_payout", "api:pay_payout"),
    **_pk(lambda world: world.payout, "annotators:cancel_payout", "api:cancel_payout"),
    **_pk(lambda world: world.payout, "annotators:export_payout"),
    **_pk(lambda world: world.campaign, "annotators:campaign_page", "api:campaign"),
    **_pk(lambda world: world.campaign, "annotators:close_campaign", "api:close_campaign"),
    ("annotators:join", "token"): lambda world: world.campaign.token,
    ("annotators:apply_to", "token"): lambda world: world.campaign.token,
    **_pk(lambda world: world.application, "annotators:application_page", "annotators:begin_test"),
    **_pk(lambda world: world.application, "annotators:accept_application", "api:accept_application"),
    **_pk(lambda world: world.application, "annotators:decline_application", "api:decline_application"),
    **_pk(lambda world: world.attempt, "annotators:test_page", "annotators:test_result"),
    **_pk(lambda world: world.attempt, "annotators:finish_test", "api:next_pieces"),
    **_pk(lambda world: world.piece, "api:save_piece_draft", "api:submit_piece"),
    **_pk(lambda world: world.piece, "api:skip_piece", "api:release_piece"),
    **_pk(lambda world: world.gold_attempt, "annotators:gold_work", "annotators:gold_done"),
    **_pk(lambda world: world.practice, "annotators:practice_page", "annotators:practice_work"),
    **_pk(lambda world: world.practice, "api:finish_practice", "api:last_result"),
    **_pk(lambda world: world.check_question, "annotators:retire_check_question"),
    **_pk(lambda world: world.check_question, "api:retire_check_question"),
    **_pk(lambda world: world.session, "annotators:session_page", "api:session"),
    **_pk(lambda world: world.question, "annotators:question_page", "api:question"),
    **_pk(lambda world: world.question, "annotators:answer_question", "api:answer_question"),
    **_pk(lambda world: world.question, "annotators:merge_question", "api:merge_question"),
    **_pk(lambda world: world.question, "annotators:close_question", "api:close_question"),
    **_pk(lambda world: world.question, "annotators:set_faq", "api:set_faq"),
    **_pk(lambda world: world.question, "annotators:promote_question", "api:promote_question"),
    **_pk(lambda world: world.audit, "verification:audit_page", "api:audit", "api:audit_item_list"),
    **_pk(lambda world: world.audit, "verification:judge_dimension", "api:judge_dimension"),
    **_pk(lambda world: world.audit, "verification:judge_ethics", "api:judge_ethics"),
    **_pk(lambda world: world.audit, "verification:sign_audit", "api:sign_audit"),
    **_pk(lambda world: world.audit_item, "verification:audit_item_page", "api:audit_item"),
    **_pk(lambda world: world.audit_item, "verification:judge_audit_item", "api:judge_audit_item"),
    **_pk(lambda world: world.evaluation, "verification:evaluation_page", "verification:cancel_evaluation"),
    **_pk(lambda world: world.evaluation, "verification:settle_suspects", "api:evaluation"),
    **_pk(lambda world: world.evaluation, "api:cancel_evaluation", "api:suspect_list"),
    **_pk(lambda world: world.evaluation, "api:clean_suspects", "api:dismiss_suspects"),
    **_pk(lambda world: world.finding, "verification:assign_finding", "api:assign_finding"),
    **_pk(lambda world: world.finding, "verification:correct_finding", "api:correct_finding"),
    **_pk(lambda world: world.finding, "verification:verify_finding", "api:verify_finding"),
}


def ids(url_name: str, keywords: list[str], world: World) -> dict[str, object]:
    """Return the keywords of an address with ids of rows of this world."""
    missing = [key for key in keywords if key not in COMMON and (url_name, key) not in BUILDERS]
    assert not missing, f"Add ('{url_name}', '{missing[0]}') to BUILDERS in tests/architecture/builders.py."
    return {key: (BUILDERS.get((url_name, key)) or COMMON[key])(world) for key in keywords}


#: frozen model → one of its rows, in the state in which it is frozen
FROZEN: dict[str, Callable[[World], Model]] = {
    "projects.activity": lambda world: world.project.activities.first(),
    "projects.message": lambda world: world.message,
    "projects.brief": lambda world: world.brief,
    "projects.signoff": lambda world: world.brief.sign_offs.first(),
    "projects.cycle": lambda world: world.project.cycles.create(
        number=2, reason="more", by=world.project.created_by
    ),
    "projects.stagepass": lambda world: pass_stage(
        project=world.project, stage=Stage.LABEL, what="by_hand", by=world.project.created_by
    ),
    "projects.requirement": lambda world: world.brief.requirements.get(),
    "projects.planstep": lambda world: world.brief.plan.get(),
    "projects.accesslog": lambda world: record_access(
        "sourcing.download_file", project=world.project, whose="x", by=world.annotator
    ),
    "sourcing.legalreview": lambda world: world.review,
    "sourcing.assessment": lambda world: world.source.assessments.create(
        criterion="reliability", is_met=True, evidence="Seen.", by=world.project.created_by
    ),
    "labeling.rework": lambda world: world.assignment.reworks.create(
        version=1, reason="Read it again.", by=world.project.created_by
    ),
    "sourcing.recipe": lambda world: world.recipe,
    "sourcing.decision": lambda world: world.step_decision,
    "sourcing.maskedvalue": lambda world: world.masked_value,
    "sourcing.rawfile": lambda world: world.raw_file,
    "sourcing.itemversion": lambda world: world.slot(0).item_version,
    "guidelines.suggestion": lambda world: Suggestion.objects.create(
        item=world.item, field="spans", value=[], made_by=world.label_import
    ),
    "guidelines.schema": lambda world: world.schema,
    "guidelines.schemamapping": lambda world: SchemaMapping.objects.create(
        schema=world.schema, before=world.schema
    ),
    "guidelines.guideline": lambda world: world.guideline,
    "guidelines.acknowledgement": lambda world: acknowledge(guideline=world.guideline, by=world.annotator),
    "annotators.campaign": lambda world: world.campaign,
    "annotators.qualification": lambda world: world.qualification,
    "annotators.worktime": lambda world: world.work_time,
    "annotators.account": lambda world: world.entry.postings.first().account,
    "annotators.entry": lambda world: world.entry,
    "annotators.posting": lambda world: world.entry.postings.first(),
    "annotators.terms": lambda world: world.terms,
    "annotators.floor": lambda world: world.floor,
    "annotators.earning": lambda world: world.earning,
    "annotators.payout": lambda world: world.paid_payout,
    "labeling.annotation": lambda world: world.annotation,
    "verification.consensus": lambda world: world.consensus,
    "verification.persondecision": lambda world: world.person_decision,
    "verification.verdict": lambda world: world.verdict,
    "verification.verdictundo": lambda world: VerdictUndo.objects.create(verdict=world.verdict),
    "verification.decision": lambda world: world.decision,
    "verification.suspect": lambda world: world.suspect,
    "verification.suspectdismissal": lambda world: SuspectDismissal.objects.create(
        suspect=world.suspect, reason="It stands.", by=world.project.created_by
    ),
    "verification.cleaning": lambda world: Cleaning.objects.create(
        evaluation=world.evaluation, batch=world.batch, cycle=1, by=world.project.created_by
    ),
    "verification.audit": lambda world: world.audit,
    "verification.audititem": lambda world: world.audit_item,
    "verification.auditjudgement": lambda world: world.finding,
    "verification.findingstep": lambda world: world.finding_step,
    "verification.findingassignment": lambda world: FindingAssignment.objects.create(
        judgement=world.finding,
        owner=world.project.created_by,
        due_on=timezone.localdate(),
        by=world.project.created_by,
    ),
    "verification.ethicsjudgement": lambda world: world.ethics_judgement,
    "verification.dimensionjudgement": lambda world: world.dimension_judgement,
    "verification.auditsignoff": lambda world: world.sign_off,
    "delivery.release": lambda world: world.release,
    "delivery.releaseitem": lambda world: world.release_item,
    "delivery.verdict": lambda world: world.release.verdicts.create(
        is_accepted=True, by=world.people[Role.CLIENT]
    ),
}
