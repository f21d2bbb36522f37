import pytest
from django.urls import reverse

from annotators.domain.money import Unit
from annotators.models import Earning
from annotators.services.pay import set_terms
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation
from labeling.services import batches
from labeling.services.annotations import Submission, WorkLost, submit
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.models import Activity
from projects.services import add_member, remove_member
from tests.factories import make_annotation, make_assignment, make_batch, make_user
from tests.verification.factories import compute, make_answered_batch
from verification.domain.review_sampling import Sampling
from verification.models import Decision, Outcome, Review, ReviewState, Verdict
from verification.selectors import final_answers, gates, waiting_for
from verification.selectors.review_outcomes import outcomes, own_reviews, preview
from verification.services.reviews import (
    draw_what_is_new,
    give_back_review,
    set_review_rule,
    stop_review,
    take_reviews,
)
from verification.services.verdicts import Judgement, judge_review, undo_verdict

pytestmark = pytest.mark.django_db

ALL = Sampling(percent=100)


@pytest.fixture
def batch(project, annotator):
    """Return a batch of three items, each answered once, all to be reviewed."""
    batch = make_answered_batch(project, [annotator], [["pos"], ["neg"], ["pos"]])
    set_review_rule(batch=batch, sampling=ALL, by=project.created_by)
    return batch


@pytest.fixture
def review(batch):
    return batch.reviews.order_by("pk").first()


def judge(review, by, outcome=Outcome.ACCEPT, version=1, **what):
    return judge_review(review=review, judgement=Judgement(outcome, version, **what), by=by)


def mend(review, label="neg"):
    assignment = review.assignment
    assignment.refresh_from_db()
    submission = Submission(answers={"sentiment": label}, base_version=assignment.version)
    return submit(assignment=assignment, submission=submission)


def internal(project):
    return [missing.sentence for missing in gates(project)[0].missing]


# the rule


def test_preview_counts_what_a_rule_would_pick_and_the_rule_then_picks_it(batch, manager):
    stop_review(batch=batch, by=manager)
    Review.objects.all().delete()
    found = preview(batch, Sampling(percent=34, newcomer_answers=1))
    assert (found.answers, found.reasons["share"], found.reasons["newcomer"]) == (3, 2, 1)
    set_review_rule(batch=batch, sampling=Sampling(percent=34, newcomer_answers=1), by=manager)
    assert batch.reviews.count() == found.picked


def test_a_rule_set_anew_drops_what_nobody_judged_and_keeps_what_was(batch, review, reviewer, manager):
    judge(review, reviewer)
    set_review_rule(batch=batch, sampling=Sampling(risks=frozenset({"unsure"})), by=manager)
    assert list(batch.reviews.all()) == [review]


def test_answers_that_come_in_are_drawn_and_gold_is_not(project, batch, second_annotator):
    slot = make_batch(project, ["new"], overlap=1).slots.get()
    slot.batch = batch
    slot.save()
    make_annotation(slot, second_annotator)
    gold = batch.slots.create(item=slot.item, item_version=slot.item_version, number=9, is_gold=True)
    made = make_annotation(gold, make_user())
    made.assignment.is_gold = True
    made.assignment.save()
    assert any("draw follows" in sentence for sentence in internal(project))
    draw_what_is_new()
    assert batch.reviews.count() == 4
    draw_what_is_new()
    assert batch.reviews.count() == 4
    assert not any("draw follows" in sentence for sentence in internal(project))


@pytest.mark.parametrize(
    ("sampling", "path"),
    [
        (Sampling(), "percent"),
        (Sampling(percent=101), "percent"),
        (Sampling(newcomer_answers=-1), "newcomer_answers"),
        (Sampling(confidence_below=2.0), "confidence_below"),
        (Sampling(risks=frozenset({"luck"})), "risks"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(batch, manager, sampling, path):
    with pytest.raises(BadInput) as refusal:
        set_review_rule(batch=batch, sampling=sampling, by=manager)
    assert refusal.value.path == path


# who reviews what


def test_take_reviews_holds_each_for_one_reviewer_and_gives_back(project, batch, reviewer):
    other = make_user()
    mine = take_reviews(project=project, by=reviewer, ahead=2)
    theirs = take_reviews(project=project, by=other, ahead=5)
    assert len(mine) == 2
    assert len(theirs) == 1
    assert not {one.pk for one in mine} & {one.pk for one in theirs}
    assert [one.pk for one in take_reviews(project=project, by=reviewer, ahead=2)] == [one.pk for one in mine]
    give_back_review(review=mine[0], by=reviewer)
    assert take_reviews(project=project, by=other, ahead=5)[-1].pk == mine[0].pk


def test_a92_c24_nobody_reviews_an_item_they_answered(project, batch, review, annotator):
    assert take_reviews(project=project, by=annotator) == []
    with pytest.raises(NotAllowed) as refusal:
        judge(review, annotator)
    assert refusal.value.code == "own_work"
    assert not Verdict.objects.exists()


def test_a93_a_second_account_of_the_same_person_reviews_nothing_of_theirs(project, batch, review, annotator):
    annotator.email = "Ann+label@example.org"
    annotator.save()
    twin, stranger = make_user(email="ann@Example.org"), make_user(email="bann@example.org")
    assert take_reviews(project=project, by=twin) == []
    assert take_reviews(project=project, by=stranger)
    with pytest.raises(NotAllowed):
        judge(review, twin)
    assert judge(review, stranger).outcome == Outcome.ACCEPT


def test_a52_a_unit_tells_no_name_and_nothing_of_other_answers(
    batch, reviewer, project, api_client, annotator
):
    url = reverse("api:next_reviews", args=[project.pk])
    body = api_client(reviewer).post(url, {"ahead": 3}).json()
    assert body["waiting"] == 3
    assert set(body["units"][0]) == {
        "id", "item", "fields", "guideline", "draft", "submitted", "due_at", "note", "rounds"
    }  # fmt: skip
    assert set(body["units"][0]["submitted"]) == {"answers", "version", "saved_at"}
    assert annotator.username not in str(body)
    assert annotator.full_name not in str(body)


def test_a58_a_reviewer_taken_out_of_the_project_cannot_judge(batch, review, reviewer, project, api_client):
    program = api_client(reviewer)
    remove_member(membership=project.memberships.get(user=reviewer), by=project.created_by)
    url = reverse("api:judge_review", args=[review.pk])
    assert program.post(url, {"outcome": "accept", "version": 1}).status_code == 404
    assert not Verdict.objects.exists()


# verdicts


def test_accepting_locks_the_answer_and_the_same_click_twice_is_one_verdict(batch, review, reviewer):
    first = judge(review, reviewer)
    assert judge(review, reviewer) == first
    review.assignment.refresh_from_db()
    assert review.assignment.accepted_at
    with pytest.raises(WorkLost, match="accepted"):
        mend(review)
    with pytest.raises(RuleBroken) as refusal:
        judge(review, make_user())
    assert refusal.value.code == "already_reviewed"
    assert Verdict.objects.count() == 1


def test_a_correction_is_in_force_and_the_answer_stays_as_it_was_given(
    batch, review, reviewer, annotator, manager
):
    given = Annotation.objects.get(assignment=review.assignment)
    verdict = judge(
        review, reviewer, Outcome.CORRECT, answers={"sentiment": "neg"}, reason="The last words are bitter."
    )
    assert (verdict.annotation.by, verdict.by, verdict.answers) == (annotator, reviewer, {"sentiment": "neg"})
    given.refresh_from_db()
    assert given.answers == {"sentiment": "pos"}
    assert Annotation.objects.filter(assignment=review.assignment).count() == 1
    compute(batch, manager)
    in_force = {answer.item: (answer.answer, answer.how) for answer in final_answers(batch)}
    assert in_force[review.assignment.item_id] == ("neg", "decision")


@pytest.mark.parametrize("answers", [{"sentiment": "pos"}, {"sentiment": "green"}, {}])
def test_a_correction_that_changes_nothing_or_fits_no_field_is_refused(batch, review, reviewer, answers):
    with pytest.raises(BadInput):
        judge(review, reviewer, Outcome.CORRECT, answers=answers)
    assert not Verdict.objects.exists()
    review.assignment.refresh_from_db()
    assert review.assignment.accepted_at is None


def test_a_returned_answer_goes_to_its_author_first_and_comes_back_to_review_first(
    project, batch, review, reviewer, annotator, api_client
):
    last = batch.reviews.order_by("pk").last()
    judge(last, reviewer, Outcome.RETURN, reason="Read the end again.")
    [unit] = api_client(annotator).post(reverse("api:next_work", args=[project.pk]), {}).json()["units"]
    assert unit["note"] == "Read the end again."
    assert reviewer.username not in str(unit)
    assert "Returned answers wait for their authors: 1." in internal(project)
    assert last not in take_reviews(project=project, by=reviewer, ahead=9)
    mend(last)
    body = api_client(reviewer).post(reverse("api:next_reviews", args=[project.pk]), {"ahead": 1}).json()
    for other in batch.reviews.exclude(pk=last.pk):
        give_back_review(review=other, by=reviewer)
    body = api_client(make_reviewer(project)).post(reverse("api:next_reviews", args=[project.pk]), {}).json()
    [again] = body["units"]
    assert again["id"] == last.pk
    assert again["rounds"] == [
        {"version": 1, "answers": {"sentiment": "pos"}, "reason": "Read the end again."}
    ]


def make_reviewer(project):
    person = make_user()
    add_member(project=project, user=person, role=Role.REVIEWER, by=project.created_by)
    return person


def test_a_return_needs_a_reason_and_known_fields(batch, review, reviewer):
    for what in ({"reason": "  "}, {"reason": "No.", "fields": ["colour"]}, {"reason": "x" * 2_001}):
        with pytest.raises(BadInput):
            judge(review, reviewer, Outcome.RETURN, **what)
    review.assignment.refresh_from_db()
    assert review.assignment.state == AssignmentState.SUBMITTED


def test_an_answer_changed_or_taken_back_meanwhile_is_said_and_not_judged(batch, review, reviewer):
    mend(review)
    with pytest.raises(RuleBroken) as refusal:
        judge(review, reviewer)
    assert refusal.value.code == "stale_version"
    judge(review, reviewer, Outcome.RETURN, version=2, reason="No.")
    with pytest.raises(RuleBroken) as refusal:
        judge(review, reviewer, version=3)
    assert refusal.value.code == "not_answered"


def test_a_closed_batch_takes_no_return_but_an_acceptance(batch, review, reviewer, manager):
    batches.close_batch(batch=batch, by=manager)
    with pytest.raises(RuleBroken) as refusal:
        judge(review, reviewer, Outcome.RETURN, reason="No.")
    assert refusal.value.code == "batch_closed"
    assert judge(review, reviewer).outcome == Outcome.ACCEPT


def test_one_earning_for_an_answer_whatever_its_rounds(project, manager, annotator, reviewer):
    set_terms(
        project=project,
        role=Role.ANNOTATOR,
        phase=Phase.MAIN,
        unit=Unit.ITEM,
        amount=100,
        currency="KRW",
        by=manager,
    )
    batch = make_batch(project, ["one"], overlap=1)
    assignment = make_assignment(batch.slots.get(), annotator)
    submit(assignment=assignment, submission=Submission(answers={"sentiment": "pos"}))
    set_review_rule(batch=batch, sampling=ALL, by=manager)
    review = batch.reviews.get()
    judge(review, reviewer, Outcome.RETURN, reason="No.")
    mend(review)
    judge(review, reviewer, version=2)
    earning = Earning.objects.get()
    assert (earning.user, earning.is_live, earning.amount) == (annotator, True, 100)


# taking back


def test_the_last_word_is_taken_back_by_whoever_said_it(batch, review, reviewer):
    judge(review, reviewer)
    with pytest.raises(RuleBroken):
        undo_verdict(review=review, by=make_user())
    undone = undo_verdict(review=review, by=reviewer)
    assert (undone.state, undone.held_by) == (ReviewState.OPEN, reviewer)
    review.assignment.refresh_from_db()
    assert review.assignment.accepted_at is None
    with pytest.raises(RuleBroken):
        undo_verdict(review=review, by=reviewer)
    judge(review, reviewer, Outcome.RETURN, reason="No.")
    assert Verdict.objects.count() == 2


def test_a_return_is_taken_back_until_its_author_begins(batch, review, reviewer):
    from labeling.services.annotations import save_draft

    judge(review, reviewer, Outcome.RETURN, reason="No.")
    undo_verdict(review=review, by=reviewer)
    review.assignment.refresh_from_db()
    assert review.assignment.state == AssignmentState.SUBMITTED
    judge(review, reviewer, Outcome.RETURN, reason="No.")
    review.assignment.refresh_from_db()
    save_draft(assignment=review.assignment, answers={"sentiment": "neg"}, base_revision=0)
    with pytest.raises(RuleBroken) as refusal:
        undo_verdict(review=review, by=reviewer)
    assert refusal.value.code == "rework_begun"


def test_an_acceptance_after_a_correction_taken_back_puts_the_answer_in_force(
    batch, review, reviewer, manager
):
    judge(review, reviewer, Outcome.CORRECT, answers={"sentiment": "neg"})
    undo_verdict(review=review, by=reviewer)
    judge(review, reviewer)
    assert [decision.answer for decision in Decision.objects.order_by("pk")] == ["neg", "pos"]
    compute(batch, manager)
    assert {answer.item: answer.answer for answer in final_answers(batch)}[review.assignment.item_id] == "pos"


# what comes of it


def test_outcomes_count_and_rate_by_person_and_field(batch, review, reviewer, annotator):
    first, second, third = batch.reviews.order_by("pk")
    judge(first, reviewer)
    judge(second, reviewer, Outcome.CORRECT, answers={"sentiment": "pos"})
    judge(third, reviewer, Outcome.RETURN, reason="No.")
    mend(third)
    judge(third, reviewer, version=2)
    found = outcomes(batch)
    assert found.counts._asdict() == {
        "drawn": 3, "waiting": 0, "in_rework": 0, "accepted": 2, "corrected": 1, "returned": 1
    }  # fmt: skip
    [rate] = found.rates
    assert (rate.person, rate.field, rate.error_rate.n) == (annotator, "sentiment", 3)
    assert rate.error_rate.value == pytest.approx(2 / 3)
    assert rate.error_rate.low < 2 / 3 < rate.error_rate.high


def test_the_gate_waits_for_open_reviews_only_while_a_rule_is_in_force(
    project, batch, review, reviewer, manager
):
    assert "Answers wait for review: 3." in internal(project)
    judge(review, reviewer)
    assert "Answers wait for review: 2." in internal(project)
    stop_review(batch=batch, by=manager)
    assert not any("review" in sentence for sentence in internal(project))
    assert take_reviews(project=project, by=reviewer) == []


def test_my_work_tells_a_reviewer_and_not_the_author(project, batch, reviewer, annotator):
    assert [thing.n for thing in waiting_for(reviewer) if "review" in thing.url] == [3]
    assert not [thing for thing in waiting_for(annotator) if "review" in thing.url]


def test_authors_read_what_was_said_and_not_by_whom(project, batch, review, reviewer, annotator, page_client):
    judge(review, reviewer, Outcome.CORRECT, answers={"sentiment": "neg"}, reason="Bitter words.")
    found = own_reviews(annotator, project)
    assert found.verdicts[0].changes == [("Sentiment", "Positive", "Negative")]
    page = page_client(annotator).get(reverse("verification:own_review_list", args=[project.pk]))
    assert "Bitter words." in page.content.decode()
    assert reviewer.full_name not in page.content.decode()


def test_pages_set_preview_and_end_a_rule(project, batch, manager, page_client):
    browser = page_client(manager)
    url = reverse("verification:set_review_rule", args=[batch.pk])
    seen = browser.post(url, {"percent": 34, "preview": "1"}).content.decode()
    assert "This rule picks 2 of 3" in seen
    assert browser.post(url, {}).status_code == 422
    assert browser.post(url, {"percent": 50, "risks": ["fast"]}).status_code == 302
    assert batch.review_rule.__class__.objects.get().percent == 50
    assert browser.post(reverse("verification:stop_review", args=[batch.pk])).status_code == 302
    page = browser.get(reverse("verification:review_rule_page", args=[batch.pk]))
    assert page.status_code == 200
    assert Activity.objects.filter(action="verification.set_review_rule").count() == 2


def test_the_screen_gets_its_first_answers_with_the_page(project, batch, reviewer, page_client):
    page = page_client(reviewer).get(reverse("verification:review_page", args=[project.pk]))
    assert len(page.context["props"]["units"]) == 3
