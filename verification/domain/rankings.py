"""How alike two orders of the same things are."""

from collections.abc import Sequence
from itertools import combinations


def kendall_tau(one: Sequence[str], other: Sequence[str]) -> float:
    """Return Kendall's tau of two orders: 1 for the same, -1 for the reverse; over the things both hold.

    Source: Kendall (1938), A New Measure of Rank Correlation. With fewer than two common things nothing can
    differ: 1.
    """
    places = {name: place for place, name in enumerate(other)}
    common = [places[name] for name in one if name in places]
    pairs = len(common) * (len(common) - 1) // 2
    if not pairs:
        return 1.0
    turned = sum(first > second for first, second in combinations(common, 2))
    return 1 - 2 * turned / pairs


def tau_distance(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of pairs that the two put in different order."""
    return (1 - kendall_tau(one, other)) / 2
