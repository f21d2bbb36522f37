"""The doors of preprocessing, and who sees what was not masked."""

import pytest
from django.urls import reverse

from projects.models import AccessLog
from sourcing import selectors
from sourcing.domain.steps import new_step
from sourcing.models import Decision, Item, MaskedValue, Recipe, RecipeRun
from sourcing.services.recipes import run_recipe, start_recipe_run
from tests.factories import make_items, make_source
from tests.sourcing.factories import make_recipe

SECRET = "010-1234-5678"


@pytest.fixture
def run(project) -> RecipeRun:
    """Return a finished run over four items: one short, one repaired, one masked."""
    make_items(project, ["plain text", "x", "ìˆ˜ì—… ë„ˆë¬´", f"call {SECRET}"])
    make_recipe(project, [new_step("repair_unicode"), new_step("length"), new_step("mask_personal_data")])
    run = start_recipe_run(project=project, by=project.created_by)
    run_recipe(run_id=run.pk)
    run.refresh_from_db()
    return run


def gets(run) -> list[str]:
    pk, project = [run.pk], [run.project_id]
    query = {"position": 2, "outcome": "dropped"}
    return [
        reverse("sourcing:recipe_page", args=project),
        reverse("sourcing:recipe_draft_page", args=project),
        reverse("sourcing:preview_recipe", args=project),
        reverse("sourcing:recipe_run_page", args=pk),
        reverse("sourcing:decision_list", args=pk, query=query),
        reverse("api:recipe", args=project),
        reverse("api:recipe_run_list", args=project),
        reverse("api:recipe_run", args=pk),
        reverse("api:step_decision_list", args=pk, query=query),
    ]


@pytest.mark.parametrize("person", ["outsider", "annotator", "legal", "client_person"])
def test_recipes_do_not_exist_for_people_without_the_right(request, page_client, run, person):
    client = page_client(request.getfixturevalue(person))
    for url in gets(run):
        assert client.get(url).status_code == 404, url
    decision = Decision.objects.get(step="length")
    for name in ("sourcing:restore_item", "api:restore_item"):
        assert client.post(reverse(name, args=[decision.pk]), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("person", ["manager", "data_engineer"])
def test_recipes_open_for_those_who_clean(request, page_client, run, person):
    client = page_client(request.getfixturevalue(person))
    for url in gets(run):
        assert client.get(url).status_code == 200, url


def test_recipe_is_written_step_by_step_in_the_browser(page_client, data_engineer, project):
    client = page_client(data_engineer)
    page, save = (
        reverse(f"sourcing:{name}", args=[project.pk]) for name in ("recipe_draft_page", "save_recipe_draft")
    )

    def do(what: str, **more):
        draft = selectors.recipe_draft(project)
        steps = [step["step"] for step in draft.steps] if draft else []
        return client.post(save, {"steps": steps, "seen": selectors.recipe_digest(draft), "do": what} | more)

    assert do("add:length").url == page
    assert do("add:mask_personal_data", **{"step0-least": "3"}).url == page
    kinds = {"step1-kinds": ["phone"]}
    do("up:1", **kinds, **{"step0-least": "3"})
    steps = selectors.recipe_draft(project).steps
    assert [step["step"] for step in steps] == ["mask_personal_data", "length"]
    assert steps[0]["params"]["kinds"] == ["phone"]
    wrong = do("", **{"step0-kinds": ["phone"], "step1-least": "-4"})
    assert wrong.status_code == 422
    assert 'value="-4"' in wrong.content.decode()
    do("remove:0", **{"step0-kinds": ["phone"], "step1-least": "3"})
    publish = reverse("sourcing:publish_recipe", args=[project.pk])
    assert client.post(publish, {"seen": "old"}).status_code == 409
    seen = selectors.recipe_digest(selectors.recipe_draft(project))
    assert client.post(publish, {"seen": seen}).status_code == 302
    assert selectors.published_recipe(project).steps == [
        {"step": "length", "params": {"least": 3, "most": None}}
    ]


def test_recipe_run_through_the_page_ends_in_a_funnel(page_client, data_engineer, project):
    make_items(project, ["one text", "x"])
    make_recipe(project, [new_step("length")])
    client = page_client(data_engineer)
    answer = client.post(reverse("sourcing:start_recipe_run", args=[project.pk]), {"source": ""})
    assert "Queued" in client.get(answer.url).content.decode()
    run_recipe(run_id=RecipeRun.objects.get().pk)
    page = client.get(answer.url).content.decode()
    assert "Items decided: 2" in page
    assert f"{reverse('sourcing:decision_list', args=[RecipeRun.objects.get().pk])}?position=1" in page


@pytest.mark.parametrize("door", ["page", "api"])
def test_restore_item_through_both_doors(page_client, api_client, data_engineer, run, door):
    decision = Decision.objects.get(step="length")
    client = page_client(data_engineer) if door == "page" else api_client(data_engineer)
    name = "sourcing:restore_item" if door == "page" else "api:restore_item"
    url = reverse(name, args=[decision.pk])
    assert client.post(url, {"reason": ""}).status_code in (400, 422)
    assert client.post(url, {"reason": "It is meant."}).status_code in (201, 302)
    assert client.post(url, {"reason": "Again."}).status_code == 409
    assert not Item.objects.get(pk=decision.item_id).is_dropped


def test_what_was_masked_is_restored_only_by_the_data_team(page_client, manager, data_engineer, run):
    decision = Decision.objects.get(step="mask_personal_data")
    url = reverse("sourcing:restore_item", args=[decision.pk])
    assert page_client(manager).post(url, {"reason": "x"}).status_code == 404
    assert page_client(data_engineer).post(url, {"reason": "A hotline."}).status_code == 302
    assert AccessLog.objects.get().action == "sourcing.restore_item"


def test_recipe_of_the_api_is_written_previewed_and_run(api_client, data_engineer, project):
    make_items(project, ["one text", "x"])
    client, url = api_client(data_engineer), reverse("api:recipe", args=[project.pk])
    body = {"steps": [{"step": "length", "params": {"least": 2}}]}
    tried = client.post(reverse("api:preview_recipe", args=[project.pk]), body).json()
    assert (tried["n"], tried["layers"][0]["layer"]["dropped"]) == (2, 1)
    written = client.put(url, body | {"publish": True}).json()
    assert (written["number"], written["is_published"]) == (1, True)
    assert client.get(url).json()["undecided"] == 2
    started = client.post(reverse("api:recipe_run_list", args=[project.pk]), {})
    assert started.status_code == 202
    run_recipe(run_id=started.json()["id"])
    told = client.get(reverse("api:recipe_run", args=[started.json()["id"]])).json()
    assert (told["state"], told["decided"], told["layers"][0]["dropped"]) == ("done", 2, 1)
    assert client.get(url).json()["undecided"] == 0
    again = client.post(reverse("api:recipe_run_list", args=[project.pk]), {})
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_decide")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"steps": "length"}, "steps.non_field_errors"),
        ({"steps": [{"step": "wash"}]}, "steps[0].step"),
        ({"steps": [{"step": "length", "params": {"least": "x"}}]}, "steps[0].params.least"),
        ({"steps": [{"step": "length", "parms": {}}]}, "steps.0.parms"),
        ({}, "steps"),
    ],
)
def test_recipe_of_the_api_names_what_is_wrong(api_client, data_engineer, project, body, path):
    answer = api_client(data_engineer).put(reverse("api:recipe", args=[project.pk]), body)
    assert answer.status_code == 400
    assert answer.json()["path"] == path
    assert not Recipe.objects.exists()


def test_run_of_another_clients_source_is_refused(api_client, data_engineer, project, other_project):
    make_items(project)
    make_recipe(project, [new_step("length")])
    foreign = make_source(other_project)
    answer = api_client(data_engineer).post(
        reverse("api:recipe_run_list", args=[project.pk]), {"source": foreign.pk}
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "no_source")


# What is not masked


def pages_about(item) -> list[str]:
    return [
        reverse("sourcing:item_list", args=[item.project_id]),
        reverse("sourcing:item_list", args=[item.project_id], query={"q": "call 010"}),
        reverse("sourcing:item_page", args=[item.pk]),
        reverse("overview:trace_page", args=[item.pk]),
        reverse("api:item_list", args=[item.project_id]),
        reverse("api:item", args=[item.pk]),
        reverse("api:trace", args=[item.pk]),
    ]


def texts(client, urls) -> str:
    return "".join(client.get(url).content.decode() for url in urls)


def test_c41_what_was_masked_is_on_no_page_for_anybody(page_client, manager, data_engineer, run):
    item = MaskedValue.objects.get().version.item
    for person in (manager, data_engineer):
        shown = texts(page_client(person), [*pages_about(item), *gets(run)])
        assert "[PHONE_1]" in shown
        assert SECRET not in shown


def test_c38_items_that_are_not_masked_yet_are_seen_only_by_the_data_team(
    page_client, manager, data_engineer, project
):
    source = make_source(project, "People", has_personal_data=True, consent_basis="Form")
    [version] = make_items(project, [f"call {SECRET}"], source=source)
    urls = pages_about(version.item)
    assert SECRET not in texts(page_client(manager), urls)
    assert not AccessLog.objects.exists()
    assert SECRET in texts(page_client(data_engineer), urls)
    assert {line.action for line in AccessLog.objects.all()} == {"sourcing.look_at_items"}
    assert {line.whose for line in AccessLog.objects.all()} == {"People"}


@pytest.mark.parametrize("door", ["page", "api"])
def test_c38_unmask_item_shows_the_value_once_against_a_reason(
    page_client, api_client, data_engineer, manager, run, door
):
    item = MaskedValue.objects.get().version.item
    client = page_client(data_engineer) if door == "page" else api_client(data_engineer)
    url = reverse("sourcing:unmask_item" if door == "page" else "api:unmask_item", args=[item.pk])
    assert page_client(manager).post(url, {"reason": "x"}).status_code == 404
    assert client.post(url, {"reason": " "}).status_code in (400, 422)
    assert not AccessLog.objects.exists()
    assert SECRET in client.post(url, {"reason": "A complaint"}).content.decode()
    assert AccessLog.objects.get().reason == "A complaint"
