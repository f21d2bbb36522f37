import pytest
from django.urls import reverse

from dmops_platform.background import JobState
from labeling.models import Batch
from projects.models import Cycle
from tests.factories import make_user
from tests.verification.factories import ask_for, compute, evaluate, make_taught_batch
from verification.models import Evaluation, SuspectDismissal
from verification.services import experiments
from verification.services.evaluation import run_evaluation

pytestmark = pytest.mark.django_db

DOORS = [
    ("get", "verification:evaluation_list", "project"),
    ("post", "verification:start_evaluation", "project"),
    ("post", "verification:reopen_cycle", "project"),
    ("get", "verification:evaluation_page", "evaluation"),
    ("post", "verification:cancel_evaluation", "evaluation"),
    ("post", "verification:settle_suspects", "evaluation"),
    ("get", "api:evaluation_list", "project"),
    ("post", "api:evaluation_list", "project"),
    ("get", "api:cycle_list", "project"),
    ("post", "api:cycle_list", "project"),
    ("get", "api:evaluation", "evaluation"),
    ("post", "api:cancel_evaluation", "evaluation"),
    ("get", "api:suspect_list", "evaluation"),
    ("post", "api:clean_suspects", "evaluation"),
    ("post", "api:dismiss_suspects", "evaluation"),
]


@pytest.fixture
def people(db):
    return [make_user() for _n in range(2)]


@pytest.fixture
def evaluation(project, people, manager, monkeypatch):
    monkeypatch.setattr(experiments, "SEEDS", 2)
    compute(make_taught_batch(project, people, 150, wrong=[7, 22], name="Main"), manager)
    return evaluate(project, manager)


def page_of(evaluation):
    return reverse("verification:evaluation_page", args=[evaluation.pk])


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person", "auditor"])
@pytest.mark.parametrize(("verb", "door", "about"), DOORS)
def test_evaluations_do_not_exist_for_others(
    request, project, api_client, manager, person, verb, door, about
):
    row = Evaluation.objects.create(project=project, number=1, cycle=1, field="sentiment", by=manager)
    client = api_client(request.getfixturevalue(person))
    pk = project.pk if about == "project" else row.pk
    assert getattr(client, verb)(reverse(door, args=[pk])).status_code == 404


def test_a_data_engineer_evaluates_but_opens_no_batch_and_no_cycle(api_client, data_engineer, evaluation):
    client = api_client(data_engineer)
    assert client.get(page_of(evaluation)).status_code == 200
    for door in ("api:clean_suspects", "api:dismiss_suspects"):
        assert client.post(reverse(door, args=[evaluation.pk]), {}).status_code == 404
    assert client.post(reverse("api:cycle_list", args=[evaluation.project_id]), {}).status_code == 404


def test_start_evaluation_through_the_page(page_client, manager, project, people):
    compute(make_taught_batch(project, people, 6), manager)
    answer = page_client(manager).post(
        reverse("verification:start_evaluation", args=[project.pk]), {"field": "sentiment", "seed": "3"}
    )
    started = Evaluation.objects.get()
    assert (answer.url, started.seed) == (page_of(started), 3)
    waiting = page_client(manager).get(page_of(started)).content.decode()
    assert "Models are learning" in waiting
    fragment = page_client(manager).get(page_of(started), headers={"HX-Request": "true"}).content.decode()
    assert fragment.strip().startswith("<section")
    run_evaluation(started.pk)
    over = page_client(manager).get(page_of(started), headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"
    assert "<main" not in over.content.decode()


def test_start_evaluation_shows_a_senseless_field_in_the_form(page_client, manager, project, people):
    compute(make_taught_batch(project, people, 6), manager)
    for typed in ({"field": "colour", "seed": "0"}, {"field": "sentiment", "seed": "x"}, {}):
        answer = page_client(manager).post(reverse("verification:start_evaluation", args=[project.pk]), typed)
        assert answer.status_code == 422
    assert not Evaluation.objects.exists()


def test_the_page_shows_curve_matrix_and_suspects_without_script(page_client, manager, evaluation):
    page = page_client(manager).get(page_of(evaluation)).content.decode()
    assert "<polyline points=" in page
    assert page.count('type="checkbox"') == evaluation.report["suspects"]["n"]
    for caption in ("Learning curve: mean over draws", "Earlier and later half", "Wilson"):
        assert caption in page


def test_the_page_says_why_nothing_can_be_measured(page_client, manager, project, people):
    compute(make_taught_batch(project, people, 20), manager)
    page = page_client(manager).get(page_of(evaluate(project, manager))).content.decode()
    assert "it takes at least 30 different texts" in page
    assert "<polyline" not in page


def test_the_page_is_korean_for_koreans(page_client, manager, evaluation):
    page = page_client(manager).get(page_of(evaluation), headers={"Accept-Language": "ko"}).content.decode()
    assert "학습 곡선" in page


def test_settle_suspects_through_the_page(page_client, manager, evaluation):
    first, second = evaluation.suspects.order_by("rank")[:2]
    door = reverse("verification:settle_suspects", args=[evaluation.pk])
    client = page_client(manager)
    cleaned = client.post(door, {"how": "clean", "suspects": [first.pk], "overlap": "1", "reason": ""})
    assert cleaned.url == page_of(evaluation) + "#suspects"
    assert Batch.objects.get(cleaning__isnull=False).slots.get().item_id == first.item_id
    client.post(door, {"how": "dismiss", "suspects": [second.pk], "overlap": "", "reason": "Irony."})
    assert SuspectDismissal.objects.get().reason == "Irony."


@pytest.mark.parametrize(
    "typed",
    [
        {"how": "clean", "overlap": "0"},
        {"how": "clean", "overlap": "1", "suspects": ["999999999"]},
        {"how": "clean", "overlap": "1", "suspects": ["x"]},
        {"how": "clean", "overlap": "1"},
        {"how": "dismiss", "reason": ""},
        {"how": "dismiss", "reason": "Irony."},
        {},
    ],
)
def test_settle_suspects_refuses_what_makes_no_sense(page_client, manager, evaluation, typed):
    answer = page_client(manager).post(reverse("verification:settle_suspects", args=[evaluation.pk]), typed)
    assert answer.status_code == 422
    assert not SuspectDismissal.objects.exists()


def test_the_whole_way_by_api(api_client, manager, project, people, monkeypatch):
    monkeypatch.setattr(experiments, "SEEDS", 2)
    compute(make_taught_batch(project, people, 60, wrong=[7, 22]), manager)
    client = api_client(manager)
    started = client.post(reverse("api:evaluation_list", args=[project.pk]), {"field": "sentiment"})
    assert (started.status_code, started.json()["state"]) == (202, JobState.QUEUED)
    run_evaluation(started.json()["id"])
    told = client.get(reverse("api:evaluation", args=[started.json()["id"]])).json()
    assert (told["state"], told["is_present"]) == (JobState.DONE, True)
    page = client.get(reverse("api:suspect_list", args=[told["id"]]), {"limit": 1, "state": "open"}).json()
    assert page["next_after"] == 1
    [suspect] = page["results"]
    sent = client.post(reverse("api:clean_suspects", args=[told["id"]]), {"suspects": [suspect["id"]]})
    assert sent.json() == {
        "batch": Batch.objects.latest("pk").pk,
        "cycle": 1,
        "found": 1,
        "answered": 0,
        "corrected": 0,
        "confirmed": 0,
    }
    rest = client.get(reverse("api:suspect_list", args=[told["id"]]), {"state": "open"}).json()["results"]
    left = {"suspects": [one["id"] for one in rest], "reason": "Irony."}
    assert client.post(reverse("api:dismiss_suspects", args=[told["id"]]), left).json() == {
        "dismissed": len(rest)
    }
    again = client.post(reverse("api:dismiss_suspects", args=[told["id"]]), left)
    assert (again.status_code, again.json()["code"]) == (400, "not_open")


@pytest.mark.parametrize(
    "bad", [{"suspects": ["a"]}, {"suspects": [-1]}, {"suspects": 3}, {"suspects": []}, {}, []]
)
def test_bad_choices_are_answered_with_400(api_client, manager, project, bad):
    row = Evaluation.objects.create(project=project, number=1, cycle=1, field="sentiment", by=manager)
    answer = api_client(manager).post(reverse("api:clean_suspects", args=[row.pk]), bad)
    assert answer.status_code == 400


def test_reopen_cycle_through_both_doors(page_client, api_client, manager, project):
    door = reverse("verification:reopen_cycle", args=[project.pk])
    assert page_client(manager).post(door, {"reason": "", "seen": "1"}).status_code == 422
    assert page_client(manager).post(door, {"reason": "Too low.", "seen": "1"}).status_code == 302
    assert page_client(manager).post(door, {"reason": "Too low.", "seen": "1"}).status_code == 409
    begun = api_client(manager).post(reverse("api:cycle_list", args=[project.pk]), {"reason": "Again."})
    assert (begun.status_code, begun.json()["number"]) == (201, 3)
    told = api_client(manager).get(reverse("api:cycle_list", args=[project.pk])).json()
    assert [line["reason"] for line in told] == ["", "Too low.", "Again."]
    assert Cycle.objects.filter(project=project).count() == 2


def test_a_missed_goal_is_said_where_the_next_cycle_begins(page_client, manager, project, evaluation):
    ask_for(project, "model.gain_last_doubling", ">=", 0.9)
    page = (
        page_client(manager).get(reverse("verification:evaluation_list", args=[project.pk])).content.decode()
    )
    assert "model.gain_last_doubling is good enough.” is missed" in page
    assert "<details open>" in page
