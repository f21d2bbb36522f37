"""Marks in texts, images and recordings: agreed upon, disputed, shown and delivered, with the places they had."""

import json
import zipfile
from typing import Any

import pytest

from delivery.services.building import build_release
from delivery.services.releases import freeze_release
from dmops_platform.background import no_bell
from guidelines.domain.schema import check_fields
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from projects.domain.roles import Role
from sourcing.services.media import keep_media
from tests.factories import make_project, make_schema, make_user
from tests.journeys.stage import batch_of
from tests.sourcing.media_files import image, recording
from verification.models import Consensus, Dispute
from verification.services.consensus import run_consensus, start_consensus

pytestmark = pytest.mark.django_db

TEXT = "한국😀어 👨\u200d👩\u200d👧 김민수는 서울에서 일한다."
LABELS = [{"id": "a"}, {"id": "b"}]
KINDS: dict[str, dict[str, Any]] = {
    "spans": {"labels": LABELS},
    "boxes": {"labels": LABELS},
    "polygons": {"labels": LABELS},
    "keypoints": {"labels": LABELS},
    "segments": {"labels": LABELS},
}


def span(words: str, label: str = "a") -> dict[str, Any]:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "label": label, "text": words}


def in_one_form(marks: list[Any]) -> str:
    return json.dumps(marks, sort_keys=True)


def box(x: int) -> dict[str, Any]:
    return {"x": x, "y": 0, "width": 10, "height": 10, "label": "a"}


def outline(x: int) -> dict[str, Any]:
    return {"points": [[x, 0], [x + 9, 0], [x + 9, 9]], "label": "a"}


PERSON, CITY = span("김민수"), span("서울", "b")
ANSWERS: dict[str, tuple[list[Any], list[Any]]] = {
    "spans": ([PERSON, CITY], [PERSON, span("서울에서", "b")]),
    "boxes": ([box(0)], [box(2), box(20)]),
    "polygons": ([outline(0)], [outline(1)]),
    "keypoints": (
        [{"x": 1, "y": 1, "label": "a", "is_hidden": False}],
        [{"x": 3, "y": 1, "label": "a", "is_hidden": False}],
    ),
    "segments": (
        [{"start": 0, "end": 0.4, "label": "a", "text": "하나"}],
        [{"start": 0, "end": 0.5, "label": "a", "text": "하나"}],
    ),
}


@pytest.fixture(params=list(KINDS))
def told(request, settings, tmp_path, client):
    """Return the lines of a release in which two people marked two items differently, and the pages about it."""
    settings.MEDIA_ROOT = tmp_path
    kind = request.param
    manager, people = make_user(), [make_user(), make_user()]
    project = make_project(manager, roles={Role.ANNOTATOR: people, Role.REVIEWER: [manager]})
    fields: list[Any] = [{"name": "marks", "kind": kind, "config": KINDS[kind]}]
    if kind == "spans":
        links = {"spans": "marks", "labels": [{"id": "in"}]}
        fields.append({"name": "links", "kind": "relations", "config": links})
    parts = {
        "text": TEXT,
        "photo": keep_media(project_id=project.pk, name="a.png", chunks=[image()]),
        "sound": keep_media(project_id=project.pk, name="a.wav", chunks=[recording()]),
    }
    schema = make_schema(project, check_fields(fields))
    batch = batch_of(project, schema, [parts, {**parts, "text": f"{TEXT}!"}], overlap=2)
    for person, marks in zip(people, ANSWERS[kind], strict=True):
        answers: dict[str, Any] = {"marks": marks}
        if kind == "spans":
            ends = [{key: mark[key] for key in ("start", "end", "label", "text")} for mark in marks]
            answers["links"] = [{"from": ends[0], "to": ends[1], "label": "in"}]
        for held in claim(project=project, person=person, ahead=2):
            submit(assignment=held, submission=Submission(answers=answers, seconds=2))
    with no_bell():
        run = start_consensus(batch=batch, by=manager)
        run_consensus(run_id=run.pk)
        run.refresh_from_db()
        assert (run.state, run.error) == ("done", "")
        release = freeze_release(
            project=project, batches=[batch], note="Marks", by=manager, with_open_disputes=True
        )
        build_release(release_id=release.pk)
    release.refresh_from_db()
    assert (release.state, release.error) == ("done", "")
    client.force_login(manager)
    pages = [f"/batches/{batch.pk}/quality/", f"/releases/{release.pk}/", f"/projects/{project.pk}/schema/"]
    pages += [f"/disputes/{pk}/" for pk in Dispute.objects.values_list("pk", flat=True)]
    pages += [f"/items/{batch.slots.first().item_id}/", f"/items/{batch.slots.first().item_id}/trace/"]
    return kind, run, release, {page: client.get(page).status_code for page in pages}


def test_c20_marks_are_agreed_upon_disputed_shown_and_delivered(told):
    kind, run, release, pages = told
    assert pages == dict.fromkeys(pages, 200)
    assert Consensus.objects.filter(run=run, field="marks").count() == 2
    assert Dispute.objects.filter(batch=run.batch, field="marks").count() == 2
    with zipfile.ZipFile(release.file) as archive:
        lines = [json.loads(line) for line in archive.read("data.jsonl").splitlines()]
    for line in lines:
        given = [annotation["answers"]["marks"] for annotation in line["annotations"]]
        assert sorted(map(in_one_form, given)) == sorted(map(in_one_form, ANSWERS[kind]))
        for mark in (mark for marks in given for mark in marks if kind == "spans"):
            assert line["parts"]["text"][mark["start"] : mark["end"]] == mark["text"]
