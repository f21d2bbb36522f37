import pytest

from verification.domain.ethics import difference, source_spread


def test_difference_of_two_shares_is_that_of_newcombe_1998():
    # table II (a), method 10: 56/70 against 48/80
    value, low, high = difference((56, 70), (48, 80))
    assert (value, low, high) == (
        pytest.approx(0.2),
        pytest.approx(0.0524, abs=5e-5),
        pytest.approx(0.3339, abs=5e-5),
    )


def test_source_spread_is_the_largest_over_labels_with_its_interval_and_sources():
    counts = {("tone", "pos", "news"): 56, ("tone", "neg", "news"): 14}
    counts |= {("tone", "pos", "blog"): 48, ("tone", "neg", "blog"): 32}
    spread = source_spread(counts)
    assert (spread.value, spread.n) == (pytest.approx(0.2), 150)
    assert spread.low == pytest.approx(0.0524, abs=5e-5)
    assert spread.said[0].startswith("tone = ")


def test_source_spread_sees_a_label_that_one_source_lacks():
    spread = source_spread({("tone", "pos", "news"): 20, ("tone", "neg", "blog"): 20})
    assert spread.value == 1


def test_source_spread_compares_no_source_of_fewer_than_twenty_answers():
    counts = {("tone", "pos", "news"): 40, ("tone", "neg", "blog"): 19}
    assert source_spread(counts).value is None
    assert source_spread({}).value is None
