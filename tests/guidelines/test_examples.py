import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput
from guidelines import selectors, services
from guidelines.domain.sections import completeness
from guidelines.models import Gold
from guidelines.reading import read_guideline
from tests.factories import make_guideline, make_items, make_project, make_schema
from tests.guidelines.factories import canonical, entry, typed_guideline

pytestmark = pytest.mark.django_db
PLACE = {"field": "sentiment", "label": "pos"}


@pytest.fixture
def versions(project):
    make_schema(project, canonical("pos", "neg"))
    return make_items(project, ["A warm film.", "A cold <b>one</b>."])


def pick(project, version, **more):
    return services.pick_example(project=project, item_version=version, by=project.created_by, **PLACE | more)


def picked(project):
    return {
        (one["item_version"], one["is_example"]): one
        for each in selectors.guideline_draft(project).entries
        for one in each.get("picked", [])
    }


def page(name, project):
    return reverse(f"guidelines:{name}", args=[project.pk])


def test_pick_example_keeps_the_version_its_text_and_the_label_as_answer(project, versions):
    pick(project, versions[0], why="Warm is praise.")
    one = picked(project)[versions[0].pk, True]
    assert one == {
        "item_version": versions[0].pk,
        "text": "A warm film.",
        "answer": "pos",
        "is_example": True,
        "why": "Warm is praise.",
    }


def test_gold_is_the_answer_of_a_picked_item(project, versions):
    Gold.objects.create(project=project, item_version=versions[1], field="sentiment", answer="neg")
    pick(project, versions[1], is_example=False)
    assert picked(project)[versions[1].pk, False]["answer"] == "neg"


def test_an_item_picked_again_changes_sides(project, versions):
    pick(project, versions[0])
    pick(project, versions[0], is_example=False)
    assert list(picked(project)) == [(versions[0].pk, False)]


def test_picked_examples_complete_a_label(project, versions):
    fields = selectors.schema_fields(project)
    draft = make_guideline(
        project,
        is_published=False,
        entries=[entry("pos", examples=[], counter_examples=[]), entry("neg")],
    )
    pick(project, versions[0])
    pick(project, versions[1], is_example=False)
    draft.refresh_from_db()
    gaps = completeness(fields, draft.sections, draft.entries)
    assert [gap for gap in gaps if gap.label == "pos"] == []


def test_remove_example_takes_it_out(project, versions):
    pick(project, versions[0])
    services.remove_example(project=project, item_version=versions[0], by=project.created_by, **PLACE)
    assert picked(project) == {}


@pytest.mark.parametrize("place", [{"field": "nothing"}, {"label": "gone"}])
def test_what_the_schema_does_not_have_gets_no_example(project, versions, place):
    with pytest.raises(BadInput):
        pick(project, versions[0], **place)


def test_an_item_of_another_project_is_refused_by_its_path(project, versions, manager, api_client):
    [foreign] = make_items(make_project(manager))
    one = {"item_version": foreign.pk, "text": "x"}
    body = {"sections": {"overview": "x"}, "entries": [entry("pos", picked=[one])]}
    answer = api_client(project.created_by).post(reverse("api:guideline", args=[project.pk]), body)
    assert (answer.status_code, answer.json()["path"]) == (400, "entries[0].picked[0].item_version")


@pytest.mark.parametrize(
    "one",
    [1, {}, {"item_version": "1", "text": "x"}, {"item_version": 1}, {"item_version": True, "text": "x"}],
)
def test_picked_examples_that_are_none_are_refused(project, versions, api_client, one):
    body = {"sections": {"overview": "x"}, "entries": [entry("pos", picked=[one])]}
    answer = api_client(project.created_by).post(reverse("api:guideline", args=[project.pk]), body)
    assert answer.status_code == 400
    assert answer.json()["path"].startswith("entries[0].picked")


def test_a_guideline_shows_picked_examples_with_their_answer_as_text(project, versions):
    pick(project, versions[0])
    pick(project, versions[1], is_example=False)
    draft = services.save_guideline_draft(
        project=project,
        sections={},
        entries=[
            {**one, "use": "When **warm**.", "avoid": "When cold."}
            for one in selectors.guideline_draft(project).entries
        ],
        by=project.created_by,
        seen=selectors.digest(selectors.guideline_draft(project)),
    )
    [section] = read_guideline(draft, selectors.schema_fields(project))
    [label] = section.fields[0].labels
    assert (label.picked[0].text, label.picked[0].answer) == ("A warm film.", "pos")
    assert label.picked_against[0].answer == ""
    assert "<strong>warm</strong>" in label.use


def test_the_page_finds_items_and_picks_with_one_click(project, versions, page_client):
    pm = page_client(project.created_by)
    shown = pm.get(page("example_page", project), {**PLACE, "q": "warm"})
    assert [line.version for line in shown.context["lines"]] == [versions[0]]
    sent = {**PLACE, "item_version": versions[0].pk, "side": "against", "q": "warm"}
    answer = pm.post(page("pick_example", project), sent)
    assert answer.status_code == 302
    after = pm.get(answer.url)
    assert after.context["label"].picked_against[0].text == "A warm film."
    assert pm.post(page("remove_example", project), sent).status_code == 302
    assert picked(project) == {}


def test_saving_the_form_keeps_what_was_picked(project, versions, page_client):
    pick(project, versions[0])
    pm = page_client(project.created_by)
    seen = pm.get(page("guideline_draft_page", project)).context["form"]["seen"].value()
    one = entry("pos", examples="e", counter_examples="", use="When warm.", avoid="")
    typed = typed_guideline(seen=seen, entries=(one,), overview="o")
    assert pm.post(page("save_guideline_draft", project), typed).status_code == 302
    assert list(picked(project)) == [(versions[0].pk, True)]
    assert selectors.guideline_draft(project).entries[0]["use"] == "When warm."


def test_hostile_and_garbled_picks_never_break(project, versions, page_client, annotator):
    pm = page_client(project.created_by)
    for sent in ({}, {**PLACE, "item_version": "x"}, {**PLACE, "item_version": 10**30}):
        assert pm.post(page("pick_example", project), sent).status_code == 422
    assert pm.post(page("pick_example", project), {**PLACE, "item_version": 999_999}).status_code == 404
    pick(project, versions[1])
    assert "<b>one" not in pm.get(page("example_page", project), PLACE).text
    for query in ({"after": "x"}, {"q": "\x00"}, {"field": "x" * 99}):
        assert pm.get(page("example_page", project), query).status_code == 200
    assert page_client(annotator).get(page("example_page", project)).status_code == 404
    assert page_client(annotator).post(page("pick_example", project), PLACE).status_code == 404


def test_programs_pick_and_remove(project, versions, api_client, annotator):
    program = api_client(project.created_by)
    body = {**PLACE, "item_version": versions[0].pk}
    made = program.post(reverse("api:pick_example", args=[project.pk]), {**body, "why": "Warm."})
    assert made.json()["entries"][0]["picked"][0]["why"] == "Warm."
    gone = program.post(reverse("api:remove_example", args=[project.pk]), body)
    assert "picked" not in str(gone.json()["entries"])
    assert program.post(reverse("api:pick_example", args=[project.pk]), {}).status_code == 400
    address = reverse("api:pick_example", args=[project.pk])
    assert api_client(annotator).post(address, body).status_code == 404
