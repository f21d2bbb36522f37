"""Two people at once, with real processes on PostgreSQL."""

import multiprocessing
import os
from contextlib import suppress

import pytest
from django.db import connections

from accounts.models import User
from dmops_platform.errors import RuleBroken
from projects.models import Activity, Project
from tests.factories import make_user
from tests.verification.factories import compute, make_answered_batch, make_dispute
from verification.domain.review_sampling import Sampling
from verification.models import (
    Audit,
    AuditJudgement,
    AuditSignOff,
    ConsensusRun,
    Dispute,
    DisputeState,
    Outcome,
    Review,
    ReviewRule,
    SelfCheckRule,
)
from verification.services import (
    DisputeMoved,
    correct_finding,
    decide,
    discuss,
    draw_audit,
    judge_audit_item,
    sign_audit,
    start_consensus,
)
from verification.services.reviews import draw_reviews, set_review_rule, take_reviews
from verification.services.self_checks import draw_self_checks, set_self_check
from verification.services.verdicts import Judgement, judge_review

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

spawn = multiprocessing.get_context("fork")


def in_processes(work, calls) -> None:
    connections.close_all()
    processes = [spawn.Process(target=at_once, args=(work, *call)) for call in calls]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def at_once(work, barrier, *call) -> None:
    connections.close_all()
    barrier.wait()
    work(*call)
    connections.close_all()
    os._exit(0)


def decide_once(dispute_id: int, person_id: int, answer: str) -> None:
    dispute, person = Dispute.objects.get(pk=dispute_id), User.objects.get(pk=person_id)
    facts = {"answer": answer, "cause": "mistake", "reason": f"It is {answer}."}
    seen = None
    while True:
        try:
            decide(dispute=dispute, by=person, seen=seen, **facts)
            break
        except DisputeMoved as moved:
            seen = moved.details["seen"]
    discuss(dispute=dispute, text="Done.", by=person)


def test_decide_by_six_at_once_who_insist_keeps_every_decision_in_order(project):
    dispute = make_dispute(project, [make_user(), make_user()])
    deciders, barrier = [make_user() for _n in range(6)], spawn.Barrier(6)
    answers = ["pos", "neg"] * 3
    in_processes(
        decide_once,
        [(barrier, dispute.pk, person.pk, answer) for person, answer in zip(deciders, answers, strict=True)],
    )
    dispute.refresh_from_db()
    decisions = list(dispute.decisions.order_by("pk"))
    assert {decision.by for decision in decisions} == set(deciders)
    assert [decision.at for decision in decisions] == sorted(decision.at for decision in decisions)
    said = Activity.objects.filter(action="verification.decide").order_by("facts__decision")
    assert [line.facts["is_again"] for line in said] == [False] + [True] * 5
    assert dispute.state == DisputeState.SETTLED
    assert dispute.thread.messages.count() == 6


def start_once(project_id: int) -> None:
    batch = ConsensusRun._meta.get_field("batch").related_model.objects.get(project=project_id)
    start_consensus(batch=batch, by=batch.by)


def test_start_consensus_by_six_at_once_is_one_run(project):
    make_answered_batch(project, [make_user(), make_user()], [("pos", "neg")])
    barrier = spawn.Barrier(6)
    in_processes(start_once, [(barrier, project.pk)] * 6)
    assert ConsensusRun.objects.count() == 1


def judge_once(audit_id: int, person_id: int, number: int) -> None:
    audit, person = Audit.objects.get(pk=audit_id), User.objects.get(pk=person_id)
    with suppress(RuleBroken):
        sign_audit(audit=audit, is_signed=False, sentence=f"Objection {number}.", by=person)


def test_sign_audit_by_six_at_once_is_one_last_word(project, auditor):
    people, manager = [make_user(), make_user()], project.created_by
    compute(make_answered_batch(project, people, [("pos", "pos")]), manager)
    audit, barrier = draw_audit(project=project, by=manager), spawn.Barrier(6)
    in_processes(judge_once, [(barrier, audit.pk, auditor.pk, number) for number in range(6)])
    assert AuditSignOff.objects.count() == 1
    assert Activity.objects.filter(action="verification.sign_audit").count() == 1


def correct_once(finding_id: int, person_id: int) -> None:
    finding = AuditJudgement.objects.get(pk=finding_id)
    with suppress(RuleBroken):
        correct_finding(finding=finding, text="Done.", answer="neg", by=User.objects.get(pk=person_id))


def test_correct_finding_by_six_at_once_is_one_correction(project, auditor):
    people, manager = [make_user(), make_user()], project.created_by
    compute(make_answered_batch(project, people, [("pos", "pos")]), manager)
    drawn = draw_audit(project=project, by=manager).items.get()
    finding = judge_audit_item(audit_item=drawn, conforms=False, about="guideline", note="Irony.", by=auditor)
    barrier = spawn.Barrier(6)
    in_processes(correct_once, [(barrier, finding.pk, manager.pk)] * 6)
    assert finding.steps.count() == 1
    assert Dispute.objects.get().decisions.count() == 1


def draw_once(project_id: int) -> None:
    project = Project.objects.get(pk=project_id)
    draw_audit(project=project, by=project.created_by)


def test_draw_audit_by_six_at_once_numbers_each(project):
    people = [make_user(), make_user()]
    compute(make_answered_batch(project, people, [("pos", "pos")]), project.created_by)
    barrier = spawn.Barrier(6)
    in_processes(draw_once, [(barrier, project.pk)] * 6)
    assert sorted(project.audits.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def judge_review_once(review_id: int, person_id: int, outcome: str) -> None:
    review, person = Review.objects.get(pk=review_id), User.objects.get(pk=person_id)
    with suppress(RuleBroken):
        judge_review(review=review, judgement=Judgement(Outcome(outcome), 1, reason="No."), by=person)


def test_judge_review_by_six_at_once_is_one_verdict(project, manager):
    batch = make_answered_batch(project, [make_user()], [("pos",)])
    set_review_rule(batch=batch, sampling=Sampling(percent=100), by=manager)
    review, barrier = batch.reviews.get(), spawn.Barrier(6)
    calls = [(barrier, review.pk, make_user().pk, outcome) for outcome in ["accept", "return"] * 3]
    in_processes(judge_review_once, calls)
    verdict = review.verdicts.get()
    review.refresh_from_db()
    assert (verdict.outcome, review.state) in {("accept", "accepted"), ("return", "returned")}


def take_once(project_id: int, person_id: int) -> None:
    take_reviews(project=Project.objects.get(pk=project_id), by=User.objects.get(pk=person_id), ahead=3)


def test_take_reviews_by_six_at_once_gives_each_to_one(project, manager):
    batch = make_answered_batch(project, [make_user()], [("pos",)] * 9)
    set_review_rule(batch=batch, sampling=Sampling(percent=100), by=manager)
    people, barrier = [make_user() for _n in range(6)], spawn.Barrier(6)
    in_processes(take_once, [(barrier, project.pk, person.pk) for person in people])
    held = list(Review.objects.exclude(held_by=None).values_list("held_by", flat=True))
    assert max(map(held.count, held)) <= 3
    assert len(held) == 9


def draw_reviews_once(rule_id: int) -> None:
    draw_reviews(ReviewRule.objects.get(pk=rule_id))


def test_draw_reviews_by_six_at_once_draws_each_once(project, manager):
    batch = make_answered_batch(project, [make_user()], [("pos",)] * 9)
    set_review_rule(batch=batch, sampling=Sampling(percent=100), by=manager)
    Review.objects.all().delete()
    barrier = spawn.Barrier(6)
    in_processes(draw_reviews_once, [(barrier, batch.review_rule.pk)] * 6)
    assert Review.objects.count() == 9


def draw_self_checks_once(rule_id: int) -> None:
    draw_self_checks(SelfCheckRule.objects.get(pk=rule_id))


def test_draw_self_checks_by_six_at_once_asks_each_item_once(project, annotator, manager):
    batch = make_answered_batch(project, [annotator], [("pos",)] * 3)
    rule = set_self_check(batch=batch, percent=100, delay_hours=0, by=manager)
    rule.repeats.assignments.all().delete()
    rule.repeats.slots.all().delete()
    barrier = spawn.Barrier(6)
    in_processes(draw_self_checks_once, [(barrier, rule.pk)] * 6)
    assert rule.repeats.assignments.count() == rule.repeats.assignments.values("item").distinct().count() == 3
