import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

SCALE = KINDS["scale"]


def config(**more):
    return SCALE.check(more, "config")


LIKERT = config(low="Very bad", high="Very good")
SLIDER = config(least=0, most=1, step=0.01, look="slider")


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold_for_steps(values):
    hold(SCALE, LIKERT, values)


@given(st.lists(st.integers(0, 100).map(lambda percent: percent / 100), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold_for_a_slider(values):
    hold(SCALE, SLIDER, values)


def test_five_steps_unless_something_else_is_asked():
    assert config() == {"least": 1, "most": 5, "step": 1, "low": "", "high": "", "look": "steps"}
    assert SCALE.values(LIKERT) == [1, 2, 3, 4, 5]
    assert SCALE.values(config(least=-1, most=1, step=0.5)) == [-1, -0.5, 0, 0.5, 1]
    assert SCALE.values(config(most=1000)) == []


def test_a_step_is_met_in_spite_of_binary_fractions():
    assert SCALE.clean(0.1 + 0.2, SLIDER, {}, "answer") == 0.3
    assert SCALE.clean(3.0, LIKERT, {}, "answer") == 3
    assert repr(SCALE.clean(3.0, LIKERT, {}, "answer")) == "3"


@pytest.mark.parametrize("value", [*NONSENSE, 0, 6, 2.5, "3", [3]])
def test_clean_refuses_what_is_no_step(value):
    assert refused(SCALE.clean, value, LIKERT, {}, "answer") == "answer"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"least": 5, "most": 5}, "config.most"),
        ({"least": "1"}, "config.least"),
        ({"least": None}, "config"),
        ({"most": float("inf")}, "config.most"),
        ({"step": 0}, "config.step"),
        ({"step": -1}, "config.step"),
        ({"step": None}, "config.step"),
        ({"step": 0.3}, "config.most"),
        ({"most": 10**6}, "config.step"),
        ({"low": 3}, "config.low"),
        ({"look": "wheel"}, "config.look"),
        ({"look": []}, "config.look"),
        ({"labels": []}, "config.labels"),
    ],
)
def test_check_names_the_path_of_a_senseless_setting(more, path):
    assert refused(lambda: config(**more)) == path


def test_distance_is_over_the_length_of_the_scale():
    assert [SCALE.distance(1, other, LIKERT) for other in (1, 3, 5)] == [0, 0.5, 1]
    assert SCALE.scale(LIKERT) == "interval"


def test_merge_is_a_median_that_an_outlier_does_not_move():
    assert SCALE.merge([1, 4, 5], [1, 1, 1], LIKERT) == 4
    assert SCALE.merge([1, 4, 5], [5, 1, 1], LIKERT) == 1


def test_ends_are_shown_with_their_meaning_and_every_step_is_counted():
    assert [SCALE.show(value, LIKERT) for value in (1, 3, 5)] == ["1 (Very bad)", "3", "5 (Very good)"]
    assert SCALE.summarise([2, 2, 5], LIKERT) == {"1": 0, "2": 2, "3": 0, "4": 0, "5": 1}
    assert SCALE.columns(3) == {"": "3"}
