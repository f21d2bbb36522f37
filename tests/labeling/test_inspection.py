from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from guidelines.models import Gold
from labeling import selectors
from labeling.domain.lifecycle import SkipReason
from labeling.selectors import AlertKind
from labeling.services import assignments
from labeling.services.annotations import Submission, submit
from tests.factories import make_batch, make_items

pytestmark = pytest.mark.django_db

ITEMS = 30


def label(project, person, answer, seconds, most=ITEMS):
    for _turn in range(most):
        [work] = assignments.claim(project=project, person=person)
        submission = Submission(
            answers={"sentiment": answer(work.item_id)}, seconds=seconds, is_recorded=True
        )
        submit(assignment=work, submission=submission)


@pytest.fixture
def batch(project, annotator, second_annotator):
    """Return a batch that one person labelled with care and another by pressing one key."""
    batch = make_batch(project, [f"text {n}" for n in range(ITEMS)], overlap=2)
    label(project, annotator, lambda item: "pos" if item % 2 else "neg", 9.0)
    label(project, second_annotator, lambda _item: "pos", 0.3)
    return batch


def kinds_of(batch, person):
    return {alert.kind for alert in selectors.inspection(batch).alerts if alert.person == person}


def test_a100_identical_answers_in_a_third_of_a_second_are_flagged_not_unpaid(
    batch, annotator, second_annotator
):
    assert kinds_of(batch, second_annotator) == {AlertKind.SPEEDING, AlertKind.ONE_SIDED}
    assert kinds_of(batch, annotator) == set()
    assert selectors.current_annotations(batch).filter(by=second_annotator).count() == ITEMS
    assert selectors.pauses_in(batch.project).count() == 0


def test_alerts_carry_their_numbers(batch, second_annotator):
    told = " ".join(one.sentence for one in selectors.inspection(batch).alerts)
    assert "100 % of 30 answers took less than a third" in told
    assert "“Positive” is 100 % of 30 labels given; the others give it in 50 %." in told


def test_low_gold_is_told_only_when_the_whole_interval_lies_under_the_mark(project, annotator):
    batch = make_batch(project, ["x"] * ITEMS, overlap=1, gold_every=2)
    for version in make_items(project, ["gold"] * 8):
        Gold.objects.create(project=project, item_version=version, field="sentiment", answer="pos")
    label(project, annotator, lambda _item: "pos", 5.0, most=5)
    assert AlertKind.LOW_GOLD not in kinds_of(batch, annotator)
    label(project, annotator, lambda _item: "neg", 5.0, most=22)
    assert AlertKind.LOW_GOLD in kinds_of(batch, annotator)


def test_skipping_more_than_the_others_is_told(project, annotator, second_annotator):
    batch = make_batch(project, ["x"] * ITEMS, overlap=2)
    label(project, annotator, lambda _item: "neg", 5.0)
    for _turn in range(ITEMS):
        [work] = assignments.claim(project=project, person=second_annotator)
        assignments.skip(assignment=work, reason=SkipReason.UNCLEAR)
    assert AlertKind.SKIPPING in kinds_of(batch, second_annotator)


def test_a_batch_behind_its_deadline_is_told(project, annotator):
    batch = make_batch(project, ["x"] * 10, overlap=1, deadline_on=timezone.localdate() - timedelta(days=1))
    label(project, annotator, lambda _item: "neg", 5.0, most=1)
    [alert] = selectors.inspection(batch).alerts
    assert (alert.kind, alert.person) == (AlertKind.LATE, None)


def test_a_batch_nobody_has_touched_shows_an_empty_page(project, manager, page_client):
    batch = make_batch(project, ["x"])
    page = page_client(manager).get(reverse("labeling:inspection_page", args=[batch.pk]))
    assert "Nobody has answered in this batch yet." in page.content.decode()


def test_inspection_through_both_doors_is_for_managers(
    batch, manager, reviewer, outsider, annotator, page_client, api_client
):
    page, program = (
        reverse(f"{door}", args=[batch.pk]) for door in ("labeling:inspection_page", "api:inspection")
    )
    for stranger in (outsider, reviewer, annotator):
        assert page_client(stranger).get(page).status_code == 404
        assert api_client(stranger).get(program).status_code == 404
    assert "less than a third of the median" in page_client(manager).get(page).content.decode()
    told = api_client(manager).get(program).json()
    assert {row["name"] for row in told["people"]} == {"Annotator", "Second Annotator"}
    assert told["progress"]["done"] == 2 * ITEMS
    assert {alert["what"] for alert in told["alerts"]} == {"speeding", "one_sided"}
