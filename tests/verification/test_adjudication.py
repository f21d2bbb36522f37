"""Deciding disputes: what is refused, what a gap of the guideline opens, who is told, and the queue."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from guidelines.models import EdgeCase, Guideline
from guidelines.services import publish_guideline
from labeling.models import Batch
from labeling.services.rework import reopen_assignment
from projects.domain.roles import Role
from projects.models import Notice
from projects.services import add_member
from sourcing.models import ItemVersion
from tests.factories import make_guideline, make_schema, make_user
from tests.guidelines.factories import canonical
from tests.verification.factories import (
    change_answer,
    compute,
    decide_again,
    make_answered_batch,
    make_dispute,
)
from verification.models import Decision, Dispute, DisputeState
from verification.selectors import (
    Pair,
    Wanted,
    affected_items,
    comparison_of,
    open_in_queue,
    outcomes_for,
    queue,
    seen_of,
    story_of,
)
from verification.selectors.queue import blind_people, pairs_in_dispute
from verification.services import DisputeMoved, decide, discuss, relabel_affected

pytestmark = pytest.mark.django_db
FACTS = {"answer": "pos", "cause": "mistake", "reason": "The last sentence is warm."}
GAP = FACTS | {"cause": "guideline_gap", "edge_case": "A cold film with a warm end."}


@pytest.fixture
def dispute(project, annotator, second_annotator):
    return make_dispute(project, [annotator, second_annotator])


def test_a_second_decision_by_somebody_who_saw_none_is_refused_and_nothing_is_lost(
    dispute, reviewer, manager
):
    seen = seen_of(dispute)
    decide(dispute=dispute, by=reviewer, seen=seen, **FACTS)
    with pytest.raises(DisputeMoved, match="decided this dispute meanwhile") as refusal:
        decide(dispute=dispute, by=manager, seen=seen, **FACTS | {"answer": "neg"})
    assert (refusal.value.code, refusal.value.status) == ("already_decided", 409)
    assert dispute.decisions.get().by == reviewer
    decide(dispute=dispute, by=manager, seen=refusal.value.details["seen"], **FACTS | {"answer": "neg"})
    assert dispute.decisions.count() == 2


def test_the_same_decision_sent_twice_is_one(dispute, reviewer):
    first = decide(dispute=dispute, by=reviewer, seen=seen_of(dispute), **FACTS)
    assert decide(dispute=dispute, by=reviewer, seen=seen_of(dispute), **FACTS) == first
    assert dispute.decisions.count() == 1


def test_a_decision_on_answers_that_changed_is_refused(dispute, reviewer, annotator):
    seen = seen_of(dispute)
    change_answer(annotator.annotations.get(), "neg")
    with pytest.raises(DisputeMoved, match="answers or the item changed") as refusal:
        decide(dispute=dispute, by=reviewer, seen=seen, **FACTS)
    assert refusal.value.code == "dispute_moved"
    assert not dispute.decisions.exists()


def test_a_decision_on_an_item_that_moved_to_another_version_is_refused(dispute, reviewer):
    seen = seen_of(dispute)
    facts = {"parts": {"text": "Masked."}, "content_sha256": "0" * 64}
    ItemVersion.objects.create(item=dispute.item, number=2, **facts)
    with pytest.raises(DisputeMoved):
        decide(dispute=dispute, by=reviewer, seen=seen, **FACTS)
    assert decide(dispute=dispute, by=reviewer, seen=seen_of(dispute), **FACTS)


@pytest.mark.parametrize("email", ["kim@example.com", "KIM@Example.com", "kim+second@example.com"])
def test_a93_a92_c24_nobody_decides_about_their_own_work_from_a_second_account(
    project, annotator, dispute, manager, email
):
    User.objects.filter(pk=annotator.pk).update(email="kim@example.com")
    other = make_user(email=email)
    add_member(project=project, user=other, role=Role.REVIEWER, by=manager)
    with pytest.raises(NotAllowed) as refusal:
        decide(dispute=dispute, by=other, **FACTS)
    assert refusal.value.code == "own_work"
    assert story_of(dispute, other).answers == []
    assert not open_in_queue(other, project, Wanted()).exists()


def test_accounts_without_an_address_are_not_one_person(dispute, reviewer, annotator):
    User.objects.filter(pk__in=[reviewer.pk, annotator.pk]).update(email="")
    reviewer.refresh_from_db()
    assert decide(dispute=dispute, by=reviewer, **FACTS)


def test_a_gap_of_the_guideline_becomes_an_edge_case_in_one_action(project, dispute, reviewer):
    make_guideline(project)
    decision = decide(dispute=dispute, by=reviewer, **GAP)
    case = EdgeCase.objects.get()
    assert (case.text, case.decision) == (GAP["edge_case"], GAP["reason"])
    assert (case.field, case.label, case.item_version) == ("sentiment", "pos", dispute.item_version)
    assert (decision.edge_case, decision.guideline) == (case, case.guideline)
    assert (decision.guideline.number, decision.guideline.is_published) == (2, False)
    decide_again(dispute=dispute, by=reviewer, **GAP | {"reason": "Said better."})
    assert EdgeCase.objects.get() == case


def test_other_decisions_are_settled_by_the_guideline_in_force(project, dispute, reviewer):
    guideline = make_guideline(project)
    assert decide(dispute=dispute, by=reviewer, **FACTS).guideline == guideline


def test_an_edge_case_without_a_gap_is_refused_with_the_decision(dispute, reviewer):
    with pytest.raises(BadInput) as refusal:
        decide(dispute=dispute, by=reviewer, **GAP | {"cause": "mistake"})
    assert refusal.value.path == "edge_case"
    assert not Decision.objects.exists()
    assert not Guideline.objects.exists()


def test_what_a_decision_touches_is_listed_and_labelled_again_once_the_guideline_is_out(
    project, annotator, second_annotator, reviewer, manager
):
    make_schema(project, canonical("pos", "neg", "neu"))
    people = [annotator, second_annotator]
    batch = make_answered_batch(
        project, people, [("pos", "neg"), ("pos", "pos"), ("neu", "neu"), ("neg", "neg")]
    )
    compute(batch, manager)
    dispute = batch.disputes.get()
    decision = decide(dispute=dispute, by=reviewer, **GAP)
    items = list(batch.slots.order_by("item_id").values_list("item_id", flat=True).distinct())
    assert [item.pk for item in affected_items(decision)] == [items[1], items[3]]
    with pytest.raises(RuleBroken, match="Publish the guideline"):
        relabel_affected(decision=decision, name="Again", overlap=1, by=manager)
    publish_guideline(project=project, by=manager, change_note="An edge case.")
    decision.guideline.refresh_from_db()
    again = relabel_affected(decision=decision, name="Again", overlap=1, by=manager)
    assert (again.purpose, again.slots.count()) == ("relabel", 2)


def test_those_who_answered_read_the_outcome_of_their_own_items_with_the_reason(
    project, dispute, annotator, second_annotator, reviewer, api_client
):
    assert outcomes_for(annotator, project) == []
    decide(dispute=dispute, by=reviewer, **FACTS)
    mine, theirs = outcomes_for(annotator, project)[0], outcomes_for(second_annotator, project)[0]
    assert (mine.mine, mine.decided, mine.stands, mine.reason) == (
        "Positive",
        "Positive",
        True,
        FACTS["reason"],
    )
    assert (theirs.mine, theirs.stands) == ("Negative", False)
    assert outcomes_for(make_user(), project) == []
    body = api_client(annotator).get(reverse("api:own_feedback", args=[project.pk])).json()
    allowed = {"item", "field", "title", "mine", "decided", "stands", "cause", "reason", "guideline", "at"}
    assert [set(row) for row in body] == [allowed]


def test_a52_an_outcome_says_nothing_of_others_and_is_gone_while_the_answer_is_open_again(
    project, dispute, annotator, second_annotator, reviewer, manager, page_client
):
    decide(dispute=dispute, by=reviewer, **FACTS)
    url = reverse("verification:own_feedback", args=[project.pk])
    page = page_client(annotator).get(url).content.decode()
    assert FACTS["reason"] in page
    assert not any(str(person) in page for person in (second_annotator, reviewer))
    reopen_assignment(assignment=annotator.assignments.get(), reason="Look again.", by=manager)
    assert outcomes_for(annotator, project) == []


def test_news_of_outcomes_is_one_line_until_it_is_read(
    project, annotator, second_annotator, reviewer, manager
):
    batch = make_answered_batch(project, [annotator, second_annotator], [("pos", "neg")] * 3)
    compute(batch, manager)
    for dispute in batch.disputes.all():
        decide(dispute=dispute, by=reviewer, **FACTS)
    news = Notice.objects.filter(user=annotator, text__startswith="It was decided")
    assert [(one.url, str(reviewer) in one.sentence) for one in news] == [
        (reverse("verification:own_feedback", args=[project.pk]), False)
    ]


def test_a51_a_mention_tells_reviewers_who_may_read_it_and_nobody_else(
    project, dispute, annotator, reviewer, manager, outsider
):
    names = " ".join(f"@{person.username}" for person in (manager, annotator, outsider))
    discuss(dispute=dispute, text=f"{names}: irony? Write to me@{manager.username}.com.", by=reviewer)
    told = Notice.objects.get(text__contains="mentions you")
    assert (told.user, told.url) == (manager, f"/disputes/{dispute.pk}/#discussion")


def test_a52_a_reviewer_who_answered_the_item_is_not_told_of_its_discussion(
    project, annotator, dispute, reviewer, manager
):
    add_member(project=project, user=annotator, role=Role.REVIEWER, by=manager)
    discuss(dispute=dispute, text=f"@{annotator.username}, what do you think?", by=reviewer)
    assert not Notice.objects.filter(text__contains="mentions you").exists()


def test_the_queue_knows_field_labels_batch_and_blind_person(
    project, annotator, second_annotator, reviewer, manager
):
    make_schema(project, canonical("pos", "neg", "neu"))
    people = [annotator, second_annotator]
    batch = make_answered_batch(project, people, [("pos", "neg"), ("neu", "neg"), ("neg", "pos")])
    compute(batch, manager)
    other = make_dispute(project, [make_user(), make_user()])
    first, neutral, last = batch.disputes.order_by("item_id")
    pairs = dict(pairs_in_dispute(project))
    assert pairs == {Pair("sentiment", "neg", "pos"): 3, Pair("sentiment", "neg", "neu"): 1}

    def found(**wanted):
        return set(queue(reviewer, project, Wanted(**wanted)))

    assert found(pair=Pair("sentiment", "neg", "neu")) == {neutral}
    assert found(batch=batch, pair=Pair("sentiment", "neg", "pos")) == {first, last}
    assert found(field="sentiment") == {first, neutral, last, other}
    assert found(field="other") == set()
    assert blind_people(batch) == [1, 2]
    assert found(batch=batch, person=1) == {first, neutral, last}
    assert found(batch=batch, person=3) == set()


def test_deciding_goes_on_in_the_same_queue(
    page_client, project, annotator, second_annotator, reviewer, manager
):
    make_schema(project, canonical("pos", "neg", "neu"))
    people = [annotator, second_annotator]
    batch = make_answered_batch(project, people, [("pos", "neg"), ("neu", "neg"), ("neg", "pos")])
    compute(batch, manager)
    first, _neutral, last = batch.disputes.order_by("item_id")
    query = f"pair={json.dumps(['sentiment', 'neg', 'pos'])}"
    client = page_client(reviewer)
    went = client.get(reverse("verification:next_dispute", args=[project.pk]) + f"?{query}&after={first.pk}")
    assert went.url.startswith(reverse("verification:dispute_page", args=[last.pk]) + "?pair=")
    for dispute in (first, last):
        decide(dispute=dispute, by=reviewer, **FACTS)
    went = client.get(reverse("verification:next_dispute", args=[project.pk]) + f"?{query}&after=x")
    assert went.url.startswith(reverse("verification:dispute_list", args=[project.pk]))


def test_what_was_typed_stands_where_somebody_decided_meanwhile(page_client, dispute, reviewer, manager):
    seen = seen_of(dispute)
    decide(dispute=dispute, by=manager, **FACTS)
    typed = {"answer": "neg", "cause": "ambiguity", "reason": "Both readings are fair.", "seen": seen}
    url = reverse("verification:decide", args=[dispute.pk])
    page = page_client(reviewer).post(url, {f"decision-{name}": value for name, value in typed.items()})
    words = page.content.decode()
    assert page.status_code == 409
    assert "Both readings are fair." in words
    assert FACTS["reason"] in words
    typed["seen"] = seen_of(dispute)
    assert f'value="{typed["seen"]}"' in words


def test_answers_stand_side_by_side_with_what_they_make_together(project, annotator, dispute, reviewer):
    comparison = comparison_of(dispute, story_of(dispute, reviewer).answers)
    assert sorted(column.answer for column in comparison.columns) == ["neg", "pos"]
    assert [place.is_agreed for place in comparison.places] == [False]
    assert comparison.merged is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_adjudicators_at_once_make_one_decision_and_one_clear_refusal(project):
    dispute = make_dispute(project, [make_user(), make_user()])
    seen, barrier = seen_of(dispute), Barrier(2)

    def one(person: User, answer: str) -> str:
        try:
            barrier.wait(10)
            decide(
                dispute=Dispute.objects.get(pk=dispute.pk), by=person, seen=seen, **FACTS | {"answer": answer}
            )
        except DisputeMoved as refusal:
            return refusal.code
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(one, [make_user(), make_user()], ["pos", "neg"]))
    assert sorted(done) == ["already_decided", "decided"]
    assert dispute.decisions.count() == 1
    dispute.refresh_from_db()
    assert dispute.state == DisputeState.SETTLED
    assert Batch.objects.count() == 1
