"""Labels for items that exist: looked through, kept as suggestions, shown to those who have not answered yet."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dmops_platform.background import JobState, no_bell
from dmops_platform.errors import BadInput, RuleBroken
from guidelines.domain.schema import check_fields
from guidelines.models import LabelImport, Suggestion
from guidelines.services import add_labels, preview_labels
from guidelines.services.label_imports import run_label_import
from labeling.models import Annotation, Assignment, Batch, Slot
from labeling.selectors import suggestion_figures, suggestions_in_sight, unit_of, with_work
from sourcing.domain.formats.base import Frame
from sourcing.domain.formats.coco import write_coco
from sourcing.domain.formats.conll import write_conll
from sourcing.domain.formats.voc import write_voc
from sourcing.domain.formats.yolo import write_yolo
from sourcing.domain.items import content_hash
from sourcing.models import Item, ItemVersion
from tests.factories import make_annotation, make_assignment, make_schema, make_source
from tests.guidelines.given_labels import added, kept, looked
from tests.sourcing.media_files import zipped

pytestmark = pytest.mark.django_db
LABELS = [{"id": "PS"}, {"id": "LC"}]
SIZE = (40, 30)
BOXES = [{"x": 1, "y": 2.5, "width": 10, "height": 5, "label": "PS"}]
SPANS = [{"start": 0, "end": 3, "label": "PS", "text": "Kim"}]
SEGMENTS = [{"start": 0.1, "end": 0.5, "label": "PS", "text": ""}]
KINDS = ("spans", "boxes", "segments", "choice", "choices", "number")
IMAGE = {"type": "image", "file": "0" * 64, "name": "a.png", "width": 40, "height": 30}
SOUND = {"type": "audio", "file": "1" * 64, "name": "s.wav", "seconds": 1.0}


def confirmed(kind: str) -> dict[str, Any]:
    config = {} if kind == "number" else {"labels": LABELS}
    return {"name": kind, "kind": kind, "title": kind, "config": config, "filled_by": "model_confirmed"}


@pytest.fixture
def schema(project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_source(project)
    return make_schema(project, check_fields([confirmed(kind) for kind in KINDS]))


def item(project, name: str, part: Any) -> Item:
    made = Item.objects.create(project=project, source=project.sources.get(), name=name)
    parts = {"part": part}
    ItemVersion.objects.create(item=made, parts=parts, content_sha256=content_hash(parts))
    return made


def counts(job: LabelImport) -> tuple[int, ...]:
    return tuple(job.report[name] for name in ("matched", "added", "unchanged", "unmatched", "refused"))


def codes(job: LabelImport) -> dict[str, str]:
    return {error["column"]: error["code"] for error in job.report["errors"]}


FRAME = Frame("a.png", *SIZE, BOXES)
COCO = b"".join(write_coco([FRAME], "boxes", ["PS", "LC"]))
VOC = write_voc(FRAME)
RTTM = b"SPEAKER s 1 0.1 0.4 <NA> <NA> PS <NA> <NA>\n"
CONLL = write_conll("t1", "Kim ran", SPANS).encode()
FILES = {
    "one VOC file": (VOC, "voc", "boxes", "a.xml", {"images/a.png": BOXES}),
    "a ZIP of VOC": (zipped({"Annotations/a.xml": VOC}), "voc", "boxes", "v.zip", {"images/a.png": BOXES}),
    "one COCO file": (COCO, "coco", "boxes", "c.json", {"images/a.png": BOXES}),
    "YOLO": (
        zipped({"labels/a.txt": write_yolo(FRAME, ["PS"]).encode(), "classes.txt": b"PS\n"}),
        "yolo",
        "boxes",
        "y.zip",
        {"images/a.png": BOXES},
    ),
    "YOLO with data.yaml": (
        zipped({"labels/a.txt": write_yolo(FRAME, ["PS"]).encode(), "data.yaml": b"names: [PS]\n"}),
        "yolo",
        "boxes",
        "y.zip",
        {"images/a.png": BOXES},
    ),
    "RTTM": (RTTM, "rttm", "segments", "s.rttm", {"s.wav": SEGMENTS}),
    "CoNLL": (CONLL, "conll", "spans", "t.conll", {"t1": SPANS}),
    "JSON Lines": (
        json.dumps({"id": "t1", "spans": SPANS}).encode() + b"\n",
        "table",
        "spans",
        "t.jsonl",
        {"t1": SPANS},
    ),
    "a choice in CSV": (b"id,choice\nt1,LC\n", "table", "choice", "t.csv", {"t1": "LC"}),
    "a list in CSV": (b'id,choices\nt1,"[""LC""]"\n', "table", "choices", "t.csv", {"t1": ["LC"]}),
    "a number in CSV": (b"id,number\nt1,4.5\n", "table", "number", "t.csv", {"t1": 4.5}),
}


@pytest.fixture
def items(project, schema):
    return [
        item(project, "t1", "Kim ran"),
        item(project, "images/a.png", IMAGE),
        item(project, "s.wav", SOUND),
    ]


@pytest.mark.parametrize("name", list(FILES))
def test_labels_find_the_item_of_their_key_or_file_name(project, items, name):
    data, form, field, file, wanted = FILES[name]
    preview = looked(project, data, form, field, file)
    assert (preview.state, counts(preview)) == (JobState.DONE, (1, 1, 0, 0, 0))
    assert kept(project) == {}
    assert added(preview).report["added"] == 1
    assert kept(project) == wanted


def test_the_look_tells_what_matches_what_has_no_item_and_what_is_refused_with_line_and_reason(
    project, items
):
    rows = (b"id,choice", b"t1,LC", b"gone,PS", b"s.wav,XX", b"t1,PS", b"images/a.png,")
    preview = looked(project, b"\n".join(rows), "table", "choice", "t.csv")
    assert counts(preview) == (1, 1, 0, 1, 3)
    told = {error["line"]: error["code"] for error in preview.report["errors"]}
    assert "s.wav · choice" in codes(preview)
    assert (told[3], told[5]) == ("no_item", "duplicate_id")
    assert set(told) == {3, 4, 5, 6}
    assert all(error["message"] for error in preview.report["errors"])


def test_c20_a_sentence_whose_text_is_not_that_of_the_item_is_refused(project, items):
    data = write_conll("t1", "Kim  ran", []) + write_conll("", "No id", []).replace("# id = \n", "")
    preview = looked(project, data.encode(), "conll", "spans")
    assert codes(preview) == {"t1": "text_differs", "": "no_key"}


def test_labels_of_several_items_of_one_file_name_are_told_apart_by_folder_or_refused(project, items):
    item(project, "other/a.png", IMAGE)
    alone = looked(project, VOC, "voc", "boxes", "a.xml")
    assert codes(alone) == {
        "images/a.png": "items_ambiguous",
        "other/a.png": "items_ambiguous",
        "a.xml": "no_item",
    }
    both = zipped({"images/a.xml": VOC, "other/a.xml": write_voc(Frame("a.png", *SIZE, []))})
    added(looked(project, both, "voc", "boxes", "v.zip"))
    assert kept(project) == {"images/a.png": BOXES, "other/a.png": []}


def test_what_was_added_is_not_added_again_and_what_changed_replaces_it(project, items):
    data, form, field, file, _wanted = FILES["a choice in CSV"]
    first = looked(project, data, form, field, file)
    job = added(first)
    assert added(first) == job
    again = looked(project, data, form, field, file)
    assert counts(again) == (1, 0, 1, 0, 0)
    assert added(again).report["added"] == 0
    added(looked(project, b"id,choice\nt1,PS\n", form, field, file))
    assert (kept(project), Suggestion.objects.count()) == ({"t1": "PS"}, 2)


def test_people_see_what_was_added_and_answers_that_were_given_stay_and_are_not_counted(
    project, annotator, items
):
    schema = project.schemas.get()
    batch = Batch.objects.create(project=project, name="b", overlap=2, schema=schema, by=project.created_by)
    version = items[0].versions.get()
    slots = [Slot.objects.create(batch=batch, item=items[0], item_version=version, number=n) for n in (1, 2)]
    make_annotation(slots[0], project.created_by, {"choice": "LC"})
    before = list(Annotation.objects.values())
    held = make_assignment(slots[1], annotator)
    added(looked(project, b"id,choice\nt1,LC\n", "table", "choice", "t.csv"))
    unit = unit_of(with_work(Assignment.objects.filter(pk=held.pk)).get())
    assert unit["suggestions"] == {"choice": "LC"}
    assert "suggestions" not in unit["item"]["data"]
    assert list(Annotation.objects.values()) == before
    assert suggestion_figures([batch]) == []


def test_a_hidden_suggestion_that_was_added_leaves_the_server_only_after_an_answer(
    project, annotator, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    make_source(project)
    schema = make_schema(project, check_fields([confirmed("choice") | {"is_suggestion_hidden": True}]))
    one = item(project, "t1", "Kim ran")
    batch = Batch.objects.create(project=project, name="b", overlap=1, schema=schema, by=project.created_by)
    slot = Slot.objects.create(batch=batch, item=one, item_version=one.versions.get(), number=1)
    held = with_work(Assignment.objects.filter(pk=make_assignment(slot, annotator).pk)).get()
    added(looked(project, b"id,choice\nt1,LC\n", "table", "choice", "t.csv"))
    assert "suggestions" not in unit_of(held)
    assert suggestions_in_sight(held, {}) == {}
    assert suggestions_in_sight(held, {"choice": "PS"}) == {"choice": "LC"}


def test_a_file_that_cannot_be_what_it_is_said_to_be_is_refused_and_not_kept(project, items):
    refused = [
        (b"id,other\nt1,LC\n", "table", "choice", "t.csv", "missing_column"),
        (b"hello", "voc", "boxes", "a.txt", "no_labels"),
        (b"1 0.5 0.5 0.1 0.1", "yolo", "boxes", "a.txt", "no_classes"),
        (CONLL, "conll", "boxes", "t.conll", "format_unfit"),
        (CONLL, "conll", "none", "t.conll", "no_field"),
    ]
    for data, form, field, name, code in refused:
        with pytest.raises(BadInput) as refusal:
            looked(project, data, form, field, name)
        assert refusal.value.code == code
    with pytest.raises(BadInput):
        looked(project, b"id,choice\nt1,LC\n", "table", "choice", "t.csv", origin="  ")
    assert not project.raw_files.exists()


def test_labels_are_added_only_once_they_were_looked_through(project, items):
    source = project.sources.get()
    with no_bell():
        job = preview_labels(
            source=source,
            name="t.csv",
            chunks=[b"id,choice\nt1,LC\n"],
            format="table",
            field="choice",
            origin="m",
            by=project.created_by,
        )
    with pytest.raises(RuleBroken):
        add_labels(preview=job, by=project.created_by)


def test_a_worker_that_died_halfway_leaves_no_half_and_the_next_one_adds_all(project, items):
    preview = looked(project, b"id,choice\nt1,LC\n", "table", "choice", "t.csv")
    with no_bell():
        job = add_labels(preview=preview, by=project.created_by)
    LabelImport.objects.filter(pk=job.pk).update(state=JobState.RUNNING, attempt=1)
    Suggestion.objects.create(item=items[1], field="choice", value="PS", made_by=job)
    LabelImport.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    run_label_import(job_id=job.pk)
    assert kept(project) == {"t1": "LC"}


def test_pages_take_a_file_show_what_matches_and_add_it(client, project, items):
    client.force_login(project.created_by)
    page = reverse("guidelines:preview_labels", args=[project.pk])
    assert "Labels for items that exist" in client.get(page).content.decode()
    form = {"source": project.sources.get().pk, "field": "choice", "file_format": "table", "origin": "m-2"}
    with no_bell():
        sent = client.post(
            page, {**form, "file": SimpleUploadedFile("t.csv", b"id,choice\nt1,LC\ngone,PS\n")}
        )
        job = LabelImport.objects.get()
        run_label_import(job_id=job.pk)
        told = client.get(sent["Location"]).content.decode()
        assert "Labels that found their item: 1 of 2" in told
        assert "The project has no item “gone”." in told
        then = client.post(reverse("guidelines:add_labels", args=[job.pk]))
        run_label_import(job_id=job.added.pk)
    assert "Suggestions added: 1" in client.get(then["Location"]).content.decode()
    assert "m-2" in client.get(page).content.decode()
    assert kept(project) == {"t1": "LC"}
    told = list(project.activities.order_by("pk").values_list("action", flat=True))
    assert told[-2:] == ["guidelines.add_labels", "guidelines.run_label_import"]
    bad = client.post(
        page, {**form, "origin": "", "file": SimpleUploadedFile("t.csv", b"id,choice\nt1,LC\n")}
    )
    assert bad.status_code == 422


def test_programs_do_the_same(client, project, items):
    client.force_login(project.created_by)
    address = reverse("api:preview_labels", args=[project.pk])
    query = "?file_format=table&field=choice&origin=m"
    with no_bell():
        sent = client.post(address + query, {"file": SimpleUploadedFile("t.csv", b"id,choice\nt1,LC\n")})
        assert sent.status_code == 202
        run_label_import(job_id=sent.json()["id"])
        state = client.get(reverse("api:label_import", args=[sent.json()["id"]])).json()
        assert (state["state"], state["report"]["matched"]) == ("done", 1)
        then = client.post(reverse("api:add_labels", args=[sent.json()["id"]]))
        run_label_import(job_id=then.json()["id"])
    assert kept(project) == {"t1": "LC"}
    assert client.post(address + "?file_format=table&field=choice").status_code == 400
