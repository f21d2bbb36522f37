import pytest

from guidelines.domain.kinds import KINDS
from tests.factories import make_annotation, make_batch, make_schema, make_user
from tests.verification.factories import compute
from verification import selectors
from verification.models import Consensus

pytestmark = pytest.mark.django_db

LABELS = [{"id": name, "title": name.upper()} for name in ("per", "org")]
NEAR = [{"start": 0, "end": 5, "label": "per"}]
FAR = [{"start": 0, "end": 5, "label": "per"}, {"start": 6, "end": 8, "label": "org"}]
FIELDS = {
    "spans": ({"labels": LABELS}, NEAR, FAR, "unitizing"),
    "choices": ({"labels": LABELS}, ["per"], ["per", "org"], "masi"),
    "text": ({}, "A warm film.", "A warm movie.", "distance"),
    "number": ({}, 3, 4.5, "interval"),
    "scale": ({"least": 1, "most": 5}, 2, 3, "nominal"),
}


@pytest.fixture
def people(db):
    return [make_user() for _n in range(3)]


def answered(project, people, kind, rows):
    """Return a batch over one field of a kind; a row has the answer of each person to one item."""
    config = KINDS[kind].check(FIELDS[kind][0], "config")
    field = {"name": "it", "kind": kind, "title": "It", "required": True, "config": config}
    batch = make_batch(
        project,
        [f"Mina saw Kakao {n}." for n in range(len(rows))],
        overlap=3,
        schema=make_schema(project, [field]),
    )
    slots = iter(batch.slots.select_related("item_version", "batch").order_by("item_id", "number"))
    for answers in rows:
        for person, answer in zip(people, answers, strict=True):
            slot = next(slots)
            cleaned = KINDS[kind].clean(answer, config, slot.item_version.parts, "it")
            make_annotation(slot, person, {"it": cleaned})
    return batch


@pytest.fixture(params=FIELDS)
def kind(request):
    return request.param


@pytest.fixture
def batch(project, people, kind):
    near, far = FIELDS[kind][1:3]
    return answered(
        project, people, kind, [(near, near, far), (near, near, near), (far, far, far), (near, far, far)]
    )


@pytest.mark.parametrize("method", ["majority", "weighted", "dawid_skene"])
def test_run_consensus_makes_one_answer_of_every_kind(batch, manager, kind, method):
    run = compute(batch, manager, method=method)
    rows = Consensus.objects.filter(run=run).order_by("item_id")
    near, far = FIELDS[kind][1:3]
    assert [row.how for row in rows] == [method, "unanimous", "unanimous", method]
    assert [KINDS[kind].units(row.answer) for row in rows][1:3] == [
        KINDS[kind].units(
            KINDS[kind].clean(value, batch.schema.fields[0]["config"], rows[0].item_version.parts, "")
        )
        for value in (near, far)
    ]
    assert rows[1].share == rows[2].share == 1.0
    assert 0.5 < rows[0].share < 1


def test_run_consensus_keeps_every_answer_with_its_share(batch, manager, kind):
    rows = Consensus.objects.filter(run=compute(batch, manager)).order_by("item_id")
    assert [round(share, 2) for _answer, share in rows[0].soft] == [0.67, 0.33]
    assert rows[1].soft == []
    assert all(not isinstance(answer, str) or kind == "text" for answer, _share in rows[0].soft)


def test_run_consensus_measures_every_kind_in_its_own_way(batch, manager, kind):
    [figures] = compute(batch, manager).report["fields"]
    assert figures["alpha"]["scale"] == FIELDS[kind][3]
    assert figures["alpha"]["low"] <= figures["alpha"]["value"] <= figures["alpha"]["high"]
    named = KINDS[kind].agreement(batch.schema.fields[0]["config"])
    assert set(named) <= set(figures["measures"])
    assert figures["counts"]["disputed"] == 2
    assert all(row["n"] == 4 for row in figures["annotators"])


def test_the_quality_page_and_the_dispute_page_read_every_kind(batch, manager, page_client, kind):
    run = compute(batch, manager)
    page = page_client(manager).get(f"/batches/{batch.pk}/quality/").content.decode()
    assert "alpha" in page
    dispute = batch.disputes.first()
    client = page_client(manager)
    assert client.get(f"/disputes/{dispute.pk}/").status_code == 200
    story = selectors.story_of(dispute, manager)
    [label] = [
        name
        for name, answer in selectors.choices_of(dispute, story).items()
        if answer == Consensus.objects.get(run=run, item=dispute.item).answer
    ]
    sent = {"decision-answer": label, "decision-cause": "mistake", "decision-reason": "So it is."}
    assert client.post(f"/disputes/{dispute.pk}/decide/", sent).status_code == 302
    assert dispute.decisions.get().answer == Consensus.objects.get(run=run, item=dispute.item).answer
    assert selectors.measures(batch.project)
    assert selectors.trace(dispute.item)


def test_marks_are_measured_on_the_whole_text(project, people, manager):
    batch = answered(project, people, "spans", [(NEAR, NEAR, FAR), (FAR, FAR, FAR)])
    lengths = selectors.lengths_of(batch, batch.schema.fields[0])
    assert set(lengths.values()) == {len("Mina saw Kakao 0.")}
