import pytest

from labeling.domain.lifecycle import BatchState
from labeling.models import Batch
from projects.domain.phases import Phase
from projects.domain.stages import Stage
from projects.models import StagePass
from projects.services import open_cycle
from tests.factories import make_user
from tests.verification.factories import ask_for, change_answer, compute, make_answered_batch
from verification import selectors
from verification.services.disputes import decide

pytestmark = pytest.mark.django_db

AGREED = [("pos", "pos"), ("neg", "neg"), ("pos", "pos")]


@pytest.fixture
def people(db):
    return [make_user() for _n in range(2)]


def missing(project, stage=Stage.INTERNAL_VERIFICATION):
    """Return what the gate of a stage waits for, as sentences."""
    [gate] = [gate for gate in selectors.gates(project) if gate.stage == stage]
    return [thing.sentence for thing in gate.missing]


def test_gate_9_waits_for_a_finished_batch(project):
    assert missing(project) == ["No batch is finished, so nothing can be compared yet."]


def test_gate_9_waits_for_agreement_of_a_complete_batch(project, people):
    make_answered_batch(project, people, AGREED, name="Main")
    assert missing(project) == ["Finished batches without computed agreement: “Main”."]


def test_gate_9_waits_for_agreement_of_a_closed_batch_but_not_of_an_open_one(project, people):
    batch = make_answered_batch(project, people, [("pos", "")], name="Main")
    assert missing(project) == ["No batch is finished, so nothing can be compared yet."]
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.CLOSED)
    assert missing(project) == ["Finished batches without computed agreement: “Main”."]


def test_gate_9_passes_when_people_agree(project, people, manager):
    compute(make_answered_batch(project, people, AGREED), manager)
    assert missing(project) == []


def test_gate_9_does_not_count_a_run_older_than_the_latest_answer(project, people, manager):
    batch = make_answered_batch(project, people, AGREED, name="Main")
    compute(batch, manager)
    change_answer(people[0].annotations.first(), "pos")
    [sentence] = missing(project)
    assert "does not count any more: “Main”" in sentence
    compute(batch, manager)
    assert missing(project) == []


def test_gate_9_waits_for_open_disputes(project, people, manager):
    batch = make_answered_batch(project, people, [*AGREED, ("pos", "neg")])
    compute(batch, manager)
    assert missing(project) == ["Disputes wait for a decision: 1."]
    decide(dispute=batch.disputes.get(), answer="pos", cause="mistake", reason="Warm.", by=manager)
    assert missing(project) == []


def test_gate_9_says_by_how_much_agreement_misses_its_goal(project, people, manager):
    ask_for(project, "agreement.alpha", ">=", 0.8)
    batch = make_answered_batch(project, people, [*AGREED, ("pos", "neg")])
    compute(batch, manager)
    decide(dispute=batch.disputes.get(), answer="pos", cause="mistake", reason="Warm.", by=manager)
    alpha = selectors.alpha_of(selectors.runs_in_force(project)).value
    assert missing(project) == [f"Agreement misses its goal: alpha is {alpha:.3f}, asked for is ≥ 0.8."]


def test_gate_9_says_when_the_agreement_asked_for_cannot_be_measured(project, people, manager):
    ask_for(project, "agreement.alpha", ">=", 0.8)
    compute(make_answered_batch(project, people[:1], [("pos",), ("neg",)]), manager)
    [sentence] = missing(project)
    assert "cannot be measured" in sentence


def test_gate_9_opens_again_with_a_new_cycle_until_agreement_is_computed_in_it(project, people, manager):
    batch = make_answered_batch(project, people, AGREED)
    compute(batch, manager)
    open_cycle(project=project, reason="Labels drift.", by=manager)
    assert missing(project) == ["Cycle 2 has begun: compute agreement again after its work."]
    compute(batch, manager)
    assert missing(project) == []


def test_a_pilots_finished_run_is_reported_once_with_its_agreement(project, people, manager):
    run = compute(make_answered_batch(project, people, AGREED, phase=Phase.PILOT), manager)
    compute(make_answered_batch(project, people, AGREED, phase=Phase.MAIN), manager)
    reported = StagePass.objects.get(project=project, stage=Stage.LABEL, what="pilot_reported")
    assert reported.evidence == {"run": run.pk, "alpha": 1.0, "n": 3}


@pytest.mark.parametrize("batches", [1, 4])
def test_gates_take_the_same_statements_for_one_batch_as_for_four(
    project, people, manager, batches, django_assert_max_num_queries
):
    ask_for(project, "agreement.alpha", ">=", 0.8)
    for _n in range(batches):
        compute(make_answered_batch(project, people, [*AGREED, ("pos", "neg")]), manager)
    with django_assert_max_num_queries(12):
        selectors.gates(project)
