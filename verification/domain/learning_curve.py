"""What more data teaches a model: accuracy on one fixed hold-out while the training data doubles."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from dmops_platform.states import State
from verification.domain.intervals import share, two_sided_z

#: accuracy that a doubling may add before we call the curve flat
FLAT = 0.01


class Saturation(State):
    """What the last doubling says about more data of this kind."""

    GROWING = "growing"
    SATURATED = "saturated"
    UNDECIDED = "undecided"
    NOTHING_LEARNED = "nothing_learned"


@dataclass(frozen=True)
class Point:
    """Accuracy at one size: the mean over `seeds` draws of the training data, each tested on the same hold-out.

    `low` and `high` are Wilson's 95 % interval on the `n` items of the hold-out; `least` and `most` are the
    lowest and the highest draw.
    """

    size: int
    accuracy: float
    low: float
    high: float
    n: int
    seeds: int
    least: float
    most: float


@dataclass(frozen=True)
class Gain:
    """What the last doubling added to accuracy, with its 95 % interval over the items of the hold-out."""

    value: float
    low: float
    high: float
    n: int


def sizes(most: int, least: int) -> list[int]:
    """Return training sizes that double up to everything there is, none below `least`.

    >>> sizes(400, 30)
    [50, 100, 200, 400]
    """
    found = [most]
    while found[-1] // 2 >= least:
        found.append(found[-1] // 2)
    return found[::-1]


def point(size: int, right: Sequence[NDArray[np.bool_]]) -> Point:
    """Return the point of one size from which hold-out items each draw got right."""
    accuracies = [float(draw.mean()) for draw in right]
    mean, n = sum(accuracies) / len(accuracies), len(right[0])
    spread = share(mean * n, n)
    assert spread.low is not None
    assert spread.high is not None
    return Point(size, mean, spread.low, spread.high, n, len(right), min(accuracies), max(accuracies))


def gain(half: Sequence[NDArray[np.bool_]], whole: Sequence[NDArray[np.bool_]]) -> Gain:
    """Return how much more is right with all the data than with half of it, item by item on one hold-out.

    The differences are paired: both sizes are tested on the same items. Source of the standard error of a mean
    of paired differences: Cochran (1977), Sampling Techniques, 3rd ed., section 2.5.
    """
    differences = np.mean(whole, axis=0) - np.mean(half, axis=0)
    n = len(differences)
    error = float(differences.std(ddof=1)) / sqrt(n) if n > 1 else 1.0
    margin = two_sided_z(0.95) * error
    value = float(differences.mean())
    return Gain(value, value - margin, value + margin, n)


def verdict(last: Point, added: Gain | None, most_frequent: float) -> Saturation:
    """Return what the curve says. `most_frequent` is the accuracy of always giving the most frequent label."""
    if last.low <= most_frequent:
        return Saturation.NOTHING_LEARNED
    if added is None:
        return Saturation.UNDECIDED
    if added.high < FLAT:
        return Saturation.SATURATED
    return Saturation.GROWING if added.low > 0 else Saturation.UNDECIDED
