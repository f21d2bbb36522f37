import json

import pytest
from django.urls import reverse

from guidelines import selectors
from guidelines.models import Guideline, Schema
from projects.domain.roles import Role
from projects.services import add_member
from tests.factories import make_guideline, make_schema
from tests.guidelines.factories import canonical, choice_field, entry, typed_guideline, typed_schema

READERS = ["annotator", "reviewer", "auditor", "manager"]
STRANGERS = ["outsider", "client_person", "data_engineer", "legal", "finance", "staff"]
READ = ["schema_page", "guideline_page"]
READ_ONE = ["schema_version_page", "guideline_version_page"]
WRITE = ["schema_draft_page", "guideline_draft_page"]
DO = [
    "save_schema_draft",
    "publish_schema",
    "new_schema_version",
    "save_guideline_draft",
    "publish_guideline",
    "new_guideline_version",
]
API_READ = ["schema", "schema_list", "guideline", "guideline_list"]
API_DO = [
    ("post", "schema"),
    ("put", "schema_draft"),
    ("post", "publish_schema"),
    ("post", "guideline"),
    ("put", "guideline_draft"),
    ("post", "publish_guideline"),
]


def page(name, project, *more):
    return reverse(f"guidelines:{name}", args=[project.pk, *more])


def api(name, project, *more):
    return reverse(f"api:{name}", args=[project.pk, *more])


@pytest.fixture
def published(project):
    return make_schema(project), make_guideline(project)


@pytest.fixture
def pm(project, page_client):
    return page_client(project.created_by)


@pytest.fixture
def program(project, api_client):
    return api_client(project.created_by)


@pytest.mark.parametrize("person", STRANGERS)
def test_schema_and_guideline_do_not_exist_for_strangers(
    request, published, project, page_client, api_client, person
):
    user = request.getfixturevalue(person)
    pages, programs = page_client(user), api_client(user)
    assert [pages.get(page(name, project)).status_code for name in READ + WRITE] == [404] * 4
    assert [pages.get(page(name, project, 1)).status_code for name in READ_ONE] == [404] * 2
    assert [pages.post(page(name, project)).status_code for name in DO] == [404] * 6
    assert [programs.get(api(name, project)).status_code for name in API_READ] == [404] * 4
    assert [getattr(programs, verb)(api(name, project), {}).status_code for verb, name in API_DO] == [404] * 6


@pytest.mark.parametrize("person", READERS)
def test_readers_read_what_is_published(request, published, project, page_client, api_client, person):
    user = request.getfixturevalue(person)
    assert [page_client(user).get(page(name, project)).status_code for name in READ] == [200] * 2
    assert [page_client(user).get(page(name, project, 1)).status_code for name in READ_ONE] == [200] * 2
    assert [api_client(user).get(api(name, project)).status_code for name in API_READ] == [200] * 4


@pytest.mark.parametrize("person", READERS[:3])
def test_readers_neither_write_nor_see_drafts(request, project, page_client, api_client, person):
    make_schema(project, is_published=False)
    make_guideline(project, is_published=False)
    user = request.getfixturevalue(person)
    pages, programs = page_client(user), api_client(user)
    assert [pages.get(page(name, project)).status_code for name in WRITE] == [404] * 2
    assert [pages.get(page(name, project, 1)).status_code for name in READ_ONE] == [404] * 2
    assert [pages.post(page(name, project)).status_code for name in DO] == [404] * 6
    assert [programs.get(api(name, project)).status_code for name in ("schema_draft", "guideline_draft")] == [
        404
    ] * 2
    assert [getattr(programs, verb)(api(name, project), {}).status_code for verb, name in API_DO] == [404] * 6
    assert programs.get(api("schema_list", project)).json() == []
    assert "Version 1" not in pages.get(page("schema_page", project)).text


def test_an_empty_project_teaches_the_manager_and_tells_the_annotator_to_wait(
    project, pm, annotator, page_client
):
    assert page("schema_draft_page", project) in pm.get(page("schema_page", project)).text
    assert page("guideline_draft_page", project) in pm.get(page("guideline_page", project)).text
    told = page_client(annotator).get(page("schema_page", project)).text
    assert "No schema yet" in told
    assert page("schema_draft_page", project) not in told


def test_a_schema_is_written_read_and_published_in_the_browser(project, pm):
    answer = pm.post(page("save_schema_draft", project), typed_schema("긍정", "부정", ""))
    assert answer.url == page("schema_version_page", project, 1)
    draft = selectors.schema_draft(project)
    assert draft.fields[0]["name"] == "sentiment"
    assert [(label["id"], label["key"]) for label in draft.fields[0]["config"]["labels"]] == [
        ("긍정", "1"),
        ("부정", "2"),
    ]
    seen = pm.get(answer.url).context["form"]["seen"].value()
    assert pm.post(page("publish_schema", project), {"seen": seen}).url == page("schema_page", project)
    assert selectors.published_schema(project).number == 1
    assert "긍정" in pm.get(page("schema_page", project)).text


def test_a_second_version_needs_words_about_what_changed(project, pm):
    make_schema(project, canonical("pos", "neg"))
    pm.post(page("new_schema_version", project))
    form = pm.get(page("schema_draft_page", project)).context["form"]
    pm.post(page("save_schema_draft", project), typed_schema("pos", "neg", "other", seen=form.seen))
    seen = selectors.digest(selectors.schema_draft(project))
    assert pm.post(page("publish_schema", project), {"seen": seen}).status_code == 422
    assert (
        pm.post(page("publish_schema", project), {"seen": seen, "change_note": "+ other"}).status_code == 302
    )
    assert selectors.published_schema(project).change_note == "+ other"


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"fields-0-labels-1-id": "pos"}, "fields-0-labels-1-id_error"),
        ({"fields-0-labels-0-key": "s"}, "fields-0-labels-0-key_error"),
        ({"fields-0-name": "이름"}, "fields-0-name_error"),
        ({"fields-0-title": ""}, "fields-0-title_error"),
        ({"fields-0-labels-0-title": "x" * 501}, "fields-0-labels-0-title_error"),
    ],
)
def test_an_error_stands_at_its_input_and_nothing_typed_is_lost(project, pm, more, part):
    typed = typed_schema("pos", "keep me", **{"fields-0-labels-0-id": "pos", **more})
    answer = pm.post(page("save_schema_draft", project), typed)
    assert answer.status_code == 422
    assert part in answer.text
    assert "keep me" in answer.text
    assert not Schema.objects.exists()


def test_a_schema_form_without_labels_or_questions_is_refused_in_words(project, pm):
    assert "at least one label" in pm.post(page("save_schema_draft", project), typed_schema("")).text
    answer = pm.post(page("save_schema_draft", project), {"fields-total": "0"})
    assert (answer.status_code, "at least one field" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("step", "questions", "labels"),
    [
        ("add_label:0:labels", 1, ["pos", "neg", ""]),
        ("remove_label:0:labels:0", 1, ["neg"]),
        ("add_field", 2, ["pos", "neg"]),
        ("remove_label:0:labels:99", 1, ["pos", "neg"]),
        ("remove_label:0:is_ordered:0", 1, ["pos", "neg"]),
        ("add_label:0:nonsense", 1, ["pos", "neg"]),
        ("add_field:choice", 2, ["pos", "neg"]),
        ("add_field:telepathy", 2, ["pos", "neg"]),
        ("move_up:0", 1, ["pos", "neg"]),
        ("move_down:0", 1, ["pos", "neg"]),
        ("remove_field:7", 1, ["pos", "neg"]),
        ("add_label:99:labels", 1, ["pos", "neg"]),
    ],
)
def test_rows_come_and_go_without_saving_and_without_errors(project, pm, step, questions, labels):
    answer = pm.post(page("save_schema_draft", project), typed_schema("pos", "neg", step=step, seen="kept"))
    form = answer.context["form"]
    assert (answer.status_code, len(form.fields), form.seen) == (200, questions, "kept")
    assert [label["title"].value() for label in form.fields[0].tables[0].rows] == labels
    assert "_error" not in answer.text
    assert not Schema.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"fields-total": "9" * 50}, {"fields-total": "-1"}, {"step": "add_label:0:0:0:0"}]
)
def test_a_garbled_schema_form_is_refused_and_never_breaks(project, pm, typed):
    assert pm.post(page("save_schema_draft", project), typed).status_code == 422


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_characters_that_cannot_be_stored_are_refused(project, pm, program, text):
    fields = [choice_field(f"label {text}")]
    sent = json.dumps({"fields": fields})
    answer = program.generic("POST", api("schema", project), sent, content_type="application/json")
    assert answer.status_code == 400
    assert not Schema.objects.exists()


def test_many_labels_are_edited_as_one_text_and_come_back_unchanged(project, pm):
    fields = canonical(*(f"label {n}" for n in range(500)))
    make_schema(project, fields, is_published=False)
    form = pm.get(page("schema_draft_page", project)).context["form"]
    text = form.fields[0].tables[0].text["labels_text"].value().replace("\n", "\r\n")
    typed = {
        "fields-total": "1",
        "fields-0-kind": "choice",
        "fields-0-title": "sentiment",
        "fields-0-required": "on",
    }
    typed |= {"fields-0-labels_text": text, "seen": form.seen}
    assert pm.post(page("save_schema_draft", project), typed).status_code == 302
    assert selectors.schema_draft(project).fields == fields


def test_a_schema_from_a_program_comes_through_the_form_unchanged(project, pm):
    fields = canonical("pos", "neg", is_ordered=True)
    make_schema(project, fields, is_published=False)
    answer = pm.get(page("schema_draft_page", project))
    field = answer.context["form"].fields[0]
    typed = {bound.html_name: bound.value() for form in field.parts for bound in form}
    typed = {name: value for name, value in typed.items() if value not in (None, False)}
    typed |= {"fields-total": "1", "fields-0-labels-total": "2", "seen": answer.context["form"].seen}
    assert pm.post(page("save_schema_draft", project), typed).status_code == 302
    assert selectors.schema_draft(project).fields == fields


def test_b21_a_second_tab_gets_both_copies_and_overwrites_only_knowingly(project, pm):
    first = selectors.digest(make_schema(project, canonical("old"), is_published=False))
    pm.post(page("save_schema_draft", project), typed_schema("theirs", seen=first))
    answer = pm.post(page("save_schema_draft", project), typed_schema("mine", seen=first))
    assert answer.status_code == 409
    assert "theirs" in answer.text
    assert "mine" in answer.text
    assert selectors.schema_draft(project).fields[0]["config"]["labels"][0]["id"] == "theirs"
    again = typed_schema("mine", seen=answer.context["form"].seen)
    assert pm.post(page("save_schema_draft", project), again).status_code == 302
    assert selectors.schema_draft(project).fields[0]["config"]["labels"][0]["id"] == "mine"


def test_a_guideline_is_written_read_and_published_in_the_browser(project, pm, annotator, page_client):
    make_schema(project, canonical("pos"))
    shown = pm.get(page("guideline_draft_page", project))
    assert [title for _, title in shown.context["entries"]] == ["pos"]
    typed = entry("pos", examples="one\r\n\r\ntwo\r\nlines", counter_examples="")
    answer = pm.post(
        page("save_guideline_draft", project),
        typed_guideline(entries=(typed,), overview="# Why\r\n**왜(何)**는"),
    )
    assert answer.url == page("guideline_version_page", project, 1)
    draft = selectors.guideline_draft(project)
    assert draft.entries == [entry("pos", examples=["one", "two\nlines"], counter_examples=[])]
    read = pm.get(answer.url)
    assert ("pos", ["counter_example"]) in [(row.title, row.lacks) for row in read.context["gaps"]]
    seen = read.context["form"]["seen"].value()
    assert pm.post(page("publish_guideline", project), {"seen": seen}).status_code == 302
    told = page_client(annotator).get(page("guideline_page", project)).text
    assert "<strong>왜(何)</strong>는" in told
    assert 'href="#section-overview"' in told
    assert "Still missing" not in told


def test_saving_one_page_of_labels_keeps_the_entries_of_the_others(project, pm):
    labels = [f"label-{n:02}" for n in range(60)]
    make_schema(project, canonical(*labels))
    draft = make_guideline(project, is_published=False, entries=[entry(label) for label in labels])
    shown = pm.get(page("guideline_draft_page", project), {"page": 2})
    assert [form.key[1] for form, _ in shown.context["entries"]] == labels[50:]
    changed = entry(labels[55], definition="Changed.", examples="e", counter_examples="c")
    typed = typed_guideline(seen=selectors.digest(draft), entries=(changed,), overview="o")
    assert pm.post(page("save_guideline_draft", project), typed).status_code == 302
    entries = {one["label"]: one["definition"] for one in selectors.guideline_draft(project).entries}
    assert len(entries) == 60
    assert entries[labels[55]] == "Changed."


def test_b21_a_second_tab_on_a_guideline_gets_both_copies(project, pm):
    first = selectors.digest(make_guideline(project, is_published=False))
    pm.post(page("save_guideline_draft", project), typed_guideline(seen=first, overview="theirs"))
    answer = pm.post(page("save_guideline_draft", project), typed_guideline(seen=first, overview="mine"))
    assert (answer.status_code, "theirs" in answer.text, "mine" in answer.text) == (409, True, True)
    again = typed_guideline(seen=answer.context["form"]["seen"].value(), overview="mine")
    assert pm.post(page("save_guideline_draft", project), again).status_code == 302
    assert selectors.guideline_draft(project).sections == {"overview": "mine"}


def test_a_guideline_that_is_too_long_is_refused_at_its_section(project, pm):
    answer = pm.post(page("save_guideline_draft", project), typed_guideline(overview="x" * 50_001))
    assert answer.status_code == 422
    assert "id_overview_error" in answer.text
    assert not Guideline.objects.exists()


def test_guideline_changes_show_words_that_came_and_went(project, pm):
    make_guideline(project, sections={"overview": "Read the text."}, entries=[entry("pos")])
    make_guideline(
        project, sections={"overview": "Read the whole text."}, entries=[entry("pos", definition="New.")]
    )
    told = pm.get(page("guideline_changes", project, 2)).text
    assert "<ins>whole </ins>" in told
    assert "<ins>New" in told
    assert "<ins>Read the text.</ins>" in pm.get(page("guideline_changes", project, 1)).text


def test_a19_hostile_words_are_shown_as_text(project, pm):
    evil = '"><img src=x onerror=c()>'
    fields = [{**choice_field(evil, name="f"), "title": evil}]
    fields[0]["config"]["labels"][0] |= {"title": evil, "help": evil}
    make_schema(project, fields=[{"required": True, **fields[0]}], is_published=False)
    make_guideline(
        project, is_published=False, sections={"overview": evil}, entries=[entry(evil, "f", examples=[evil])]
    )
    for name in ("schema_draft_page", "guideline_draft_page", "schema_page", "guideline_page"):
        assert "<img" not in pm.get(page(name, project)).text
    for name in READ_ONE:
        assert "<img" not in pm.get(page(name, project, 1)).text


def test_programs_write_and_publish_in_one_call(project, program):
    answer = program.post(api("schema", project), {"fields": [choice_field("pos", "neg")]})
    assert answer.status_code == 201
    body = answer.json()
    assert (body["number"], body["state"], body["digest"]) == (1, "published", "")
    assert body["fields"] == canonical("pos", "neg")
    assert program.get(api("schema", project)).json() == body
    assert program.get(api("schema_version", project, 1)).json() == body


def test_programs_may_leave_a_draft_and_publish_it_later(project, program):
    sent = {"fields": [choice_field("pos")], "publish": False}
    draft = program.post(api("schema", project), sent).json()
    assert program.get(api("schema", project)).status_code == 404
    put = {"fields": [choice_field("pos", "neg")], "digest": draft["digest"]}
    changed = program.put(api("schema_draft", project), put).json()
    assert program.get(api("schema_draft", project)).json() == changed
    stale = program.post(api("publish_schema", project), {"digest": draft["digest"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_draft")
    published = program.post(
        api("publish_schema", project), {"digest": changed["digest"], "change_note": "go"}
    )
    assert (published.json()["state"], published.json()["change_note"]) == ("published", "go")


def test_b21_programs_get_both_copies_of_a_draft_they_did_not_see(project, program):
    make_schema(project, canonical("theirs"), is_published=False)
    answer = program.put(api("schema_draft", project), {"fields": [choice_field("mine")]})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "stale_draft")
    assert body["stored"]["fields"] == canonical("theirs")
    assert body["yours"]["fields"] == canonical("mine")


def test_programs_write_guidelines_too(project, program):
    sent = {"sections": {"overview": "Why."}, "entries": [entry("pos")], "change_note": "first"}
    published = program.post(api("guideline", project), sent).json()
    assert (published["number"], published["sections"], published["entries"]) == (
        1,
        sent["sections"],
        sent["entries"],
    )
    draft = program.put(api("guideline_draft", project), {"sections": {"overview": "Why not."}}).json()
    assert program.post(api("publish_guideline", project), {"digest": draft["digest"]}).json()["number"] == 2
    assert [one["number"] for one in program.get(api("guideline_list", project)).json()] == [2, 1]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "fields"),
        ({"fields": {}}, "fields"),
        ({"fields": [choice_field("a", "a")]}, "fields[0].config.labels[1].id"),
        ({"fields": [choice_field("a")], "change_note": "x" * 501}, "change_note"),
        ({"fields": [choice_field("a")], "publish": "perhaps"}, "publish"),
    ],
)
def test_programs_learn_the_path_of_what_is_wrong(project, program, body, path):
    answer = program.post(api("schema", project), body)
    assert (answer.status_code, answer.json()["code"], answer.json()["path"]) == (400, "bad_input", path)


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"fields": [NaN]}', "[]", "7", "\ufeff{}", '{"fields": ' + "9" * 5_000 + "}"]
)
def test_a39_json_that_is_no_schema_is_refused(project, program, body):
    answer = program.generic("POST", api("schema", project), body, content_type="application/json")
    assert answer.status_code == 400


def test_a_former_manager_is_a_stranger(project, manager, second_annotator, published, page_client):
    from projects.services import remove_member

    add_member(project=project, user=second_annotator, role=Role.PM, by=manager)
    remove_member(membership=project.memberships.get(user=manager, role=Role.PM), by=second_annotator)
    assert page_client(manager).get(page("schema_page", project)).status_code == 404
