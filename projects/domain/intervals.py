"""Intervals of shares."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist


@dataclass(frozen=True)
class Share:
    """A share with the number of things it rests on and its interval; without any there is no share."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


def share(times: float, n: int, confidence: float = 0.95) -> Share:
    """Return `times` of `n` as a share with its Wilson score interval.

    Source: Wilson (1927), Probable Inference, the Law of Succession, and Statistical Inference, Journal of
    the American Statistical Association 22, 209-212.

    >>> share(0, 0)
    Share(value=None, n=0, low=None, high=None)
    """
    if not n:
        return Share(None, 0)
    z = two_sided_z(confidence)
    p, spread = times / n, z**2 / n
    centre = (p + spread / 2) / (1 + spread)
    margin = sqrt(p * (1 - p) * spread + spread**2 / 4) / (1 + spread)
    return Share(p, n, max(centre - margin, 0.0), min(centre + margin, 1.0))


def two_sided_z(confidence: float) -> float:
    """Return how many standard errors to each side hold this much of a normal distribution."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
