"""Signs in how somebody works that a person should look at. None of them proves anything."""

from math import exp, sqrt
from typing import NamedTuple

import numpy as np

from verification.domain.agreement import nearness
from verification.domain.breakdowns import pairs_within
from verification.domain.ratings import Bools, CodedRatings, Codes, Floats

LEAST = 20  # answers below which nothing is said
Z = 1.959963984540054
RARE = 0.01  # how unlikely a run of equal answers must be, over all pairs


class Difference(NamedTuple):
    """A difference of two means with its 95 % interval, and over how many answers each is taken."""

    value: float
    low: float
    high: float
    n: tuple[int, int]


class OneSided(NamedTuple):
    """The label somebody gives most: their share of it, and the others' share of it on the same items."""

    label: str
    share: float
    others: float
    n: int
    low: float
    high: float


class Copy(NamedTuple):
    """Two people with a longer run of equal answers than chance gives: its length, and how rare that is."""

    one: str
    other: str
    run: int
    n: int
    chance: float


def drift(near: Floats) -> Difference | None:
    """Return how the agreement with the others changed from the first third of somebody's answers to the last.

    `near` holds it for each answer in the order of time. None below 3 x 20 answers.
    """
    known = near[np.isfinite(near)]
    third = len(known) // 3
    if third < LEAST:
        return None
    first, last = known[:third], known[-third:]
    spread = sqrt(first.var(ddof=1) / third + last.var(ddof=1) / third)
    value = float(last.mean() - first.mean())
    return Difference(value, value - Z * spread, value + Z * spread, (third, third))


def one_sided(ratings: CodedRatings) -> dict[str, OneSided]:
    """Return each person with 20 compared answers or more, and how their favourite label compares.

    The interval is that of the mean difference between giving the label and the others' share of it.
    """
    labels = max(len(ratings.labels), 1)
    sizes = np.bincount(ratings.item, minlength=len(ratings.items))
    cells = np.unique(ratings.item * labels + ratings.label, return_counts=True)
    found = {}
    for place, person in enumerate(ratings.annotators):
        mine = (ratings.annotator == place) & (sizes[ratings.item] > 1)
        if mine.sum() < LEAST:
            continue
        given = ratings.label[mine]
        label = int(np.bincount(given).argmax())
        with_label = _times(cells, ratings.item[mine] * labels + label) - (given == label)
        others = with_label / (sizes[ratings.item[mine]] - 1)
        apart = (given == label) - others
        spread = Z * float(apart.std(ddof=1)) / sqrt(len(apart))
        value = float(apart.mean())
        found[person] = OneSided(
            ratings.labels[label],
            float((given == label).mean()),
            float(others.mean()),
            len(apart),
            value - spread,
            value + spread,
        )
    return found


def near_copies(ratings: CodedRatings, order: Codes) -> list[Copy]:
    """Return pairs of people whose longest run of equal answers is rarer than 1 % over all pairs.

    `order` says when each rating was given. Two people who agree with probability p on n common items have a
    run of k equal answers with a chance of about 1 - exp(-n (1 - p) p^k); p is how often the two agree with
    everybody else. Source: Schilling (1990), The Longest Run of Heads.
    """
    one, other = pairs_within(ratings)
    if not len(one):
        return []
    people = len(ratings.annotators)
    keys = ratings.annotator[one] * people + ratings.annotator[other]
    rows = np.lexsort((np.maximum(order[one], order[other]), keys))
    keys, equal = keys[rows], (ratings.label[one] == ratings.label[other])[rows]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    typical = _typical(ratings)
    found = []
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True):
        n, pair = end - start, int(keys[start])
        if n < LEAST:
            continue
        run = _longest(equal[start:end])
        p = min((typical[pair // people] + typical[pair % people]) / 2, 0.999)
        chance = (1 - exp(-n * (1 - p) * p**run)) * len(starts)
        if chance < RARE:
            names = ratings.annotators[pair // people], ratings.annotators[pair % people]
            found.append(Copy(*names, run, n, chance))
    return sorted(found, key=lambda copy: (copy.chance, copy.one, copy.other))


def _times(cells: tuple[Codes, Codes], keys: Codes) -> Codes:
    place = np.minimum(np.searchsorted(cells[0], keys), len(cells[0]) - 1)
    return np.where(cells[0][place] == keys, cells[1][place], 0)


def _typical(ratings: CodedRatings) -> Floats:
    """Return how often each person agrees with others; the mean of all where nobody is compared."""
    near, people = nearness(ratings), len(ratings.annotators)
    seen = np.isfinite(near)
    counts = np.bincount(ratings.annotator[seen], minlength=people)
    sums = np.bincount(ratings.annotator[seen], weights=near[seen], minlength=people)
    overall = near[seen].mean() if seen.any() else 0.5
    return np.where(counts > 0, sums / np.maximum(counts, 1), overall)


def _longest(equal: Bools) -> int:
    breaks = np.flatnonzero(~equal)
    edges = np.concatenate([[-1], breaks, [len(equal)]])
    return int(np.diff(edges).max() - 1)
