"""Intervals of shares: those every app uses, and the exact one."""

from math import exp, lgamma, log, log1p

from projects.domain.intervals import Share, share, two_sided_z

__all__ = ["Share", "exact_share", "share", "two_sided_z"]


def exact_share(times: int, n: int, confidence: float = 0.95) -> Share:
    """Return `times` of `n` as a share with its exact interval: never too narrow, however small the sample.

    Source: Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the
    binomial, Biometrika 26, 404-413.

    >>> exact_share(0, 0)
    Share(value=None, n=0, low=None, high=None)
    """
    if not n:
        return Share(None, 0)
    tail = (1 - confidence) / 2
    low = 0.0 if times == 0 else 1 - _where_at_most(n - times, n, tail)
    high = 1.0 if times == n else _where_at_most(times, n, tail)
    return Share(times / n, n, low, high)


def _where_at_most(times: int, n: int, chance: float) -> float:
    """Return the share at which at most `times` of `n` has this chance, by halving."""
    low, high = 0.0, 1.0
    for _step in range(60):
        middle = (low + high) / 2
        if _at_most(times, n, middle) > chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _at_most(times: int, n: int, p: float) -> float:
    """Return the binomial chance of at most so many of n."""
    if p in (0.0, 1.0):
        return 1.0 - p
    start = lgamma(n + 1)
    return sum(
        exp(start - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))
        for k in range(times + 1)
    )
