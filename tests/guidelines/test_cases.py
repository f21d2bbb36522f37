import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput, RuleBroken
from guidelines import selectors, services
from guidelines.models import EdgeCase
from guidelines.reading import changes, read_guideline
from guidelines.stages import trace
from tests.factories import make_guideline, make_items, make_schema
from tests.guidelines.factories import canonical, typed_guideline

pytestmark = pytest.mark.django_db
HARD = {"text": "“Well, great.”", "decision": "Irony counts as it is **meant**."}


def add(project, **more):
    return services.add_edge_case(project=project, by=project.created_by, **HARD | more)


def page(name, project):
    return reverse(f"guidelines:{name}", args=[project.pk])


@pytest.fixture
def schema(project):
    return make_schema(project, canonical("pos", "neg"))


@pytest.mark.parametrize("person", ["outsider", "client_person", "data_engineer", "staff"])
def test_edge_cases_do_not_exist_for_strangers(request, project, page_client, api_client, person):
    user = request.getfixturevalue(person)
    assert page_client(user).get(page("edge_case_list", project)).status_code == 404
    assert page_client(user).post(page("add_edge_case", project), HARD).status_code == 404
    address = reverse("api:edge_case_list", args=[project.pk])
    assert api_client(user).get(address).status_code == 404
    assert api_client(user).post(address, HARD).status_code == 404


def test_add_edge_case_goes_into_the_draft_of_the_next_version(project, schema):
    published = make_guideline(project)
    row = add(project, field="sentiment", label="neg")
    draft = selectors.guideline_draft(project)
    assert draft.number == published.number + 1
    assert draft.sections == published.sections
    assert draft.cases == [{"id": row.case_id, "field": "sentiment", "label": "neg", **HARD}]
    published.refresh_from_db()
    assert published.cases == []
    second = add(project, text="Another.")
    assert [case["id"] for case in selectors.guideline_draft(project).cases] == [row.case_id, second.case_id]


def test_add_edge_case_begins_the_first_version_where_there_is_none(project):
    assert add(project).guideline.number == 1


def test_the_same_source_gives_one_edge_case(project):
    add(project, made_from="annotators.question:12")
    with pytest.raises(RuleBroken, match="already"):
        add(project, made_from="annotators.question:12")
    assert EdgeCase.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"text": " "}, "text"),
        ({"decision": ""}, "decision"),
        ({"field": "nothing"}, "field"),
        ({"field": "sentiment", "label": "gone"}, "label"),
        ({"label": "pos"}, "label"),
        ({"text": "\x00"}, "case.text"),
        ({"text": "x" * 10_001}, "case.text"),
    ],
)
def test_an_edge_case_that_says_nothing_or_is_about_nothing_is_refused(project, schema, facts, path):
    with pytest.raises(BadInput) as refusal:
        add(project, **facts)
    assert refusal.value.path == path
    assert not EdgeCase.objects.exists()


def test_an_edge_case_is_read_in_its_section_and_as_a_change(project, schema):
    published = make_guideline(project)
    row = add(project, field="sentiment", label="neg")
    draft = selectors.guideline_draft(project)
    fields = selectors.schema_fields(project)
    [section] = [one for one in read_guideline(draft, fields) if one.cases]
    assert section.id == "edge_cases"
    assert (section.cases[0].id, section.cases[0].about) == (f"case-{row.case_id}", "neg")
    assert "<strong>meant</strong>" in section.cases[0].decision
    [change] = changes(published, draft, fields)
    assert change.title == "Edge case: neg"
    assert change.runs[0].op == "added"


def test_saving_the_text_without_cases_keeps_them_and_with_cases_replaces_them(project):
    add(project)
    draft = selectors.guideline_draft(project)
    save = {"project": project, "by": project.created_by, "sections": {"overview": "More."}}
    kept = services.save_guideline_draft(**save, seen=selectors.digest(draft))
    assert len(kept.cases) == 1
    emptied = services.save_guideline_draft(**save, cases=[], seen=selectors.digest(kept))
    assert emptied.cases == []


@pytest.mark.parametrize(
    "cases", ["x", [1], [{"text": 1}], [{"id": "a", "text": "x"}] * 2, [{"text": "x", "more": 1}]]
)
def test_cases_that_are_none_are_refused_with_their_path(project, api_client, cases):
    address = reverse("api:guideline", args=[project.pk])
    answer = api_client(project.created_by).post(address, {"sections": {"overview": "x"}, "cases": cases})
    assert answer.status_code == 400
    assert answer.json()["path"].startswith("cases")


def test_cases_are_edited_with_the_draft_and_emptied_ones_left_out(project, schema, page_client):
    first, second = add(project, field="sentiment", label="neg"), add(project, text="Other.")
    pm = page_client(project.created_by)
    form = pm.get(page("guideline_draft_page", project)).context["form"]
    assert [case["id"].value() for case in form.cases] == [first.case_id, second.case_id]
    rows = {"cases-total": "2"}
    rows |= {f"cases-0-{part}": value for part, value in selectors.guideline_draft(project).cases[0].items()}
    rows |= {"cases-0-decision": "As it is meant.", "cases-1-id": second.case_id}
    typed = typed_guideline(seen=form["seen"].value(), overview="o") | rows
    assert pm.post(page("save_guideline_draft", project), typed).status_code == 302
    [left] = selectors.guideline_draft(project).cases
    assert (left["id"], left["label"], left["decision"]) == (first.case_id, "neg", "As it is meant.")


def test_edge_cases_through_both_doors(project, schema, page_client, api_client, annotator):
    pm, program = page_client(project.created_by), api_client(project.created_by)
    sent = {**HARD, "about": "2"}
    assert pm.post(page("add_edge_case", project), sent).url == page("edge_case_list", project)
    address = reverse("api:edge_case_list", args=[project.pk])
    made = program.post(address, {**HARD, "field": "sentiment"})
    assert (made.status_code, made.json()["is_in_force"]) == (201, False)
    assert [row["label"] for row in program.get(address).json()] == ["", "neg"]
    assert "Irony counts" in pm.get(page("edge_case_list", project)).text
    assert program.post(address, {"text": "x"}).status_code == 400
    assert pm.post(page("add_edge_case", project), {"about": "99", **HARD}).status_code == 422
    assert api_client(annotator).get(address).json() == []
    services.publish_guideline(project=project, by=project.created_by)
    assert len(api_client(annotator).get(address).json()) == 2
    assert "Irony counts" in page_client(annotator).get(page("edge_case_list", project)).text
    assert api_client(annotator).post(address, HARD).status_code == 404


def test_an_item_tells_which_edge_case_it_became(project):
    [version] = make_items(project)
    add(project, item_version=version)
    [step] = trace(version.item)
    assert step.what == "Became an edge case of the guideline"
