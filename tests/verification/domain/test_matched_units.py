import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from tests.verification.domain.test_kind_measures import answers, value_of
from verification.domain.assigning import assigned
from verification.domain.estimates import Undefined
from verification.domain.kind_measures import figures
from verification.domain.matched_units import units
from verification.domain.regions import likeness_of


def box(x, label="cell", y=0):
    return {"x": x, "y": y, "width": 10, "height": 10, "label": label}


def of(*people):
    return units(people, likeness_of(lambda one, other: 1.0))


def test_boxes_at_one_place_are_one_unit_whatever_their_labels():
    assert of([box(0), box(50)], [box(2, "other"), box(90)]) == [
        ["cell", "other"],
        ["cell", None],
        [None, "cell"],
    ]


def test_boxes_that_share_less_than_half_are_two_units():
    assert of([box(0)], [box(3)]) == [["cell", "cell"]]
    assert of([box(0)], [box(4)]) == [["cell", None], [None, "cell"]]


def test_the_assignment_is_the_one_with_most_likeness_not_the_first_that_offers_itself():
    greedy, best = {(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}, [(0, 1), (1, 0)]
    assert assigned(greedy) == best


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), st.floats(0.5, 1), max_size=14))
def test_the_assignment_adds_up_to_what_scipy_finds_on_the_whole_table(likeness):
    table = [[likeness.get((one, other), 0.0) for other in range(6)] for one in range(6)]
    rows, columns = linear_sum_assignment(table, maximize=True)
    most = sum(table[row][column] for row, column in zip(rows, columns, strict=True))
    found = assigned(likeness)
    assert sum(likeness[pair] for pair in found) == pytest.approx(most)
    assert len({one for one, _other in found}) == len({other for _one, other in found}) == len(found)


def test_alpha_of_matched_boxes_is_that_of_the_reliability_table_they_make():
    items = {
        "x": [[box(0), box(50)], [box(1, "other"), box(90)], [box(0)]],
        "y": [[box(0, "other")], [], [box(2, "other"), box(40)]],
    }
    table = [unit for given in items.values() for unit in of(*given)]
    assert len(table) == 5
    codes = [[{"cell": 0, "other": 1, None: 2}[unit[person]] for unit in table] for person in range(3)]
    expected = krippendorff.alpha(codes, level_of_measurement="nominal")
    found = value_of("alpha_matched", items)
    assert (found.value, found.n) == (pytest.approx(expected), 2)


def test_alpha_of_matched_boxes_says_why_there_is_none():
    assert value_of("alpha_matched", {"x": [[], []]}).undefined == Undefined.NOTHING_MARKED
    assert value_of("alpha_matched", {"x": [[box(0)], [box(0)]]}).undefined == Undefined.ONE_CATEGORY


def test_alpha_of_matched_boxes_with_one_label_is_undefined_and_not_a_zero_that_says_nothing():
    well = {str(n): [[box(0), box(50), box(100)], [box(1), box(50)]] for n in range(40)}
    badly = {str(n): [[box(0), box(50)], [box(20), box(80)]] for n in range(40)}
    for items in (well, badly):
        found = value_of("alpha_matched", items)
        assert (found.value, found.n, found.undefined) == (None, 40, Undefined.ONE_CATEGORY)
        assert value_of("box_f1", items).value is not None
    two = {**well, "more": [[box(0, "other")], [box(0, "other")]]}
    assert value_of("alpha_matched", two).value is not None


def test_with_one_label_the_formula_gives_what_follows_from_the_share_of_unmatched_units_alone():
    table = [["cell", "cell"]] * 3_000 + [["cell", None], [None, "cell"]] * 500
    codes = [[{"cell": 0, None: 1}[unit[person]] for unit in table] for person in range(2)]
    unmatched = 1_000 / len(table)
    alpha = krippendorff.alpha(codes, level_of_measurement="nominal")
    assert alpha == pytest.approx(-unmatched / (2 - unmatched), abs=0.001)


def test_alpha_of_matched_boxes_has_an_interval_that_holds_it():
    items = {str(n): [[box(0), box(50, "other")], [box(n % 7)]] for n in range(20)}
    figure = figures(answers(items), ["alpha_matched"], draws=200)["alpha_matched"]
    assert figure.low < figure.value < figure.high


def test_alpha_of_very_many_labels_is_the_same_in_little_memory(monkeypatch):
    items = {str(n): [[box(0, f"l{n}")], [box(1, f"l{n - n % 3}")]] for n in range(30)}
    dense = value_of("alpha_matched", items).value
    monkeypatch.setattr("verification.domain.characters.DENSE", 1)
    assert value_of("alpha_matched", items).value == pytest.approx(dense)
