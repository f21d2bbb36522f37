from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from labeling import selectors
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Assignment, Draft
from labeling.services import assignments, batches, rework
from labeling.services.annotations import Submission, WorkLost, submit
from labeling.services.overlap import add_slots
from projects.domain.phases import Phase
from projects.models import Notice
from projects.services import open_cycle
from tests.factories import make_annotation, make_assignment, make_batch, make_items, make_schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(project, annotator):
    """Return an answered assignment; another item waits."""
    batch = make_batch(project, ["a", "b"], overlap=1)
    return make_annotation(batch.slots.order_by("id")[0], annotator).assignment


def reopen(assignment, by, reason="Irony: read the last sentence again."):
    return rework.reopen_assignment(assignment=assignment, reason=reason, by=by)


def again(assignment, label="neg", version=1):
    return submit(
        assignment=assignment, submission=Submission(answers={"sentiment": label}, base_version=version)
    )


def test_reopen_assignment_gives_it_to_the_same_person_first_with_the_reason(
    project, answered, annotator, reviewer, api_client
):
    reopen(answered, reviewer)
    url = reverse("api:next_work", args=[project.pk])
    [first] = api_client(annotator).post(url, {"ahead": 1}).json()["units"]
    assert first["id"] == answered.pk
    assert first["note"] == "Irony: read the last sentence again."
    assert first["submitted"]["answers"] == {"sentiment": "pos"}
    assert first["submitted"]["version"] == 1
    assert "came back" in Notice.objects.filter(user=annotator).latest("pk").sentence


def test_reopen_assignment_takes_the_answer_out_until_it_is_mended(project, answered, reviewer):
    reopen(answered, reviewer)
    assert not selectors.current_annotations(answered.batch).exists()
    mended = again(answered)
    assert mended.version == 2
    assert [one.answers["sentiment"] for one in selectors.current_annotations(answered.batch)] == ["neg"]


def test_reopen_assignment_stays_with_its_person(project, answered, annotator, second_annotator, reviewer):
    reopen(answered, reviewer)
    assert answered.item_id not in [
        work.item_id for work in assignments.claim(project=project, person=second_annotator, ahead=5)
    ]
    assignments.give_back(assignment=answered)
    assert assignments.claim(project=project, person=annotator)[0].pk == answered.pk
    assert Assignment.objects.get(pk=answered.pk).lease_until > timezone.now() + timedelta(days=6)


def test_reopen_assignment_refuses_what_makes_no_sense(project, answered, annotator, reviewer, manager):
    with pytest.raises(BadInput):
        reopen(answered, reviewer, reason=" ")
    with pytest.raises(NotAllowed):
        reopen(answered, annotator)
    held = make_assignment(answered.batch.slots.order_by("id")[1], annotator)
    with pytest.raises(RuleBroken, match="not answered"):
        reopen(held, reviewer)
    batches.close_batch(batch=answered.batch, by=manager)
    with pytest.raises(RuleBroken, match="closed"):
        reopen(answered, reviewer)


def test_a94_an_accepted_answer_changes_only_after_it_is_opened_again(answered, annotator, reviewer):
    rework.accept_assignment(assignment=answered, by=reviewer)
    with pytest.raises(WorkLost) as refused:
        again(answered)
    assert (refused.value.code, refused.value.status) == ("accepted", 409)
    assert Draft.objects.get(assignment=answered).answers == {"sentiment": "neg"}
    reopen(answered, reviewer)
    assert again(answered).version == 2


def test_a_batch_over_named_items_takes_them_whatever_batch_has_them(project, answered, manager):
    batch = batches.open_batch(
        project=project, name="Again", by=manager, overlap=2, items=[answered.item_id], purpose="second_look"
    )
    assert (batch.phase, batch.purpose) == (Phase.MAIN, "second_look")
    assert list(batch.slots.values_list("item", flat=True)) == [answered.item_id] * 2


def test_fresh_people_only_keeps_an_item_from_those_who_answered_it(
    project, answered, annotator, second_annotator, manager
):
    facts = {"project": project, "by": manager, "overlap": 1, "purpose": "relabel"}
    batches.close_batch(batch=answered.batch, by=manager)
    batches.open_batch(name="Fresh", items=[answered.item_id], fresh_people_only=True, **facts)
    assert assignments.claim(project=project, person=annotator) == []
    assert not selectors.has_work(annotator, project)
    assert assignments.claim(project=project, person=second_annotator)


def test_named_items_are_of_the_project(project, other_project, manager):
    make_schema(project)
    [foreign] = make_items(other_project)
    with pytest.raises(BadInput) as refused:
        batches.open_batch(project=project, name="X", by=manager, items=[foreign.item_id], purpose="relabel")
    assert refused.value.path == "items"


def test_a_later_cycle_of_rework_needs_no_pilot(project, answered, manager, second_annotator):
    from labeling.stages import gates

    open_cycle(project=project, reason="The model missed its goal.", by=manager)
    batch = batches.open_batch(
        project=project, name="C", by=manager, overlap=1, items=[answered.item_id], purpose="cleaning"
    )
    assert batch.cycle == 2
    [work] = assignments.claim_item(project=project, person=second_annotator, item=answered.item)
    again(work, version=0)
    assert gates(project)[0].is_passed


def test_add_slots_asks_one_more_up_to_the_cap_and_shows_the_saving(project, manager):
    batch = make_batch(project, ["a", "b", "c", "d"], overlap=2)
    items = list(batch.slots.filter(number=1).values_list("item", flat=True))[:2]
    facts = {"batch": batch, "by": manager, "reason": "Low confidence."}
    assert add_slots(items=items, most=3, **facts) == 2
    assert add_slots(items=items, most=3, **facts) == 0
    batch.refresh_from_db()
    assert selectors.progress(batch).saved == 4 * 3 - 10


def test_add_slots_refuses_strange_items_caps_and_closed_batches(project, manager):
    batch, other = make_batch(project, ["a"]), make_batch(project, ["b"])
    mine, foreign = batch.slots.first().item_id, other.slots.first().item_id
    facts = {"batch": batch, "by": manager, "reason": "x"}
    for items, most in (([foreign], 5), ([mine, foreign], 5), ([], 5), ([mine], 0)):
        with pytest.raises(BadInput):
            add_slots(items=items, most=most, **facts)
    batches.close_batch(batch=batch, by=manager)
    with pytest.raises(RuleBroken):
        add_slots(items=[mine], most=5, **facts)


def test_add_slots_through_the_api(project, manager, reviewer, api_client):
    batch = make_batch(project, ["a"])
    url = reverse("api:add_slots", args=[batch.pk])
    body = {"items": [batch.slots.first().item_id], "most": 5, "reason": "Low confidence."}
    assert api_client(reviewer).post(url, body).status_code == 404
    assert api_client(manager).post(url, {**body, "items": ["x"]}).status_code == 400
    assert api_client(manager).post(url, body).json() == {"added": 1}


def test_work_reopened_and_forgotten_returns_to_others_after_a_week(
    project, answered, second_annotator, reviewer
):
    reopen(answered, reviewer)
    Assignment.objects.filter(pk=answered.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assignments.expire_leases()
    answered.refresh_from_db()
    assert answered.state == AssignmentState.EXPIRED
    [work] = assignments.claim_item(project=project, person=second_annotator, item=answered.item)
    assert work.version == 0
