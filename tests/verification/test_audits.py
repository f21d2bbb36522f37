import pytest
from django.db import IntegrityError, transaction

from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from guidelines.models import Gold
from projects.domain.roles import Role
from projects.domain.stages import Stage
from projects.services import add_member, open_cycle
from tests.factories import make_user
from tests.verification.factories import (
    ask_for,
    change_answer,
    compute,
    decide_again,
    judge_everything,
    make_answered_batch,
)
from tests.verification.test_gates import missing
from verification import selectors
from verification.domain.dimensions import Dimension
from verification.models import AuditItem, AuditJudgement, AuditSignOff
from verification.selectors.audits import evidence_of, sample_of, standing_of
from verification.services.audits import draw_audit, judge_audit_item, judge_dimension, sign_audit
from verification.services.disputes import decide
from verification.services.findings import correct_finding, verify_finding

pytestmark = pytest.mark.django_db

ROWS = [("pos", "pos"), ("neg", "neg")] * 20


@pytest.fixture
def people(db):
    return [make_user(full_name=f"Annotator Kim {n}") for n in range(2)]


@pytest.fixture
def batch(project, people, manager):
    batch = make_answered_batch(project, people, ROWS, name="Main")
    compute(batch, manager)
    return batch


@pytest.fixture
def audit(project, batch, manager):
    return draw_audit(project=project, by=manager, size=5, seed=1)


def find(audit, auditor, **facts):
    """Return the first drawn item as a finding."""
    given = {"about": "guideline", "note": "It is irony."} | facts
    return judge_audit_item(audit_item=audit.items.first(), conforms=False, by=auditor, **given)


def test_draw_audit_sizes_the_sample_by_tolerable_error_and_population(project, batch, manager):
    audit = draw_audit(project=project, by=manager)
    assert (audit.population, audit.size, audit.items.count()) == (40, 37, 37)


def test_draw_audit_draws_the_same_for_the_same_seed(project, batch, manager):
    drawn = [
        list(draw_audit(project=project, by=manager, size=8, seed=seed).items.values_list("item", flat=True))
        for seed in (3, 3, 4)
    ]
    assert drawn[0] == drawn[1] != drawn[2]


def test_draw_audit_freezes_the_decided_answer(project, people, manager):
    batch = make_answered_batch(project, people, [("pos", "neg")])
    compute(batch, manager)
    decide(dispute=batch.disputes.get(), answer="pos", cause="mistake", reason="Warm.", by=manager)
    audit = draw_audit(project=project, by=manager)
    decide_again(dispute=batch.disputes.get(), answer="neg", cause="mistake", reason="Cold.", by=manager)
    assert [item.answers for item in audit.items.all()] == [{"sentiment": "pos"}]


def test_draw_audit_leaves_out_items_with_an_open_dispute(project, people, manager):
    compute(make_answered_batch(project, people, [("pos", "neg"), ("pos", "pos")]), manager)
    assert draw_audit(project=project, by=manager).population == 1


def test_draw_audit_takes_only_the_chosen_batches(project, people, batch, manager):
    other = make_answered_batch(project, people, ROWS[:4])
    compute(other, manager)
    audit = draw_audit(project=project, by=manager, batches=[other.pk])
    assert (audit.population, {item.batch for item in audit.items.all()}) == (4, {other})


def test_draw_audit_refuses_where_nothing_is_in_force(project, manager):
    with pytest.raises(RuleBroken, match="No item has an answer in force"):
        draw_audit(project=project, by=manager)


def test_draw_audit_refuses_agreement_older_than_the_answers(project, people, batch, manager):
    change_answer(people[0].annotations.first(), "neg")
    with pytest.raises(RuleBroken, match="“Main”"):
        draw_audit(project=project, by=manager)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("tolerable_error", 0),
        ("tolerable_error", 1),
        ("confidence", 1.0),
        ("confidence", float("nan")),
        ("seed", -1),
        ("size", 0),
        ("size", 41),
        ("batches", [10**9]),
    ],
)
def test_draw_audit_refuses_a_senseless_plan(project, batch, manager, path, value):
    with pytest.raises(BadInput) as refusal:
        draw_audit(project=project, by=manager, **{path: value})
    assert refusal.value.path == path


def test_sample_of_an_item_is_masked_and_names_nobody(project, people, batch, manager, auditor):
    audit = draw_audit(project=project, by=manager, size=1)
    [drawn] = audit.items.select_related("batch__schema", "item_version")
    drawn.item_version.parts = {"text": "Write to kim@example.org"}
    told = sample_of(drawn)
    assert told["parts"] == {"text": "Write to [EMAIL_1]"}
    assert set(told) == {"position", "parts", "answers"}
    assert {answer["called"] for answer in told["answers"]} <= {"Positive", "Negative"}


def test_judge_audit_item_counts_the_last_judgement(audit, auditor):
    find(audit, auditor)
    judge_audit_item(audit_item=audit.items.first(), conforms=True, by=auditor)
    standing = standing_of(audit)
    assert (standing.error_rate.value, standing.error_rate.n, standing.unjudged) == (0, 1, 4)


@pytest.mark.parametrize(
    ("path", "value"), [("about", ""), ("about", "taste"), ("note", " "), ("note", "x" * 2_001)]
)
def test_a_finding_says_what_is_wrong(audit, auditor, path, value):
    with pytest.raises(BadInput) as refusal:
        find(audit, auditor, **{path: value})
    assert refusal.value.path == path
    assert not AuditJudgement.objects.exists()


def test_c24_nobody_judges_an_item_they_answered_or_an_audit_they_drew(project, audit, people, manager):
    for person in (people[0], manager):
        add_member(project=project, user=person, role=Role.AUDITOR, by=manager)
        with pytest.raises(NotAllowed):
            judge_audit_item(audit_item=audit.items.first(), conforms=True, by=person)


def test_sign_audit_needs_every_item_and_dimension_judged(audit, auditor):
    with pytest.raises(RuleBroken, match=r"Items: 5\. Dimensions: 6"):
        sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
    judge_everything(audit, auditor)
    sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
    assert audit.sign_off.is_signed


def test_sign_audit_may_object_at_once(audit, auditor):
    sign_audit(audit=audit, is_signed=False, sentence="Half of it is private mail.", by=auditor)
    assert not audit.sign_off.is_signed


def test_a_signed_audit_is_judged_no_more(audit, auditor):
    judge_everything(audit, auditor)
    sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
    for again in (
        lambda: find(audit, auditor),
        lambda: judge_dimension(
            audit=audit, dimension="ethics", has_concern=True, sentence="Hm.", by=auditor
        ),
        lambda: sign_audit(audit=audit, is_signed=False, sentence="No.", by=auditor),
    ):
        with pytest.raises(RuleBroken, match="signed off"):
            again()


def test_an_audit_is_signed_off_once_even_past_the_service(audit, auditor):
    sign_audit(audit=audit, is_signed=False, sentence="No.", by=auditor)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditSignOff.objects.create(audit=audit, is_signed=True, sentence="Yes.", by=auditor)


def test_a_finding_is_corrected_by_a_decision_and_verified(audit, auditor, manager):
    finding = find(audit, auditor)
    [label] = finding.audit_item.answers.values()
    other = "neg" if label == "pos" else "pos"
    step = correct_finding(finding=finding, text="Read as irony.", answer=other, by=manager)
    assert (step.decision.answer, step.decision.cause) == (other, "mistake")
    in_force = {final.item: final.answer for final in selectors.final_answers(finding.audit_item.batch)}
    assert in_force[finding.audit_item.item_id] == other
    verify_finding(finding=finding, is_verified=True, text="Good.", by=auditor)
    assert list(finding.steps.order_by("pk").values_list("state", flat=True)) == ["corrected", "verified"]


def test_a_correction_the_auditor_is_not_content_with_opens_the_finding_again(audit, auditor, manager):
    finding = find(audit, auditor)
    correct_finding(finding=finding, text="Guideline version 3 says so.", by=manager)
    verify_finding(finding=finding, is_verified=False, text="It does not.", by=auditor)
    correct_finding(finding=finding, text="Now it does.", by=manager)
    assert finding.steps.order_by("-pk").first().state == "corrected"


def test_a_finding_moves_only_forward(audit, auditor, manager):
    finding = find(audit, auditor)
    with pytest.raises(RuleBroken, match="open cannot become verified"):
        verify_finding(finding=finding, is_verified=True, text="Good.", by=auditor)
    correct_finding(finding=finding, text="Done.", by=manager)
    with pytest.raises(RuleBroken, match="corrected cannot become corrected"):
        correct_finding(finding=finding, text="Done.", by=manager)


def test_correct_finding_refuses_an_answer_the_field_does_not_know(audit, auditor, manager):
    finding = find(audit, auditor)
    for wrong in ({"answer": "great"}, {"answer": "pos", "field": "topic"}):
        with pytest.raises(BadInput):
            correct_finding(finding=finding, text="Done.", by=manager, **wrong)
    assert not finding.steps.exists()


def test_evidence_speaks_to_every_dimension(project, batch, manager, auditor):
    ask_for(project, "agreement.alpha", ">=", 0.8)
    ask_for(project, "items.accepted", ">=", 100)
    version = batch.slots.first().item_version
    Gold.objects.create(project=project, item_version=version, field="sentiment", answer="pos")
    audit = draw_audit(project=project, by=manager)
    find(audit, auditor, about="ethics")
    facts = {
        (dimension, fact.name): (fact.value, fact.n)
        for dimension, found in evidence_of(audit).items()
        for fact in found
    }
    assert facts[Dimension.SUFFICIENCY, "items_accepted"] == (40, 40)
    assert facts[Dimension.SUFFICIENCY, "items_planned"] == (None, 0)
    assert facts[Dimension.SUFFICIENCY, "requirements_met"] == (1, 2)
    assert facts[Dimension.DIVERSITY, "label_evenness"] == (pytest.approx(1), 40)
    assert facts[Dimension.DIVERSITY, "distinct_texts"] == (1, 40)
    assert facts[Dimension.TRUSTWORTHINESS, "alpha"] == (1, 40)
    assert facts[Dimension.TRUSTWORTHINESS, "gold"] == (1, 1)
    assert facts[Dimension.TRUSTWORTHINESS, "decided"] == (0, 40)
    assert facts[Dimension.PRIVACY, "found_email"] == (0, 37)
    assert facts[Dimension.ETHICS, "findings_ethics"] == (1, 37)


class TestGate10:
    """What external verification waits for."""

    def test_gate_10_waits_for_an_audit(self, project, batch):
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == ["No audit has been drawn yet."]

    def test_gate_10_waits_for_judgements_and_signature(self, project, audit, auditor):
        told = missing(project, Stage.EXTRINSIC_VERIFICATION)
        assert told == [
            "Drawn items wait for the auditor: 5.",
            "Dimensions wait for the auditor: 6.",
            "Questions of ethics wait for the auditor: 6.",
            "The auditor has not signed off.",
        ]
        judge_everything(audit, auditor)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == ["The auditor has not signed off."]
        sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == []

    def test_gate_10_holds_the_error_rate_against_the_tolerable_error(self, project, audit, auditor):
        judge_everything(audit, auditor, wrong=1)
        sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
        [sentence] = missing(project, Stage.EXTRINSIC_VERIFICATION)
        assert sentence == "The error rate is 20.0 %, tolerable is 5.0 %: correct the data and draw again."

    def test_gate_10_stays_shut_when_the_auditor_objects(self, project, audit, auditor):
        judge_everything(audit, auditor)
        sign_audit(audit=audit, is_signed=False, sentence="Too small.", by=auditor)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == ["The auditor objects: Too small."]

    @pytest.mark.parametrize("change", ["annotation", "decision", "batch"])
    def test_gate_10_opens_again_when_the_data_changes(
        self, project, batch, people, manager, auditor, change
    ):
        disputed = make_answered_batch(project, people, [("pos", "neg"), ("pos", "pos")])
        compute(disputed, manager)
        audit = self.signed(project, manager, auditor)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == []
        if change == "annotation":
            change_answer(people[0].annotations.first(), "neg")
        elif change == "decision":
            decide(dispute=disputed.disputes.get(), answer="pos", cause="mistake", reason="So.", by=manager)
        else:
            compute(make_answered_batch(project, people, ROWS[:1]), manager)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == [
            f"The data changed after audit {audit.number} was drawn: draw a new sample."
        ]

    def test_gate_10_stays_open_when_the_audits_own_finding_is_corrected(
        self, project, batch, manager, auditor
    ):
        audit = self.signed(project, manager, auditor, wrong=1)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == []
        finding = AuditJudgement.objects.get(audit_item__audit=audit, conforms=False)
        correct_finding(finding=finding, text="Read again.", answer="pos", by=manager)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == []

    def test_gate_10_opens_again_with_a_new_cycle(self, project, batch, manager, auditor):
        self.signed(project, manager, auditor)
        open_cycle(project=project, reason="Drift.", by=manager)
        assert missing(project, Stage.EXTRINSIC_VERIFICATION) == [
            "Cycle 2 has begun: draw a new sample after its work."
        ]

    def signed(self, project, manager, auditor, wrong=0):
        audit = draw_audit(project=project, by=manager)
        judge_everything(audit, auditor, wrong=wrong)
        sign_audit(audit=audit, is_signed=True, sentence="Good.", by=auditor)
        return audit


def test_error_rate_is_measured_over_judged_items(project, audit, auditor):
    def measured():
        [rate] = [found for found in selectors.measures(project) if found.name == "audit.error_rate"]
        return rate

    assert (measured().value, measured().n) == (None, 0)
    judge_everything(audit, auditor, wrong=1)
    assert (measured().value, measured().n) == (0.2, 5)
    assert round(measured().low, 4) == 0.0362
    assert round(measured().high, 4) == 0.6245


def test_trace_tells_that_an_item_was_audited(audit, auditor):
    finding = find(audit, auditor)
    told = [step.what for step in selectors.trace(finding.audit_item.item)]
    assert told[-1] == "Audit 1: does not conform (The answer does not follow the guideline)"


def test_auditors_work_waits_for_them_and_findings_for_the_manager(project, audit, auditor, manager):
    def waits(person):
        return [(waiting.button, waiting.n) for waiting in selectors.waiting_for(person)]

    assert waits(auditor) == [("Audit", 5)]
    finding = find(audit, auditor)
    assert waits(manager) == [("Correct", 1)]
    correct_finding(finding=finding, text="Done.", by=manager)
    assert waits(manager) == []
    judge_everything(audit, auditor, skip=finding.audit_item)
    assert waits(auditor) == [("Audit", None), ("Verify", 1)]


def test_a_drawn_item_is_drawn_once(audit):
    drawn = audit.items.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditItem.objects.create(
            audit=audit,
            position=99,
            batch=drawn.batch,
            item=drawn.item,
            item_version=drawn.item_version,
            answers={},
        )
