import pytest
from django.urls import reverse

from annotators.models import Question
from annotators.services.questions import answer_question, ask
from tests.architecture.hostile import CANARY
from tests.factories import make_items, make_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(project, annotator) -> Question:
    return ask(project=project, text="Is irony negative?", by=annotator)


@pytest.mark.parametrize("door", ["annotators:question_page", "api:question"])
def test_question_is_invisible_to_outsiders_and_other_roles(client, outsider, client_person, question, door):
    for person in (outsider, client_person):
        client.force_login(person)
        assert client.get(reverse(door, args=[question.pk])).status_code == 404


@pytest.mark.parametrize(
    "deed", ["answer_question", "merge_question", "close_question", "set_faq", "promote_question"]
)
def test_deeds_on_questions_are_invisible_to_outsiders(client, outsider, question, deed):
    client.force_login(outsider)
    for app in ("annotators", "api"):
        assert client.post(reverse(f"{app}:{deed}", args=[question.pk])).status_code == 404
    question.refresh_from_db()
    assert question.state == "open"


def test_ask_through_both_doors(page_client, api_client, annotator, project):
    make_schema(project)
    [version] = make_items(project)
    page = page_client(annotator).post(
        reverse("annotators:ask", args=[project.pk]),
        {"text": "Is irony negative?", "place": "sentiment:neg", "section": "cautions"},
    )
    body = {"text": "What is it?", "item": version.item_id, "field": "sentiment", "label": "", "section": ""}
    answer = api_client(annotator).post(reverse("api:question_list", args=[project.pk]), body)
    assert (page.status_code, answer.status_code) == (302, 201)
    asked = [*Question.objects.order_by("pk").values_list("field", "label", "section", "item_version")]
    assert asked == [("sentiment", "neg", "cautions", None), ("sentiment", "", "", version.pk)]
    assert answer.json()["is_mine"] is True


def test_ask_shows_similar_questions_before_it_asks(page_client, annotator, project, question, reviewer):
    answer_question(question=question, text="Yes, by its meaning.", by=reviewer)
    url, typed = reverse("annotators:ask", args=[project.pk]), {"text": "Irony: negative?"}
    page = page_client(annotator).post(url, typed)
    assert page.status_code == 200
    assert "Yes, by its meaning." in page.content.decode()
    assert Question.objects.count() == 1
    assert page_client(annotator).post(url, {**typed, "anyway": "on"}).status_code == 302
    assert Question.objects.count() == 2


def test_similar_questions_over_the_api(api_client, annotator, project, question):
    url = reverse("api:similar_questions", args=[project.pk])
    found = api_client(annotator).get(url, {"text": "irony negative"}).json()
    assert [one["id"] for one in found] == [question.pk]
    assert api_client(annotator).get(url).status_code == 400


def test_a_question_goes_from_the_item_to_the_guideline(
    page_client, api_client, annotator, second_annotator, manager, project, question
):
    make_schema(project)
    base = [question.pk]
    page_client(manager).post(
        reverse("annotators:answer_question", args=base), {"text": "Yes.", "is_official": "on"}
    )
    page_client(manager).post(reverse("annotators:set_faq", args=base), {"is_faq": "on"})
    page_client(manager).post(
        reverse("annotators:promote_question", args=base), {"decision": "Irony is negative."}
    )
    listed = page_client(second_annotator).get(reverse("annotators:question_list", args=[project.pk]))
    assert "Yes." in listed.content.decode()
    assert "Annotator" not in listed.content.decode().split("question-rows")[1]
    seen = api_client(second_annotator).get(reverse("api:question", args=base)).json()
    assert (seen["official"]["text"], seen["is_faq"], seen["who"]) == ("Yes.", True, "")
    assert project.guidelines.get().cases[0]["decision"] == "Irony is negative."


def test_question_list_over_the_api_filters_by_item(api_client, annotator, project, question):
    [version] = make_items(project)
    about = ask(project=project, text="This one?", item=version.item_id, by=annotator)
    url = reverse("api:question_list", args=[project.pk])
    found = api_client(annotator).get(url, {"item": version.item_id}).json()
    assert [one["id"] for one in found["results"]] == [about.pk]
    assert api_client(annotator).get(url, {"state": "nonsense"}).status_code == 400
    assert api_client(annotator).get(url, {"by": 1}).status_code == 400


def test_merge_and_close_over_the_api(api_client, annotator, reviewer, project, question):
    twin = ask(project=project, text="Irony?", by=annotator)
    url = reverse("api:merge_question", args=[twin.pk])
    assert api_client(reviewer).post(url, {"into": 2**40}).status_code == 404
    assert api_client(reviewer).post(url, {"into": question.pk}).json()["merged_into"] == question.pk
    assert api_client(reviewer).post(url, {"into": question.pk}).status_code == 409
    close = reverse("api:close_question", args=[question.pk])
    assert api_client(reviewer).post(close, {}).status_code == 400
    assert api_client(reviewer).post(close, {"reason": "Off topic."}).json()["state"] == "closed"


def test_merge_question_on_the_page_offers_the_likest_first(
    page_client, annotator, reviewer, project, question
):
    ask(project=project, text="How long may a text be?", by=annotator)
    twin = ask(project=project, text="Irony: negative?", by=annotator)
    page = page_client(reviewer).get(reverse("annotators:question_page", args=[twin.pk])).content.decode()
    assert "Merge with another question" in page
    answer = page_client(reviewer).post(
        reverse("annotators:merge_question", args=[twin.pk]), {"into": question.pk}
    )
    assert answer.url == reverse("annotators:question_page", args=[question.pk])


def test_set_answer_limit_through_both_doors(page_client, api_client, manager, project):
    page = page_client(manager).post(reverse("annotators:set_answer_limit", args=[project.pk]), {"hours": 12})
    assert page.status_code == 302
    url = reverse("api:set_answer_limit", args=[project.pk])
    assert api_client(manager).put(url, {"hours": 24}).json() == {"hours": 24}
    assert api_client(manager).put(url, {"hours": 0}).status_code == 400
    assert (
        page_client(manager)
        .post(reverse("annotators:set_answer_limit", args=[project.pk]), {"hours": "x"})
        .status_code
        == 422
    )


def test_a19_hostile_words_stay_text(page_client, annotator, reviewer, project):
    asked = ask(project=project, text=CANARY, by=annotator)
    answer_question(question=asked, text=CANARY, by=reviewer)
    for person in (annotator, reviewer):
        page = page_client(person).get(reverse("annotators:question_page", args=[asked.pk])).content.decode()
        assert "<img src=x" not in page


def test_a_reviewer_sees_the_item_a_colleague_does_not(
    page_client, annotator, second_annotator, reviewer, project
):
    [version] = make_items(project, ["A film like rain."])
    about = ask(project=project, text="This one?", item=version.item_id, by=annotator)
    url = reverse("annotators:question_page", args=[about.pk])
    assert "A film like rain." in page_client(reviewer).get(url).content.decode()
    assert "A film like rain." not in page_client(second_annotator).get(url).content.decode()
