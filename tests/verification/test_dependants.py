"""Fields that are asked only after certain answers: what a correction or decision before them means for them."""

import pytest
from django.urls import reverse

from delivery.domain.frozen import InForce, frozen
from delivery.selectors.lines import given_answers
from dmops_platform.errors import BadInput, RuleBroken
from guidelines.domain.schema import check_fields
from tests.factories import make_annotation, make_batch, make_schema
from tests.verification.factories import compute, decide_again
from verification.domain.review_sampling import Sampling
from verification.models import Decision, Dispute, DisputeState, Outcome, Verdict
from verification.selectors import accepted_answers, final_answers, gates, latest_run
from verification.selectors.dependants import dependants
from verification.selectors.review_outcomes import own_reviews
from verification.services.disputes import decide
from verification.services.reviews import set_review_rule
from verification.services.verdicts import Judgement, judge_review, undo_verdict

pytestmark = pytest.mark.django_db
REVIEW = {"topic": "review", "mood": "warm"}
ADVERT = {"topic": "advert", "wish": "buy"}
WHY = {"cause": "mistake", "reason": "It sells something."}


def choice(name, *labels, **more):
    config = {"labels": [{"id": label} for label in labels]}
    return {"name": name, "kind": "choice", "title": name.title(), "config": config, **more}


FIELDS = [
    choice("topic", "review", "advert", "other"),
    choice("mood", "warm", "cold", visible_when={"field": "topic", "one_of": ["review"]}),
    choice("wish", "buy", "visit", visible_when={"field": "topic", "one_of": ["advert"]}),
    choice("note", "long", "short", required=False),
]


@pytest.fixture
def answer(project, annotator, second_annotator):
    """Return a function that gives one item these answers, and returns its batch."""

    def give(*answers):
        schema = make_schema(project, check_fields(FIELDS))
        batch = make_batch(project, overlap=len(answers), schema=schema)
        people = (annotator, second_annotator)
        for slot, person, given in zip(batch.slots.order_by("number"), people, answers, strict=False):
            make_annotation(slot, person, given)
        return batch

    return give


def in_force(batch):
    return {answer.field: answer.answer for answer in final_answers(batch)}


def states(batch):
    return dict(batch.disputes.values_list("field", "state"))


def correct(review, by, answers):
    return judge_review(review=review, judgement=Judgement(Outcome.CORRECT, 1, answers=answers), by=by)


@pytest.fixture
def review(answer, manager):
    batch = answer(REVIEW)
    set_review_rule(batch=batch, sampling=Sampling(percent=100), by=manager)
    return batch.reviews.get()


# corrections in review


def test_a_correction_of_the_answer_before_drops_and_adds_what_depends_on_it(review, reviewer, manager):
    verdict = correct(review, reviewer, ADVERT)
    assert verdict.fields == ["topic", "mood", "wish"]
    compute(review.batch, manager)
    assert in_force(review.batch) == ADVERT
    assert states(review.batch) == {"topic": "settled", "mood": "not_asked", "wish": "settled"}


def test_what_is_dropped_may_still_be_sent_and_is_not_stored(review, reviewer):
    assert correct(review, reviewer, {**ADVERT, "mood": "warm"}).answers == ADVERT


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"topic": "advert"}, "answers.wish"),
        ({"topic": "advert", "wish": "fly"}, "answers.wish"),
        ({**REVIEW, "note": "long"}, "answers.note"),
    ],
)
def test_a_correction_without_what_is_asked_now_or_with_what_was_asked_before_is_refused(
    review, reviewer, answers, path
):
    with pytest.raises(BadInput) as refusal:
        correct(review, reviewer, answers)
    assert refusal.value.path == path
    assert not Verdict.objects.exists()
    assert not Decision.objects.exists()


def test_an_acceptance_after_such_a_correction_puts_all_back(review, reviewer, manager):
    correct(review, reviewer, ADVERT)
    undo_verdict(review=review, by=reviewer)
    judge_review(review=review, judgement=Judgement(Outcome.ACCEPT, 1), by=reviewer)
    compute(review.batch, manager)
    assert in_force(review.batch) == REVIEW
    assert states(review.batch) == {"topic": "settled", "mood": "dissolved", "wish": "not_asked"}


def test_the_author_reads_what_came_and_went(review, reviewer, annotator, project):
    correct(review, reviewer, ADVERT)
    [verdict] = own_reviews(annotator, project).verdicts
    assert verdict.changes == [
        ("Topic", "review", "advert"),
        ("Mood", "warm", "not asked"),
        ("Wish", "not asked", "buy"),
    ]


# decisions


@pytest.fixture
def batch(answer, manager):
    """Return a batch with one item that one person took for a review and another for something else."""
    batch = answer(REVIEW, {"topic": "other"})
    compute(batch, manager)
    return batch


def test_a_decision_drops_what_was_answered_after_another_answer(batch, reviewer, manager):
    decide(dispute=batch.disputes.get(), answer="other", by=reviewer, **WHY)
    assert in_force(batch) == {"topic": "other"}
    fields = accepted_answers([latest_run(batch)]).values_list("field", flat=True)
    assert list(fields) == ["topic"]
    compute(batch, manager)
    assert in_force(batch) == {"topic": "other"}


def test_decided_again_what_was_answered_there_is_in_force_again(batch, reviewer):
    topic = batch.disputes.get()
    decide(dispute=topic, answer="other", by=reviewer, **WHY)
    decide_again(dispute=topic, answer="review", by=reviewer, **WHY)
    assert in_force(batch) == REVIEW
    assert states(batch) == {"topic": "settled", "mood": "dissolved"}


def test_a_dispute_on_a_field_that_is_not_asked_any_more_waits_for_nobody(answer, reviewer, manager, project):
    batch = answer(REVIEW, {**REVIEW, "topic": "review", "mood": "cold"})
    compute(batch, manager)
    mood = batch.disputes.get()
    dispute = Dispute.objects.create(
        batch=batch, item=mood.item, item_version=mood.item_version, field="topic"
    )
    decide(dispute=dispute, answer="other", by=reviewer, **WHY)
    compute(batch, manager)
    assert states(batch) == {"topic": "settled", "mood": "not_asked"}
    with pytest.raises(RuleBroken) as refusal:
        decide(dispute=mood, answer="warm", by=reviewer, **WHY)
    assert refusal.value.code == "field_not_asked"
    assert not any("disput" in missing.sentence.lower() for missing in gates(project)[0].missing)


def test_what_a_decision_makes_asked_is_answered_with_it(batch, reviewer, manager):
    dispute = batch.disputes.get()
    assert dependants(dispute) == {"names": ["mood", "wish"], "answered": ["mood"], "known": {}}
    decide(dispute=dispute, answer="advert", by=reviewer, dependent_answers={"wish": "visit"}, **WHY)
    assert in_force(batch) == {"topic": "advert", "wish": "visit"}
    compute(batch, manager)
    assert in_force(batch) == {"topic": "advert", "wish": "visit"}
    assert states(batch) == {"topic": "settled", "mood": "not_asked", "wish": "settled"}


def test_sent_twice_it_is_one_decision_and_what_was_left_out_at_first_is_taken_in_later(batch, reviewer):
    facts = {"answer": "advert", "by": reviewer, **WHY}
    dispute = batch.disputes.get()
    first = decide(dispute=dispute, **facts)
    for _click in range(2):
        later = decide_again(dispute=dispute, dependent_answers={"wish": "buy"}, **facts)
    assert in_force(batch) == ADVERT
    assert states(batch)["wish"] == "settled"
    assert [one.pk for one in dispute.decisions.order_by("pk")] == [first.pk, later.pk]


def test_what_a_decision_makes_asked_and_leaves_open_waits_in_the_queue(batch, reviewer, manager):
    decide(dispute=batch.disputes.get(), answer="advert", by=reviewer, **WHY)
    assert states(batch) == {"topic": "settled", "mood": "not_asked", "wish": "open"}
    compute(batch, manager)
    assert states(batch)["wish"] == "open"
    decide(dispute=batch.disputes.get(field="wish"), answer="buy", by=reviewer, **WHY)
    assert in_force(batch) == ADVERT


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"wish": "fly"}, "dependent_answers.wish"),
        ({"mood": "warm"}, "dependent_answers.mood"),
        ({"note": "long"}, "dependent_answers.note"),
        ({"nothing": 1}, "dependent_answers.nothing"),
    ],
)
def test_an_answer_to_what_is_not_asked_or_fits_no_field_is_refused_and_nothing_is_decided(
    batch, reviewer, given, path
):
    with pytest.raises(BadInput) as refusal:
        decide(dispute=batch.disputes.get(), answer="advert", by=reviewer, dependent_answers=given, **WHY)
    assert refusal.value.path == path
    assert not Decision.objects.exists()


def test_what_somebody_answered_there_is_not_overwritten_blindly(batch, reviewer):
    with pytest.raises(BadInput, match="somebody has answered"):
        decide(
            dispute=batch.disputes.get(),
            answer="review",
            by=reviewer,
            dependent_answers={"mood": "cold"},
            **WHY,
        )


def test_a_field_that_only_a_decision_answered_is_frozen_with_nobody_behind_it(batch, reviewer):
    decide(
        dispute=batch.disputes.get(), answer="advert", by=reviewer, dependent_answers={"wish": "buy"}, **WHY
    )
    fields = [
        InForce(
            **{name: getattr(one, name) for name in InForce._fields},
        )
        for one in final_answers(batch)
    ]
    given = {pk: row.answers for pk, row in given_answers(fields[0].annotations).items()}
    row = frozen(fields, given)
    assert row.answers == ADVERT
    assert (row.consensus["wish"]["share"], row.consensus["wish"]["n"]) == (0.0, 0)


def test_the_api_takes_dependent_answers_and_the_page_says_why_nothing_is_left(
    batch, reviewer, api_client, page_client
):
    dispute = batch.disputes.get()
    body = {"answer": "advert", "dependent_answers": {"wish": "buy"}, **WHY}
    bad = body | {"dependent_answers": {"wish": "fly"}}
    url = reverse("api:decide", args=[dispute.pk])
    assert api_client(reviewer).post(url, bad, format="json").status_code == 400
    assert api_client(reviewer).post(url, body, format="json").status_code == 201
    assert in_force(batch) == ADVERT
    mood = batch.disputes.get(field="mood")
    assert mood.state == DisputeState.NOT_ASKED
    page = page_client(reviewer).get(reverse("verification:dispute_page", args=[mood.pk]))
    assert "this one is not asked of the item" in page.content.decode()
    assert 'data-island="adjudicate"' not in page.content.decode()
