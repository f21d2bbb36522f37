import pytest

from dmops_platform.errors import BadInput, RuleBroken
from labeling.models import Slot
from tests.factories import make_annotation, make_user
from tests.verification.factories import compute, make_answered_batch
from verification import selectors
from verification.services import collect_more, person_decisions

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    return [make_user() for _n in range(4)]


@pytest.fixture
def batch(project, people):
    return make_answered_batch(project, people[:2], [("pos", "pos"), ("pos", "neg"), ("neg", "pos")])


def test_more_answers_are_asked_only_where_people_are_unsure(batch, manager):
    compute(batch, manager)
    assert collect_more(batch=batch, goal=0.8, cap=4, by=manager) == 2
    assert [batch.slots.filter(item=item).count() for item in _items(batch)] == [2, 3, 3]
    told = selectors.collecting(batch, 0.8, 4)
    assert (told.unsure, told.waiting, told.asked, told.everywhere) == (0, 2, 8, 12)
    assert told.saving == pytest.approx(1 / 3)


def test_rounds_end_at_the_goal_or_at_the_cap(batch, people, manager):
    compute(batch, manager)
    collect_more(batch=batch, goal=0.6, cap=3, by=manager)
    for slot in batch.slots.filter(number=3):
        make_annotation(slot, people[2], {"sentiment": "pos"})
        Slot.objects.filter(pk=slot.pk).update(state="done")
    with pytest.raises(RuleBroken, match="Compute again"):
        collect_more(batch=batch, goal=0.6, cap=3, by=manager)
    compute(batch, manager)
    with pytest.raises(RuleBroken, match="No item is below"):
        collect_more(batch=batch, goal=0.6, cap=3, by=manager)
    assert selectors.unsure_items(batch, 0.9, 3) == []
    assert len(selectors.unsure_items(batch, 0.9, 4)) == 2


def test_without_a_computation_or_with_a_senseless_goal_nothing_is_asked(batch, manager):
    with pytest.raises(RuleBroken, match="Compute consensus first"):
        collect_more(batch=batch, goal=0.8, cap=4, by=manager)
    with pytest.raises(BadInput):
        collect_more(batch=batch, goal=0, cap=4, by=manager)
    compute(batch, manager)
    with pytest.raises(BadInput):
        collect_more(batch=batch, goal=0.8, cap=10_000, by=manager)
    assert batch.slots.count() == 6


def test_more_answers_through_both_doors(batch, manager, page_client, api_client):
    compute(batch, manager)
    address = f"/api/v1/batches/{batch.pk}/collect/"
    assert api_client(manager).get(f"{address}?goal=0.8&cap=4").json()["unsure"] == 2
    page = page_client(manager).get(f"/batches/{batch.pk}/quality/").content.decode()
    assert "More answers where people are unsure" in page
    sent = {"goal": "0.8", "cap": "4"}
    client = page_client(manager)
    assert client.post(f"/batches/{batch.pk}/quality/collect/", {"goal": "2", "cap": "4"}).status_code == 422
    assert client.post(f"/batches/{batch.pk}/quality/collect/", sent).status_code == 302
    again = api_client(manager).post(address, {"goal": 0.8, "cap": 4}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_unsure")


def test_an_appeal_waits_for_the_managers(batch, project, people, manager):
    decision = person_decisions.decide_about_person(
        project=project, person=people[0], step="talk", reason="Fast.", by=manager
    )
    assert not [one for one in selectors.waiting_for(manager) if "person-decisions" in one.url]
    person_decisions.appeal(decision=decision, text="No.", by=people[0])
    [waiting] = [one for one in selectors.waiting_for(manager) if "person-decisions" in one.url]
    assert waiting.n == 1


def _items(batch):
    return sorted(set(batch.slots.values_list("item", flat=True)))
