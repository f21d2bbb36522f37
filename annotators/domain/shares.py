"""A share of right answers, with how sure it is."""

import math
from typing import NamedTuple

#: of the normal distribution, for 95 %
Z_95 = 1.959963984540054


class Share(NamedTuple):
    """A share from 0 to 1 of `n`, and the ends of its interval; None of nothing."""

    value: float | None
    low: float | None
    high: float | None
    n: int


NO_SHARE = Share(None, None, None, 0)


def wilson(right: float, n: int, z: float = Z_95) -> Share:
    """Return right / n with Wilson's score interval (1927, JASA 22:209). Half right answers count half.

    >>> [round(end, 4) for end in wilson(8, 10)[:3]]
    [0.8, 0.4902, 0.9433]
    """
    if n == 0:
        return NO_SHARE
    share = right / n
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    width = 1 + z * z / n
    return Share(share, max(0.0, (middle - spread) / width), min(1.0, (middle + spread) / width), n)
