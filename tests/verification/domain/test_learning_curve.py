import numpy as np
import pytest

from verification.domain.intervals import share
from verification.domain.learning_curve import Gain, Point, Saturation, gain, point, sizes, verdict


def draw(*right):
    return np.array(right, dtype=bool)


def at(low, accuracy=0.9):
    return Point(100, accuracy, low, 1.0, 50, 1, accuracy, accuracy)


def test_sizes_double_up_to_everything():
    assert sizes(1_000, 10) == [15, 31, 62, 125, 250, 500, 1_000]
    assert sizes(15, 10) == [15]


def test_point_is_the_mean_over_draws_with_wilsons_interval_on_the_hold_out():
    found = point(8, [draw(1, 1, 1, 0), draw(1, 1, 0, 0)])
    expected = share(0.625 * 4, 4)
    assert (found.accuracy, found.low, found.high) == (0.625, expected.low, expected.high)
    assert (found.n, found.seeds, found.least, found.most) == (4, 2, 0.5, 0.75)


def test_gain_pairs_the_items_of_the_hold_out():
    half, whole = [draw(1, 0, 1, 0), draw(1, 0, 0, 0)], [draw(1, 1, 1, 0)]
    # per item: 0, 1, 0.5, 0: mean 0.375, standard deviation 0.4787, standard error 0.2394
    found = gain(half, whole)
    assert (found.value, found.n) == (0.375, 4)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.23936, abs=1e-3)


@pytest.mark.parametrize(
    ("low", "added", "says"),
    [
        (0.8, Gain(0.05, 0.02, 0.08, 50), Saturation.GROWING),
        (0.8, Gain(0.001, -0.004, 0.006, 50), Saturation.SATURATED),
        (0.8, Gain(0.02, -0.03, 0.07, 50), Saturation.UNDECIDED),
        (0.8, None, Saturation.UNDECIDED),
        (0.5, Gain(0.05, 0.02, 0.08, 50), Saturation.NOTHING_LEARNED),
    ],
)
def test_verdict(low, added, says):
    assert verdict(at(low), added, most_frequent=0.5) == says
