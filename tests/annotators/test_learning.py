from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from annotators.domain.learning import Step
from annotators.models import CheckQuestion, PathMark, TeachingSession, Use
from annotators.selectors.attempts import last_result, worked_examples
from annotators.selectors.learning import everybody, path_of
from annotators.services.attempts import submit_piece, take_pieces
from annotators.services.learning import (
    add_check_question,
    answer_check,
    begin_practice,
    finish_practice,
    plan_session,
    retire_check_question,
    see_examples,
    write_minutes,
)
from annotators.services.questions import answer_question, ask
from dmops_platform.errors import BadInput, RuleBroken
from guidelines.models import Gold
from guidelines.services import acknowledge
from tests.annotators.factories import make_attempt, make_campaign, make_gold, make_practice, submission_of
from tests.factories import make_guideline

pytestmark = pytest.mark.django_db

QUESTION = {"text": "What is irony?", "options": ["Its words", "Its meaning"], "right": 1}


@pytest.fixture
def check(project, manager) -> CheckQuestion:
    return add_check_question(
        project=project, by=manager, why="By its meaning.", section="cautions", **QUESTION
    )


def at(project, person):
    return path_of(project, person).next


def test_a_project_without_anything_to_learn_asks_nothing(project, annotator):
    assert at(project, annotator) is None


def test_the_path_goes_from_reading_to_the_check(project, annotator, manager, check):
    guideline = make_guideline(project)
    make_gold(project, "p", use=Use.EXAMPLE)
    assert at(project, annotator) == Step.READ
    acknowledge(guideline=guideline, by=annotator)
    assert at(project, annotator) == Step.EXAMPLES
    see_examples(project=project, by=annotator)
    see_examples(project=project, by=annotator)
    attempt = make_practice(project, annotator)
    assert at(project, annotator) == Step.PRACTICE
    finish_practice(attempt=attempt)
    assert at(project, annotator) == Step.CHECK
    answer_check(project=project, by=annotator, answers={check.pk: 1})
    assert at(project, annotator) is None


def test_a_new_guideline_brings_everybody_back_to_reading(project, annotator):
    acknowledge(guideline=make_guideline(project), by=annotator)
    assert at(project, annotator) is None
    make_guideline(project)
    assert at(project, annotator) == Step.READ


def test_everybody_is_read_in_a_fixed_number_of_statements(
    project, annotator, second_annotator, django_assert_max_num_queries
):
    make_guideline(project)
    with django_assert_max_num_queries(8):
        rows = everybody(project)
    assert {row.person for row in rows} == {annotator, second_annotator}


def test_answer_check_names_what_is_wrong_and_counts_tries(project, annotator, check):
    assert answer_check(project=project, by=annotator, answers={}).wrong == (check.pk,)
    assert answer_check(project=project, by=annotator, answers={check.pk: 0}).wrong == (check.pk,)
    assert PathMark.objects.get().done_at is None
    assert answer_check(project=project, by=annotator, answers={check.pk: 1, 999: 3}).is_passed
    mark = PathMark.objects.get()
    assert (mark.tries, mark.done_at is not None) == (3, True)


def test_answer_check_without_questions_is_refused(project, annotator, manager, check):
    retire_check_question(question=check, by=manager)
    with pytest.raises(RuleBroken):
        answer_check(project=project, by=annotator, answers={})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"options": ["one"]}, "options"),
        ({"options": ["same", "same"]}, "options"),
        ({"options": ["", "b"]}, "options"),
        ({"options": [str(n) for n in range(9)]}, "options"),
        ({"right": 2}, "right"),
        ({"text": " "}, "text"),
        ({"section": "nowhere"}, "section"),
    ],
)
def test_add_check_question_names_what_is_wrong(project, manager, change, path):
    with pytest.raises(BadInput) as refusal:
        add_check_question(project=project, by=manager, **{**QUESTION, **change})
    assert refusal.value.path == path


def test_practice_gives_one_item_at_a_time_and_says_at_once_what_was_right(project, annotator):
    make_gold(project, "pp", use=Use.PRACTICE, why="It is warm.")
    attempt = begin_practice(project=project, by=annotator)
    assert last_result(attempt) is None
    [piece] = take_pieces(attempt=attempt, ahead=9)
    submit_piece(piece=piece, submission=submission_of("neg"))
    result = last_result(attempt)
    assert (result.is_right, result.fields[0].right, result.fields[0].why) == (
        False,
        "Positive",
        "It is warm.",
    )
    with pytest.raises(RuleBroken, match="no answer yet"):
        finish_practice(attempt=attempt)
    assert begin_practice(project=project, by=annotator) == attempt


def test_practice_can_be_repeated_and_begins_anew_after_a_week(project, annotator):
    first = make_practice(project, annotator, labels="pn")
    assert finish_practice(attempt=first).result == {"accuracy": 1.0, "n": 2}
    second = begin_practice(project=project, by=annotator)
    assert second != first
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert begin_practice(project=project, by=annotator) != second


def test_worked_examples_show_the_right_answer_and_why(project):
    make_gold(project, "n", use=Use.EXAMPLE, why="Cold.", section="cautions")
    make_gold(project, "p", use=None)
    [example] = worked_examples(project)
    [field] = example.fields
    assert (field.right, field.why, field.section_title) == ("Negative", "Cold.", "Cautions")


def test_live_sessions_are_told_and_keep_their_minutes(
    project, manager, annotator, second_annotator, reviewer
):
    session = plan_session(project=project, title="Kick-off", held_at=timezone.now(), by=manager)
    assert any("live session" in notice.sentence for notice in annotator.notices.all())
    with pytest.raises(BadInput):
        write_minutes(session=session, by=manager, minutes="Said.", attendees=[reviewer.pk])
    write_minutes(session=session, by=manager, minutes="Said.", open_points="Irony", attendees=[annotator.pk])
    session.refresh_from_db()
    assert [*session.attendees.all()] == [annotator]
    assert (session.minutes, session.open_points) == ("Said.", "Irony")


# both doors


@pytest.mark.parametrize(
    "door",
    [
        "annotators:path_page",
        "annotators:see_examples",
        "annotators:answer_check",
        "api:path",
        "api:session_list",
    ],
)
def test_the_path_is_invisible_to_outsiders_and_clients(client, outsider, client_person, project, door):
    for person in (outsider, client_person):
        client.force_login(person)
        assert client.get(reverse(door, args=[project.pk])).status_code == 404


def test_the_path_is_walked_on_pages(page_client, project, annotator, manager, check):
    make_gold(project, "p", use=Use.EXAMPLE, why="Warm.")
    make_gold(project, "p", use=Use.PRACTICE, why="Sunny.")
    walker, path = page_client(annotator), reverse("annotators:path_page", args=[project.pk])
    assert "Warm." in walker.get(reverse("annotators:see_examples", args=[project.pk])).content.decode()
    walker.post(reverse("annotators:see_examples", args=[project.pk]))
    work = walker.post(reverse("annotators:practice", args=[project.pk])).url
    props = walker.get(work).context["props"]
    [unit] = props["units"]
    url = props["urls"]["submit"].replace("{id}", str(unit["id"]))
    body = {"answers": {"sentiment": "neg"}, "version": 0, "ahead": 3}
    answer = walker.post(
        url, body, content_type="application/json", headers={"Idempotency-Key": "practice-1"}
    )
    assert answer.json()["next"] == []
    shown = walker.get(props["urls"]["after"]).content.decode()
    assert "Sunny." in shown
    assert "right is Positive" in shown
    assert walker.get(work).status_code == 302
    assert walker.post(props["urls"]["after"]).url == path
    wrong = walker.post(reverse("annotators:answer_check", args=[project.pk]), {f"question-{check.pk}": "0"})
    assert (wrong.status_code, "By its meaning." in wrong.content.decode()) == (422, True)
    right = walker.post(reverse("annotators:answer_check", args=[project.pk]), {f"question-{check.pk}": "1"})
    assert right.url == path
    assert "Start labelling" in walker.get(path).content.decode()


def test_who_teaches_sees_everybody_and_an_annotator_nobody_else(page_client, project, annotator, manager):
    url = reverse("annotators:path_page", args=[project.pk])
    assert "Second Annotator" in page_client(manager).get(url).content.decode()
    assert "Second Annotator" not in page_client(annotator).get(url).content.decode()


def test_the_path_over_the_api(api_client, project, annotator, manager, check):
    program = api_client(annotator)
    [own] = program.get(reverse("api:path", args=[project.pk])).json()
    assert (own["username"], own["next"]) == ("annotator", "check")
    assert len(api_client(manager).get(reverse("api:path", args=[project.pk])).json()) == 2
    url = reverse("api:answer_check", args=[project.pk])
    [asked] = program.get(url).json()
    assert "right" not in asked
    assert program.post(url, {"answers": [{"question": check.pk, "option": 0}]}).json()["wrong"] == [check.pk]
    assert program.post(url, {"answers": [{"question": check.pk, "option": 1}]}).json()["is_passed"]
    assert program.post(url, {"answers": [{"question": "x", "option": 1}]}).status_code == 400


def test_check_questions_and_sessions_over_the_api(api_client, project, annotator, reviewer):
    teacher = api_client(reviewer)
    made = teacher.post(reverse("api:check_question_list", args=[project.pk]), QUESTION)
    assert (made.status_code, made.json()["right"]) == (201, 1)
    bad = teacher.post(reverse("api:check_question_list", args=[project.pk]), {**QUESTION, "right": 5})
    assert bad.json()["path"] == "right"
    gone = reverse("api:retire_check_question", args=[made.json()["id"]])
    assert api_client(annotator).delete(gone).status_code == 404
    assert teacher.delete(gone).status_code == 204
    body = {"title": "Kick-off", "held_at": "2026-05-01T09:00:00Z"}
    session = teacher.post(reverse("api:session_list", args=[project.pk]), body).json()
    url = reverse("api:session", args=[session["id"]])
    assert api_client(annotator).put(url, {"minutes": "Mine."}).status_code == 404
    written = teacher.put(url, {"minutes": "Said.", "attendees": [annotator.pk]}).json()
    assert (written["minutes"], written["came"]) == ("Said.", 1)
    assert "Annotator" not in api_client(annotator).get(url).content.decode()


def test_check_questions_and_sessions_on_pages(page_client, project, reviewer, annotator):
    teacher = page_client(reviewer)
    url = reverse("annotators:check_question_list", args=[project.pk])
    assert teacher.post(url, {"text": "Irony?", "options": "Yes\nNo"}).status_code == 422
    assert teacher.post(url, {"text": "Irony?", "options": "* Yes\nNo"}).status_code == 302
    assert CheckQuestion.objects.get().options == ["Yes", "No"]
    made = teacher.post(
        reverse("annotators:session_list", args=[project.pk]),
        {"title": "Talk", "held_at": "2026-05-01T09:00"},
    )
    assert teacher.post(made.url, {"minutes": "Said.", "attendees": [annotator.pk]}).status_code == 302
    assert TeachingSession.objects.get().minutes == "Said."
    assert "Said." in page_client(annotator).get(made.url).content.decode()
    assert page_client(annotator).post(made.url, {"minutes": "Mine."}).status_code == 404


def test_a52_a_test_never_tells_at_once_what_was_right(api_client, project, annotator):
    attempt = make_attempt(make_campaign(project), annotator)
    [piece] = take_pieces(attempt=attempt, ahead=1)
    gold = Gold.objects.get(item_version=piece.item_version_id)
    submit_piece(piece=piece, submission=submission_of(gold.answer))
    assert api_client(annotator).get(reverse("api:last_result", args=[attempt.pk])).status_code == 404
    assert api_client(annotator).post(reverse("api:finish_practice", args=[attempt.pk])).status_code == 404
    page = api_client(annotator).get(reverse("annotators:practice_page", args=[attempt.pk]))
    assert "is right" not in page.content.decode()


def test_feedback_page_gathers_what_came_back(
    page_client, outsider, project, annotator, second_annotator, reviewer
):
    url = reverse("annotators:feedback_page", args=[project.pk])
    assert page_client(outsider).get(url).status_code == 404
    assert "Nothing has come back yet" in page_client(annotator).get(url).content.decode()
    asked = ask(project=project, text="Is irony negative?", by=annotator)
    answer_question(question=asked, text="By its meaning.", by=reviewer)
    finish_practice(attempt=make_practice(project, annotator))
    page = page_client(annotator).get(url).content.decode()
    assert "By its meaning." in page
    assert "Practice" in page
    assert "By its meaning." not in page_client(second_annotator).get(url).content.decode()
