import pytest

from labeling.models import Slot
from projects.domain.phases import Phase
from tests.factories import make_annotation, make_batch, make_user
from tests.verification.factories import compute, decide_again, make_answered_batch
from verification import selectors

pytestmark = pytest.mark.django_db

ROWS = [("pos", "pos"), ("neg", "neg"), ("neg", "neg"), ("pos", "neg"), ("pos", "")]


@pytest.fixture
def people(db):
    return [make_user() for _n in range(2)]


def measured(project):
    return {measure.name: (measure.value, measure.n) for measure in selectors.measures(project)}


def relabel(batch, person, label, *, name):
    """Return another batch over the items of this one, in which one person gave every item this label."""
    again = make_batch(batch.project, [], overlap=1, name=name)
    for slot in batch.slots.filter(number=1).order_by("id"):
        copy = Slot.objects.create(batch=again, item=slot.item, item_version=slot.item_version, number=1)
        make_annotation(copy, person, {"sentiment": label})
    return again


def test_measures_of_a_new_project_are_not_measured_yet(project):
    assert measured(project) == {
        "agreement.alpha": (None, 0),
        "audit.error_rate": (None, 0),
        "disputes.open": (None, 0),
        "items.accepted": (None, 0),
        "model.accuracy": (None, 0),
        "model.gain_last_doubling": (None, 0),
    }


def test_items_with_an_open_dispute_are_not_accepted(project, people, manager):
    compute(make_answered_batch(project, people, ROWS), manager)
    found = measured(project)
    assert found["items.accepted"] == (4, 4)
    assert found["disputes.open"] == (1, 1)
    assert found["label_share.pos"] == (0.5, 4)


def test_a_decision_accepts_its_item_with_the_decided_label(project, people, manager):
    batch = make_answered_batch(project, people, ROWS)
    compute(batch, manager)
    for answer in ("pos", "neg"):
        decide_again(dispute=batch.disputes.get(), answer=answer, cause="mistake", reason="Cold.", by=manager)
    found = measured(project)
    assert found["items.accepted"] == (5, 5)
    assert found["label_share.neg"] == (pytest.approx(3 / 5), 5)


def test_of_an_item_in_two_batches_the_later_batch_speaks(project, people, manager):
    batch = make_answered_batch(project, people, ROWS[:3])
    compute(batch, manager)
    again = relabel(batch, people[0], "pos", name="Cleaning")
    assert measured(project)["label_share.neg"] == (pytest.approx(2 / 3), 3)
    compute(again, manager)
    assert measured(project)["items.accepted"] == (3, 3)
    assert measured(project)["label_share.neg"] == (0, 3)


def test_alpha_of_a_project_is_that_of_main_batches_once_there_are_any(project, people, manager):
    compute(make_answered_batch(project, people, ROWS[3:4] + ROWS[:2], phase=Phase.PILOT), manager)
    pilot = selectors.alpha_of(selectors.runs_in_force(project))
    compute(make_answered_batch(project, people, ROWS[:3], phase=Phase.MAIN), manager)
    main = selectors.alpha_of(selectors.runs_in_force(project))
    assert pilot.value < 1
    assert (main.value, main.n) == (1.0, 3)
    assert main.low <= main.value <= main.high


def test_alpha_of_two_main_batches_is_their_mean_by_items(project, people, manager):
    one = compute(make_answered_batch(project, people, ROWS[:4]), manager)
    other = compute(make_answered_batch(project, people, ROWS[:2]), manager)
    values = [run.report["fields"][0]["alpha"]["value"] for run in (one, other)]
    alpha = selectors.alpha_of(selectors.runs_in_force(project))
    assert (alpha.value, alpha.n) == (pytest.approx((4 * values[0] + 2 * values[1]) / 6), 6)


@pytest.mark.parametrize("items", [2, 20])
def test_measures_take_the_same_statements_whatever_the_size(
    project, people, manager, items, django_assert_num_queries
):
    for _n in range(2):
        compute(make_answered_batch(project, people, ROWS[:4] * items), manager)
    with django_assert_num_queries(8):
        selectors.measures(project)
