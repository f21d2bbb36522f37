from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from annotators.domain.money import Unit
from annotators.models import Earning
from annotators.services.pay import set_terms
from delivery.selectors.releases import candidates
from dmops_platform.errors import BadInput, RuleBroken
from labeling.domain.lifecycle import AssignmentState, Purpose
from labeling.models import Assignment, Batch
from labeling.selectors import batches_for, current_annotations, progress
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import give_back
from labeling.services.people import pause_person
from labeling.services.rework import reopen_assignment
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.selectors import standing
from tests.factories import make_annotation, make_batch
from tests.verification.factories import compute, make_answered_batch
from verification.models import SelfCheckRule
from verification.selectors import gates
from verification.selectors.self_check import own_self_check, self_check_figures
from verification.services.quality_report import run_quality_report, start_quality_report
from verification.services.self_checks import draw_all_self_checks, set_self_check, stop_self_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(project, annotator):
    """Return a batch of four items that one person answered three days ago; others wait."""
    batch = make_answered_batch(project, [annotator], [["pos"], ["neg"], ["pos"], ["neg"]])
    make_batch(project, ["new", "newer"], overlap=1, schema=batch.schema)
    age(batch)
    return batch


def age(batch, days=3):
    then = timezone.now() - timedelta(days=days)
    batch.assignments.update(ended_at=then, leased_at=then)


def check(batch, percent=100, delay_hours=48):
    return set_self_check(batch=batch, percent=percent, delay_hours=delay_hours, by=batch.by)


def repeats(rule, *states):
    rows = Assignment.objects.filter(batch=rule.repeats)
    return rows.filter(state__in=states) if states else rows


def answer_again(rule, label):
    [held] = repeats(rule, AssignmentState.LEASED)
    submit(assignment=held, submission=Submission(answers={"sentiment": label}))
    return held


def test_an_item_comes_again_to_its_author_after_the_delay_one_at_a_time(
    project, batch, annotator, api_client
):
    rule = check(batch)
    [held] = repeats(rule)
    assert held.person == annotator
    units = (
        api_client(annotator).post(reverse("api:next_work", args=[project.pk]), {"ahead": 3}).json()["units"]
    )
    assert held.pk in [unit["id"] for unit in units]
    draw_all_self_checks()
    assert repeats(rule).count() == 1
    answer_again(rule, "pos")
    draw_all_self_checks()
    assert repeats(rule).count() == 2


def test_nothing_comes_before_the_delay_is_over(batch):
    assert repeats(check(batch, delay_hours=100)).count() == 0


def test_a_share_of_each_person_is_drawn_and_each_item_once(project, batch, annotator):
    batch.project.batches.exclude(pk=batch.pk).update(state="closed")
    rule = check(batch, percent=50)
    for _round in range(3):
        for held in repeats(rule, AssignmentState.LEASED):
            submit(assignment=held, submission=Submission(answers={"sentiment": "pos"}))
        draw_all_self_checks()
    assert repeats(rule).count() == 2
    assert repeats(rule).values("item").distinct().count() == 2


def test_a52_a_repeated_unit_looks_like_any_other(project, batch, annotator, api_client):
    rule = check(batch)
    units = (
        api_client(annotator).post(reverse("api:next_work", args=[project.pk]), {"ahead": 3}).json()["units"]
    )
    [again] = [unit for unit in units if unit["id"] == repeats(rule).get().pk]
    other = next(unit for unit in units if unit != again)
    assert set(again) == set(other)
    assert (again["submitted"], again["draft"], again["note"]) == (None, None, "")
    assert abs(parsed(again["due_at"]) - parsed(other["due_at"])) < timedelta(minutes=1)


def parsed(moment):
    from datetime import datetime

    return datetime.fromisoformat(moment)


def test_a_repeated_answer_counts_nowhere_else(project, batch, annotator, manager, page_client):
    before, shown = progress(batch), [each.batch.pk for each in candidates(project)]
    compute(batch, manager)
    missing, parts = gates(project)[0].missing, standing(project)
    rule = check(batch)
    answer_again(rule, "neg")
    assert progress(batch) == before
    assert current_annotations(rule.repeats).count() == 0
    assert rule.repeats not in batches_for(manager)
    assert [each.batch.pk for each in candidates(project)] == shown
    assert gates(project)[0].missing == missing
    assert standing(project) == parts
    url = reverse("labeling:batch_page", args=[rule.repeats_id])
    assert page_client(manager).get(url).status_code == 404


def test_a_repeated_answer_is_paid_like_any_other(project, batch, annotator, manager):
    terms = {"role": Role.ANNOTATOR, "phase": Phase.MAIN, "unit": Unit.ITEM, "currency": "KRW"}
    set_terms(project=project, amount=100, by=manager, **terms)
    held = answer_again(check(batch), "pos")
    earning = Earning.objects.get()
    assert (earning.user, earning.amount, earning.item_id) == (annotator, 100, held.item_id)


def test_what_somebody_was_told_about_is_not_asked_again(batch, manager, reviewer, annotator):
    for assignment in batch.assignments.order_by("pk")[:3]:
        reopen_assignment(assignment=assignment, reason="No.", by=reviewer)
        assignment.refresh_from_db()
        submit(assignment=assignment, submission=Submission({"sentiment": "pos"}, base_version=1))
    age(batch)
    rule = check(batch)
    assert repeats(rule).get().item == batch.assignments.order_by("pk").last().item


def test_a_paused_person_gets_nothing_again(project, batch, annotator, manager):
    pause_person(project=project, person=annotator.pk, reason="Away.", by=manager)
    assert repeats(check(batch)).count() == 0


def test_an_item_given_back_comes_again_in_its_slot(batch):
    rule = check(batch)
    give_back(assignment=repeats(rule).get())
    draw_all_self_checks()
    assert repeats(rule, AssignmentState.LEASED).count() == 1
    assert rule.repeats.slots.count() == 1


def test_the_same_again_is_measured_and_told_to_manager_and_person(
    project, batch, annotator, manager, page_client
):
    rule = check(batch)
    for label in ("pos", "pos", "neg"):
        answer_again(rule, label)
        draw_all_self_checks()
    first = {row.item_id: row.annotations.get().answers["sentiment"] for row in batch.assignments.all()}
    again = {row.item_id: row.annotations.get().answers["sentiment"] for row in repeats(rule, "submitted")}
    same = sum(first[item] == label for item, label in again.items())
    [figure] = self_check_figures(batch)
    assert (figure.person, figure.same.n, figure.same.value) == (annotator, 3, pytest.approx(same / 3))
    [own] = own_self_check(annotator, project)
    assert own.same == figure.same
    report = start_quality_report(project=project, by=manager)
    run_quality_report(report.pk)
    report.refresh_from_db()
    [row] = report.report["fields"][0]["intra"]
    assert (row["person"], row["n"]) == (str(annotator.pk), 3)
    for url in ("verification:quality_page", "verification:self_check_page"):
        assert (
            "The same answer again"
            in page_client(manager).get(reverse(url, args=[batch.pk])).content.decode()
        )
    page = page_client(annotator).get(reverse("verification:own_review_list", args=[project.pk]))
    assert "When you saw an item again" in page.content.decode()


def test_the_first_answer_is_the_one_from_before_the_repeat(batch, annotator):
    rule = check(batch)
    held = answer_again(rule, "pos")
    original = batch.assignments.get(item=held.item)
    submit(assignment=original, submission=Submission({"sentiment": "pos"}, base_version=1))
    given = original.annotations.get(version=1).answers["sentiment"]
    [figure] = self_check_figures(batch)
    assert figure.same.value == (given == "pos")


@pytest.mark.parametrize(("percent", "hours"), [(0, 1), (101, 1), (5, -1), (5, 10_000)])
def test_a_self_check_that_makes_no_sense_is_refused(batch, percent, hours):
    with pytest.raises(BadInput):
        check(batch, percent, hours)
    assert not SelfCheckRule.objects.exists()
    assert not Batch.objects.filter(purpose=Purpose.SELF_CHECK).exists()


def test_a_self_check_is_ended_and_set_again(batch, manager, page_client):
    rule, browser = check(batch), page_client(manager)
    answer_again(rule, "pos")
    stop_self_check(batch=batch, by=manager)
    draw_all_self_checks()
    assert repeats(rule).count() == 1
    with pytest.raises(RuleBroken):
        stop_self_check(batch=batch, by=manager)
    url = reverse("verification:set_self_check", args=[batch.pk])
    assert browser.post(url, {"percent": "", "delay_hours": 1}).status_code == 422
    assert browser.post(url, {"percent": 100, "delay_hours": 1}).status_code == 302
    assert SelfCheckRule.objects.get().repeats == rule.repeats
    assert repeats(rule).count() == 2


def test_programs_open_no_batch_for_self_checks(project, manager, api_client):
    make_annotation(make_batch(project).slots.first(), manager)
    url = reverse("api:batches", args=[project.pk])
    asked = {"name": "x", "purpose": "self_check", "items": [1]}
    assert api_client(manager).post(url, asked).status_code == 400
