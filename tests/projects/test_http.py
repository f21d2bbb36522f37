import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from projects.domain.roles import Role
from projects.models import Activity, Membership, Project
from projects.selectors import members, roles_of
from tests.factories import make_project, make_user

PROJECT_DOORS = ["projects:project_page", "api:project"]
MANAGER_DOORS = ["projects:member_list", "projects:activity_list", "api:member_list", "api:activity_list"]


@pytest.mark.parametrize("door", [*PROJECT_DOORS, *MANAGER_DOORS])
def test_project_is_invisible_to_outsiders(page_client, outsider, project, door):
    assert page_client(outsider).get(reverse(door, args=[project.pk])).status_code == 404


@pytest.mark.parametrize("door", MANAGER_DOORS)
def test_members_and_activity_are_invisible_to_annotators(page_client, annotator, project, door):
    assert page_client(annotator).get(reverse(door, args=[project.pk])).status_code == 404


def test_project_list_shows_mine_only_with_my_roles(page_client, reviewer, project, other_project):
    page = page_client(reviewer).get(reverse("projects:project_list")).content.decode()
    assert project.name in page
    assert "Reviewer" in page
    assert other_project.name not in page


def test_project_list_of_the_api_goes_on_where_the_page_ended(api_client, manager):
    made = [make_project(manager).pk for _ in range(3)]
    first = api_client(manager).get(reverse("api:project_list"), {"limit": 2}).json()
    rest = api_client(manager).get(reverse("api:project_list"), {"before": first["next_before"]}).json()
    assert [row["id"] for row in first["results"] + rest["results"]] == made[::-1]
    assert rest["next_before"] is None


@pytest.mark.parametrize("query", [{"limit": 10**9}, {"limit": -1}, {"before": 10**30}, {"before": "x"}])
def test_a77_absurd_pages_are_refused(api_client, manager, project, query):
    answer = api_client(manager).get(reverse("api:activity_list", args=[project.pk]), query)
    assert answer.status_code == 400
    assert answer.json()["path"] in query


def test_a77_absurd_page_of_the_activity_page_is_refused_in_words(page_client, manager, project):
    page = page_client(manager).get(reverse("projects:activity_list", args=[project.pk]), {"before": "x"})
    assert page.status_code == 422
    assert "Start from its first page" in page.content.decode()


def test_activity_pages_hold_fifty_lines_and_lead_to_older_ones(page_client, manager, project):
    Activity.objects.bulk_create(Activity(project=project, by=manager, action="t") for _ in range(60))
    url = reverse("projects:activity_list", args=[project.pk])
    first = page_client(manager).get(url)
    assert len(first.context["lines"]) == 50
    second = page_client(manager).get(url, {"before": first.context["older"]})
    assert second.context["lines"][0].pk < first.context["lines"][-1].pk


def test_create_project_leads_to_its_page(page_client, staff):
    answer = page_client(staff).post(
        reverse("projects:create_project"), {"name": "영화 리뷰", "summary": "", "language": "ko"}
    )
    project = Project.objects.get(name="영화 리뷰")
    assert answer.url == reverse("projects:project_page", args=[project.pk])
    assert roles_of(staff, project) == [Role.PM]


def test_create_project_without_a_name_keeps_what_was_typed(page_client, staff):
    answer = page_client(staff).post(
        reverse("projects:create_project"), {"name": " ", "summary": "kept", "language": "ko"}
    )
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()


def test_create_project_is_refused_to_an_annotator(page_client, api_client, annotator, project):
    assert page_client(annotator).get(reverse("projects:create_project")).status_code == 403
    answer = api_client(annotator).post(reverse("api:project_list"), {"name": "mine"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_manager")
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "a\0b"}, {"name": "x" * 201}, {"name": []}, {"name": "x", "language": 3}],
)
def test_create_project_names_the_bad_value(api_client, staff, body):
    answer = api_client(staff).post(reverse("api:project_list"), body)
    assert answer.status_code == 400
    assert answer.json()["path"] in ("name", "language")


def test_a39_lone_surrogate_in_a_name_is_refused(api_client, staff):
    answer = api_client(staff).generic(
        "POST", reverse("api:project_list"), '{"name": "\\ud800"}', content_type="application/json"
    )
    assert answer.status_code == 400
    assert not Project.objects.exists()


def test_create_member_shows_the_first_password_once(page_client, manager, project):
    answer = page_client(manager).post(
        reverse("projects:create_member", args=[project.pk]),
        {"create-username": "hana", "create-full_name": "김하나", "create-role": "annotator"},
    )
    password = answer.context["first_password"]
    assert password in answer.content.decode()
    assert Client().login(username="hana", password=password)
    assert (
        password
        not in page_client(manager).get(reverse("projects:member_list", args=[project.pk])).content.decode()
    )


def test_add_member_by_api_makes_the_account(api_client, manager, project):
    body = {"username": "hana", "full_name": "김하나", "password": "correct-horse", "role": "annotator"}
    answer = api_client(manager).post(reverse("api:member_list", args=[project.pk]), body)
    assert answer.status_code == 201
    assert answer.json()["is_new_account"] is True
    assert "password" not in answer.json()
    assert Client().login(username="hana", password="correct-horse")


def test_add_member_by_api_names_a_weak_password(api_client, manager, project):
    body = {"username": "hana", "password": "123", "role": "annotator"}
    answer = api_client(manager).post(reverse("api:member_list", args=[project.pk]), body)
    assert (answer.status_code, answer.json()["path"]) == (400, "password")
    assert not User.objects.filter(username="hana").exists()


def test_add_member_tells_nothing_about_strangers(page_client, manager, project, outsider):
    url = reverse("projects:add_member", args=[project.pk])
    answers = [
        page_client(manager).post(url, {"add-who": who, "add-role": "annotator"})
        for who in ("outsider", "nobody_")
    ]
    told = [answer.context["add_form"].errors["who"][0].replace("outsider", "nobody_") for answer in answers]
    assert told[0] == told[1]
    assert [answer.status_code for answer in answers] == [422, 422]


def test_remove_member_takes_the_rights_at_once(page_client, manager, annotator, project):
    membership = members(project, Role.ANNOTATOR).get(user=annotator)
    page_client(manager).post(reverse("projects:remove_member", args=[membership.pk]))
    assert page_client(annotator).get(reverse("projects:project_page", args=[project.pk])).status_code == 404


@pytest.mark.parametrize("door", ["projects:remove_member", "api:remove_member"])
def test_remove_member_of_another_project_does_not_exist(api_client, manager, project, other_project, door):
    foreign = members(other_project).get()
    verb = api_client(manager).post if door.startswith("projects") else api_client(manager).delete
    assert verb(reverse(door, args=[foreign.pk])).status_code == 404
    assert Membership.objects.filter(pk=foreign.pk).exists()


def test_remove_member_keeps_the_last_manager(api_client, manager, project):
    mine = members(project, Role.PM).get()
    answer = api_client(manager).delete(reverse("api:remove_member", args=[mine.pk]))
    assert (answer.status_code, answer.json()["code"]) == (409, "last_manager")


def test_manager_who_leaves_lands_on_their_projects(page_client, manager, project):
    api = page_client(manager)
    api.post(reverse("projects:add_member", args=[project.pk]), {"add-who": "reviewer", "add-role": "pm"})
    mine = members(project, Role.PM).get(user=manager)
    assert api.post(reverse("projects:remove_member", args=[mine.pk])).url == reverse("projects:project_list")


def test_huge_ids_do_not_exist(page_client, manager):
    assert page_client(manager).get(f"/projects/{10**30}/").status_code == 404


def test_project_of_the_api_says_what_i_may_do(api_client, annotator, project):
    body = api_client(annotator).get(reverse("api:project", args=[project.pk])).json()
    assert body["roles"] == ["annotator"]
    assert body["rights"] == ["ask", "label", "read_guideline", "see_own_pay", "see_project"]


def test_person_without_a_project_is_told_how_to_get_one(page_client, db):
    page = page_client(make_user("newcomer")).get(reverse("projects:project_list")).content.decode()
    assert "Tell them your username" in page
