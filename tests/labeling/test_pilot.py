from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dmops_platform.errors import BadInput, RuleBroken
from guidelines.services import acknowledge
from labeling.models import Batch
from labeling.selectors import figures_by_person
from labeling.services import assignments, batches, pilot
from labeling.services.annotations import Submission, submit
from labeling.stages import gates
from projects.domain.phases import Phase
from projects.domain.stages import Stage
from projects.models import StagePass
from projects.services import open_cycle, pass_stage
from tests.factories import make_annotation, make_batch, make_guideline, make_items, make_schema, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(project, annotator, second_annotator):
    """Return a project that could open a batch, its annotators familiar with its guideline."""
    make_schema(project)
    guideline = make_guideline(project)
    for person in (annotator, second_annotator):
        acknowledge(guideline=guideline, by=person)
    make_items(project, ["a", "b", "c", "d"])
    return project


def report(project):
    """Write what verification writes when agreement of a pilot is computed."""
    evidence = {"run": 1, "alpha": 0.8, "n": 2}
    return pass_stage(
        project=project, stage=Stage.LABEL, what="pilot_reported", by=project.created_by, evidence=evidence
    )


def open_batch(project, name="Batch", **facts):
    facts = {"overlap": 1, "size": 1, **facts}
    return batches.open_batch(project=project, name=name, by=project.created_by, **facts)


def settle(project, *people):
    report(project)
    pilot.confirm_guideline(project=project, reason="Nothing was unclear.", by=project.created_by)
    return pilot.choose_people(
        project=project, people=[one.pk for one in people], reason="Known.", by=project.created_by
    )


def sentences(project):
    return " ".join(one.sentence for one in gates(project)[0].missing)


def test_the_first_batch_is_a_pilot_unless_told(ready):
    assert open_batch(ready).phase == Phase.PILOT
    assert open_batch(ready).phase == Phase.PILOT


def test_main_waits_for_its_pilot_and_says_for_what(ready):
    with pytest.raises(RuleBroken) as refused:
        open_batch(ready, phase=Phase.MAIN)
    assert refused.value.code == "pilot_missing"
    told = [one["sentence"] for one in refused.value.details["missing"]]
    assert len(told) == 3
    assert "No pilot was opened" in told[0]
    assert "Guideline version 1 is from before" in told[1]
    assert not Batch.objects.exists()


def test_main_says_how_far_the_pilot_is(ready, annotator):
    open_batch(ready, size=2)
    [work] = assignments.claim(project=ready, person=annotator)
    submit(assignment=work, submission=Submission(answers={"sentiment": "pos"}))
    assert "has 1 of 2 answers" in sentences(ready)
    [work] = assignments.claim(project=ready, person=annotator)
    submit(assignment=work, submission=Submission(answers={"sentiment": "pos"}))
    assert "is complete: compute its agreement" in sentences(ready)


def test_main_opens_for_those_chosen_after_report_and_guideline(ready, annotator, second_annotator):
    open_batch(ready)
    settle(ready, second_annotator)
    main = open_batch(ready, "Main")
    assert main.phase == Phase.MAIN
    assert [row.person for row in main.audience.all()] == [second_annotator]
    Batch.objects.exclude(pk=main.pk).update(state="closed")
    assert assignments.claim(project=ready, person=annotator) == []
    assert len(assignments.claim(project=ready, person=second_annotator)) == 1


def test_a_guideline_published_after_the_report_counts_as_revised(ready, annotator):
    open_batch(ready)
    report(ready)
    make_guideline(ready)
    pilot.choose_people(project=ready, people=[annotator.pk], reason="Known.", by=ready.created_by)
    assert open_batch(ready, "Main").phase == Phase.MAIN


def test_computing_the_pilot_again_does_not_undo_what_followed(ready, annotator):
    open_batch(ready)
    settle(ready, annotator)
    report(ready)
    assert open_batch(ready, "Main").phase == Phase.MAIN


def test_main_goes_without_a_pilot_for_a_reason_that_stays(ready, manager):
    main = open_batch(ready, without_pilot="  The client's own people did it last year.  ")
    assert (main.phase, main.is_for_all) == (Phase.MAIN, True)
    waived = StagePass.objects.get(what="pilot_waived")
    assert (waived.reason, waived.by) == ("The client's own people did it last year.", manager)
    assert "goes without a pilot" in gates(ready)[0].notes[0]


@pytest.mark.parametrize("reason", [" ", "x" * 2_001])
def test_a_reason_to_go_without_a_pilot_is_a_reason(ready, reason):
    with pytest.raises(BadInput) as refused:
        open_batch(ready, without_pilot=reason)
    assert refused.value.path == "without_pilot"
    assert not StagePass.objects.exists()


def test_a_pilot_needs_no_waiver(ready):
    with pytest.raises(BadInput):
        open_batch(ready, phase=Phase.PILOT, without_pilot="No time.")


def test_a_new_cycle_asks_for_its_own_pilot(ready, annotator):
    open_batch(ready, without_pilot="Known work.")
    open_cycle(project=ready, reason="The model missed its goal.", by=ready.created_by)
    assert open_batch(ready).phase == Phase.PILOT
    with pytest.raises(RuleBroken):
        open_batch(ready, phase=Phase.MAIN)


def test_choose_people_needs_the_report(ready, annotator):
    with pytest.raises(RuleBroken, match="not reported yet"):
        pilot.choose_people(project=ready, people=[annotator.pk], reason="Known.", by=ready.created_by)


def test_choose_people_keeps_their_figures_as_evidence(project, annotator, second_annotator):
    batch = make_batch(project, ["a", "b"], phase=Phase.PILOT)
    first, second, third, fourth = batch.slots.order_by("id")
    make_annotation(first, annotator)
    make_annotation(second, second_annotator)
    make_annotation(third, annotator, {"sentiment": "pos"})
    make_annotation(fourth, second_annotator, {"sentiment": "neg"})
    report(project)
    passed = pilot.choose_people(project=project, people=[annotator.pk], by=project.created_by)
    [row] = passed.evidence["people"]
    assert (row["person"], row["items"], row["agreement"], row["agreement_n"]) == (annotator.pk, 2, 0.5, 2)


def test_choose_people_asks_why_of_somebody_the_pilot_does_not_know(ready, annotator):
    report(ready)
    with pytest.raises(BadInput, match="did nothing in the pilot"):
        pilot.choose_people(project=ready, people=[annotator.pk], by=ready.created_by)


def test_choose_people_refuses_people_from_elsewhere(ready, reviewer, annotator):
    report(ready)
    for strangers in ([reviewer.pk], [make_user().pk, annotator.pk], []):
        with pytest.raises(BadInput):
            pilot.choose_people(project=ready, people=strangers, reason="x", by=ready.created_by)


def test_figures_say_nothing_where_nothing_was_done(project, annotator):
    [row] = figures_by_person([], [annotator])
    assert (row.items, row.agreement.value, row.gold.value, row.seconds) == (0, None, None, None)


def test_a_batch_for_named_people_is_invisible_to_the_others(ready, annotator, second_annotator):
    open_batch(ready, people=[annotator.pk])
    assert assignments.claim(project=ready, person=second_annotator) == []
    assert assignments.claim(project=ready, person=annotator)


def test_a_batch_needs_as_many_people_as_its_overlap(ready, annotator):
    with pytest.raises(BadInput) as refused:
        open_batch(ready, people=[annotator.pk], overlap=2)
    assert refused.value.path == "people"


def test_a_deadline_lies_ahead(ready):
    with pytest.raises(BadInput):
        open_batch(ready, deadline_on=timezone.localdate() - timedelta(days=1))


def test_a_shuffled_batch_has_the_same_slots_in_another_order(project):
    make_schema(project)
    make_items(project, [f"text {n}" for n in range(60)])
    batch = open_batch(project, size=None, overlap=2, order="shuffled")
    order = list(batch.slots.order_by("id").values_list("item_id", flat=True))
    assert order != sorted(order)
    assert order[::2] == order[1::2]
    assert len(set(order)) == 60


def test_the_gate_waits_for_the_main_work(ready, annotator):
    open_batch(ready, without_pilot="Known work.")
    assert "waits for 1 of 1 answers" in sentences(ready)
    [work] = assignments.claim(project=ready, person=annotator)
    submit(assignment=work, submission=Submission(answers={"sentiment": "pos"}))
    assert gates(ready)[0].is_passed
    open_cycle(project=ready, reason="More.", by=ready.created_by)
    assert not gates(ready)[0].is_passed


def test_the_pilot_through_both_doors(page_client, api_client, ready, manager, annotator, outsider):
    open_batch(ready)
    report(ready)
    confirm = {"reason": "Clear."}
    assert api_client(outsider).get(reverse("api:pilot", args=[ready.pk])).status_code == 404
    page = page_client(manager).post(reverse("labeling:confirm_guideline", args=[ready.pk]), confirm)
    assert page.status_code == 302
    body = {"people": [annotator.pk], "reason": "Known."}
    told = api_client(manager).post(reverse("api:choose_people", args=[ready.pk]), body).json()
    assert told["missing"] == []
    assert [row["person"] for row in told["chosen"]["evidence"]["people"]] == [annotator.pk]
    page = page_client(manager).get(reverse("labeling:pilot_page", args=[ready.pk]))
    assert b"Open the main batch" in page.content


def test_opening_main_too_early_is_told_through_the_api(api_client, ready, manager):
    body = {"name": "Main", "phase": "main", "overlap": 1}
    answer = api_client(manager).post(reverse("api:batches", args=[ready.pk]), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "pilot_missing")
    assert all(one["url"] for one in answer.json()["missing"])
    answer = api_client(manager).post(
        reverse("api:batches", args=[ready.pk]), {**body, "without_pilot": "A rehearsal."}
    )
    assert answer.status_code == 201


def test_the_pilot_page_keeps_a_refused_form(page_client, ready, manager):
    report(ready)
    page = page_client(manager).post(reverse("labeling:confirm_guideline", args=[ready.pk]), {"reason": ""})
    assert page.status_code == 422
