"""Krippendorff's alpha for answers of any shape that have a distance."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from verification.domain import coefficients
from verification.domain.agreement import alpha_of, krippendorff_alpha, units_of
from verification.domain.answers import Answers, Distance, Measured
from verification.domain.counts import CountTable
from verification.domain.estimates import Estimate, Undefined
from verification.domain.ratings import CodedRatings, Codes, Floats, Scale

MOST_DISTANCES = 1_500  # different answers up to which each is compared with each
SAMPLE = 50_000  # pairs of answers that stand for all where there are more
MOST_MARKED = 140  # the same for marks, two answers of which take long to compare
SAMPLE_MARKED = 10_000
SEED = 0


def distance_alpha(answers: Answers, distance: Distance | None = None) -> Measured:
    """Return alpha with this distance, by default that of the field's kind.

    Source: Krippendorff (2011), section on other metrics; the distance of Passonneau (2006) is one such. The
    expected disagreement is that of all pairs of answers, whoever gave them to whatever; with more than 1,500
    different answers that of 50,000 pairs drawn with seed 0 (of marks: with more than 140 that of 10,000).
    """
    apart = distance or answers.distance
    items = len(answers.ratings.items)
    if not items:
        return Measured(Estimate(None, 0, Undefined.NO_PAIRS))
    if len(answers.ratings.labels) < 2:
        return Measured(Estimate(None, items, Undefined.ONE_CATEGORY))
    if len(answers.ratings.labels) > most_compared(answers.values.values()):
        sample = SAMPLE_MARKED if _are_marks(answers.values.values()) else SAMPLE
        return _sampled(answers, apart, _within(answers, apart), sample)
    table, distances = CountTable.of(answers.ratings), _all_distances(answers, apart)
    within = table.within(lambda one, other: distances[one, other])
    return Measured.by(
        lambda weights: coefficients.distance_alpha(table, _folded(table, weights), within, distances),
        items,
        Undefined.ONE_CATEGORY,
        table.width,
    )


def scaled_alpha(answers: Answers, scale: Scale) -> Measured:
    """Return alpha on a scale; the labels of an ordered field go by their order, all others by their numbers."""
    ratings = answers.ratings
    if scale == Scale.ORDINAL and answers.order:
        ratings = ranked(ratings, answers.order)
    value = krippendorff_alpha(ratings, scale)
    units = units_of(ratings, scale)
    if value.value is None or isinstance(units, Undefined):
        return Measured(value)
    table = CountTable.of(units)
    alpha = alpha_of(units, table, scale)
    return Measured(value, lambda weights: alpha(_folded(table, weights)), table.width)


def ranked(ratings: CodedRatings, order: Sequence[str]) -> CodedRatings:
    """Return the ratings with each label's place in this order as its label."""
    ranks = {label: str(rank) for rank, label in enumerate(order)}
    return replace(ratings, labels=[ranks.get(label, label) for label in ratings.labels])


def most_compared(values: Iterable[Any]) -> int:
    """Return up to how many different answers like these each is compared with each."""
    return MOST_MARKED if _are_marks(values) else MOST_DISTANCES


def _are_marks(values: Iterable[Any]) -> bool:
    return any(isinstance(value, list) and value and isinstance(value[0], dict) for value in values)


def _within(answers: Answers, distance: Distance) -> Floats:
    """Return for each item the distances summed over ordered pairs, over its answers less one."""
    items = len(answers.ratings.items)
    sums = np.zeros(items)
    for item, one, other in answers.pairs():
        sums[item] += 2 * distance(one, other)
    return sums / (np.bincount(answers.ratings.item, minlength=items) - 1)


def _sampled(answers: Answers, distance: Distance, within: Floats, sample: int) -> Measured:
    """Return alpha with the expected disagreement of pairs of ratings drawn at random."""
    ratings, random = answers.ratings, np.random.default_rng(SEED)
    one, other = random.integers(len(ratings), size=(2, sample))
    other = np.where(one == other, (other + 1) % len(ratings), other)
    of_label = [answers.values[label] for label in ratings.labels]
    pairs = zip(ratings.label[one].tolist(), ratings.label[other].tolist(), strict=True)
    apart = np.array([distance(of_label[first], of_label[second]) for first, second in pairs])
    sizes = np.bincount(ratings.item).astype(np.float64)
    return Measured.by(
        lambda weights: _sampled_alpha(
            weights, within, sizes, (ratings.item[one], ratings.item[other]), apart
        ),
        len(ratings.items),
        Undefined.ONE_CATEGORY,
        sample,
    )


def _sampled_alpha(
    weights: Floats, within: Floats, sizes: Floats, items: tuple[Codes, Codes], apart: Floats
) -> Floats:
    both = weights[:, items[0]] * weights[:, items[1]]
    expected = (both @ apart) / np.maximum(both.sum(axis=1), 1e-300)
    observed = (weights @ within) / (weights @ sizes)
    return 1 - coefficients.divided(observed, expected)


def _all_distances(answers: Answers, distance: Distance) -> Floats:
    of_label = [answers.values[label] for label in answers.ratings.labels]
    table = np.zeros((len(of_label), len(of_label)))
    for place, one in enumerate(of_label):
        for before in range(place):
            table[place, before] = table[before, place] = distance(one, of_label[before])
    return table


def _folded(table: CountTable, weights: Floats) -> Floats:
    """Return what weights over items are over the rows of the table."""
    order = np.argsort(table.row_of_item, kind="stable")
    starts = np.flatnonzero(np.diff(table.row_of_item[order], prepend=-1))
    folded: Floats = np.add.reduceat(weights[:, order], starts, axis=1)
    return folded
