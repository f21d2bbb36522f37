import pytest
from django.urls import reverse

from dmops_platform.errors import RuleBroken
from guidelines import selectors, services
from guidelines.models import Acknowledgement
from guidelines.selectors import GuidelineUnread
from guidelines.stages import waiting_for
from labeling.models import Assignment
from labeling.services import assignments
from projects.domain.roles import Role
from projects.models import Activity
from projects.services import add_member
from tests.factories import make_batch, make_guideline, make_items, make_project
from tests.guidelines.factories import entry

pytestmark = pytest.mark.django_db
OLD = {"sections": {"overview": "Read all of it.\n\nJudge the writer."}, "change_note": ""}
NEW = {
    "sections": {"overview": "Read all of it.\n\nJudge the film."},
    "change_note": "Judge the film, not the writer.",
}


def acknowledge(guideline, person):
    return services.acknowledge(guideline=guideline, by=person)


def page(name, project):
    return reverse(f"guidelines:{name}", args=[project.pk])


def api(name, project):
    return reverse(f"api:{name}", args=[project.pk])


@pytest.fixture
def batch(project):
    return make_batch(project, ["a", "b", "c"], overlap=1)


@pytest.mark.parametrize("person", ["outsider", "client_person", "data_engineer", "finance", "staff"])
def test_what_to_read_does_not_exist_for_strangers(request, project, page_client, api_client, person):
    make_guideline(project)
    user = request.getfixturevalue(person)
    pages, programs = page_client(user), api_client(user)
    assert pages.get(page("guideline_reading", project)).status_code == 404
    assert pages.post(page("acknowledge", project), {"guideline": 1}).status_code == 404
    assert programs.get(api("guideline_reading", project)).status_code == 404
    assert programs.post(api("guideline_reading", project), {"guideline": 1}).status_code == 404
    assert not Acknowledgement.objects.exists()


def test_acknowledge_is_noted_once_however_often_it_is_said(project, annotator):
    guideline = make_guideline(project)
    assert not selectors.has_acknowledged(annotator, project)
    assert acknowledge(guideline, annotator) == acknowledge(guideline, annotator)
    assert selectors.has_acknowledged(annotator, project)
    assert selectors.acknowledged_ids(guideline) == {annotator.pk}
    assert Activity.objects.filter(action="guidelines.acknowledge").count() == 1


def test_without_a_published_guideline_there_is_nothing_to_acknowledge(project, annotator):
    draft = make_guideline(project, is_published=False)
    assert selectors.has_acknowledged(annotator, project)
    with pytest.raises(RuleBroken, match="not in force"):
        acknowledge(draft, annotator)


def test_an_old_version_cannot_be_acknowledged_any_more(project, annotator):
    old = make_guideline(project, **OLD)
    make_guideline(project, **NEW)
    with pytest.raises(RuleBroken, match="not in force"):
        acknowledge(old, annotator)
    assert not selectors.has_acknowledged(annotator, project)


def test_another_version_or_project_or_person_does_not_count(project, annotator, second_annotator, manager):
    other = make_project(manager, roles={Role.ANNOTATOR: [annotator]})
    acknowledge(make_guideline(other), annotator)
    make_guideline(project)
    assert selectors.unread_guideline(annotator, project) == 1
    acknowledge(project.guidelines.get(), annotator)
    assert selectors.unread_guideline(second_annotator, project) == 1


def test_at_first_the_whole_is_shown_later_just_what_changed(project, annotator, page_client, api_client):
    acknowledged = make_guideline(project, entries=[entry("pos")], **OLD)
    first = api_client(annotator).get(api("guideline_reading", project)).json()
    assert (first["guideline"], first["since"], first["is_confirmed"]) == (1, None, False)
    assert "Read all of it." in first["html"]
    acknowledge(acknowledged, annotator)
    make_guideline(project, entries=[entry("pos")], **NEW)
    news = api_client(annotator).get(api("guideline_reading", project)).json()
    assert (news["guideline"], news["since"], news["change_note"]) == (2, 1, NEW["change_note"])
    assert "<ins>film</ins>" in news["html"]
    assert "<del>writer</del>" in news["html"]
    assert "What pos means" not in news["html"]
    shown = page_client(annotator).get(page("guideline_reading", project)).text
    assert "<ins>film</ins>" in shown
    assert NEW["change_note"] in shown


def test_versions_passed_over_are_read_as_one_change(project, annotator, api_client):
    acknowledge(make_guideline(project, sections={"overview": "Say one.\n"}), annotator)
    make_guideline(project, sections={"overview": "Say one two.\n"})
    make_guideline(project, sections={"overview": "Say one two three.\n"})
    news = api_client(annotator).get(api("guideline_reading", project)).json()
    assert (news["since"], news["guideline"]) == (1, 3)
    assert "two three" in news["html"]


def test_a19_hostile_text_in_a_change_stays_text(project, annotator, page_client):
    acknowledge(make_guideline(project, **OLD), annotator)
    make_guideline(project, sections={"overview": "<img src=x onerror=c()>"}, change_note="<b>x</b>")
    shown = page_client(annotator).get(page("guideline_reading", project)).text
    assert "<img" not in shown
    assert "<b>x" not in shown


@pytest.mark.parametrize(
    ("body", "status"),
    [({}, 400), ({"guideline": "x"}, 400), ({"guideline": -1}, 400), ({"guideline": 9}, 404), ([1], 400)],
)
def test_a_garbled_confirmation_is_refused(project, annotator, api_client, body, status):
    make_guideline(project)
    answer = api_client(annotator).post(api("guideline_reading", project), body)
    assert answer.status_code == status
    assert not Acknowledgement.objects.exists()


def test_a_garbled_confirmation_in_the_browser_is_refused(project, annotator, page_client):
    make_guideline(project)
    for typed, status in (
        ({}, 422),
        ({"guideline": "x"}, 422),
        ({"guideline": 10**30}, 422),
        ({"guideline": 4}, 404),
    ):
        assert page_client(annotator).post(page("acknowledge", project), typed).status_code == status


def test_claim_hands_out_nothing_new_before_the_guideline_is_read(project, batch, annotator):
    guideline = make_guideline(project)
    with pytest.raises(GuidelineUnread):
        assignments.claim(project=project, person=annotator, ahead=2)
    with pytest.raises(GuidelineUnread):
        assignments.claim_item(project=project, person=annotator, item=batch.slots.first().item)
    assert not Assignment.objects.exists()
    acknowledge(guideline, annotator)
    assert len(assignments.claim(project=project, person=annotator, ahead=2)) == 2


def test_a_guideline_published_meanwhile_stops_new_work_but_not_what_is_held(project, batch, annotator):
    acknowledge(make_guideline(project, **OLD), annotator)
    [held] = assignments.claim(project=project, person=annotator)
    make_guideline(project, **NEW)
    assert assignments.claim(project=project, person=annotator, ahead=3) == [held]
    assert assignments.claim_item(project=project, person=annotator, item=held.item) == [held]
    assignments.skip(assignment=held, reason="unclear")
    with pytest.raises(GuidelineUnread):
        assignments.claim(project=project, person=annotator, ahead=3)


def test_where_nothing_is_open_nobody_is_sent_to_read(project, annotator):
    make_guideline(project)
    assert assignments.claim(project=project, person=annotator) == []


def test_reading_costs_one_statement_where_work_is_handed_out(
    project, batch, annotator, django_assert_num_queries
):
    acknowledge(make_guideline(project), annotator)
    with django_assert_num_queries(1):
        assert selectors.has_acknowledged(annotator, project)


def test_work_next_says_what_to_read_and_goes_on_afterwards(project, batch, annotator, api_client):
    make_guideline(project)
    client = api_client(annotator)
    refused = client.post(api("next_work", project), {"ahead": 1})
    assert refused.status_code == 409
    body = refused.json()
    assert (body["code"], body["guideline"]) == ("guideline_unread", 1)
    assert body["url"] == page("guideline_reading", project)
    answer = client.post(body["reading"], {"guideline": body["guideline"]})
    assert (answer.status_code, answer.json()["is_confirmed"]) == (200, True)
    assert len(client.post(api("next_work", project), {"ahead": 1}).json()["units"]) == 1


def test_an_answer_is_saved_although_a_guideline_waits_to_be_read(project, batch, annotator, api_client):
    [held] = assignments.claim(project=project, person=annotator)
    make_guideline(project)
    answer = api_client(annotator).post(
        reverse("api:submit_work", args=[held.pk]),
        {"answers": {"sentiment": "pos"}, "ahead": 3},
        headers={"Idempotency-Key": "key-number-1"},
    )
    assert answer.status_code == 200
    assert answer.json()["receipt"]["version"] == 1
    assert answer.json()["next"] == []


def test_the_labelling_page_leads_to_the_guideline_and_back(project, batch, annotator, page_client):
    make_guideline(project)
    pages = page_client(annotator)
    work = reverse("labeling:work_page", args=[project.pk])
    assert pages.get(work).url == page("guideline_reading", project)
    assert pages.post(page("acknowledge", project), {"guideline": 1}).url == work
    assert pages.get(work).status_code == 200


def test_a_reviewer_may_confirm_too_and_comes_back_to_the_guideline(project, reviewer, page_client):
    make_guideline(project)
    answer = page_client(reviewer).post(page("acknowledge", project), {"guideline": 1})
    assert answer.url == page("guideline_page", project)


def test_an_unread_guideline_waits_for_those_who_label(project, annotator, reviewer):
    guideline = make_guideline(project)
    [waiting] = waiting_for(annotator)
    assert waiting.url == page("guideline_reading", project)
    assert waiting_for(reviewer) == []
    acknowledge(guideline, annotator)
    assert waiting_for(annotator) == []


def test_somebody_who_joins_later_reads_first(project, batch, outsider):
    make_guideline(project)
    make_items(project)
    add_member(project=project, user=outsider, role=Role.ANNOTATOR, by=project.created_by)
    with pytest.raises(GuidelineUnread):
        assignments.claim(project=project, person=outsider)
