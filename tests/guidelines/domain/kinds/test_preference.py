import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

PREFERENCE = KINDS["preference"]


def config(**more):
    return PREFERENCE.check(more, "config")


GRADED, PLAIN = config(strengths=3), config(has_tie=False)
A, B, TIE = {"choice": "a", "strength": 1}, {"choice": "b", "strength": 1}, {"choice": "tie", "strength": 0}


@given(st.lists(st.sampled_from(PREFERENCE.values(GRADED)), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold(values):
    hold(PREFERENCE, GRADED, values)


@given(st.lists(st.sampled_from([A, B]), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold_without_a_tie(values):
    hold(PREFERENCE, PLAIN, values)


def test_the_strength_is_one_unless_given_and_a_tie_has_none():
    assert PREFERENCE.clean({"choice": "a"}, GRADED, {}, "answer") == A
    assert PREFERENCE.clean({"choice": "tie"}, GRADED, {}, "answer") == TIE
    assert len(PREFERENCE.values(GRADED)) == 7


@pytest.mark.parametrize(
    "value",
    [
        *NONSENSE,
        "a",
        {"choice": "c"},
        {"choice": ["a"]},
        {"choice": "a", "strength": 0},
        {"choice": "a", "strength": 4},
        {"choice": "a", "strength": 1.5},
        {"choice": "tie", "strength": 1},
        {"choice": "a", "why": "x"},
    ],
)
def test_clean_refuses_what_is_no_preference(value):
    assert refused(PREFERENCE.clean, value, GRADED, {}, "answer").startswith("answer")


def test_a_tie_is_refused_where_the_field_knows_none():
    assert refused(PREFERENCE.clean, TIE, PLAIN, {}, "answer") == "answer.choice"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"a": "x", "b": "x"}, "config.b"),
        ({"a": ""}, "config.b"),
        ({"a": 1}, "config.a"),
        ({"strengths": 0}, "config.strengths"),
        ({"strengths": 5}, "config.strengths"),
        ({"has_tie": "yes"}, "config.has_tie"),
        ({"tie": True}, "config.tie"),
    ],
)
def test_check_names_the_path_of_a_senseless_setting(more, path):
    assert refused(lambda: config(**more)) == path


def test_distance_counts_degrees():
    far_better = {"choice": "a", "strength": 3}
    assert PREFERENCE.distance(far_better, {"choice": "b", "strength": 3}, GRADED) == 1
    assert PREFERENCE.distance(far_better, TIE, GRADED) == 0.5
    assert PREFERENCE.distance(A, B, PLAIN) == 1


def test_merge_takes_the_heavier_side_and_its_median_degree():
    votes = [
        {"choice": "a", "strength": 1},
        {"choice": "a", "strength": 3},
        {"choice": "a", "strength": 3},
        B,
    ]
    assert PREFERENCE.merge(votes, [1, 1, 1, 2], GRADED) == {"choice": "a", "strength": 3}
    assert PREFERENCE.merge([A, B], [1, 1], GRADED) == TIE
    assert PREFERENCE.merge([B, A], [1, 1], PLAIN) == A


def test_answers_are_told_in_words_and_cells():
    assert PREFERENCE.show({"choice": "b", "strength": 2}, GRADED) == "a << b"
    assert PREFERENCE.show(TIE, GRADED) == "a = b"
    assert PREFERENCE.columns(A) == {"": "a", "strength": "1"}
    assert PREFERENCE.summarise([A, B, B], PLAIN) == {"a": 1, "b": 2}
