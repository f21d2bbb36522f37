import pytest

from tests.factories import make_user
from tests.verification.factories import (
    change_answer,
    compute,
    decide_again,
    make_answered_batch,
    make_dispute,
)
from verification import selectors
from verification.models import Decision
from verification.services.disputes import decide

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user() for _n in range(3)]


@pytest.fixture
def batch(project, people):
    return make_answered_batch(
        project, people, [("pos", "pos", "pos"), ("neg", "neg", "pos"), ("neg", "", "")]
    )


def test_ratings_are_the_answers_in_force(batch, people):
    change_answer(people[0].annotations.order_by("pk").first(), "neg")
    ratings = selectors.ratings(batch, "sentiment")
    assert ratings.labels == ["neg", "pos"]
    assert ratings.value_counts().tolist() == [[1, 2], [2, 1], [1, 0]]
    assert ratings.annotators == [str(person.pk) for person in people]


def test_ratings_of_a_batch_without_answers_are_empty(project, people):
    batch = make_answered_batch(project, people, [("", "", "")])
    assert len(selectors.ratings(batch, "sentiment")) == 0


def test_final_answers_are_the_consensus_where_nobody_decided(batch, manager):
    compute(batch, manager)
    told = [(final.answer, final.how, final.n, final.is_disputed) for final in selectors.final_answers(batch)]
    assert told == [("pos", "unanimous", 3, False), ("neg", "majority", 3, True), ("neg", "only", 1, False)]


def test_final_answers_are_the_last_decision_where_there_is_one(batch, manager):
    compute(batch, manager)
    dispute = batch.disputes.get()
    for answer in ("neg", "pos"):
        decide_again(dispute=dispute, answer=answer, cause="mistake", reason="It is warm.", by=manager)
    final = list(selectors.final_answers(batch))[1]
    assert (final.answer, final.how, final.decision) == ("pos", "decision", dispute.decisions.last().pk)
    assert (final.cause, final.is_disputed, final.item) == ("mistake", False, dispute.item_id)


def test_c25_final_answers_of_a_moment_ignore_what_was_decided_after_it(batch, manager):
    run = compute(batch, manager)
    before = list(selectors.final_answers(batch))
    decisions = [decision.pk for decision in selectors.decisions_in_force(batch).values()]
    decide(dispute=batch.disputes.get(), answer="pos", cause="mistake", reason="Warm.", by=manager)
    compute(batch, manager, seed=1)
    assert list(selectors.final_answers(batch, run=run, decisions=decisions)) == before


def test_final_answers_without_a_finished_run_are_none(batch):
    assert list(selectors.final_answers(batch)) == []


@pytest.mark.parametrize("items", [1, 30])
def test_final_answers_take_three_statements_whatever_the_size(
    project, manager, people, items, django_assert_num_queries
):
    batch = make_answered_batch(project, people, [("pos", "neg", "pos")] * items)
    compute(batch, manager)
    decide(dispute=batch.disputes.first(), answer="pos", cause="mistake", reason="Warm.", by=manager)
    with django_assert_num_queries(3):
        assert len(list(selectors.final_answers(batch))) == items


def test_answers_of_numbers_people_the_same_way_every_time(project, people):
    dispute = make_dispute(project, people, ("pos", "neg", "pos"))
    answers = selectors.answers_of(dispute)
    assert [answer.person for answer in answers] == [1, 2, 3]
    assert sorted((answer.answer, answer.votes) for answer in answers) == [("neg", 1), ("pos", 2), ("pos", 2)]
    change_answer(people[0].annotations.get(), "pos")
    assert [answer.answer for answer in selectors.answers_of(dispute)] == [
        answer.answer for answer in answers
    ]


def test_answers_of_do_not_follow_the_order_of_people(project):
    orders = set()
    for _n in range(40):
        people = [make_user(), make_user()]
        answers = selectors.answers_of(make_dispute(project, people, ("pos", "neg")))
        orders.add(tuple(answer.answer for answer in answers))
    assert orders == {("pos", "neg"), ("neg", "pos")}


def test_disputes_are_for_reviewers_and_managers_only(
    project, people, reviewer, manager, annotator, outsider
):
    dispute = make_dispute(project, people, ("pos", "neg", "pos"))
    for person, sees in ((reviewer, True), (manager, True), (annotator, False), (outsider, False)):
        assert selectors.disputes_for(person).contains(dispute) is sees


def test_next_dispute_goes_round_and_passes_over_the_reviewers_own_work(project, people, reviewer):
    trio = [*people[:2], reviewer]
    batch = make_answered_batch(
        project, trio, [("pos", "neg", ""), ("pos", "neg", "pos"), ("pos", "neg", "")]
    )
    compute(batch, project.created_by)
    first, _own, last = batch.disputes.order_by("pk")
    assert selectors.next_dispute(reviewer, first) == last
    assert selectors.next_dispute(reviewer, last) == first
    assert selectors.previous_dispute(reviewer, last) == first
    assert selectors.previous_dispute(reviewer, first) is None


def test_people_of_a_run_have_names_for_managers_and_numbers_for_reviewers(batch, people, manager, reviewer):
    run = compute(batch, manager)
    assert set(selectors.people_of(run, manager).values()) == {str(person) for person in people}
    assert set(selectors.people_of(run, reviewer).values()) == {"1", "2", "3"}


def test_open_disputes_are_those_without_a_decision(batch, manager):
    compute(batch, manager)
    [dispute] = selectors.open_disputes(batch)
    decide(dispute=dispute, answer="pos", cause="mistake", reason="Warm.", by=manager)
    assert not selectors.open_disputes(batch).exists()
    assert Decision.objects.count() == 1
