"""The final answers of a release in the formats of their field, read back with the places they had."""

import io
import zipfile
from typing import Any

import pytest
from django.urls import reverse

from delivery.services.building import build_release
from delivery.services.releases import freeze_release, withdraw_release
from dmops_platform.background import no_bell
from guidelines.domain.schema import check_fields
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from projects.domain.roles import Role
from sourcing.domain.formats.coco import coco_marks, read_coco
from sourcing.domain.formats.conll import read_conll
from sourcing.domain.formats.rttm import fitted, read_rttm
from sourcing.domain.formats.voc import read_voc
from sourcing.domain.formats.yolo import class_names, read_yolo
from sourcing.services.media import keep_media
from tests.factories import make_project, make_schema, make_user
from tests.journeys.stage import batch_of
from tests.sourcing.media_files import image, recording
from verification.services.consensus import run_consensus, start_consensus

pytestmark = pytest.mark.django_db

TEXT = "한국😀어 👨\u200d👩\u200d👧 김민수는 서울에서 일한다."
LABELS = {"labels": [{"id": "a"}, {"id": "b"}]}
SIZE = (40, 30)
START = TEXT.index("김민수")
ANSWERS: dict[str, list[Any]] = {
    "spans": [{"start": START, "end": START + 3, "label": "a", "text": "김민수"}],
    "boxes": [{"x": 0.25, "y": 1, "width": 10.5, "height": 9, "label": "b"}],
    "polygons": [{"points": [[1, 0], [9, 0], [9, 9.5]], "label": "a"}],
    "keypoints": [{"x": 1, "y": 1, "label": "b", "is_hidden": True}],
    "segments": [{"start": 0.1, "end": 0.5, "label": "a", "text": "하나"}],
}


@pytest.fixture
def release():
    """Return a release of two items in which one person marked something in every way."""
    manager, person = make_user(), make_user()
    project = make_project(manager, name="Marks", roles={Role.ANNOTATOR: [person], Role.CLIENT: []})
    schema = make_schema(
        project, check_fields([{"name": kind, "kind": kind, "config": LABELS} for kind in ANSWERS])
    )
    parts = {
        "text": TEXT,
        "photo": keep_media(project_id=project.pk, name="a.png", chunks=[image()]),
        "sound": keep_media(project_id=project.pk, name="a b.wav", chunks=[recording()]),
    }
    batch = batch_of(project, schema, [parts, {**parts, "text": "…"}], overlap=1)
    answers = [ANSWERS, {**ANSWERS, "spans": []}]
    held = claim(project=project, person=person, ahead=2)
    for one, said in zip(held, answers, strict=True):
        submit(assignment=one, submission=Submission(answers=said, seconds=2))
    with no_bell():
        run_consensus(run_id=start_consensus(batch=batch, by=manager).pk)
        made = freeze_release(project=project, batches=[batch], by=manager)
        build_release(release_id=made.pk)
    made.refresh_from_db()
    return made


@pytest.fixture
def written(client, release):
    """Return what hands out a field in a format, through the page and the API, which give the same bytes."""
    client.force_login(release.by)

    def ask(field: str, form: str) -> bytes:
        query = {"field": field, "file_format": form}
        doors = [reverse(door, args=[release.pk], query=query) for door in DOORS]
        page, api = (b"".join(client.get(door).streaming_content) for door in doors)
        assert page == api
        return page

    return ask


DOORS = ("delivery:download_labels", "api:download_labels")


@pytest.mark.parametrize("form", ["conll", "conll_bioes"])
def test_a41_c20_spans_are_read_back_with_equal_offsets(written, form):
    one, other = read_conll(io.StringIO(written("spans", form).decode(), newline="\n"), joined_by=" ")
    assert (one.text, one.spans) == (TEXT, ANSWERS["spans"])
    assert (other.text, other.spans) == ("…", [])


def test_marks_of_images_are_read_back_as_they_were(written):
    for kind in ("boxes", "polygons", "keypoints"):
        coco = read_coco(written(kind, "coco"))
        assert list(coco.images) == ["a.png", "a-2.png"]
        assert [coco_marks(coco, one, kind, SIZE) for one in coco.images.values()] == [ANSWERS[kind]] * 2


def test_each_image_has_a_file_of_its_own_in_voc_and_yolo(written):
    for form, is_1_based in (("voc", False), ("voc_1_based", True)):
        with zipfile.ZipFile(io.BytesIO(written("boxes", form))) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        assert list(files) == ["Annotations/a.xml", "Annotations/a-2.xml"]
        assert {str(read_voc(data, SIZE, is_1_based=is_1_based)) for data in files.values()} == {
            str(ANSWERS["boxes"])
        }
    with zipfile.ZipFile(io.BytesIO(written("boxes", "yolo"))) as archive:
        labels = class_names(archive.read("classes.txt").decode())
        assert read_yolo(archive.read("labels/a.txt").decode(), labels, SIZE) == ANSWERS["boxes"]


def test_segments_are_read_back_to_the_millisecond(written):
    found = read_rttm(written("segments", "rttm").decode())
    assert list(found) == ["a_b", "a_b-2"]
    assert fitted(found["a_b-2"], 0.5) == [
        {key: ANSWERS["segments"][0][key] for key in ("start", "end", "label")}
    ]


def test_the_page_offers_what_fits_and_a_withdrawn_release_nothing(client, release):
    client.force_login(release.by)
    body = client.get(reverse("delivery:release_page", args=[release.pk])).content.decode()
    assert "field=spans&amp;file_format=conll_bioes" in body
    assert "field=spans&amp;file_format=coco" not in body
    for query, path in (
        ({"field": "no", "file_format": "coco"}, "field"),
        ({"field": "spans", "file_format": "voc"}, "file_format"),
    ):
        answer = client.get(reverse("api:download_labels", args=[release.pk], query=query))
        assert (answer.status_code, answer.json()["path"]) == (400, path)
    withdraw_release(release=release, reason="Wrong.", by=release.by)
    query = {"field": "spans", "file_format": "conll"}
    answers = [client.get(reverse(door, args=[release.pk], query=query)).status_code for door in DOORS]
    assert answers == [409, 409]
    assert (
        "file_format" not in client.get(reverse("delivery:release_page", args=[release.pk])).content.decode()
    )
