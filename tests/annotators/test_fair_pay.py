"""What pay comes to by the hour, held against the floor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotators import stages
from annotators.models import WorkTime
from annotators.selectors import pay
from annotators.services import record_known_time
from annotators.services.pay import reverse_earning
from tests.annotators.factories import make_earning, make_floor, make_paid_payout, make_terms

pytestmark = pytest.mark.django_db


def test_c17_fair_pay_divides_what_was_earned_by_all_time_and_names_who_is_below(
    project, annotator, second_annotator, agreed
):
    make_floor(project, 10_320)
    for person, seconds in ((annotator, 10.0), (second_annotator, 30.0)):
        make_earning(person, agreed)
        record_known_time(project=project, user=person, work="w", seconds=seconds)
    fair = pay.fair_pay(project)
    assert {one.user: one.hourly for one in fair.people} == {annotator: 18_000, second_annotator: 6_000}
    assert (fair.median, fair.lowest_decile, fair.cost, fair.floor) == (12_000, 6_000, 100, 10_320)
    assert [one.user for one in fair.below_floor] == [second_annotator]


def test_fair_pay_leaves_out_what_was_reversed(project, annotator, manager, agreed):
    reverse_earning(earning=make_earning(annotator, agreed), reason="Copied.", by=manager)
    assert pay.fair_pay(project).people == []


def test_fair_pay_takes_as_many_statements_for_many_people(
    project, annotator, second_annotator, agreed, django_assert_num_queries
):
    make_earning(annotator, agreed)
    make_earning(second_annotator, agreed)
    with django_assert_num_queries(8):
        pay.fair_pay(project)


def test_own_pay_adds_up_what_is_mine(project, annotator, second_annotator, agreed):
    make_paid_payout(annotator, agreed)
    make_earning(annotator, agreed)
    make_earning(second_annotator, agreed)
    WorkTime.objects.create(project=project, user=annotator, work="w", seconds=36.0, claimed=36.0)
    mine = pay.own_pay(annotator, project)
    assert (mine.earned, mine.owed, mine.paid, mine.work, mine.hourly) == (100, 50, 50, 2, 10_000)


def test_fair_pay_tells_overpayment_rework_and_what_was_taken_back(project, manager, annotator):
    terms = make_terms(project, 100)
    make_floor(project, 10_000)
    earned = [make_earning(annotator, terms) for _n in range(3)]
    for seconds in (10.0, 10.0):
        record_known_time(project=project, user=annotator, work="one", seconds=seconds)
    reverse_earning(earning=earned[0], reason="Twice.", by=manager)
    fair = pay.fair_pay(project)
    assert (fair.cost, fair.reversed, fair.again) == (200, 100, 10_000)
    assert fair.overpaid == 200 - 111
    assert fair.rework == 100


def test_monthly_pay_adds_up_to_what_was_earned(project, annotator):
    terms = make_terms(project, 100)
    now = timezone.now()
    for day in (now, now, now - timedelta(days=40)):
        make_earning(annotator, terms, accepted_at=max(day, terms.in_force_from))
    months = pay.monthly_pay(annotator, project)
    assert sum(month.amount for month in months) == 300
    assert months[0].work >= 2


def test_a_manager_is_warned_once_enough_work_shows_pay_below_the_floor(project, manager, annotator):
    terms = make_terms(project, 10)
    make_floor(project, 10_000)
    for n in range(10):
        assert stages.waiting_for(manager) == []
        make_earning(annotator, terms)
        record_known_time(project=project, user=annotator, work=f"w{n}", seconds=30.0)
    [waiting] = stages.waiting_for(manager)
    assert (waiting.project_id, waiting.n) == (project.pk, 1)
    assert stages.waiting_for(annotator) == []
