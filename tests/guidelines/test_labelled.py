"""Files that bring labels: imported as items with suggestions, by page and by API."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dmops_platform.background import no_bell
from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields
from guidelines.services import import_labels
from labeling.models import Assignment, Batch, Slot
from labeling.selectors import unit_of, with_work
from sourcing.domain.formats.base import Frame
from sourcing.domain.formats.coco import write_coco
from sourcing.domain.formats.voc import write_voc
from sourcing.domain.formats.yolo import write_yolo
from sourcing.models import Import, ItemVersion
from sourcing.services.imports import run_import
from tests.factories import make_assignment, make_schema, make_source
from tests.sourcing.media_files import image, photo, recording, zipped

pytestmark = pytest.mark.django_db
LABELS = [{"id": "PS"}, {"id": "LC"}]
SIZE = (40, 30)
BOXES = [{"x": 1, "y": 2.5, "width": 10, "height": 5, "label": "PS"}]
SENTENCES = "# id = s1\nKim\tB-PS\nin\tO\nSeoul\tB-LC\n\n# id = s2\nNo\tO\n"


def confirmed(kind: str, **more: Any) -> dict[str, Any]:
    config = {"labels": LABELS}
    return {
        "name": kind,
        "kind": kind,
        "title": kind,
        "config": config,
        "filled_by": "model_confirmed",
        **more,
    }


@pytest.fixture
def fields(project, settings, tmp_path):
    """Return the fields of a schema that takes labels of every kind."""
    settings.MEDIA_ROOT = tmp_path
    make_source(project)
    kinds = ("spans", "boxes", "polygons", "keypoints", "segments")
    given = [confirmed(kind) for kind in kinds] + [
        {**confirmed("spans"), "name": "own", "filled_by": "person"}
    ]
    return make_schema(project, check_fields(given)).fields


def imported(project, data: bytes, format: str, field: str, **more: Any) -> Import:
    source = project.sources.get()
    with no_bell():
        job = import_labels(
            source=source,
            name="set",
            chunks=[data],
            format=format,
            field=field,
            by=project.created_by,
            **more,
        )
        run_import(import_id=job.pk)
    job.refresh_from_db()
    return job


def suggested(project) -> dict[str, Any]:
    rows = ItemVersion.objects.filter(item__project=project).values_list("item__name", "data")
    return {name: data.get("suggestions") for name, data in rows}


def codes(job: Import) -> dict[str, str]:
    return {error["column"]: error["code"] for error in job.report["errors"]}


def test_each_sentence_is_an_item_and_its_spans_are_shown_as_suggestions(project, annotator, fields):
    job = imported(project, SENTENCES.encode(), "conll", "spans")
    assert (job.state, job.report["accepted"]) == ("done", 2)
    version = ItemVersion.objects.get(item__name="s1")
    batch = Batch.objects.create(
        project=project, name="b", overlap=1, schema=project.schemas.get(), by=project.created_by
    )
    slot = Slot.objects.create(batch=batch, item=version.item, item_version=version, number=1)
    held = with_work(Assignment.objects.filter(pk=make_assignment(slot, annotator).pk)).get()
    unit = unit_of(held)
    assert unit["item"]["parts"] == {"text": "Kim in Seoul"}
    assert unit["suggestions"]["spans"] == [
        {"start": 0, "end": 3, "label": "PS", "text": "Kim"},
        {"start": 7, "end": 12, "label": "LC", "text": "Seoul"},
    ]
    assert suggested(project)["s2"] == {"spans": []}


FRAME = Frame("a.png", *SIZE, BOXES)
COCO = b"".join(write_coco([FRAME], "boxes", ["PS", "LC"]))
SETS = {
    "voc": {"Annotations/a.xml": write_voc(FRAME), "README.md": b"hello"},
    "voc_1_based": {"Annotations/a.xml": write_voc(FRAME, is_1_based=True), "ImageSets/train.txt": b"a"},
    "coco": {"instances.json": COCO},
    "yolo": {
        "labels/a.txt": write_yolo(FRAME, ["PS"]).encode(),
        "classes.txt": b"PS\nLC\n",
        "train.txt": b"a",
    },
}


@pytest.mark.parametrize("format", list(SETS))
def test_boxes_come_with_the_image_of_their_name(project, fields, format):
    job = imported(
        project, zipped({"images/a.png": image(), "images/b.png": image(), **SETS[format]}), format, "boxes"
    )
    assert (job.state, job.report["errors"]) == ("done", [])
    assert suggested(project) == {"images/a.png": {"boxes": BOXES}, "images/b.png": None}


def test_outlines_points_and_segments_come_too(project, fields):
    outline = {"points": [[5, 5], [15, 5], [15, 15]], "label": "PS"}
    point = {"x": 1, "y": 1, "label": "LC", "is_hidden": True}
    for kind, mark in (("polygons", outline), ("keypoints", point)):
        coco = b"".join(write_coco([Frame(f"{kind}.png", *SIZE, [mark])], kind, ["PS", "LC"]))
        assert (
            imported(project, zipped({f"{kind}.png": image(), "c.json": coco}), "coco", kind).state == "done"
        )
        assert suggested(project)[f"{kind}.png"] == {kind: [mark]}
    sound = {"s 1.wav": recording(1.0), "s.rttm": b"SPEAKER s_1 1 0.1 0.4 <NA> <NA> PS <NA> <NA>\n"}
    assert imported(project, zipped(sound), "rttm", "segments").state == "done"
    assert suggested(project)["s 1.wav"] == {"segments": [{"start": 0.1, "end": 0.5, "label": "PS"}]}


def test_one_wrong_sentence_refuses_all_or_is_left_out_as_asked(project, fields):
    data = f"{SENTENCES}\n# id = s3\nLee\tB-XX\n\n# id = s1\nagain\tO\n\n# id = s4\nLee\tperson\n".encode()
    job = imported(project, data, "conll", "spans")
    assert (job.state, job.report["failure"]["code"]) == ("failed", "rows_refused")
    assert not ItemVersion.objects.filter(item__project=project).exists()
    job = imported(project, data, "conll", "spans", is_partial_allowed=True)
    assert (job.state, job.report["accepted"]) == ("done", 2)
    assert codes(job) == {"s3": "unknown_label", "s1": "duplicate_id", "s4": "not_a_tag"}
    assert all(error["message"] for error in job.report["errors"])


def test_a35_files_of_a_set_that_are_hostile_or_wrong_are_named_with_a_reason(project, fields):
    bomb = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation>&x;</annotation>'
    files = {
        "good.png": image(), "good.xml": write_voc(Frame("good", *SIZE, BOXES)),
        "bomb.png": image(), "bomb.xml": bomb,
        "turned.jpg": photo(6), "turned.xml": write_voc(FRAME),
        "label.png": image(), "label.xml": write_voc(Frame("x", *SIZE, [{**BOXES[0], "label": "car"}])),
        "orphan.xml": write_voc(FRAME),
        "broken.png": image()[:60], "broken.xml": write_voc(FRAME),
        "twice.png": image(), "a/twice.xml": write_voc(FRAME), "b/twice.xml": write_voc(FRAME),
    }  # fmt: skip
    job = imported(project, zipped(files), "voc", "boxes", is_partial_allowed=True)
    assert suggested(project) == {"good.png": {"boxes": BOXES}}
    assert codes(job) == {
        "bomb.png": "unsafe_xml",
        "turned.jpg": "size_differs",
        "label.png": "unknown_label",
        "broken.png": "image_damaged",
        "broken.xml": "no_file_for_labels",
        "orphan.xml": "no_file_for_labels",
        "twice.png": "labels_ambiguous",
        "a/twice.xml": "no_file_for_labels",
        "b/twice.xml": "no_file_for_labels",
    }


@pytest.mark.parametrize(
    ("data", "format", "field", "code"),
    [
        (b"x\tO\n", "conll", "own", "no_field"),
        (b"x\tO\n", "voc", "spans", "format_unfit"),
        (b"x\tO\n", "voc", "boxes", "not_zip"),
        (zipped({"a.xml": b"<annotation/>"}), "voc", "boxes", "no_media"),
        (zipped({"a.png": image()}), "coco", "boxes", "no_labels"),
        (zipped({"a.png": image()})[:-9], "coco", "boxes", "zip_damaged"),
        (b"PK\x03\x04 no text", "conll", "spans", "not_a_text_table"),
        (b"", "conll", "spans", "empty_file"),
    ],
)
def test_what_cannot_be_is_refused_at_once_and_not_kept(project, fields, data, format, field, code):
    with pytest.raises(BadInput) as refusal:
        imported(project, data, format, field)
    assert refusal.value.code == code
    assert not project.raw_files.exists()


@pytest.mark.parametrize("data", [b"\n\n", "한국\tB-PS\n".encode("cp949"), b"x" * 9_000_000])
def test_a_text_that_is_no_conll_fails_with_a_sentence(project, fields, data):
    job = imported(project, data, "conll", "spans")
    assert (job.state, bool(job.error)) == ("failed", True)


def test_through_the_page_and_the_api(client, project, manager, fields):
    client.force_login(manager)
    page = reverse("guidelines:import_labels", args=[project.pk])
    assert b"Pascal VOC" in client.get(page).content
    form = {"source": project.sources.get().pk, "field": "spans", "file_format": "conll", "mode": "all"}
    answer = client.post(page, {**form, "file": SimpleUploadedFile("a.conll", SENTENCES.encode())})
    assert answer.status_code == 302
    wrong = client.post(
        page, {**form, "file_format": "voc", "file": SimpleUploadedFile("a.conll", b"x\tO\n")}
    )
    assert wrong.status_code == 422
    assert "takes labels in these formats" in wrong.content.decode()
    api = reverse("api:import_labels", args=[project.pk], query={"file_format": "conll", "field": "spans"})
    answer = client.post(api, {"file": SimpleUploadedFile("b.conll", b"a\tO\n")})
    assert (answer.status_code, answer.json()["columns"]["labels"]["field"]) == (202, "spans")
    refused = client.post(api.replace("spans", "own"), {"file": SimpleUploadedFile("b.conll", b"a\tO\n")})
    assert (refused.status_code, refused.json()["path"]) == (400, "field")
    assert client.post(api).json()["code"] == "no_file"


def test_without_a_field_for_them_the_page_says_what_to_do(client, project, manager):
    client.force_login(manager)
    body = client.get(reverse("guidelines:import_labels", args=[project.pk])).content.decode()
    assert "No field takes labels of a file" in body
