"""The criteria by which the Korean AI data quality standard looks at raw data.

Source: the guideline on data quality management for AI training (TTA, NIA): diversity, reliability, obtainability
and legal compliance of the raw data. Diversity is computed, legal compliance follows from the legal review; the
other two are judged by people on written evidence.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dmops_platform.states import State

SHINGLE = 5
PERMUTATIONS = 64
BANDS = 16
NEAR = 0.8


class Criterion(State):
    """A criterion that people judge."""

    RELIABILITY = "reliability"
    OBTAINABILITY = "obtainability"


class Diversity(NamedTuple):
    """How varied texts are. Lengths in characters; shares of the texts looked at; None where there are none."""

    n: int
    distinct: float | None
    near_duplicates: float | None
    shortest: int | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    longest: int | None


def diversity(texts: Sequence[str]) -> Diversity:
    """Return how varied the texts are; a text counts as near-duplicate when an earlier one is 0.8 alike.

    >>> diversity(["a", "a", "abc"]).distinct
    0.6666666666666666
    """
    if not texts:
        return Diversity(0, *[None] * 7)
    lengths = np.array([len(text) for text in texts])
    low, median, high = np.percentile(lengths, [25, 50, 75])
    return Diversity(
        n=len(texts),
        distinct=len(set(texts)) / len(texts),
        near_duplicates=sum(near_duplicates(texts)) / len(texts),
        shortest=int(lengths.min()),
        lower_quartile=float(low),
        median=float(median),
        upper_quartile=float(high),
        longest=int(lengths.max()),
    )


def near_duplicates(texts: Sequence[str]) -> list[bool]:
    """Return for each text whether an earlier one is nearly the same: MinHash over runs of five characters."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=NEAR, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes: list[RMinHash] = []
    found: list[bool] = []
    for place, text in enumerate(texts):
        hashed = RMinHash(num_perm=PERMUTATIONS, seed=42)
        hashed.update(sorted(shingles(text)))
        found.append(any(hashed.jaccard(hashes[near]) >= NEAR for near in index.query(hashed)))
        hashes.append(hashed)
        index.insert(place, hashed)
    return found


def shingles(text: str) -> set[str]:
    """Return the runs of five characters of a text, spaces and case left out; a short text is its own run."""
    plain = "".join(text.split()).casefold()
    return {plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1))}
