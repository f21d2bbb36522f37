from datetime import timedelta

import pytest
from django.utils import timezone

from annotators import stages
from annotators.models import Question
from annotators.selectors import questions as selectors
from annotators.services.questions import (
    answer_question,
    ask,
    close_question,
    merge_question,
    promote_question,
    set_answer_limit,
    set_faq,
)
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from dmops_platform.states import IllegalMove
from guidelines.selectors import guideline_draft
from tests.factories import make_guideline, make_items, make_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(project, annotator) -> Question:
    return ask(project=project, text="Is irony negative?", by=annotator)


def news_of(person):
    return [notice.text for notice in person.notices.order_by("pk") if "role" not in notice.text]


def read_as(person, question, *, teaches=False):
    [reading] = selectors.readings(
        [selectors.questions_for(person).get(pk=question.pk)], person, teaches=teaches
    )
    return reading


def test_ask_keeps_the_version_of_the_item_that_was_seen(project, annotator):
    [version] = make_items(project)
    version.item.versions.create(number=2, parts={"text": "later"}, content_sha256="0" * 64)
    item = version.item_id
    assert ask(project=project, text="Why?", item=item, version=1, by=annotator).item_version == version
    assert ask(project=project, text="Why?", item=item, by=annotator).item_version.number == 2


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ({"section": "nowhere"}, "section"),
        ({"field": "nothing"}, "field"),
        ({"field": "sentiment", "label": "meh"}, "label"),
        ({"label": "pos"}, "field"),
        ({"item": 2**40}, "item"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 2_001}, "text"),
    ],
)
def test_ask_names_what_is_wrong(project, annotator, place, path):
    make_schema(project)
    with pytest.raises(BadInput) as refusal:
        ask(**{"project": project, "text": "Why?", "by": annotator, **place})
    assert refusal.value.path == path
    assert not Question.objects.exists()


def test_ask_refuses_an_item_of_another_client(project, other_project, annotator):
    [foreign] = make_items(other_project)
    with pytest.raises(BadInput):
        ask(project=project, text="Why?", item=foreign.item_id, by=annotator)


def test_an_official_answer_settles_the_question_and_tells_the_asker(question, reviewer, annotator):
    answer_question(question=question, text="Yes.", by=reviewer)
    question.refresh_from_db()
    assert question.state == "answered"
    assert news_of(annotator) == ["Your question in “%(project)s” has an official answer."]


def test_a_colleague_never_answers_officially(question, second_annotator):
    answer = answer_question(question=question, text="I guess.", by=second_annotator)
    assert not answer.is_official
    question.refresh_from_db()
    assert question.state == "open"
    with pytest.raises(NotAllowed):
        answer_question(question=question, text="Surely.", by=second_annotator, is_official=True)


def test_asking_again_opens_the_question_and_the_clock_starts_anew(question, reviewer, annotator):
    Question.objects.update(waiting_since=timezone.now() - timedelta(days=9))
    answer_question(question=question, text="Yes.", by=reviewer)
    answer_question(question=question, text="Always?", by=annotator)
    question.refresh_from_db()
    assert question.state == "open"
    assert timezone.now() - question.waiting_since < timedelta(minutes=1)
    assert "A question in “%(project)s” is asked again." in news_of(reviewer)


def test_a_colleague_sees_official_answers_and_no_names(question, reviewer, annotator, second_annotator):
    answer_question(question=question, text="Which text?", by=reviewer, is_official=False)
    answer_question(question=question, text="The third.", by=annotator)
    answer_question(question=question, text="Yes.", by=reviewer)
    seen = read_as(second_annotator, question)
    assert [said.text for said in seen.answers] == ["The third.", "Yes."]
    assert seen.who == ""
    assert {said.who for said in seen.answers} == {""}
    assert [said.text for said in read_as(annotator, question).answers] == [
        "Which text?",
        "The third.",
        "Yes.",
    ]
    assert read_as(reviewer, question, teaches=True).who == "Annotator"


def test_a52_what_colleagues_say_about_an_item_stays_hidden(project, annotator, second_annotator, reviewer):
    [version] = make_items(project)
    about = ask(project=project, text="Is this one negative?", item=version.item_id, by=annotator)
    answer_question(question=about, text="I took negative.", by=second_annotator)
    assert read_as(annotator, about).answers == []
    assert [said.is_mine for said in read_as(second_annotator, about).answers] == [True]
    assert len(read_as(reviewer, about, teaches=True).answers) == 1


def test_merge_question_tells_everybody_who_asked_of_the_answer(
    project, question, annotator, second_annotator, reviewer
):
    twin = ask(project=project, text="Irony: negative?", by=second_annotator)
    third = ask(project=project, text="Irony?", by=second_annotator)
    merge_question(question=third, into=twin, by=reviewer)
    merge_question(question=twin, into=question, by=reviewer)
    answer_question(question=question, text="Yes.", by=reviewer)
    third.refresh_from_db()
    assert third.merged_into == question
    assert news_of(second_annotator)[-1] == "Your question in “%(project)s” has an official answer."
    assert [*selectors.questions_of(project)] == [question]


def test_merge_question_waits_from_the_first_time_it_was_asked(project, question, annotator, reviewer):
    early = timezone.now() - timedelta(days=3)
    Question.objects.filter(pk=question.pk).update(waiting_since=early)
    later = ask(project=project, text="Irony?", by=annotator)
    merge_question(question=question, into=later, by=reviewer)
    later.refresh_from_db()
    assert later.waiting_since == early


def test_merge_question_refuses_itself_a_merged_one_and_another_project(
    project, other_project, outsider, question, annotator, reviewer
):
    foreign = ask(project=other_project, text="Irony?", by=outsider)
    other = ask(project=project, text="Irony?", by=annotator)
    for into in (question, foreign):
        with pytest.raises(BadInput):
            merge_question(question=question, into=into, by=reviewer)
    merge_question(question=other, into=question, by=reviewer)
    with pytest.raises(BadInput):
        merge_question(question=question, into=other, by=reviewer)
    with pytest.raises(IllegalMove):
        merge_question(question=other, into=question, by=reviewer)
    with pytest.raises(RuleBroken, match="Another question"):
        answer_question(question=other, text="Yes.", by=reviewer)


def test_close_question_is_for_the_asker_and_for_teachers_with_a_reason(
    question, annotator, second_annotator, reviewer
):
    with pytest.raises(NotAllowed):
        close_question(question=question, by=second_annotator)
    with pytest.raises(BadInput):
        close_question(question=question, by=reviewer)
    assert close_question(question=question, by=annotator).state == "closed"


def test_set_faq_needs_an_answer_and_tells_all_annotators_once(question, reviewer, second_annotator):
    with pytest.raises(RuleBroken, match="official answer first"):
        set_faq(question=question, is_faq=True, by=reviewer)
    answer_question(question=question, text="Yes.", by=reviewer)
    for _again in range(2):
        set_faq(question=question, is_faq=True, by=reviewer)
    assert [*selectors.frequent_questions(question.project)] == [question]
    assert len(news_of(second_annotator)) == 1


def test_promote_question_writes_into_the_next_guideline_once(project, question, manager, second_annotator):
    make_guideline(project, sections={"overview": "Feel."})
    answer_question(question=question, text="Yes, it is.", by=manager)
    promote_question(question=question, by=manager)
    draft = guideline_draft(project)
    [case] = draft.cases
    assert (case["text"], case["decision"]) == ("Is irony negative?", "Yes, it is.")
    assert draft.sections["overview"] == "Feel."
    assert news_of(second_annotator) == ["A question in “%(project)s” became an edge case of the guideline."]
    with pytest.raises(RuleBroken, match="already"):
        promote_question(question=question, by=manager)


def test_promote_question_keeps_its_place_as_far_as_the_schema_has_it(project, annotator, manager):
    make_schema(project)
    asked = ask(project=project, text="Is it?", field="sentiment", label="neg", by=annotator)
    gone = ask(project=project, text="Was it?", field="sentiment", label="neg", by=annotator)
    Question.objects.filter(pk=gone.pk).update(field="retired")
    for one in (asked, gone):
        answer_question(question=one, text="Yes.", by=manager)
        promote_question(question=one, by=manager, decision="Always.")
    cases = guideline_draft(project).cases
    assert [(case["field"], case["label"], case["decision"]) for case in cases] == [
        ("sentiment", "neg", "Always."),
        ("", "", "Always."),
    ]


def test_overdue_questions_follow_the_time_limit_of_the_project(project, question, manager):
    Question.objects.update(waiting_since=timezone.now() - timedelta(hours=47))
    assert not selectors.overdue_questions(project).exists()
    set_answer_limit(project=project, hours=24, by=manager)
    assert [*selectors.overdue_questions(project)] == [question]


def test_similar_questions_come_first_and_never_a_merged_one(project, question, annotator, reviewer):
    twin = ask(project=project, text="Is irony positive or negative?", by=annotator)
    ask(project=project, text="How long may a text be?", by=annotator)
    assert [*selectors.similar_questions(project, "irony negative")] == [question, twin]
    merge_question(question=twin, into=question, by=reviewer)
    assert selectors.similar_questions(project, "irony negative") == [question]


def test_waiting_for_tells_teachers_of_open_questions(
    project, question, reviewer, manager, annotator, outsider
):
    [waiting] = stages.waiting_for(reviewer)
    assert (waiting.project_id, waiting.n) == (project.pk, 1)
    assert len(stages.waiting_for(manager)) == 1
    assert stages.waiting_for(annotator) == []
    assert stages.waiting_for(outsider) == []


def test_trace_tells_that_an_item_was_asked_about(project, annotator, reviewer):
    [version] = make_items(project)
    about = ask(project=project, text="Why?", item=version.item_id, by=annotator)
    answer_question(question=about, text="So.", by=reviewer)
    steps = stages.trace(version.item)
    assert [(step.what, step.by) for step in steps] == [
        ("Asked about", "Annotator"),
        ("A question about it was answered", "Reviewer"),
    ]
