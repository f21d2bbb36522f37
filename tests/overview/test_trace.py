import re
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from dmops_platform.background import no_bell
from labeling.models import Assignment
from overview import selectors, tracing
from projects.domain.stages import Stage, TraceStep
from sourcing.models import Import, Item, RawFile
from tests.delivery.factories import make_compared_batch, make_release
from tests.factories import (
    make_annotation,
    make_assignment,
    make_batch,
    make_items,
    make_project,
    make_source,
)
from tests.overview.factories import report
from verification.models import Decision, Dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(project, annotator, second_annotator, manager):
    """Return an item that was labelled, disputed, decided and released."""
    with no_bell():
        batch = make_compared_batch(project, [annotator, second_annotator])
        item = batch.slots.order_by("pk").first().item
        version = item.versions.get()
        dispute = Dispute.objects.create(
            batch=batch, item=item, item_version=version, field="sentiment", state="settled"
        )
        Decision.objects.create(dispute=dispute, answer="pos", cause="mistake", reason="Read.", by=manager)
        make_release(batch)
    return item


def sayings(steps) -> str:
    return "\n".join(f"{step.what} | {step.by}" for step in steps)


def test_trace_tells_the_whole_life_of_an_item_in_the_order_of_time(item):
    steps = selectors.trace(item)
    told = sayings(steps)
    for word in (
        "Version 1 written",
        "Put into the batch",
        "Handed out",
        "Answered",
        "Consensus",
        "Decided",
        "Frozen into release 1, line 1",
    ):
        assert word in told
    assert [step.at for step in steps] == sorted((step.at for step in steps), key=datetime.fromisoformat)
    assert {step.stage for step in steps} == {
        Stage.RAW_DATA,
        Stage.LABEL,
        Stage.INTERNAL_VERIFICATION,
        Stage.DELIVERY,
    }


def test_trace_never_tells_an_answer(item):
    assert not re.search(r"\b(pos|neg)\b", sayings(selectors.trace(item)))


def test_trace_names_people_only_to_those_who_see_quality(item, manager, data_engineer, annotator):
    assert str(annotator) in sayings(selectors.trace_for(manager, item))
    blind = selectors.trace_for(data_engineer, item)
    assert str(annotator) not in sayings(blind)
    assert "Person 1" in sayings(blind)
    assert not any(step.url for step in blind if step.stage >= Stage.LABEL)


def test_trace_calls_one_person_by_one_number_within_an_item(item, data_engineer, annotator, monkeypatch):
    now = timezone.now().isoformat()
    who = [str(annotator), "Somebody", str(annotator)]
    report(monkeypatch, steps=[TraceStep(now, Stage.LABEL, f"{n}", name) for n, name in enumerate(who)])
    first, second, third = (step.by for step in selectors.trace_for(data_engineer, item))
    assert first == third != second


def test_trace_begins_with_the_file_and_the_line(project, manager):
    source = make_source(project)
    file = RawFile.objects.create(
        project=project, source=source, name="a.csv", path="raw/a.csv", size=1, sha256="0" * 64, by=manager
    )
    job = Import.objects.create(project=project, source=source, file=file, by=manager, state="done")
    item = make_items(project)[0].item
    Item.objects.filter(pk=item.pk).update(origin=job, line=7)
    recorded, reviewed, imported, version = selectors.trace(Item.objects.get(pk=item.pk))
    assert recorded.what.startswith("Its source “Made for tests” was recorded")
    assert reviewed.what == "The right to use the source was reviewed: Approved"
    assert (imported.what, imported.by) == ("Imported from “a.csv”, line 7", "Manager")
    assert version.what.startswith("Version 1 written by import")


def test_trace_tells_who_passed_an_item_on(project, annotator):
    batch = make_batch(project)
    hand = make_assignment(batch.slots.first(), annotator)
    Assignment.objects.filter(pk=hand.pk).update(state="skipped", ended_at=timezone.now())
    assert "Passed on to somebody else | Annotator" in sayings(tracing.trace(hand.item))


def test_trace_takes_as_many_statements_for_more_answers(
    project, annotator, second_annotator, django_assert_num_queries
):
    batch = make_batch(project)
    first, second = batch.slots.order_by("pk")
    make_annotation(first, annotator)
    item = first.item
    with django_assert_num_queries(3):
        tracing.trace(item)
    make_annotation(second, second_annotator)
    with django_assert_num_queries(3):
        tracing.trace(item)


@pytest.mark.parametrize("door", ["overview:trace_page", "api:trace"])
def test_trace_is_invisible_to_those_who_do_not_see_items(
    page_client, outsider, annotator, client_person, item, door
):
    for person in (outsider, annotator, client_person):
        assert page_client(person).get(reverse(door, args=[item.pk])).status_code == 404


def test_trace_of_another_project_does_not_exist(page_client, manager, outsider):
    foreign = make_batch(make_project(outsider)).slots.first().item
    assert page_client(manager).get(reverse("overview:trace_page", args=[foreign.pk])).status_code == 404


def test_trace_reads_the_same_through_both_doors(page_client, api_client, manager, item):
    page = page_client(manager).get(reverse("overview:trace_page", args=[item.pk]))
    body = api_client(manager).get(reverse("api:trace", args=[item.pk])).json()
    assert [step["what"] for step in body["steps"]] == [step.what for step in page.context["steps"]]
    assert {step["stage"] for step in body["steps"]} == {2, 8, 9, 12}
    assert all(step["what"] in page.content.decode() for step in body["steps"] if "“" not in step["what"])
