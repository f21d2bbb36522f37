import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput, RuleBroken
from guidelines.models import Gold
from labeling import selectors
from labeling.domain.lifecycle import AssignmentState, SkipReason
from labeling.models import Assignment, Batch, Slot
from labeling.services import assignments, batches
from labeling.services.annotations import Submission, submit
from labeling.stages import gates, measures
from tests.factories import make_items, make_schema
from verification.selectors import answer_table
from verification.selectors.in_force import finished_batches

pytestmark = pytest.mark.django_db

ITEMS = 24
GOLD = 6


@pytest.fixture
def hiding(project):
    """Return a batch over 24 items that hides gold as every fourth item; 6 gold items are known."""
    make_schema(project)
    make_items(project, [f"text {n}" for n in range(ITEMS)])
    for version in make_items(project, [f"gold {n}" for n in range(GOLD)]):
        Gold.objects.create(project=project, item_version=version, field="sentiment", answer="pos")
    return batches.open_batch(
        project=project,
        name="Main",
        overlap=1,
        gold_every=4,
        without_pilot="A test.",
        by=project.created_by,
    )


def work_through(project, person, *, right="pos", wrong="neg", gold_right=True, most=100):
    """Answer everything; return the assignments in the order in which they came."""
    came = []
    while len(came) < most and (work := assignments.claim(project=project, person=person)):
        assert len(work) == 1
        label = right if gold_right or not work[0].is_gold else wrong
        submit(assignment=work[0], submission=Submission(answers={"sentiment": label}, seconds=3))
        came.append(work[0])
    return came


def test_gold_comes_about_every_nth_item_and_never_twice_in_a_row(project, hiding, annotator):
    came = [piece.is_gold for piece in work_through(project, annotator)]
    assert came.count(False) == ITEMS
    assert 3 <= came.count(True) <= GOLD
    gaps = "".join("G" if gold else "." for gold in came)
    assert "GG" not in gaps
    assert not gaps.startswith("G")


def test_each_person_has_each_gold_item_at_most_once(project, hiding, annotator, second_annotator):
    for person in (annotator, second_annotator):
        shown = [piece.item_id for piece in work_through(project, person, most=14) if piece.is_gold]
        assert len(shown) == len(set(shown))


def test_gold_is_never_the_only_thing_left(project, hiding, annotator, second_annotator):
    work_through(project, annotator)
    assert not selectors.open_to(second_annotator, project).exists()
    assert assignments.claim(project=project, person=second_annotator, ahead=3) == []


def test_a52_a_gold_item_looks_like_any_other(project, hiding, annotator, api_client):
    seen = {}
    client = api_client(annotator)
    for turn in range(ITEMS + GOLD):
        units = client.post(reverse("api:next_work", args=[project.pk]), {"ahead": 1}).json()["units"]
        if not units:
            break
        assert len(units) == 1
        kept = Assignment.objects.get(pk=units[0]["id"])
        seen[kept.is_gold] = units[0]
        client.post(
            reverse("api:submit_work", args=[kept.pk]),
            {"answers": {"sentiment": "pos"}},
            headers={"Idempotency-Key": f"key-number-{turn}"},
        )
    gold, other = seen[True], seen[False]
    assert (
        set(gold)
        == set(other)
        == {"id", "item", "fields", "guideline", "draft", "submitted", "due_at", "note"}
    )
    assert set(gold["item"]) == set(other["item"]) == {"id", "version", "name", "parts", "data"}
    assert gold["fields"] == other["fields"]


def test_gold_counts_nowhere_but_in_its_own_figure(project, hiding, annotator):
    came = work_through(project, annotator, gold_right=False)
    golds = sum(piece.is_gold for piece in came)
    done = selectors.progress(hiding)
    assert (done.done, done.total) == (ITEMS, ITEMS)
    assert selectors.current_annotations(hiding).count() == ITEMS
    assert [row.submitted for row in selectors.progress_by_person(hiding)] == [ITEMS]
    assert list(finished_batches(project)) == [hiding]
    assert len(answer_table(hiding, ["sentiment"]).annotation) == ITEMS
    [right] = measures(project)
    assert (right.name, right.value, right.n) == ("gold.accuracy", 0.0, golds)
    assert right.low == 0.0 < right.high
    assert gates(project)[0].is_passed


def test_gold_in_somebodys_hands_does_not_keep_the_batch_open(project, hiding, annotator):
    while not (work := assignments.claim(project=project, person=annotator))[0].is_gold:
        submit(assignment=work[0], submission=Submission(answers={"sentiment": "pos"}))
    free = Slot.objects.filter(batch=hiding, is_gold=False, state="free")
    free.update(state="done")
    assert selectors.progress(hiding).is_complete


def test_gold_passed_on_is_not_handed_to_others_as_ordinary_work(
    project, hiding, annotator, second_annotator
):
    while not (work := assignments.claim(project=project, person=annotator))[0].is_gold:
        submit(assignment=work[0], submission=Submission(answers={"sentiment": "pos"}))
    assignments.skip(assignment=work[0], reason=SkipReason.UNCLEAR)
    came = work_through(project, second_annotator)
    assert all(piece.is_gold == (piece.slot.item_id in gold_items(project)) for piece in came)


def gold_items(project):
    return set(Gold.objects.filter(project=project).values_list("item_version__item", flat=True))


def test_gold_given_back_is_used_again(project, hiding, annotator):
    while not (work := assignments.claim(project=project, person=annotator))[0].is_gold:
        submit(assignment=work[0], submission=Submission(answers={"sentiment": "pos"}))
    assignments.give_back(assignment=work[0])
    work_through(project, annotator)
    answered = Assignment.objects.filter(is_gold=True, state=AssignmentState.SUBMITTED)
    items = list(answered.values_list("item", flat=True))
    assert len(items) == len(set(items))


def test_a_batch_that_hides_gold_keeps_it_out_of_its_own_items(project, hiding):
    assert not hiding.slots.filter(item__in=gold_items(project)).exists()
    assert hiding.slots.count() == ITEMS


def test_a_batch_cannot_hide_gold_that_is_not_there(project):
    make_schema(project)
    make_items(project, ["a"])
    facts = {"name": "Main", "overlap": 1, "without_pilot": "A test.", "by": project.created_by}
    with pytest.raises(RuleBroken) as refused:
        batches.open_batch(project=project, gold_every=5, **facts)
    assert refused.value.code == "no_gold"
    with pytest.raises(BadInput):
        batches.open_batch(project=project, gold_every=1, **facts)
    assert not Batch.objects.exists()


def test_only_a_manager_sees_how_people_did_on_gold(
    project, hiding, annotator, manager, reviewer, page_client
):
    work_through(project, annotator)
    url = reverse("labeling:batch_page", args=[hiding.pk])
    assert b"Hidden gold" in page_client(manager).get(url).content
    assert b"Hidden gold" not in page_client(reviewer).get(url).content
