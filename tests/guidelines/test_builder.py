"""The schema builder, for every kind there is: nothing here names one but the tests of typed forms."""

import json

import pytest
from django.http import QueryDict
from django.urls import reverse

from dmops_platform.errors import RuleBroken
from guidelines import selectors, services
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import check_fields
from guidelines.forms.schemas import FieldForm, SchemaForm
from guidelines.forms.settings import INPUTS, first_config
from guidelines.models import Schema
from guidelines.services import StaleDraft
from guidelines.templatetags.schema_words import kind_title, label_tables, told_settings
from tests.factories import make_items, make_schema
from tests.guidelines.factories import canonical, choice_field, typed_schema

pytestmark = pytest.mark.django_db
ALL_KINDS = sorted(KINDS)


def page(name, project):
    return reverse(f"guidelines:{name}", args=[project.pk])


@pytest.fixture
def pm(project, page_client):
    return page_client(project.created_by)


def field_of(name, **more):
    """Return a field of this kind with the kind's own defaults and two labels wherever labels are asked for."""
    kind = KINDS[name]
    labels = {one.name: [{"id": "a"}, {"id": "b"}] for one in kind.settings if one.type == "labels"}
    config = {key: value for key, value in first_config(kind).items() if value is not None} | labels
    return {"name": "asked", "title": "What?", "kind": name, "config": config, **more}


def typed(form):
    """Return what a browser sends back for this form untouched."""
    sent = {"seen": form.seen, "before": form.before, "fields-total": str(len(form.fields))}
    for field in form.fields:
        sent |= {f"{table.prefix}-total": str(len(table.rows)) for table in field.tables}
        for part in field.parts:
            sent |= {bound.html_name: bound.value() for bound in part if bound.value() not in (None, False)}
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data[name] = str(value)
    return data


@pytest.mark.parametrize("name", ALL_KINDS)
def test_every_kind_is_drawn_and_comes_back_as_it_was(name):
    try:
        fields = check_fields([field_of(name)])
    except RuleBroken:
        pytest.skip("this kind looks at another field")
    form = SchemaForm.typed(typed(SchemaForm.of(fields)))
    assert form.is_valid(), [part.errors for field in form.fields for part in field.parts]
    assert check_fields(form.value()) == fields


@pytest.mark.parametrize("name", ALL_KINDS)
def test_every_kind_can_be_added_and_says_what_it_is_for(project, pm, name):
    answer = pm.post(page("save_schema_draft", project), typed_schema("a", step=f"add_field:{name}"))
    form = answer.context["form"]
    assert (answer.status_code, form.fields[-1].of.name) == (200, name)
    assert str(KINDS[name].help) in answer.text


@pytest.mark.parametrize("name", ALL_KINDS)
def test_every_kind_is_told_in_words_on_the_page(name):
    field = field_of(name)
    assert kind_title(field) == KINDS[name].title
    assert all(told.title and told.text for told in told_settings(field))
    assert sum(table.total for table in label_tables(field)) in (0, 2, 4)


def test_every_setting_of_every_kind_has_an_input_of_its_own():
    for kind in KINDS.values():
        for setting in kind.settings:
            assert setting.type in {*INPUTS, "labels"}
            assert setting.name not in FieldForm.base_fields


def test_what_most_fields_leave_alone_comes_back_too():
    first = choice_field("pos", "neg")
    second = {
        **choice_field("a", name="why"),
        "help": "Look twice.",
        "filled_by": "model_confirmed",
        "rationale": "required",
        "confidence": True,
        "is_suggestion_hidden": True,
        "visible_when": {"field": "sentiment", "one_of": ["neg"]},
    }
    fields = check_fields([first, second])
    form = SchemaForm.typed(typed(SchemaForm.of(fields)))
    assert form.is_valid()
    assert check_fields(form.value()) == fields
    assert form.fields[1].says_more
    assert not form.fields[0].says_more


def test_a_condition_on_what_is_not_there_is_said_at_its_input(project, pm):
    more = {"fields-0-asked_after": "nothing", "fields-0-asked_for": "x"}
    answer = pm.post(page("save_schema_draft", project), typed_schema("pos", "neg", **more))
    assert answer.status_code == 422
    assert "fields-0-asked_after_error" in answer.text


def test_an_unknown_kind_is_refused_not_taken_for_another(project, pm):
    sent = typed_schema("pos", "neg") | {"fields-0-kind": "telepathy"}
    assert pm.post(page("save_schema_draft", project), sent).status_code == 422
    assert not Schema.objects.exists()


def test_fields_change_places_and_undo_puts_them_back_step_by_step(project, pm):
    fields = check_fields([choice_field("a", name="one"), choice_field("b", name="two")])
    make_schema(project, fields, is_published=False)
    form = pm.get(page("schema_draft_page", project)).context["form"]
    moved = _step(pm, project, form, "move_down:0")
    assert _names(moved) == ["two", "one"]
    removed = _step(pm, project, moved, "remove_field:0")
    assert _names(removed) == ["one"]
    once = _step(pm, project, removed, "undo")
    twice = _step(pm, project, once, "undo")
    assert (_names(once), _names(twice)) == (["two", "one"], ["one", "two"])
    assert selectors.schema_draft(project).fields == fields


def _step(pm, project, form, step):
    data = typed(form)
    data["step"] = step
    answer = pm.post(page("save_schema_draft", project), data)
    assert answer.status_code == 200
    return answer.context["form"]


def _names(form):
    return [field["name"].value() for field in form.fields]


def test_undo_goes_back_to_what_was_saved_before(project, pm):
    by = project.created_by
    first = services.save_schema_draft(project=project, fields=[choice_field("a")], by=by)
    services.save_schema_draft(
        project=project, fields=[choice_field("b")], by=by, seen=selectors.digest(first)
    )
    form = pm.get(page("schema_draft_page", project)).context["form"]
    assert 'value="undo"' in pm.get(page("schema_draft_page", project)).text
    _step(pm, project, form, "undo")
    assert selectors.schema_draft(project).fields == canonical("a")
    assert 'value="undo"' not in pm.get(page("schema_draft_page", project)).text
    data = typed(pm.get(page("schema_draft_page", project)).context["form"])
    data["step"] = "undo"
    assert pm.post(page("save_schema_draft", project), data).status_code == 409


def test_undo_overwrites_nothing_that_somebody_else_saved(project):
    by = project.created_by
    first = services.save_schema_draft(project=project, fields=[choice_field("a")], by=by)
    seen = selectors.digest(first)
    services.save_schema_draft(project=project, fields=[choice_field("b")], by=by, seen=seen)
    with pytest.raises(StaleDraft):
        services.undo_schema_draft(project=project, by=by, seen=seen)


@pytest.mark.parametrize("before", ["x" * 300_000, "fields-total=9999&x=%00", "\n\n\n", "fields-total=1\n%"])
def test_garbled_earlier_states_break_nothing(project, pm, before):
    sent = typed_schema("a", before=before, step="undo")
    assert pm.post(page("save_schema_draft", project), sent).status_code in (200, 409)


def test_the_preview_shows_what_is_typed_on_items_of_the_project_and_saves_nothing(project, pm):
    make_items(project, ["First film.", "Second film."])
    answer = pm.post(page("preview_schema", project), typed_schema("pos", "neg"))
    units = answer.context["props"]["units"]
    assert [unit["item"]["parts"]["text"] for unit in units] == ["First film.", "Second film."]
    assert units[0]["fields"] == canonical("pos", "neg") or units[0]["fields"][0]["title"] == "Sentiment"
    assert 'data-island="schema-preview"' in answer.text
    assert not Schema.objects.exists()


def test_the_preview_says_why_there_is_none_yet(project, pm):
    assert "data-island" not in pm.post(page("preview_schema", project), typed_schema("a", "a")).text
    assert (
        "Fill in the form"
        in pm.post(page("preview_schema", project), typed_schema(**{"fields-0-title": ""})).text
    )
    assert "at least one field" in pm.post(page("preview_schema", project), {}).text


def test_the_preview_of_a_project_without_items_shows_a_sample(project, pm):
    answer = pm.post(page("preview_schema", project), typed_schema("pos", "neg"))
    assert len(answer.context["props"]["units"]) == 1


def test_hostile_labels_stay_text_in_the_preview(project, pm):
    answer = pm.post(page("preview_schema", project), typed_schema("</script><b>", "neg"))
    assert "</script><b>" not in answer.text
    assert json.dumps(answer.context["props"], default=str)


def test_the_preview_is_for_those_who_write_the_schema(project, page_client, annotator, outsider):
    for person in (annotator, outsider):
        answer = page_client(person).post(page("preview_schema", project), typed_schema("a"))
        assert answer.status_code == 404


def test_a_program_undoes_by_the_digest_it_saw(project, api_client, annotator):
    client, by = api_client(project.created_by), project.created_by
    address = reverse("api:undo_schema_draft", args=[project.pk])
    first = services.save_schema_draft(project=project, fields=[choice_field("a")], by=by)
    services.save_schema_draft(
        project=project, fields=[choice_field("b")], by=by, seen=selectors.digest(first)
    )
    assert client.post(address, {"digest": "of another"}).json()["code"] == "stale_draft"
    digest = selectors.digest(selectors.schema_draft(project))
    assert client.post(address, {"digest": digest}).json()["fields"] == canonical("a")
    assert client.post(address, {}).status_code == 400
    assert api_client(annotator).post(address, {"digest": digest}).status_code == 404
