from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from annotators import stages
from annotators.domain.money import Unit
from annotators.domain.recruiting import Mode
from annotators.models import Attempt, Earning, Piece, Use, WorkTime
from annotators.selectors.attempts import piece_results, units_of
from annotators.selectors.recruiting import applicants, qualified_people
from annotators.services.attempts import (
    PieceKeyReused,
    TimeUp,
    save_piece_draft,
    set_gold_uses,
    submit_piece,
    take_pieces,
)
from annotators.services.learning import plan_session
from annotators.services.recruiting import (
    accept_application,
    apply_to,
    begin_test,
    close_campaign,
    decline_application,
    finish_overdue,
    finish_test,
    sign_up,
)
from dmops_platform.errors import BadInput, RuleBroken
from dmops_platform.states import IllegalMove
from guidelines.models import Gold
from guidelines.services import acknowledge
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.models import Membership
from projects.services import open_cycle
from tests.annotators.factories import (
    answer_pieces,
    make_application,
    make_attempt,
    make_campaign,
    make_floor,
    make_gold,
    make_terms,
    submission_of,
)
from tests.factories import make_batch, make_guideline, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(project):
    return make_campaign(project, labels="pppnn", attempts=2, pass_accuracy=0.8)


@pytest.fixture
def applicant() -> User:
    return make_user("applicant")


@pytest.fixture
def attempt(campaign, applicant) -> Attempt:
    return make_attempt(campaign, applicant)


def annotates(person, project):
    return Membership.objects.filter(user=person, project=project, role=Role.ANNOTATOR).exists()


def test_a68_the_link_of_a_campaign_has_256_bits(project, campaign):
    other = make_campaign(project)
    assert len(campaign.token) >= 43
    assert campaign.token != other.token


def test_open_campaign_wants_enough_gold_marked_for_tests(project):
    with pytest.raises(BadInput) as refusal:
        make_campaign(project, labels="pn", test_size=3)
    assert refusal.value.path == "test_size"


@pytest.mark.parametrize("mode", [Mode.VENDOR, Mode.CROWD])
def test_open_campaign_tests_people_nobody_knows(project, mode):
    with pytest.raises(BadInput):
        make_campaign(project, mode=mode, test_size=0)
    assert make_campaign(project, mode=Mode.IN_HOUSE, test_size=0).test_size == 0


def test_apply_to_twice_changes_nothing(campaign, applicant):
    first = apply_to(campaign=campaign, person=applicant, agrees=True, note="hello")
    assert apply_to(campaign=campaign, person=applicant, agrees=True, note="again") == first
    assert [*campaign.applications.values_list("note", flat=True)] == ["hello"]


def test_apply_to_needs_the_agreement(campaign, applicant):
    with pytest.raises(BadInput) as refusal:
        apply_to(campaign=campaign, person=applicant, agrees=False)
    assert refusal.value.path == "agrees"


def test_apply_to_refuses_who_labels_already(campaign, annotator):
    with pytest.raises(RuleBroken, match="already"):
        apply_to(campaign=campaign, person=annotator, agrees=True)


def test_a62_nobody_makes_an_account_at_a_closed_campaign(campaign, manager, applicant):
    close_campaign(campaign=campaign, by=manager)
    account = {"username": "newcomer", "full_name": "New", "email": "", "password": "Lang-genug-77"}
    with pytest.raises(RuleBroken):
        sign_up(campaign=campaign, **account)
    with pytest.raises(RuleBroken):
        apply_to(campaign=campaign, person=applicant, agrees=True)
    assert not User.objects.filter(username="newcomer").exists()


def test_a_campaign_is_open_between_its_days(project):
    today = timezone.localdate()
    later = make_campaign(project, opens_on=today + timedelta(days=1))
    over = make_campaign(project, closes_on=today - timedelta(days=1))
    assert not later.is_open_on(today)
    assert later.is_open_on(today + timedelta(days=1))
    assert not over.is_open_on(today)


def test_begin_test_draws_by_seed_and_returns_the_running_one(attempt):
    assert begin_test(application=attempt.application) == attempt
    assert attempt.pieces.count() == 5
    assert (attempt.due_at - attempt.started_at) == timedelta(minutes=10)


def test_the_database_keeps_one_running_test_a_person(attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            project=attempt.project,
            person=attempt.person,
            kind="test",
            schema=attempt.schema,
            seed=1,
            started_at=timezone.now(),
            due_at=timezone.now(),
        )


def test_a52_a_unit_of_a_test_tells_nothing_of_what_is_right(attempt):
    [unit] = units_of(attempt, take_pieces(attempt=attempt, ahead=1))
    assert unit.keys() == {"id", "item", "fields", "guideline", "draft", "submitted", "due_at", "note"}
    assert set(unit["item"]) == {"id", "version", "name", "parts", "data"}
    assert unit["item"]["data"] == {}
    assert unit["item"]["name"] == "1"


def test_finish_test_scores_by_gold_and_passes(attempt):
    answer_pieces(attempt, right=4)
    done = finish_test(attempt=attempt)
    assert (done.result["accuracy"], done.result["n"], done.result["is_passed"]) == (0.8, 5, True)
    assert done.application.refresh_from_db() is None
    assert done.application.state == "passed"
    assert finish_test(attempt=done).ended_at == done.ended_at
    results = piece_results(done)
    assert [result.is_right for result in results] == [False, True, True, True, True]


def test_unanswered_items_are_not_right(attempt):
    [piece] = take_pieces(attempt=attempt, ahead=1)
    gold = Gold.objects.get(item_version=piece.item_version_id)
    submit_piece(piece=piece, submission=submission_of(gold.answer))
    done = finish_test(attempt=attempt)
    assert (done.result["accuracy"], done.result["answered"], done.result["items"]) == (0.2, 1, 5)
    assert done.application.campaign.applications.get().state == "failed"


def test_mistakes_are_explained_by_gold(project, applicant):
    campaign = make_campaign(project, labels="p")
    Gold.objects.update(why="It is warm.", section="cautions")
    attempt = make_attempt(campaign, applicant)
    answer_pieces(attempt, right=0)
    [result] = piece_results(finish_test(attempt=attempt))
    [field] = result.fields
    assert (field.given, field.right, field.why, field.section) == (
        "Negative",
        "Positive",
        "It is warm.",
        "cautions",
    )


def test_attempts_are_limited_and_fresh_items_come_first(project, applicant):
    make_gold(project, "pp")
    campaign = make_campaign(project, labels="nn", attempts=2)
    first = make_attempt(campaign, applicant)
    answer_pieces(first, right=0)
    finish_test(attempt=first)
    second = begin_test(application=first.application)
    assert not set(second.pieces.values_list("item_version")) & set(first.pieces.values_list("item_version"))
    answer_pieces(second, right=0)
    finish_test(attempt=second)
    with pytest.raises(RuleBroken, match="every attempt"):
        begin_test(application=first.application)


def test_nothing_is_stored_once_the_time_is_up(attempt):
    piece = attempt.pieces.get(position=1)
    with time_machine.travel(attempt.due_at + timedelta(minutes=1), tick=False):
        with pytest.raises(TimeUp):
            submit_piece(piece=piece, submission=submission_of("pos"))
        with pytest.raises(TimeUp):
            save_piece_draft(piece=piece, answers={}, base_revision=0)
        assert take_pieces(attempt=attempt, ahead=3) == []
        assert finish_overdue() == 1
        assert finish_overdue() == 0
    attempt.refresh_from_db()
    assert attempt.result["answered"] == 0


def test_submit_piece_repeats_its_receipt_and_refuses_a_reused_key(attempt):
    piece = attempt.pieces.get(position=1)
    submission = submission_of("pos", key="the-same-key", body_sha256="a")
    stored = submit_piece(piece=piece, submission=submission)
    again = submit_piece(piece=piece, submission=submission)
    assert (again.version, again.saved_at) == (1, stored.saved_at)
    with pytest.raises(PieceKeyReused):
        submit_piece(piece=piece, submission=submission_of("neg", key="the-same-key", body_sha256="b"))
    with pytest.raises(RuleBroken, match="another window"):
        submit_piece(piece=piece, submission=submission_of("neg"))
    changed = submit_piece(piece=piece, submission=submission_of("neg", base_version=1))
    assert (changed.version, changed.answers) == (2, {"sentiment": "neg"})


def test_submit_piece_names_the_path_of_a_wrong_answer(attempt):
    with pytest.raises(BadInput) as refusal:
        submit_piece(piece=attempt.pieces.get(position=1), submission=submission_of("maybe"))
    assert refusal.value.path == "answers.sentiment"


def test_speed_cannot_be_claimed(attempt):
    with time_machine.travel(attempt.started_at, tick=False) as clock:
        for piece in take_pieces(attempt=attempt, ahead=5):
            clock.shift(timedelta(seconds=30))
            submit_piece(piece=piece, submission=submission_of("pos", seconds=-99.0))
        assert finish_test(attempt=attempt).result["pace"] == pytest.approx(2.0)


def test_time_in_a_test_is_recorded_and_bounded(attempt):
    with time_machine.travel(attempt.started_at, tick=False) as clock:
        [piece] = take_pieces(attempt=attempt, ahead=1)
        clock.shift(timedelta(seconds=20))
        submit_piece(piece=piece, submission=submission_of("pos", seconds=9_999.0))
    assert WorkTime.objects.get().seconds == pytest.approx(20.0, abs=0.1)
    assert Piece.objects.get(pk=piece.pk).seconds == pytest.approx(20.0, abs=0.1)


def test_a_test_is_paid_when_the_campaign_says_so_also_when_failed(project, applicant):
    make_terms(project, 40, phase=Phase.PILOT)
    attempt = make_attempt(make_campaign(project, labels="ppp", pays_test=True), applicant)
    answer_pieces(attempt, right=0)
    finish_test(attempt=attempt)
    assert [*Earning.objects.values_list("user", "amount")] == [(applicant.pk, 40)] * 3


def test_a_test_is_not_paid_unless_the_campaign_says_so(project, attempt):
    make_terms(project, 40, phase=Phase.PILOT)
    answer_pieces(attempt, right=5)
    finish_test(attempt=attempt)
    assert not Earning.objects.exists()


def test_accepting_who_passed_needs_no_reason_and_gives_the_role(project, attempt, applicant, manager):
    answer_pieces(attempt, right=5)
    finish_test(attempt=attempt)
    qualification = accept_application(application=attempt.application, by=manager)
    assert (qualification.how, qualification.evidence["accuracy"]) == ("test", 1.0)
    assert annotates(applicant, project)
    with pytest.raises(IllegalMove):
        accept_application(application=attempt.application, by=manager, reason="Again.")


def test_accepting_without_a_passed_test_is_vouching_with_a_reason(project, campaign, applicant, manager):
    application = make_application(campaign, applicant)
    with pytest.raises(BadInput):
        accept_application(application=application, by=manager, reason=" ")
    assert not annotates(applicant, project)
    qualification = accept_application(application=application, by=manager, reason="I know her work.")
    assert (qualification.how, qualification.reason) == ("vouched", "I know her work.")
    assert {one.how for one in qualified_people(project)} == {"appointed", "vouched"}


def test_nobody_is_accepted_in_the_middle_of_a_test(attempt, manager):
    with pytest.raises(IllegalMove):
        accept_application(application=attempt.application, by=manager, reason="Quick.")


def test_a_crowd_campaign_accepts_by_itself(project, applicant):
    attempt = make_attempt(make_campaign(project, mode=Mode.CROWD), applicant)
    answer_pieces(attempt, right=2)
    finish_test(attempt=attempt)
    assert annotates(applicant, project)


def test_declining_needs_a_reason_and_ends_the_application(campaign, applicant, manager):
    application = make_application(campaign, applicant)
    with pytest.raises(BadInput):
        decline_application(application=application, by=manager, reason="")
    decline_application(application=application, by=manager, reason="No Korean.")
    with pytest.raises(IllegalMove):
        begin_test(application=application)


def test_applicants_are_ranked_by_score(campaign):
    for right in (2, 5):
        attempt = make_attempt(campaign)
        answer_pieces(attempt, right=right)
        finish_test(attempt=attempt)
    waiting = make_application(campaign)
    ranked = applicants(campaign)
    assert [one.best and one.best["accuracy"] for one in ranked] == [1.0, 0.4, None]
    assert ranked[-1].application == waiting


def test_set_gold_uses_hides_again_and_refuses_what_is_not_gold(project, other_project, manager):
    first, second = make_gold(project, "pn", use=None)
    assert set_gold_uses(project=project, uses={first.pk: Use.TEST, second.pk: Use.EXAMPLE}, by=manager) == 2
    assert set_gold_uses(project=project, uses={first.pk: "", second.pk: Use.EXAMPLE}, by=manager) == 1
    assert [*project.gold_uses.values_list("item_version", "use")] == [(second.pk, "example")]
    [foreign] = make_gold(other_project, "p")
    with pytest.raises(BadInput):
        set_gold_uses(project=project, uses={foreign.pk: Use.TEST}, by=manager)


def gate(project, place=0):
    return [missing.sentence for missing in stages.gates(project)[place].missing]


def test_gate_6_wants_people_for_the_overlap_and_fair_pay(project, manager):
    assert gate(project) == [
        "2 people are qualified to label, 3 are wanted for each item.",
        "No pay is agreed for annotators in this phase: Pilot.",
        "No pay is agreed for annotators in this phase: Main.",
    ]
    make_batch(project, overlap=2)
    for phase in Phase:
        make_terms(project, 9_000, phase=phase, unit=Unit.HOUR)
    assert gate(project) == ["No fair-pay floor in KRW covers today."] * 2
    make_floor(project)
    assert gate(project)[0] == (
        "Pilot: an hour is expected to bring 9,000 KRW, less than the floor of 10,320 KRW."
    )
    for phase in Phase:
        make_terms(project, 11_000, phase=phase, unit=Unit.HOUR)
    assert gate(project) == []


def test_gate_6_knows_the_pace_from_the_entrance_test(project, attempt):
    make_batch(project, overlap=2)
    make_floor(project)
    for phase in Phase:
        make_terms(project, 500, phase=phase)
    assert all("nobody knows yet" in sentence for sentence in gate(project))
    with time_machine.travel(attempt.started_at, tick=False) as clock:
        for piece in take_pieces(attempt=attempt, ahead=5):
            clock.shift(timedelta(seconds=10))
            submit_piece(piece=piece, submission=submission_of("pos", seconds=10.0))
    assert gate(project) == []


def test_measures_of_pay_are_in_major_units_with_n(project, annotator):
    assert {one.name: (one.value, one.n) for one in stages.measures(project)} == {
        "pay.hourly_median": (None, 0),
        "pay.hourly_p10": (None, 0),
        "pay.cost_per_item": (None, 0),
    }


def test_gate_7_wants_the_guideline_read_and_questions_answered(annotator):
    project = make_project(make_user(), roles={Role.ANNOTATOR: [annotator]})
    assert gate(project, 1) == ["No guideline is published that people could read."]
    guideline = make_guideline(project)
    assert gate(project, 1) == ["Version 1 of the guideline is not read yet by 1 people who label."]
    acknowledge(guideline=guideline, by=annotator)
    assert gate(project, 1) == []


def test_gate_7_stays_open_while_nobody_is_there_to_be_taught(project):
    make_guideline(project)
    Membership.objects.filter(project=project, role=Role.ANNOTATOR).delete()
    assert gate(project, 1) == ["Nobody is there yet who labels and could be taught."]


def test_a_new_cycle_opens_gate_7_until_something_new_is_taught(annotator, manager):
    project = make_project(manager, roles={Role.ANNOTATOR: [annotator]})
    acknowledge(guideline=make_guideline(project), by=annotator)
    open_cycle(project=project, reason="The model misses irony.", by=manager)
    (sentence,) = gate(project, 1)
    assert sentence.startswith("Cycle 2 has begun, and people were told nothing new")
    plan_session(project=project, title="Irony", held_at=timezone.now(), agenda="", by=manager)
    assert gate(project, 1) == []
