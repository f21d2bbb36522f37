import pytest
from django.urls import reverse

from projects.domain.stages import Gate, Missing, Stage
from projects.models import Notice, StagePass
from projects.services import notify
from tests.overview.factories import LATE, alpha, late_but_for, report
from tests.projects.factories import make_brief, make_brief_in_force

pytestmark = pytest.mark.django_db

READERS = ["manager", "reviewer", "data_engineer", "legal", "client_person"]
STRANGERS = ["outsider", "annotator", "finance", "auditor", "staff"]
WHY = {"reason": "The client delivers clean data."}


def url(name, project, *more):
    return reverse(name, args=[project.pk, *more])


@pytest.fixture
def person(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("person", STRANGERS, indirect=True)
@pytest.mark.parametrize("door", ["overview:board", "api:board"])
def test_board_is_invisible_to_strangers(page_client, person, project, door):
    assert page_client(person).get(url(door, project)).status_code == 404


@pytest.mark.parametrize("person", READERS, indirect=True)
def test_board_shows_every_stage_to_its_readers(page_client, person, project):
    page = page_client(person).get(url("overview:board", project)).content.decode()
    assert all(f'id="stage-{stage.value}"' in page for stage in Stage)


def test_board_of_the_api_says_what_is_missing_and_who_owes_it(api_client, reviewer, project, monkeypatch):
    report(monkeypatch, *late_but_for(Stage.GOAL))
    body = api_client(reviewer).get(url("api:board", project)).json()
    assert body["cycle"] == 1
    assert [row["state"] for row in body["stages"]] == ["passed"] + ["open"] * 11
    assert body["stages"][1]["missing"] == [{"sentence": LATE.sentence, "who": "annotator", "url": LATE.url}]
    assert body["stages"][0]["title"] == "Establish the goal"


def test_board_links_to_where_it_is_mended_for_who_owes_it_and_the_manager(
    page_client, manager, reviewer, data_engineer, project, monkeypatch
):
    report(monkeypatch, Gate(Stage.LABEL, (Missing("Disputes are open.", "reviewer", "/disputes-here/"),)))
    linked = [
        "/disputes-here/" in page_client(person).get(url("overview:board", project)).content.decode()
        for person in (manager, reviewer, data_engineer)
    ]
    assert linked == [True, True, False]


def test_board_shortens_itself_for_other_pages(page_client, manager, project):
    path = page_client(manager).get(url("overview:board", project), headers={"HX-Request": "true"})
    assert path.content.decode().count('<li class="step is-') == 12
    assert "<html" not in path.content.decode()


def test_overview_says_what_comes_next_and_who_owes_it(page_client, reviewer, project, monkeypatch):
    report(monkeypatch, Gate(Stage.GOAL, ()), Gate(Stage.RAW_DATA, (LATE,)))
    asked = {"path": f"{url('overview:board', project)}?here=overview", "headers": {"HX-Request": "true"}}
    told = page_client(reviewer).get(**asked).content.decode()
    assert "2 Secure raw data</a>" in told
    assert LATE.sentence in told
    elsewhere = asked | {"path": asked["path"].replace("=overview", "=items")}
    assert LATE.sentence not in page_client(reviewer).get(**elsewhere).content.decode()


def test_pages_fetch_the_path_only_for_those_who_see_the_board(page_client, manager, annotator, project):
    fetch = f'hx-get="{url("overview:board", project)}?here=overview"'
    page = url("projects:project_page", project)
    assert fetch in page_client(manager).get(page).content.decode()
    assert fetch not in page_client(annotator).get(page).content.decode()


@pytest.mark.parametrize("size", [1, 30])
def test_board_page_takes_few_statements_at_any_size(
    page_client, manager, project, size, django_assert_max_num_queries
):
    for _n in range(size):
        make_brief_in_force(project)
    visitor = page_client(manager)
    with django_assert_max_num_queries(50):
        visitor.get(url("overview:board", project))


@pytest.mark.parametrize("door", ["overview:pass_by_hand", "api:pass_by_hand"])
@pytest.mark.parametrize("person", ["outsider", "reviewer", "client_person"], indirect=True)
def test_pass_by_hand_does_not_exist_for_those_who_do_not_manage(api_client, person, project, door):
    assert api_client(person).post(url(door, project, 3), WHY).status_code == 404
    assert not StagePass.objects.exists()


def test_pass_by_hand_stands_on_the_board_with_name_date_and_reason(
    page_client, manager, client_person, project
):
    answer = page_client(manager).post(url("overview:pass_by_hand", project, 3), WHY)
    assert answer.url == url("overview:board", project) + "#stage-3"
    page = page_client(client_person).get(url("overview:board", project)).content.decode()
    assert "Passed by hand by Manager on" in page
    assert WHY["reason"] in page


def test_pass_by_hand_without_a_reason_opens_the_form_again(page_client, manager, project):
    answer = page_client(manager).post(url("overview:pass_by_hand", project, 3), {"reason": " "})
    assert answer.status_code == 422
    assert answer.content.decode().count("<details open>") == 1
    assert not StagePass.objects.exists()


def test_pass_by_hand_and_back_through_the_api(api_client, manager, project):
    program = api_client(manager)
    passed = program.post(url("api:pass_by_hand", project, 3), WHY)
    assert passed.status_code == 201
    assert passed.json()["stages"][2]["by_hand"]["reason"] == WHY["reason"]
    assert program.post(url("api:pass_by_hand", project, 3), WHY).json()["code"] == "already_passed"
    back = program.post(url("api:withdraw_pass", project, 3), {"reason": "Not clean."})
    assert (back.status_code, back.json()["stages"][2]["state"]) == (201, "open")
    assert program.post(url("api:withdraw_pass", project, 3), WHY).status_code == 409


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": []}, {"reason": "a\0b"}, {"reason": "x" * 2_001}, {"why": "x"}]
)
def test_a39_pass_by_hand_names_the_bad_value(api_client, manager, project, body):
    answer = api_client(manager).post(url("api:pass_by_hand", project, 3), body)
    assert answer.status_code == 400
    assert answer.json()["path"] in ("reason", "why")


@pytest.mark.parametrize("stage", [0, 13, 10**30])
@pytest.mark.parametrize(
    "door", ["overview:pass_by_hand", "api:pass_by_hand", "overview:withdraw_pass", "api:withdraw_pass"]
)
def test_stages_beyond_the_twelve_do_not_exist(api_client, manager, project, door, stage):
    assert api_client(manager).post(url(door, project, stage), WHY).status_code == 404


@pytest.mark.parametrize("door", ["overview:requirement_list", "api:requirement_list"])
@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer"], indirect=True)
def test_requirements_are_invisible_to_those_who_do_not_see_the_brief(page_client, person, project, door):
    assert page_client(person).get(url(door, project)).status_code == 404


def test_requirements_stand_beside_their_evidence_through_both_doors(
    page_client, api_client, client_person, project, monkeypatch
):
    line = {"sentence": "People agree.", "metric": "agreement.alpha", "comparison": ">=", "threshold": 0.9}
    make_brief_in_force(project, requirements=[line, {**line, "metric": "gold.accuracy"}])
    report(monkeypatch, measures=[alpha(0.91)])
    page = page_client(client_person).get(url("overview:requirement_list", project)).content.decode()
    for told in (
        "People agree.",
        "≥ 0.9",
        "0.91",
        "n = 120",
        "0.85",
        "0.94",
        "Met",
        "Not measured yet",
        "inside the interval",
    ):
        assert told in page
    body = api_client(client_person).get(url("api:requirement_list", project)).json()
    assert body["brief"] == 1
    assert [row["verdict"] for row in body["requirements"]] == ["met", "not_measured"]
    assert (body["requirements"][0]["value"], body["requirements"][0]["is_uncertain"]) == (0.91, True)


def test_requirements_of_an_unsigned_brief_are_not_followed_yet(page_client, api_client, manager, project):
    make_brief(project)
    page = page_client(manager).get(url("overview:requirement_list", project)).content.decode()
    assert "No brief is in force yet" in page
    body = api_client(manager).get(url("api:requirement_list", project)).json()
    assert body == {"brief": None, "requirements": []}


def test_my_work_shows_news_until_they_are_marked_as_read(page_client, manager, reviewer, project):
    Notice.objects.all().delete()
    notify([reviewer], project=project, text="%(by)s tidied “%(project)s”.", url="/projects/", by=manager)
    visitor = page_client(reviewer)
    page = visitor.get("/").content.decode()
    assert "Manager tidied “Film reviews”." in page
    visitor.post(reverse("projects:read_notices"), {"up_to": Notice.objects.get().pk})
    assert "Manager tidied" not in visitor.get("/").content.decode()


def test_my_work_says_that_a_brief_waits_for_a_signature(page_client, client_person, project):
    make_brief(project)
    page = page_client(client_person).get("/").content.decode()
    assert reverse("projects:brief_version_page", args=[project.pk, 1]) in page
