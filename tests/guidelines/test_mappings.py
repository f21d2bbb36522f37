"""A new schema version says what becomes of every label that goes away; what needs a person becomes a work list."""

import pytest
from django.urls import reverse

from guidelines import selectors, services
from guidelines.models import Schema, SchemaMapping
from labeling.models import Batch
from tests.factories import make_annotation, make_batch, make_schema
from tests.guidelines.factories import canonical, choice_field

pytestmark = pytest.mark.django_db
MEH_SPLIT = {"field": "sentiment", "label": "meh", "to": ["pos", "neg"]}


def page(name, project, *more):
    return reverse(name, args=[project.pk, *more])


@pytest.fixture
def answered(project, annotator, second_annotator):
    """Return slots of a batch under a first schema: two answers `meh` on one item, one `pos` on another."""
    make_schema(project, canonical("pos", "neg", "meh"))
    slots = list(make_batch(project, ["a", "b"], overlap=2).slots.order_by("id"))
    make_annotation(slots[0], annotator, {"sentiment": "meh"})
    make_annotation(slots[1], second_annotator, {"sentiment": "meh"})
    make_annotation(slots[2], annotator, {"sentiment": "pos"})
    return slots


def draft(project, *labels):
    return services.save_schema_draft(project=project, fields=[choice_field(*labels)], by=project.created_by)


def publish(project, mapping):
    return services.publish_schema(project=project, by=project.created_by, change_note="n", mapping=mapping)


def test_publishing_asks_what_becomes_of_labels_and_keeps_the_answer(project, answered, page_client):
    version = draft(project, "pos", "neg")
    pm = page_client(project.created_by)
    shown = pm.get(page("guidelines:schema_version_page", project, 2))
    assert "What becomes of “meh”?" in shown.text
    assert page("overview:schema_effects", project) in shown.text
    sent = {"seen": selectors.digest(version), "change_note": "Two are enough."}
    assert pm.post(page("guidelines:publish_schema", project), sent).status_code == 422
    assert selectors.published_schema(project).number == 1
    answer = pm.post(page("guidelines:publish_schema", project), {**sent, "becomes-0": ["pos", "neg"]})
    assert answer.status_code == 302
    mapping = SchemaMapping.objects.get(schema__number=2)
    assert (mapping.before.number, mapping.changes) == (1, [MEH_SPLIT])
    told = pm.get(page("guidelines:schema_version_page", project, 2)).text
    assert "split: people answer again" in told


def test_retiring_is_said_not_assumed(project, answered, page_client):
    version = draft(project, "pos", "neg")
    pm = page_client(project.created_by)
    sent = {"seen": selectors.digest(version), "change_note": "n", "becomes-0": ["\u2205"]}
    assert pm.post(page("guidelines:publish_schema", project), sent).status_code == 302
    assert SchemaMapping.objects.get(schema__number=2).changes == [{**MEH_SPLIT, "to": []}]


def test_a_version_without_losses_is_published_as_before(project, answered):
    draft(project, "pos", "neg", "meh", "new")
    schema = publish(project, ())
    assert selectors.mapping_of(schema).changes == []


def test_the_counts_are_shown_before_publishing(project, answered, page_client, api_client):
    draft(project, "pos", "neg")
    [row] = api_client(project.created_by).get(page("api:schema_effects", project)).json()
    assert (row["label"], row["answers"], row["items"]) == ("meh", 2, [answered[0].item_id])
    pm = page_client(project.created_by)
    assert "<h1>" in pm.get(page("overview:schema_effects", project)).text
    part = pm.get(page("overview:schema_effects", project), headers={"HX-Request": "true"}).text
    assert "<h1>" not in part
    assert "meh" in part


def test_split_labels_become_a_work_list_that_shrinks_as_people_answer(
    project, answered, annotator, page_client
):
    draft(project, "pos", "neg")
    schema = publish(project, [MEH_SPLIT])
    pm = page_client(project.created_by)
    address = page("overview:affected_by_schema", project, 2)
    assert pm.get(address).context["total"] == 1
    assert pm.post(address, {"name": "Meh again", "overlap": 1}).status_code == 302
    batch = Batch.objects.get(name="Meh again")
    assert (batch.schema, batch.purpose) == (schema, "second_look")
    make_annotation(batch.slots.get(), annotator, {"sentiment": "neg"})
    assert pm.get(address).context["total"] == 0


def test_merged_labels_need_nobody(project, answered, api_client):
    draft(project, "pos", "neg")
    publish(project, [{**MEH_SPLIT, "to": ["neg"]}])
    rows = api_client(project.created_by).get(page("api:affected_by_schema", project, 2)).json()
    assert rows == []


def test_old_answers_stay_readable_under_their_version(project, answered):
    draft(project, "pos", "neg")
    publish(project, [MEH_SPLIT])
    annotation = answered[0].assignments.get().annotations.get()
    assert annotation.schema.number == 1
    assert "meh" in [label["id"] for label in annotation.schema.fields[0]["config"]["labels"]]


def test_programs_send_the_mapping_with_the_version(project, answered, api_client):
    program = api_client(project.created_by)
    body = {"fields": [choice_field("pos", "neg")], "change_note": "n"}
    refused = program.post(page("api:schema", project), body)
    assert (refused.status_code, refused.json()["code"]) == (400, "mapping_missing")
    assert Schema.objects.filter(project=project).count() == 1
    made = program.post(page("api:schema", project), {**body, "mapping": [MEH_SPLIT]})
    assert (made.status_code, made.json()["mapping"]) == (201, [MEH_SPLIT])
    kept = program.post(
        page("api:schema", project), {**body, "publish": False, "fields": [choice_field("x")]}
    )
    assert kept.status_code == 201
    wrong = program.post(page("api:publish_schema", project), {"mapping": "x"})
    assert wrong.status_code == 400


@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person"])
def test_what_a_version_touches_does_not_exist_for_others(
    request, project, answered, page_client, api_client, person
):
    draft(project, "pos", "neg")
    publish(project, [MEH_SPLIT])
    user = request.getfixturevalue(person)
    for door in ("overview:affected_by_schema", "api:affected_by_schema"):
        assert page_client(user).get(page(door, project, 2)).status_code == 404
    for door in ("overview:schema_effects", "api:schema_effects"):
        assert page_client(user).get(page(door, project)).status_code == 404
