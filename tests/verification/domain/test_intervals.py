import pytest

from verification.domain.intervals import Share, exact_share, share


@pytest.mark.parametrize(
    ("times", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_share_has_the_score_interval_that_newcombe_1998_prints_in_table_1(times, n, low, high):
    found = share(times, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert (found.value, found.n) == (times / n, n)


def test_share_of_everything_ends_at_one():
    assert share(20, 20).high == 1.0
    assert round(share(20, 20).low, 4) == 1 - 0.1611


def test_share_widens_with_the_confidence():
    assert share(5, 50, 0.99).high > share(5, 50, 0.95).high


def test_share_of_nothing_is_none():
    assert share(0, 0) == Share(None, 0)


@pytest.mark.parametrize(
    ("times", "n", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_exact_share_has_the_interval_that_newcombe_1998_prints_for_clopper_and_pearson(times, n, low, high):
    found = exact_share(times, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_exact_share_of_everything_ends_at_one():
    assert (exact_share(5, 5).high, exact_share(0, 0)) == (1.0, Share(None, 0))
