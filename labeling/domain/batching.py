"""Bounds of a batch and of what is said about it."""

MOST_ITEMS = 10_000_000
MOST_OVERLAP = 50
LONGEST_REASON = 2_000
LEAST_GOLD_EVERY = 2
MOST_GOLD_EVERY = 1_000


def gaps(gold_every: int) -> range:
    """Return the places a gold item may take after the last: about every so many, never the very next one.

    >>> gaps(10), gaps(2)
    (range(5, 16), range(2, 4))
    """
    half = gold_every // 2
    return range(max(gold_every - half, 2), gold_every + half + 1)
