"""Payouts: gathered once, approved and paid by three people."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotators.models import Entry, EntryKind
from annotators.selectors import ledger
from annotators.services.payouts import (
    approve_payout,
    cancel_payout,
    export_payout,
    make_payout,
    pay_payout,
)
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from dmops_platform.states import IllegalMove
from projects.domain.roles import Role
from projects.services import add_member
from tests.annotators.factories import make_earning, make_finance, make_paid_payout

pytestmark = pytest.mark.django_db


def test_make_payout_gathers_what_is_not_paid_yet_once(project, annotator, manager, agreed):
    earning = make_earning(annotator, agreed)
    payout = make_payout(project=project, by=manager)
    earning.refresh_from_db()
    assert earning.payout == payout
    with pytest.raises(RuleBroken) as refusal:
        make_payout(project=project, by=manager)
    assert refusal.value.code == "nothing_to_pay"
    assert project.payouts.count() == 1


def test_make_payout_up_to_a_day_leaves_later_work(project, annotator, manager, agreed):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_earning(annotator, agreed)
    with pytest.raises(RuleBroken, match="Nothing"):
        make_payout(project=project, by=manager, until=yesterday)
    assert make_payout(project=project, by=manager, until=timezone.localdate()).number == 1


def test_a102_make_payout_refuses_the_last_day_there_is(project, manager):
    with pytest.raises(BadInput, match="earlier"):
        make_payout(project=project, by=manager, until=date.max)


def test_c16_payout_needs_three_people(project, annotator, manager, finance, agreed):
    make_earning(annotator, agreed)
    payout = make_payout(project=project, by=manager)
    with pytest.raises(NotAllowed, match="Finance"):
        approve_payout(payout=payout, by=manager)
    payout = approve_payout(payout=payout, by=finance)
    with pytest.raises(NotAllowed, match="three people"):
        pay_payout(payout=payout, by=finance)
    paid = pay_payout(payout=payout, by=make_finance(project), reference="bank 7")
    assert (paid.state, paid.reference) == ("paid", "bank 7")
    assert ledger.owed_to(project, annotator) == 0


def test_a92_manager_who_is_finance_too_does_not_approve_their_own_payout(
    project, annotator, manager, agreed
):
    add_member(project=project, user=manager, role=Role.FINANCE, by=manager)
    make_earning(annotator, agreed)
    with pytest.raises(NotAllowed, match="three people"):
        approve_payout(payout=make_payout(project=project, by=manager), by=manager)


def test_a92_nobody_approves_what_they_are_paid(project, finance, manager, agreed):
    make_earning(finance, agreed)
    with pytest.raises(NotAllowed, match="pays you"):
        approve_payout(payout=make_payout(project=project, by=manager), by=finance)


def test_c16_database_refuses_a_payout_by_fewer_people(project, annotator, manager, agreed):
    make_earning(annotator, agreed)
    payout = make_payout(project=project, by=manager)
    payout.approved_by = manager
    with pytest.raises(IntegrityError), transaction.atomic():
        payout.save()


def test_a97_pay_payout_twice_posts_once(project, annotator, agreed):
    payout = make_paid_payout(annotator, agreed)
    with pytest.raises(IllegalMove):
        pay_payout(payout=payout, by=make_finance(project))
    assert Entry.objects.filter(kind=EntryKind.PAYOUT).count() == 1


def test_cancel_payout_lets_its_earnings_into_another_one(project, annotator, manager, agreed):
    earning = make_earning(annotator, agreed)
    cancel_payout(payout=make_payout(project=project, by=manager), by=manager, reason="Wrong day.")
    again = make_payout(project=project, by=manager)
    earning.refresh_from_db()
    assert (earning.payout, again.number) == (again, 2)


def test_cancel_payout_refuses_one_that_is_paid(annotator, manager, agreed):
    with pytest.raises(IllegalMove):
        cancel_payout(payout=make_paid_payout(annotator, agreed), by=manager, reason="Too late.")


def test_a83_export_payout_is_a_table_without_formulas(project, annotator, manager, agreed):
    annotator.full_name = "=HYPERLINK(0)"
    annotator.save()
    make_earning(annotator, agreed, seconds=1_800.0)
    text = export_payout(payout=make_payout(project=project, by=manager), by=manager)
    assert text == (
        "\ufeffusername,name,items,hours,amount,currency\r\nannotator,'=HYPERLINK(0),1,0.5,50,KRW\r\n"
    )
    assert project.activities.filter(action="annotators.export_payout", by=manager).exists()
