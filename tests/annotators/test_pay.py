from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from annotators.domain.money import Unit
from annotators.models import Account, AccountKind, Earning, Entry, EntryKind, Posting
from annotators.selectors import ledger, terms
from annotators.services.ledger import Leg, account_of, post, reverse
from annotators.services.pay import record_earning, reverse_earning, set_floor, set_terms
from annotators.services.payouts import (
    make_payout,
)
from dmops_platform.errors import BadInput, RuleBroken
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from projects.domain.phases import Phase
from projects.domain.roles import Role
from tests.annotators.factories import make_earning, make_floor, make_paid_payout, make_terms
from tests.factories import make_batch

pytestmark = pytest.mark.django_db


@contextmanager
def checked_at_once() -> Iterator[None]:
    """Make the database check at the end of the block what it else checks at the end of the transaction."""
    with transaction.atomic():
        yield
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def answer(project, person):
    [work] = claim(project=project, person=person)
    submit(assignment=work, submission=Submission(answers={"sentiment": "pos"}, seconds=4.0))
    return work


# terms


def test_set_terms_numbers_versions_by_role_and_phase(project):
    assert [make_terms(project).number, make_terms(project, 60).number] == [1, 2]
    assert make_terms(project, phase=Phase.PILOT).number == 1


def test_set_terms_refuses_a_second_currency(project, agreed):
    with pytest.raises(BadInput, match="KRW"):
        make_terms(project, currency="USD")


def test_a96_set_terms_refuses_to_begin_in_the_past(project):
    with pytest.raises(BadInput) as refusal:
        make_terms(project, in_force_from=timezone.now() - timedelta(minutes=1))
    assert refusal.value.path == "in_force_from"


@pytest.mark.parametrize("amount", [0, -1, 10**12 + 1])
def test_a96_set_terms_refuses_a_senseless_amount(project, amount):
    with pytest.raises(BadInput):
        make_terms(project, amount)


def test_set_terms_pays_annotators_and_reviewers_only(project):
    with pytest.raises(BadInput, match="reviewers"):
        make_terms(project, role=Role.CLIENT)


def test_terms_at_are_the_latest_version_that_has_begun(project, agreed):
    later = make_terms(project, 60, in_force_from=timezone.now() + timedelta(days=1))
    now, then = timezone.now(), timezone.now() + timedelta(days=2)
    assert terms.terms_at(project, Role.ANNOTATOR, Phase.MAIN, now) == agreed
    assert terms.terms_at(project, Role.ANNOTATOR, Phase.MAIN, then) == later
    assert terms.terms_in_force(project) == [agreed]


# floor


def test_set_floor_of_a_later_row_replaces_the_days_it_covers(project):
    make_floor(project, 10_030)
    new_year = date(timezone.localdate().year + 1, 1, 1)
    corrected = make_floor(project, 10_320)
    assert terms.floor_on(project, timezone.localdate(), "KRW") == corrected
    assert terms.floor_on(project, new_year, "KRW") is None
    assert terms.floor_on(project, timezone.localdate(), "USD") is None


def test_set_floor_refuses_an_end_before_its_beginning_and_no_source(project, manager):
    row = {"project": project, "amount": 1, "currency": "KRW", "by": manager}
    with pytest.raises(BadInput, match="last day"):
        set_floor(**row, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1), source="Law")
    with pytest.raises(BadInput, match="where this floor"):
        set_floor(**row, valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 1), source=" ")


@pytest.mark.parametrize("phase", [Phase.PILOT, Phase.MAIN])
def test_estimates_hold_the_median_of_the_work_against_the_floor(project, annotator, phase):
    make_batch(project, ["a", "b", "c"], overlap=1, phase=phase)
    for seconds in (10.0, 2.0, 15.0):
        [work] = claim(project=project, person=annotator)
        answers = {"sentiment": "pos"}
        submit(assignment=work, submission=Submission(answers=answers, seconds=seconds, is_recorded=True))
    agreed = make_terms(project, 30)
    make_floor(project, 10_320)
    [(found, estimate)] = terms.estimates(project, terms.terms_in_force(project))
    assert found == agreed
    assert (estimate.milliseconds, estimate.n, estimate.source) == (10_000, 3, phase.value)
    assert (estimate.hourly, estimate.floor, estimate.is_fair) == (10_800, 10_320, True)


# earnings


def test_submit_of_a_first_answer_earns_the_rate_in_force(project, annotator, agreed):
    make_batch(project, ["a"])
    work = answer(project, annotator)
    earning = Earning.objects.get()
    assert (earning.user, earning.item, earning.amount) == (annotator, work.item, 50)
    assert earning.work == f"labeling.assignment:{work.pk}"
    again = Submission(answers={"sentiment": "neg"}, base_version=1)
    submit(assignment=work, submission=again)
    assert Earning.objects.count() == 1


def test_submit_without_terms_earns_nothing(project, annotator):
    make_batch(project, ["a"])
    answer(project, annotator)
    assert not Earning.objects.exists()
    assert not Account.objects.exists()


def test_submit_in_a_phase_without_terms_earns_nothing(project, annotator, agreed):
    make_batch(project, ["a"], phase=Phase.PILOT)
    answer(project, annotator)
    assert not Earning.objects.exists()


def test_submit_that_is_known_not_to_be_paid_asks_nothing(project, annotator, agreed):
    make_batch(project, ["a"])
    [work] = claim(project=project, person=annotator)
    submit(assignment=work, submission=Submission(answers={"sentiment": "pos"}, is_paid=False))
    assert not Earning.objects.exists()


def test_record_earning_without_terms_takes_one_statement(project, annotator, django_assert_num_queries):
    with django_assert_num_queries(1):
        record_earning(
            project=project, person=annotator, work="w", phase=Phase.MAIN, accepted_at=timezone.now()
        )


def test_c05_record_earning_of_the_same_work_is_the_same_earning(annotator, agreed):
    first = make_earning(annotator, agreed, work="w")
    assert make_earning(annotator, agreed, work="w") == first
    assert Earning.objects.count() == 1


def test_c05_database_refuses_a_second_live_earning(annotator, agreed):
    first = make_earning(annotator, agreed, work="w")
    other = make_earning(annotator, agreed, work="v")
    first.pk, first.entry = None, None
    first.amount, first.carry = 0, 1
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
    assert other.is_live


def test_c07_earning_keeps_its_rate_when_terms_change(project, annotator, agreed):
    earning = make_earning(annotator, agreed)
    make_terms(project, 70)
    earning.refresh_from_db()
    assert (earning.rate, earning.amount) == (50, 50)
    assert make_earning(annotator, agreed, accepted_at=earning.accepted_at).amount == 50
    assert make_earning(annotator, agreed).amount == 70


def test_record_earning_by_the_hour_carries_what_is_less_than_a_minor_unit(project, annotator):
    hourly = make_terms(project, 1_500, unit=Unit.HOUR, currency="USD")
    amounts = [make_earning(annotator, hourly, seconds=3.0).amount for _n in range(8)]
    assert amounts == [1, 1, 1, 2, 1, 1, 1, 2]


def test_record_earning_that_comes_to_nothing_posts_nothing(project, annotator):
    hourly = make_terms(project, 1_500, unit=Unit.HOUR, currency="USD")
    assert make_earning(annotator, hourly, seconds=0.1).entry is None
    assert not Posting.objects.exists()


# the ledger


def accounts(project):
    return (
        account_of(project, AccountKind.COST, "KRW"),
        account_of(project, AccountKind.PAID_OUT, "KRW"),
    )


def test_c01_post_refuses_legs_that_do_not_add_up(project):
    cost, bank = accounts(project)
    with pytest.raises(RuleBroken, match="zero"):
        post(project=project, kind=EntryKind.PAYOUT, legs=[Leg(cost, 5), Leg(bank, -4)], by=None)


def test_c01_database_refuses_legs_that_do_not_add_up(project, monkeypatch):
    cost, bank = accounts(project)
    monkeypatch.setattr("annotators.services.ledger.check_balance", lambda legs: None)
    with pytest.raises(DatabaseError, match="adds up to zero"), checked_at_once():
        post(project=project, kind=EntryKind.PAYOUT, legs=[Leg(cost, 5), Leg(bank, -4)], by=None)


def test_c01_database_refuses_a_posting_added_later(annotator, agreed):
    entry = make_earning(annotator, agreed).entry
    with pytest.raises(DatabaseError, match=r"adds up to zero|no further posting"), checked_at_once():
        Posting.objects.create(entry=entry, account=Account.objects.first(), amount=1)


def test_c03_database_refuses_a_leg_of_zero(annotator, agreed):
    entry = make_earning(annotator, agreed).entry
    with pytest.raises(DatabaseError), checked_at_once():
        Posting.objects.create(entry=entry, account=Account.objects.first(), amount=0)


@pytest.mark.postgres
@pytest.mark.parametrize("model", [Posting, Entry])
def test_c02_database_refuses_to_delete_what_is_posted(annotator, agreed, model):
    make_earning(annotator, agreed)
    with pytest.raises(DatabaseError, match="never go"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_c04_all_accounts_add_up_to_zero_after_any_history(
    project, annotator, second_annotator, manager, agreed
):
    make_paid_payout(annotator, agreed)
    reverse_earning(earning=make_earning(second_annotator, agreed), reason="Copied.", by=manager)
    make_earning(second_annotator, agreed)
    make_payout(project=project, by=manager)
    assert sum(balance.amount for balance in ledger.balances(project)) == 0
    held = {(one.account.kind, one.account.user): one.amount for one in ledger.balances(project)}
    assert held == {
        ("cost", None): 100,
        ("owed", annotator): 0,
        ("owed", second_annotator): -50,
        ("paid_out", None): -50,
    }


def test_c08_reverse_earning_posts_the_exact_negation_once(annotator, manager, agreed):
    earning = make_earning(annotator, agreed)
    reverse_earning(earning=earning, reason="Copied.", by=manager)
    reversal = Entry.objects.get(kind=EntryKind.REVERSAL)
    assert reversal.reverses == earning.entry
    sums = Posting.objects.values("account").annotate(total=Sum("amount"))
    assert [row["total"] for row in sums] == [0, 0]
    with pytest.raises(RuleBroken) as refusal:
        reverse_earning(earning=earning, reason="Again.", by=manager)
    assert refusal.value.code == "already_reversed"


def test_a98_reverse_refuses_a_reversal_and_a_second_one(annotator, manager, agreed):
    entry = make_earning(annotator, agreed).entry
    reversal = reverse(entry=entry, by=manager, note="Copied.")
    for refused, code in ((reversal, "is_reversal"), (entry, "already_reversed")):
        with pytest.raises(RuleBroken) as refusal:
            reverse(entry=refused, by=manager, note="Again.")
        assert refusal.value.code == code


def test_c15_work_earns_again_after_its_earning_was_reversed(annotator, manager, agreed):
    reverse_earning(earning=make_earning(annotator, agreed, work="w"), reason="Wrong.", by=manager)
    make_earning(annotator, agreed, work="w")
    assert ledger.owed_to(agreed.project, annotator) == 50


def test_reverse_earning_needs_a_reason(annotator, manager, agreed):
    with pytest.raises(BadInput):
        reverse_earning(earning=make_earning(annotator, agreed), reason=" ", by=manager)


def test_reverse_earning_refuses_one_in_a_payout(project, annotator, manager, agreed):
    earning = make_earning(annotator, agreed)
    make_payout(project=project, by=manager)
    with pytest.raises(RuleBroken) as refusal:
        reverse_earning(earning=earning, reason="Copied.", by=manager)
    assert refusal.value.code == "in_payout"


def test_set_terms_is_in_the_activity_log(project, manager):
    set_terms(
        project=project,
        role=Role.ANNOTATOR,
        phase=Phase.MAIN,
        unit=Unit.ITEM,
        amount=5,
        currency="KRW",
        by=manager,
    )
    assert project.activities.filter(action="annotators.set_terms", by=manager).exists()
