import pytest

from overview.domain.board import StageState, state_of, twelve_gates
from projects.domain.stages import Gate, Missing, Stage

NOBODY = Missing("Nothing measures this.", "pm")
LATE = Missing("Late.", "annotator")
DOUBT = Missing("Doubtful.", "reviewer")


def test_twelve_gates_are_twelve_in_order_whatever_is_reported():
    gates = twelve_gates([Gate(Stage.LABEL), Gate(Stage.GOAL)], NOBODY)
    assert [gate.stage for gate in gates] == list(Stage)
    assert [gate.stage for gate in gates if gate.is_passed] == [Stage.GOAL, Stage.LABEL]


def test_stage_nobody_reports_on_is_not_passed():
    assert twelve_gates([], NOBODY)[0].missing == (NOBODY,)


@pytest.mark.parametrize("order", [1, -1])
def test_what_two_apps_miss_in_one_stage_is_put_together(order):
    reported = [Gate(Stage.LABEL, (LATE,)), Gate(Stage.LABEL), Gate(Stage.LABEL, (DOUBT,))][::order]
    assert set(twelve_gates(reported, NOBODY)[Stage.LABEL - 1].missing) == {LATE, DOUBT}


def test_what_apps_note_about_a_stage_stays_with_it():
    reported = [Gate(Stage.LABEL, notes=("No pilot.",)), Gate(Stage.LABEL, (LATE,), ("Only rework.",))]
    gates = twelve_gates(reported, NOBODY)
    assert [gate.notes for gate in gates if gate.notes] == [("No pilot.", "Only rework.")]


@pytest.mark.parametrize(
    ("missing", "is_by_hand", "state"),
    [
        ((), False, StageState.PASSED),
        ((), True, StageState.PASSED),
        ((LATE,), True, StageState.BY_HAND),
        ((LATE,), False, StageState.OPEN),
    ],
)
def test_state_follows_the_data_before_the_judgement(missing, is_by_hand, state):
    assert state_of(Gate(Stage.LABEL, missing), is_by_hand=is_by_hand) == state
