import pytest
from django.urls import reverse

from labeling.models import Batch
from tests.factories import make_annotation, make_batch, make_guideline, make_schema
from tests.guidelines.factories import canonical, entry

pytestmark = pytest.mark.django_db
DOORS = ["overview:affected_by_guideline", "api:affected_by_guideline"]


@pytest.fixture
def changed(project, annotator, second_annotator):
    """Return the second guideline version, which changed what `pos` means, and the items answered before it."""
    make_schema(project, canonical("pos", "neg"))
    make_guideline(project, entries=[entry("pos"), entry("neg")])
    batch = make_batch(project, ["a", "b", "c"], overlap=2)
    slots = list(batch.slots.order_by("id"))
    make_annotation(slots[0], annotator, {"sentiment": "pos"})
    make_annotation(slots[1], second_annotator, {"sentiment": "pos"})
    make_annotation(slots[2], annotator, {"sentiment": "neg"})
    second = make_guideline(project, entries=[entry("pos", definition="Only strong praise."), entry("neg")])
    make_annotation(slots[4], annotator, {"sentiment": "pos"})
    return second, slots


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("person", ["outsider", "annotator", "reviewer", "client_person"])
def test_touched_answers_do_not_exist_for_others(request, project, changed, page_client, person, door):
    user = request.getfixturevalue(person)
    address = reverse(door, args=[project.pk, 2])
    assert page_client(user).get(address).status_code == 404
    assert page_client(user).post(address, {"name": "x", "overlap": 1}).status_code == 404


def test_answers_given_before_under_a_changed_rule_are_listed(project, changed, api_client):
    _guideline, slots = changed
    [row] = api_client(project.created_by).get(reverse(DOORS[1], args=[project.pk, 2])).json()
    assert row == {"field": "sentiment", "label": "pos", "answers": 2, "items": [slots[0].item_id]}


def test_touched_items_are_batched_for_a_second_look(project, changed, page_client):
    _guideline, slots = changed
    pm = page_client(project.created_by)
    address = reverse(DOORS[0], args=[project.pk, 2])
    assert pm.get(address).context["total"] == 1
    answer = pm.post(address, {"name": "Praise again", "overlap": 1})
    batch = Batch.objects.get(name="Praise again")
    assert answer.url == reverse("labeling:batch_page", args=[batch.pk])
    assert (batch.purpose, [slot.item_id for slot in batch.slots.all()]) == (
        "second_look",
        [slots[0].item_id],
    )
    assert pm.post(address, {"name": "", "overlap": 0}).status_code == 422


def test_a_program_opens_the_second_look(project, changed, api_client):
    program = api_client(project.created_by)
    address = reverse(DOORS[1], args=[project.pk, 2])
    answer = program.post(address, {"name": "Again"})
    assert (answer.status_code, answer.json()["items"]) == (201, 1)
    assert program.post(address, {"name": "Again", "overlap": 0}).status_code == 400


def test_the_first_version_touches_nothing_and_opens_nothing(project, changed, page_client, api_client):
    assert (
        "No answer is touched"
        in page_client(project.created_by).get(reverse(DOORS[0], args=[project.pk, 1])).text
    )
    answer = api_client(project.created_by).post(reverse(DOORS[1], args=[project.pk, 1]), {"name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_items")


def test_counting_takes_the_same_statements_for_many_answers(
    project, changed, annotator, django_assert_max_num_queries
):
    from overview.affected import affected_by_guideline

    guideline, _slots = changed
    batch = make_batch(project, [f"text {n}" for n in range(30)], overlap=1)
    for slot in batch.slots.all():
        make_annotation(slot, annotator, {"sentiment": "pos"})
    with django_assert_max_num_queries(6):
        affected_by_guideline(guideline)
