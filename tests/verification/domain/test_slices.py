import numpy as np

from verification.domain.intervals import share
from verification.domain.slices import Cell, halves, odd_ones, slices_of


def test_slices_of_leaves_out_parts_too_small_to_compare():
    names = ["a"] * 40 + ["b"] * 40 + ["c"] * 5
    held = np.array([place % 3 == 0 for place in range(85)])
    assert [one.name for one in slices_of(names, held)] == ["a", "b"]


def test_slices_of_one_part_are_none():
    assert slices_of(["a"] * 60, np.array([place % 3 == 0 for place in range(60)])) == []


def test_no_item_is_in_the_training_and_in_the_test_of_a_slice():
    held = np.array([place % 3 == 0 for place in range(80)])
    for one in slices_of(["a", "b"] * 40, held):
        assert not held[one.train].any()
        assert held[one.test].all()


def test_slices_of_keeps_the_six_largest():
    names = [name for name in "abcdefgh" for _n in range(10 * (ord(name) - 90))]
    held = np.array([place % 3 == 0 for place in range(len(names))])
    assert [one.name for one in slices_of(names, held)] == list("cdefgh")


def test_halves_split_by_time_whatever_the_order():
    assert halves([5, 1, 9, 3]) == ["second", "first", "second", "first"]


def test_odd_ones_are_those_that_fail_elsewhere_beyond_chance():
    cells = [
        Cell("a", "a", share(95, 100)),
        Cell("a", "b", share(94, 100)),
        Cell("b", "a", share(40, 100)),
        Cell("b", "b", share(93, 100)),
    ]
    assert odd_ones(cells) == ["b"]
    assert (
        odd_ones([Cell("a", "a", share(9, 10)), Cell("a", "b", share(8, 10)), Cell("b", "b", share(9, 10))])
        == []
    )
