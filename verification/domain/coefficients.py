"""Coefficients of agreement for many weightings of the items at once.

Each takes weights of shape (draws, rows) and returns one value a draw, NaN where the draw has none. With every
item once they are the coefficients as published.
"""

import numpy as np

from verification.domain.counts import CountTable, PairTable
from verification.domain.ratings import Codes, Floats

NOTHING = 1e-13  # an expected disagreement below this share of the greatest is rounding


def percent(table: CountTable, weights: Floats) -> Floats:
    """Return the share of agreeing pairs, averaged over items with two labels or more.

    Source: the observed agreement of Fleiss (1971); for unequal counts Gwet (2014), Handbook of Inter-Rater
    Reliability.
    """
    return _mean_over_pairable(table, weights, table.per_row(table.times * (table.times - 1)))


def fleiss(table: CountTable, weights: Floats) -> Floats:
    """Return Fleiss' kappa; every row has the same size. Source: Fleiss (1971)."""
    shares = table.margins(weights) / (weights @ table.sizes)[:, np.newaxis]
    return _beyond(percent(table, weights), (shares**2).sum(axis=1))


def gwet(table: CountTable, weights: Floats, closeness: str = "same") -> Floats:
    """Return Gwet's AC1 or, with partial credit for close labels, AC2.

    Source: Gwet (2008), Computing Inter-Rater Reliability and Its Variance in the Presence of High Agreement;
    Gwet (2014), Handbook of Inter-Rater Reliability. Items with one label count for how common labels are, not
    for agreement. `closeness` is "same", "linear" or "quadratic" in the order of the labels.
    """
    shares = table.margins(weights, table.times / table.sizes[table.cells.item])
    shares /= weights.sum(axis=1, keepdims=True)
    labels = table.labels
    credit = _credit(labels, closeness)
    expected = credit / (labels * (labels - 1)) * (1 - (shares**2).sum(axis=1))
    apart = _apart(table, closeness)
    pairs = table.sizes * (table.sizes - 1)
    return _beyond(_mean_over_pairable(table, weights, pairs - apart), expected)


def nominal_alpha(table: CountTable, weights: Floats) -> Floats:
    """Return Krippendorff's alpha where labels are equal or not. Source of all alphas: Krippendorff (2011)."""
    margins = table.margins(weights)
    total = margins.sum(axis=1)
    apart = table.sizes**2 - table.per_row(table.times**2)
    return _alpha(table, weights, apart, total**2 - (margins**2).sum(axis=1), total, 1)


def interval_alpha(table: CountTable, weights: Floats, values: Floats) -> Floats:
    """Return Krippendorff's alpha with squared differences of these values as distances."""
    centred = values - values.mean()
    of_cells = centred[table.cells.label]
    first, second = table.per_row(table.times * of_cells), table.per_row(table.times * of_cells**2)
    total = weights @ table.sizes
    apart = 2 * (table.sizes * second - first**2)
    expected = 2 * (total * (weights @ second) - (weights @ first) ** 2)
    return _alpha(table, weights, apart, expected, total, 2 * float((centred**2).max()))


def ordinal_alpha(table: CountTable, weights: Floats) -> Floats:
    """Return Krippendorff's alpha with his ordinal metric: the squared difference of the labels' midranks.

    The ranks belong to each draw, so the distances are computed anew for each.
    """
    margins = table.margins(weights)
    total = margins.sum(axis=1, keepdims=True)
    ranks = (np.cumsum(margins, axis=1) - margins / 2) / total - 0.5
    shared = np.where(table.sizes > 1, table.sizes - 1, np.inf)
    per_label = table.margins(weights, table.times * (table.sizes / shared)[table.cells.item])
    squares = (per_label * ranks**2).sum(axis=1)
    observed = 2 * (squares - ((weights / shared) * table.row_sums(ranks) ** 2).sum(axis=1))
    expected = 2 * (total[:, 0] * (margins * ranks**2).sum(axis=1) - (margins * ranks).sum(axis=1) ** 2)
    is_one = np.count_nonzero(margins, axis=1) < 2
    return 1 - divided(observed * (total[:, 0] - 1), np.where(is_one, 0, expected))


def distance_alpha(table: CountTable, weights: Floats, within: Floats, distances: Floats) -> Floats:
    """Return Krippendorff's alpha for any distance, given between all labels and summed within each row."""
    margins = table.margins(weights)
    expected = ((margins @ distances) * margins).sum(axis=1)
    return _alpha(table, weights, within, expected, margins.sum(axis=1), float(distances.max()))


def cohen(table: PairTable, weights: Floats, closeness: str = "same") -> Floats:
    """Return Cohen's kappa of two people, weighted by the order of the labels if so wished.

    Sources: Cohen (1960), A Coefficient of Agreement for Nominal Scales; Cohen (1968), Weighted Kappa.
    """
    one, two = table.margins(weights)
    observed = (weights @ _apart_in_pairs(table, closeness)) / weights.sum(axis=1)
    if closeness == "same":
        expected = 1 - (one * two).sum(axis=1)
    elif closeness == "linear":
        below, also = np.cumsum(one, axis=1), np.cumsum(two, axis=1)
        expected = (below * (1 - also) + also * (1 - below)).sum(axis=1)
    else:
        place = np.arange(table.labels, dtype=np.float64)
        cross = (one @ place) * (two @ place)
        expected = one @ place**2 + two @ place**2 - 2 * cross
    return _less_than_one(observed, expected)


def scott(table: PairTable, weights: Floats) -> Floats:
    """Return Scott's pi of two people. Source: Scott (1955), Reliability of Content Analysis."""
    one, two = table.margins(weights)
    observed = (weights @ _apart_in_pairs(table, "same")) / weights.sum(axis=1)
    return _less_than_one(observed, 1 - (((one + two) / 2) ** 2).sum(axis=1))


def _mean_over_pairable(table: CountTable, weights: Floats, agreeing: Floats) -> Floats:
    pairs = table.sizes * (table.sizes - 1)
    share = np.divide(agreeing, pairs, out=np.zeros(len(pairs)), where=pairs > 0)
    return divided(weights @ share, weights @ (pairs > 0))


def _alpha(
    table: CountTable, weights: Floats, apart: Floats, expected: Floats, total: Floats, furthest: float
) -> Floats:
    """Return one minus observed over expected disagreement; nothing where only one label is left."""
    shared = np.where(table.sizes > 1, table.sizes - 1, np.inf)
    is_one = expected <= NOTHING * furthest * total**2
    return 1 - divided((weights @ (apart / shared)) * (total - 1), np.where(is_one, 0, expected))


def _beyond(observed: Floats, expected: Floats) -> Floats:
    return divided(observed - expected, np.where(1 - expected < NOTHING, 0, 1 - expected))


def _less_than_one(observed: Floats, expected: Floats) -> Floats:
    return 1 - divided(observed, np.where(expected < NOTHING, 0, expected))


def divided(one: Floats | Codes, other: Floats | Codes) -> Floats:
    """Return the quotients, NaN where the divisor is zero."""
    quotient: Floats = np.divide(one, other, out=np.full(np.shape(one), np.nan), where=other != 0)
    return quotient


def _credit(labels: int, closeness: str) -> float:
    """Return the sum of the weights of all ordered pairs of labels, equal ones included."""
    if closeness == "same":
        return labels
    if closeness == "linear":
        return labels**2 - labels * (labels + 1) / 3
    return labels**2 - labels**2 * (labels + 1) / (6 * (labels - 1))


def _apart(table: CountTable, closeness: str) -> Floats:
    """Return for each row the distances (0..1) summed over ordered pairs of its labels."""
    times, place = table.times, table.cells.label.astype(np.float64)
    if closeness == "same":
        return table.sizes**2 - table.per_row(times**2)
    most = max(table.labels - 1, 1)
    if closeness == "quadratic":
        first, second = table.per_row(times * place), table.per_row(times * place**2)
        return 2 * (table.sizes * second - first**2) / most**2
    through = np.cumsum(times)
    before = through - times - (through - times)[table.starts][table.cells.item]
    after = table.sizes[table.cells.item] - before - times
    return 2 * table.per_row(times * place * (before - after)) / most


def _apart_in_pairs(table: PairTable, closeness: str) -> Floats:
    apart: Codes = np.abs(table.one - table.two)
    if closeness == "same":
        return (apart > 0).astype(np.float64)
    further: Floats = apart.astype(np.float64) ** (1 if closeness == "linear" else 2)
    return further
