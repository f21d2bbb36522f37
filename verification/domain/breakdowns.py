"""Where people differ: between two of them, between two labels, and of one with themselves."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from verification.domain.coefficients import divided
from verification.domain.intervals import Share, share
from verification.domain.ratings import CodedRatings, Codes, Floats

MOST_CELLS = 20_000_000
MOST_HEATED = 30


class Pair(NamedTuple):
    """Two people, on how many items both answered, how often they agree there, and Cohen's kappa or None."""

    one: str
    other: str
    n: int
    percent: float
    kappa: float | None


class Heat(NamedTuple):
    """Labels, and in each row of `shares` how often another person says each label where one says the row's.

    `counts` holds the coincidences behind (Krippendorff 2011): pairs of answers, each item weighing as its
    answers.
    """

    labels: list[str]
    shares: list[list[float | None]]
    counts: list[list[float]]


def pair_agreement(ratings: CodedRatings, *, least: int = 1) -> list[Pair]:
    """Return each pair of people with at least so many common items, those who agree least first.

    Every person has one rating of an item.
    """
    one, other = pairs_within(ratings)
    people, labels = len(ratings.annotators), max(len(ratings.labels), 1)
    keys, pair = np.unique(ratings.annotator[one] * people + ratings.annotator[other], return_inverse=True)
    n = np.bincount(pair, minlength=len(keys)).astype(np.float64)
    equal = ratings.label[one] == ratings.label[other]
    percent = divided(np.bincount(pair, weights=equal, minlength=len(keys)), n)
    expected = _expected(pair, ratings.label[one], ratings.label[other], len(keys), labels, n)
    kappa = divided(percent - expected, np.where(expected > 1 - 1e-12, 0, 1 - expected))
    names = ratings.annotators
    found = [
        Pair(
            names[key // people],
            names[key % people],
            int(times),
            agreed,
            value if np.isfinite(value) else None,
        )
        for key, times, agreed, value in zip(
            keys.tolist(), n.tolist(), percent.tolist(), kappa.tolist(), strict=True
        )
        if times >= least
    ]
    return sorted(found, key=lambda pair: (pair.percent, -pair.n, pair.one, pair.other))


def heat_map(ratings: CodedRatings, order: Sequence[str] = ()) -> Heat:
    """Return who confuses which labels: those of `order`, by default the 30 most given, in their order."""
    several = ratings.pairable()
    given = np.bincount(several.label, minlength=len(several.labels))
    places = {label: place for place, label in enumerate(several.labels)}
    wanted = [places[label] for label in order if label in places]
    if not wanted or len(wanted) > MOST_HEATED:
        wanted = sorted(np.argsort(-given, kind="stable")[:MOST_HEATED].tolist())
    counts = _coincidences(several, np.array(wanted, dtype=np.int64))
    totals = counts.sum(axis=1, keepdims=True)
    shares = divided(counts, np.broadcast_to(totals, counts.shape))
    return Heat(
        [several.labels[place] for place in wanted],
        [[value if np.isfinite(value) else None for value in row] for row in shares.tolist()],
        counts.tolist(),
    )


def self_agreement(labels: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, Share]:
    """Return for each person how often two answers of theirs to the same item are equal, with Wilson's interval.

    `labels` gives (person, item) → that person's answers to it, first to last; each is compared with the next.
    """
    equal: dict[str, int] = {}
    total: dict[str, int] = {}
    for (person, _item), given in labels.items():
        for one, other in pairwise(given):
            equal[person] = equal.get(person, 0) + (one == other)
            total[person] = total.get(person, 0) + 1
    return {person: share(equal[person], total[person]) for person in sorted(total)}


def pairs_within(ratings: CodedRatings) -> tuple[Codes, Codes]:
    """Return the pairs of ratings of the same item, the person first in order first."""
    order = np.lexsort((ratings.annotator, ratings.item))
    sizes = np.bincount(ratings.item, minlength=len(ratings.items))
    starts = np.cumsum(sizes) - sizes
    place = np.arange(len(order)) - starts[ratings.item[order]]
    after = sizes[ratings.item[order]] - place - 1
    one = np.repeat(np.arange(len(order)), after)
    shift = np.arange(len(one)) - np.repeat(np.cumsum(after) - after, after) + 1
    return order[one], order[one + shift]


def _expected(pair: Codes, one: Codes, other: Codes, pairs: int, labels: int, n: Floats) -> Floats:
    """Return how often two people would agree by chance, for each pair; NaN where there are too many labels."""
    if pairs * labels > MOST_CELLS:
        return np.full(pairs, np.nan)
    margins = [
        np.bincount(pair * labels + label, minlength=pairs * labels).reshape(pairs, labels)
        for label in (one, other)
    ]
    expected: Floats = (margins[0] * margins[1]).sum(axis=1) / n**2
    return expected


def _coincidences(ratings: CodedRatings, wanted: Codes) -> Floats:
    place = np.full(len(ratings.labels), -1)
    place[wanted] = np.arange(len(wanted))
    sizes = np.bincount(ratings.item, minlength=len(ratings.items))
    item, label, times = ratings.cells()
    kept = place[label] >= 0
    counts = np.zeros((len(wanted), len(wanted)))
    step = max(1, MOST_CELLS // max(len(wanted), 1))
    for start in range(0, len(ratings.items), step):
        rows = kept & (item >= start) & (item < start + step)
        table = np.zeros((min(step, len(ratings.items) - start), len(wanted)))
        table[item[rows] - start, place[label[rows]]] = times[rows]
        weight = 1 / (sizes[start : start + step] - 1)
        counts += (table * weight[:, np.newaxis]).T @ table
        counts -= np.diag((table * weight[:, np.newaxis]).sum(axis=0))
    return counts
