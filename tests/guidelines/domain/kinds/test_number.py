import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

NUMBER = KINDS["number"]


def config(**more):
    return NUMBER.check(more, "config")


ANY, COUNT, PRICE = config(), config(least=0, step=1, unit="people"), config(least=0, most=100, step=0.05)


@given(st.lists(st.floats(-(10**15), 10**15), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold_for_any_number(values):
    hold(NUMBER, ANY, values)


@given(st.lists(st.integers(0, 2000).map(lambda steps: steps / 20), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold_between_bounds(values):
    hold(NUMBER, PRICE, values)


@pytest.mark.parametrize("value", [*NONSENSE, "3", -1, 1.5, 10**16])
def test_clean_refuses_what_is_no_such_number(value):
    assert refused(NUMBER.clean, value, COUNT, {}, "answer") == "answer"


def test_whole_numbers_have_no_decimals():
    assert [repr(NUMBER.clean(value, ANY, {}, "answer")) for value in (3.0, -0.0, 2.5)] == ["3", "0", "2.5"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"least": 2, "most": 1}, "config.most"),
        ({"least": "0"}, "config.least"),
        ({"most": 10**16}, "config.most"),
        ({"step": 0}, "config.step"),
        ({"unit": None}, "config.unit"),
        ({"digits": 2}, "config.digits"),
    ],
)
def test_check_names_the_path_of_a_senseless_setting(more, path):
    assert refused(lambda: config(**more)) == path


def test_distance_goes_by_the_bounds_or_else_by_the_size_of_the_numbers():
    assert NUMBER.distance(10, 60, PRICE) == 0.5
    assert NUMBER.distance(0, 0, ANY) == 0
    assert NUMBER.distance(-5, 5, ANY) == 1
    assert NUMBER.distance(100, 300, ANY) == 0.5


def test_only_numbers_from_nothing_up_are_compared_by_ratio():
    assert NUMBER.agreement(COUNT) == ("alpha_interval", "alpha_ratio")
    assert NUMBER.agreement(config(least=-40)) == ("alpha_interval",)


def test_a_number_is_shown_with_its_unit_and_given_numbers_are_counted_in_order():
    assert NUMBER.show(3, COUNT) == "3 people"
    assert list(NUMBER.summarise([10, 9, 10], COUNT).items()) == [("9", 1), ("10", 2)]
