"""Templates and imports fill the form; nothing is stored before somebody saves it."""

import pytest
from django.urls import reverse

from guidelines.models import Schema
from tests.factories import make_schema
from tests.guidelines.factories import canonical

pytestmark = pytest.mark.django_db
CONFIG = """<View><Text name="t" value="$text"/><Choices name="c" toName="t"><Choice value="a"/><Choice value="b"/>
</Choices><Video name="v" value="$v"/></View>"""


def page(name, project):
    return reverse(f"guidelines:{name}", args=[project.pk])


def api(name, project):
    return reverse(f"api:{name}", args=[project.pk])


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person"])
def test_templates_and_imports_are_for_those_who_write_the_schema(
    request, project, page_client, api_client, person
):
    user = request.getfixturevalue(person)
    assert page_client(user).get(page("schema_templates", project)).status_code == 404
    assert page_client(user).post(page("import_label_studio", project), {"config": CONFIG}).status_code == 404
    assert api_client(user).get(api("schema_templates", project)).status_code == 404
    assert api_client(user).post(api("import_label_studio", project), {"config": CONFIG}).status_code == 404


def test_a_template_fills_the_form_in_the_language_of_the_reader(project, page_client):
    pm = page_client(project.created_by)
    assert "?template=nli" in pm.get(page("schema_templates", project)).text
    draft = page("schema_draft_page", project)
    form = pm.get(draft, {"template": "nli"}).context["form"]
    assert form.fields[0]["title"].value() == "If the premise is true, the hypothesis is …"
    korean = pm.get(draft, {"template": "nli"}, headers={"Accept-Language": "ko"}).context["form"]
    assert korean.fields[0]["title"].value() == "전제가 참이면 가설은 …"
    assert pm.get(draft, {"template": "telepathy"}).status_code == 200
    assert not Schema.objects.exists()


def test_a_template_over_a_draft_replaces_nothing_before_it_is_saved(project, page_client):
    stored = make_schema(project, canonical("a"), is_published=False)
    pm = page_client(project.created_by)
    form = pm.get(page("schema_draft_page", project), {"template": "nli"}).context["form"]
    assert form.seen
    stored.refresh_from_db()
    assert stored.fields == canonical("a")


def test_templates_through_the_api_are_sound_fields(project, api_client):
    program = api_client(project.created_by)
    rows = program.get(api("schema_templates", project), {"language": "ko"}).json()
    assert {row["id"] for row in rows} >= {"sentiment", "nli", "summarisation"}
    answer = program.post(api("schema", project), {"fields": rows[0]["fields"]})
    assert answer.status_code == 201
    assert program.get(api("schema_templates", project), {"language": "xx"}).status_code == 400


def test_a_configuration_fills_the_form_and_says_what_was_left_out(project, page_client, api_client):
    answer = page_client(project.created_by).post(page("import_label_studio", project), {"config": CONFIG})
    assert answer.status_code == 200
    assert [label["id"].value() for label in answer.context["form"].fields[0].tables[0].rows] == ["a", "b"]
    assert "&lt;Video v&gt;" in answer.text
    told = api_client(project.created_by).post(api("import_label_studio", project), {"config": CONFIG}).json()
    assert [field["name"] for field in told["fields"]] == ["c"]
    assert told["left_out"] == [{"tag": "Video", "name": "v", "why": "There is nothing like this tag here."}]
    assert not Schema.objects.exists()


@pytest.mark.parametrize("config", ["", "<View>", "<!DOCTYPE x><View/>", "\x00"])
def test_a35_what_cannot_be_read_is_said_at_the_input(project, page_client, api_client, config):
    answer = page_client(project.created_by).post(page("import_label_studio", project), {"config": config})
    assert answer.status_code == 422
    assert "id_config_error" in answer.text
    refused = api_client(project.created_by).post(api("import_label_studio", project), {"config": config})
    assert (refused.status_code, refused.json()["path"]) == (400, "config")
    assert api_client(project.created_by).post(
        api("import_label_studio", project), {"config": 3}
    ).status_code in (
        200,
        400,
    )
