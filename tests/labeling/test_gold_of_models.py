"""Hidden gold where a model suggests or fills fields: nobody can tell it from other items."""

from typing import Any

import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields
from guidelines.models import Gold
from guidelines.services import record_gold
from labeling import selectors
from labeling.models import Assignment
from labeling.services import assignments, batches
from labeling.services.annotations import Submission, submit
from sourcing.models import ItemVersion
from tests.factories import make_items, make_schema
from tests.guidelines.factories import choice_field
from tests.guidelines.given_labels import added, looked

pytestmark = pytest.mark.django_db

FIELDS = [
    choice_field("pos", "neg") | {"filled_by": "model_confirmed"},
    choice_field("news", "advert", name="sort") | {"filled_by": "model"},
]
SAID = {"sentiment": "pos", "sort": "news"}


def told(versions: list[ItemVersion], said: dict[str, Any] = SAID) -> list[ItemVersion]:
    """Return the next versions of these items, of which a model said this."""
    return [
        ItemVersion.objects.create(
            item=one.item,
            number=2,
            parts=one.parts,
            data={"suggestions": said},
            content_sha256=one.content_sha256,
        )
        for one in versions
    ]


def known(project, versions: list[ItemVersion]) -> None:
    for version in versions:
        Gold.objects.create(project=project, item_version=version, field="sentiment", answer="neg")


@pytest.fixture
def schema(project, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_schema(project, check_fields(FIELDS))


def hiding(project):
    return batches.open_batch(
        project=project,
        name="Main",
        overlap=1,
        gold_every=2,
        without_pilot="A test.",
        by=project.created_by,
    )


def shown(project, client) -> dict[bool, list[dict[str, Any]]]:
    """Return what somebody sees of hidden gold (True) and of other items (False), labelling all there is."""
    seen: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    while units := client.post(reverse("api:next_work", args=[project.pk])).json()["units"]:
        [unit] = units
        seen[Assignment.objects.get(pk=unit["id"]).is_gold].append(unit)
        headers = {"Idempotency-Key": f"key-number-{unit['id']}"}
        body = {"answers": {"sentiment": "pos"}}
        unit["answer"] = client.post(
            reverse("api:submit_work", args=[unit["id"]]), body, headers=headers
        ).json()
    assert seen[True]
    return seen


def looks(unit: dict[str, Any]) -> Any:
    """Return all of a unit and of the answer to a submit but what differs from item to item."""
    item = {name: value for name, value in unit["item"].items() if name not in ("id", "name", "parts")}
    rest = {name: value for name, value in unit.items() if name not in ("id", "item", "due_at", "answer")}
    return rest, item, unit["item"].keys(), unit["answer"]["suggestions"], unit["answer"].keys()


def test_a52_hidden_gold_shows_what_came_with_the_items_as_other_items_do(
    project, schema, annotator, api_client
):
    told(make_items(project, [f"text {n}" for n in range(8)]))
    known(project, told(make_items(project, [f"gold {n}" for n in range(4)])))
    hiding(project)
    seen = shown(project, api_client(annotator))
    other, *others = map(looks, [*seen[False], *seen[True]])
    assert other[0]["suggestions"] == {"sentiment": "pos"}
    assert other[0]["model_answers"] == {"sort": "news"}
    assert all(one == other for one in others)


def test_a52_hidden_gold_shows_what_a_file_suggested_as_other_items_do(
    project, schema, annotator, api_client
):
    versions = make_items(project, [f"text {n}" for n in range(12)])
    known(project, versions[8:])
    lines = "".join(f"{version.item.name},pos\n" for version in versions)
    added(looked(project, f"id,sentiment\n{lines}".encode(), field="sentiment"))
    hiding(project)
    seen = shown(project, api_client(annotator))
    other, *others = map(looks, [*seen[False], *seen[True]])
    assert other[0]["suggestions"] == {"sentiment": "pos"}
    assert all(one == other for one in others)


def test_a52_gold_of_which_a_model_said_as_much_stands_for_an_item(project, schema, annotator, api_client):
    told(make_items(project, [f"text {n}" for n in range(6)]))
    known(project, make_items(project, [f"silent {n}" for n in range(8)]))
    known(project, told(make_items(project, [f"gold {n}" for n in range(8)])))
    hiding(project)
    seen = shown(project, api_client(annotator))
    assert all("suggestions" in unit for unit in seen[True])


def test_gold_without_a_word_of_a_model_is_better_than_none(project, schema, annotator, api_client):
    told(make_items(project, [f"text {n}" for n in range(6)]))
    known(project, make_items(project, [f"silent {n}" for n in range(8)]))
    hiding(project)
    assert shown(project, api_client(annotator))[True]


def test_nobody_is_held_against_gold_in_a_field_that_a_model_fills(project, schema, annotator):
    told(make_items(project, [f"text {n}" for n in range(6)]))
    versions = told(make_items(project, [f"gold {n}" for n in range(3)]))
    known(project, versions)
    for version in versions:
        Gold.objects.create(project=project, item_version=version, field="sort", answer="news")
    batch = hiding(project)
    while work := assignments.claim(project=project, person=annotator):
        submit(assignment=work[0], submission=Submission(answers={"sentiment": "neg"}))
    assert selectors.gold_accuracy(project).value == 1.0
    assert selectors.gold_by_person(batch)[annotator.pk].value == 1.0
    with pytest.raises(BadInput) as refusal:
        record_gold(project=project, field="sort", rows=[], by=project.created_by)
    assert refusal.value.code == "filled_by_model"
