"""Answers of every kind that is given by keys and words: agreed upon, disputed, shown and delivered."""

import json
import zipfile
from typing import Any

import pytest

from delivery.services.building import build_release
from delivery.services.releases import freeze_release
from dmops_platform.background import no_bell
from guidelines.domain.schema import check_fields
from labeling.models import Batch, Slot
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from projects.domain.roles import Role
from tests.factories import make_project, make_schema, make_user
from tests.journeys.asked import KINDS, SAID
from tests.journeys.stage import batch_of
from verification.models import Consensus, ConsensusMethod, Dispute
from verification.services.consensus import run_consensus, start_consensus

pytestmark = pytest.mark.django_db

WHY = {"_about": {"choice": {"rationale": {"text": "It says so."}, "confidence": "low"}}}
ANSWERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "choices": ({"choices": ["plot"]}, {"choices": ["plot", "cast"]}),
    "scale": ({"scale": 2}, {"scale": 4}),
    "slider": ({"scale": 33}, {"scale": 40}),
    "number": ({"number": 3}, {"number": 4}),
    "text": ({"text": "A good evening."}, {"text": "An evening well spent."}),
    "tree": ({"tree": "street"}, {"tree": "bridge"}),
    "ranking": ({"ranking": ["first", "second", "third"]}, {"ranking": ["second", "first", "third"]}),
    "preference": (
        {"preference": {"choice": "a", "strength": 1}},
        {"preference": {"choice": "tie", "strength": 0}},
    ),
    "turns": (
        {"turns": [{"turn": turn, "label": "ask"} for turn in range(3)]},
        {"turns": [{"turn": turn, "label": label} for turn, label in enumerate(("ask", "tell", "ask"))]},
    ),
    "spans": (
        {"spans": [{"start": 0, "end": 6, "label": "film"}]},
        {"spans": [{"start": 8, "end": 16, "label": "praise"}]},
    ),
    "many": (
        {"choice": "good", "scale": 3, **WHY},
        {"choice": "bad", "choices": ["plot"], "scale": 4, **WHY},
    ),
    "filled": ({"choices": ["plot"], "scale": 2}, {"choices": ["plot"], "scale": 4}),
}


@pytest.fixture(params=list(KINDS))
def batch(request) -> Batch:
    """Return a batch of two items that two people answered differently."""
    fields, parts = KINDS[request.param]
    manager, people = make_user(), [make_user(), make_user()]
    project = make_project(manager, roles={Role.ANNOTATOR: people, Role.REVIEWER: [manager]})
    schema = make_schema(project, check_fields(fields))
    batch = batch_of(
        project,
        schema,
        [{**parts, "text": f"Film {n}: worth it."} for n in range(2)],
        overlap=2,
        said=SAID.get(request.param),
    )
    for person, answers in zip(people, ANSWERS[request.param], strict=True):
        for held in claim(project=project, person=person, ahead=2):
            submit(assignment=held, submission=Submission(answers=answers, seconds=2))
    return batch


def test_every_kind_is_agreed_upon_disputed_shown_and_delivered(client, batch):
    manager = batch.project.created_by
    with no_bell():
        run = start_consensus(batch=batch, method=ConsensusMethod.MAJORITY, by=manager)
        run_consensus(run_id=run.pk)
        run.refresh_from_db()
        assert (run.state, run.error) == ("done", "")
        release = freeze_release(
            project=batch.project, batches=[batch], note="All kinds", by=manager, with_open_disputes=True
        )
        build_release(release_id=release.pk)
    release.refresh_from_db()
    assert (release.state, release.error) == ("done", "")
    assert Slot.objects.filter(batch=batch, state="done").count() == 4
    assert Consensus.objects.filter(run=run).exists()
    client.force_login(manager)
    pages = [f"/batches/{batch.pk}/quality/", f"/projects/{batch.project_id}/schema/"]
    pages += [f"/disputes/{pk}/" for pk in Dispute.objects.values_list("pk", flat=True)]
    pages += [f"/releases/{release.pk}/", f"/items/{batch.slots.first().item_id}/trace/"]
    assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)


@pytest.mark.parametrize("batch", ["filled"], indirect=True)
def test_what_a_model_filled_is_delivered_as_the_answer_of_a_model(batch):
    manager = batch.project.created_by
    with no_bell():
        run_consensus(run_id=start_consensus(batch=batch, method=ConsensusMethod.MAJORITY, by=manager).pk)
        facts = {"note": "", "by": manager, "with_open_disputes": True}
        release = freeze_release(project=batch.project, batches=[batch], **facts)
        build_release(release_id=release.pk)
    release.refresh_from_db()
    with zipfile.ZipFile(release.file) as archive:
        lines = [json.loads(line) for line in archive.read("data.jsonl").splitlines()]
    assert [line["answers"]["choice"] for line in lines] == ["review", "review"]
    fact = {"how": "model", "share": 0.0, "n": 0, "tie": False, "disputed": False}
    assert [line["consensus"]["choice"] for line in lines] == [fact, fact]
    assert all("choice" not in given["answers"] for line in lines for given in line["annotations"])
