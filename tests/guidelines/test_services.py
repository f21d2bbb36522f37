import pytest
from django.db import DatabaseError, transaction

from dmops_platform.errors import BadInput, RuleBroken
from guidelines import selectors, services
from guidelines.models import Gold, Guideline, Schema
from guidelines.services import StaleDraft
from projects.models import Activity
from tests.factories import make_guideline, make_items, make_schema
from tests.guidelines.factories import canonical, choice_field, entry

FIELDS = [choice_field("pos", "neg")]
OTHER = [choice_field("pos", "neg", "neutral")]


def save(project, fields=FIELDS, **more):
    return services.save_schema_draft(project=project, fields=fields, by=project.created_by, **more)


def publish(project, **more):
    return services.publish_schema(project=project, by=project.created_by, **more)


def save_text(project, text="Read the whole review.", **more):
    sections = {"overview": text}
    return services.save_guideline_draft(project=project, sections=sections, by=project.created_by, **more)


def publish_text(project, **more):
    return services.publish_guideline(project=project, by=project.created_by, **more)


def test_save_schema_draft_writes_version_one_in_canonical_form(project):
    draft = save(project, change_note="first")
    assert (draft.number, draft.state, draft.change_note) == (1, "draft", "first")
    assert draft.fields == canonical("pos", "neg")
    assert selectors.published_schema(project) is None
    assert Activity.objects.filter(action="guidelines.save_schema_draft", project=project).count() == 1


def test_publish_schema_puts_it_in_force(project):
    save(project)
    schema = publish(project, change_note="go")
    assert selectors.published_schema(project) == schema
    assert (schema.change_note, schema.published_at is None) == ("go", False)
    assert selectors.schema_draft(project) is None


def test_c29_numbers_go_up_by_one_and_there_is_one_draft(project):
    for fields in (FIELDS, OTHER, [choice_field("pos", "neg", "neutral", "mixed")]):
        save(project, fields)
        publish(project)
    save(project, OTHER)
    assert list(Schema.objects.order_by("number").values_list("number", "state")) == [
        (1, "published"),
        (2, "published"),
        (3, "published"),
        (4, "draft"),
    ]


def test_b21_save_schema_draft_refuses_to_overwrite_what_its_writer_did_not_see(project, manager):
    opened = selectors.digest(save(project))
    save(project, OTHER, seen=opened)
    with pytest.raises(StaleDraft) as refusal:
        save(project, [choice_field("mine")], seen=opened)
    stored = refusal.value.details["stored"]
    assert stored["fields"] == canonical("pos", "neg", "neutral")
    assert refusal.value.details["yours"]["fields"] == canonical("mine")
    assert save(project, [choice_field("mine")], seen=stored["digest"]).fields == canonical("mine")


def test_save_schema_draft_without_having_seen_one_refuses_to_overwrite(project):
    save(project)
    with pytest.raises(StaleDraft):
        save(project, OTHER)


def test_saving_the_same_draft_twice_is_one_draft(project):
    assert save(project).pk == save(project).pk


def test_save_schema_draft_names_what_is_wrong_and_writes_nothing(project):
    with pytest.raises(BadInput) as refusal:
        save(project, [choice_field("a", "a")])
    assert refusal.value.path == "fields[0].config.labels[1].id"
    assert not Schema.objects.exists()


def test_new_schema_version_copies_the_latest(project):
    save(project)
    publish(project)
    draft = services.new_schema_version(project=project, by=project.created_by)
    assert (draft.number, draft.state, draft.fields) == (2, "draft", canonical("pos", "neg"))


def test_new_schema_version_needs_a_published_one_and_no_draft(project):
    with pytest.raises(RuleBroken) as refusal:
        services.new_schema_version(project=project, by=project.created_by)
    assert refusal.value.code == "no_version"
    save(project)
    with pytest.raises(RuleBroken) as refusal:
        services.new_schema_version(project=project, by=project.created_by)
    assert refusal.value.code == "draft_exists"


def test_publish_schema_refuses_without_a_draft_or_without_a_change(project):
    with pytest.raises(RuleBroken) as refusal:
        publish(project)
    assert refusal.value.code == "no_draft"
    save(project)
    publish(project)
    save(project)
    with pytest.raises(RuleBroken) as refusal:
        publish(project)
    assert refusal.value.code == "nothing_changed"
    assert selectors.published_schema(project).number == 1


def test_publish_schema_refuses_a_draft_its_reader_did_not_see(project):
    read = selectors.digest(save(project))
    save(project, OTHER, seen=read)
    with pytest.raises(StaleDraft):
        publish(project, seen=read)


def test_publish_fields_does_all_or_nothing(project):
    services.publish_fields(project=project, fields=FIELDS, by=project.created_by)
    with pytest.raises(RuleBroken, match="Nothing differs from version 1"):
        services.publish_fields(project=project, fields=FIELDS, by=project.created_by)
    assert selectors.schema_draft(project) is None


@pytest.mark.parametrize("make", [make_schema, make_guideline])
def test_c30_a_published_version_refuses_every_update(project, make):
    version = make(project)
    for change in ({"change_note": "x"}, {"state": "draft"}, {"number": 9}):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(version).objects.filter(pk=version.pk).update(**change)
    draft = make(project, is_published=False)
    assert type(draft).objects.filter(pk=draft.pk).update(change_note="x") == 1


def test_fields_of_a_published_schema_stay_in_memory(project, django_assert_num_queries):
    schema = make_schema(project)
    first = selectors.fields_of(schema)
    with django_assert_num_queries(1):
        again = selectors.fields_of(Schema.objects.defer("fields").get(pk=schema.pk))
    assert again is first


def test_guideline_versions_go_through_the_same_life(project):
    save_text(project, entries=[entry("pos")])
    publish_text(project)
    assert selectors.published_guideline(project).entries == [entry("pos")]
    draft = services.new_guideline_version(project=project, by=project.created_by)
    assert (draft.number, draft.sections) == (2, {"overview": "Read the whole review."})
    with pytest.raises(StaleDraft):
        save_text(project, "Another text.")
    save_text(project, "Another text.", seen=selectors.digest(draft), entries=[entry("pos")])
    assert publish_text(project, change_note="clearer").change_note == "clearer"
    assert Guideline.objects.count() == 2


def test_publish_guideline_refuses_one_that_says_nothing(project):
    save_text(project, "  ")
    with pytest.raises(RuleBroken) as refusal:
        publish_text(project)
    assert refusal.value.code == "guideline_empty"
    assert selectors.published_guideline(project) is None


def gold(project, rows, field="sentiment"):
    return services.record_gold(project=project, field=field, rows=rows, by=project.created_by)


def test_record_gold_writes_in_bulk_and_replaces_earlier_answers(project, django_assert_max_num_queries):
    make_schema(project)
    versions = make_items(project, [f"text {n}" for n in range(50)])
    with django_assert_max_num_queries(12):
        n = gold(project, [{"item_version_id": version.pk, "answer": "pos"} for version in versions])
    assert n == 50
    gold(
        project,
        [{"item_version_id": versions[0].pk, "answer": "neg", "why": "ironic", "section": "cautions"}],
    )
    kept = Gold.objects.get(item_version=versions[0])
    assert (kept.answer, kept.why, kept.section) == ("neg", "ironic", "cautions")
    assert selectors.gold_of(project, "sentiment").count() == 50


def test_record_gold_names_the_row_that_is_wrong_and_writes_nothing(project, other_project):
    make_schema(project)
    mine, theirs = make_items(project)[0], make_items(other_project)[0]
    right = {"item_version_id": mine.pk, "answer": "pos"}
    wrong = {
        "rows[1].answer": {"item_version_id": make_items(project)[0].pk, "answer": "maybe"},
        "rows[1].item_version_id": {"item_version_id": theirs.pk, "answer": "pos"},
        "rows[1].colour": {"item_version_id": 5, "answer": "pos", "colour": "red"},
        "rows[1]": "pos",
    }
    for path, row in wrong.items():
        with pytest.raises(BadInput) as refusal:
            gold(project, [right, row])
        assert refusal.value.path == path
    for pk in (mine.pk, "1", True, None, 2**70, -1):
        with pytest.raises(BadInput):
            gold(project, [right, {"item_version_id": pk, "answer": "pos"}])
    assert not Gold.objects.exists()


def test_record_gold_needs_a_published_schema_with_that_field(project):
    with pytest.raises(RuleBroken) as refusal:
        gold(project, [])
    assert refusal.value.code == "no_schema"
    make_schema(project)
    with pytest.raises(BadInput, match="sentiment"):
        gold(project, [], field="mood")
