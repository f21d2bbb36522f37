"""How far people agree, beyond chance and with its uncertainty.

Every rating counts, also when one person labelled an item twice; `ratings.last_judgements` keeps the last.
An item with a single label has nothing to be compared with: coefficients and their `n` leave it out.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from verification.domain import coefficients
from verification.domain.counts import CountTable
from verification.domain.estimates import Estimate, Interval, Undefined
from verification.domain.ratings import CodedRatings, Codes, Floats, Scale, are_numbers, numbers
from verification.domain.resampling import bootstrap, interval, whole

PACKAGE_CELLS = 8_000_000  # items x labels x labels; the package needs about 32 bytes for each
MOST_VALUES = 3_000  # ratio distances are kept for each value with each


def krippendorff_alpha(ratings: CodedRatings, scale: Scale = Scale.NOMINAL) -> Estimate:
    """Return Krippendorff's alpha; n is the number of items with two or more labels.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. Spellings of one number ("1",
    "1.0") are one value on scales of numbers, two labels on the nominal one.
    """
    units = units_of(ratings, scale)
    if isinstance(units, Undefined):
        return Estimate(None, len(ratings.pairable().items), units)
    return alpha_value(units, scale, lambda: _own_alpha(units, scale))


def krippendorff_interval(
    ratings: CodedRatings, scale: Scale = Scale.NOMINAL, *, draws: int = 1000, seed: int = 0
) -> Interval:
    """Return the 95 % percentile bootstrap interval of alpha over items with two or more labels.

    Draws that hold one category only have no alpha; they are left out and counted.
    """
    units = units_of(ratings, scale)
    if isinstance(units, Undefined):
        return Interval(None, None, draws, undefined=units)
    if len(units.items) == 1:
        return Interval(None, None, draws, undefined=Undefined.ONE_ITEM)
    table = CountTable.of(units)
    alpha = alpha_of(units, table, scale)
    drawn = bootstrap(
        table.row_of_item,
        lambda weights: {"alpha": alpha(weights)},
        draws=draws,
        seed=seed,
        width=table.width,
    )
    return interval(drawn["alpha"])


def percent_agreement(ratings: CodedRatings) -> Estimate:
    """Return the chance that two labels of one item are equal, averaged over the n items with two or more.

    Source: the observed agreement of Fleiss (1971); for unequal counts Gwet (2014), Handbook of Inter-Rater
    Reliability.
    """
    pairable = ratings.pairable()
    if not len(pairable):
        return Estimate(None, 0, Undefined.NO_PAIRS)
    return Estimate(float(_item_agreement(pairable).mean()), len(pairable.items))


def unanimous_share(ratings: CodedRatings) -> Estimate:
    """Return the share of the n items with two or more labels on which all labels are equal."""
    pairable = ratings.pairable()
    if not len(pairable):
        return Estimate(None, 0, Undefined.NO_PAIRS)
    distinct = np.bincount(pairable.cells().item)
    return Estimate(float((distinct == 1).mean()), len(pairable.items))


def fleiss_kappa(ratings: CodedRatings) -> Estimate:
    """Return Fleiss' kappa over n items, each with the same number of labels.

    Source: Fleiss (1971), Measuring Nominal Scale Agreement Among Many Raters.
    """
    items = len(ratings.items)
    pairable = ratings.pairable()
    if not len(pairable):
        return Estimate(None, items, Undefined.NO_PAIRS)
    if len(set(np.bincount(ratings.item).tolist())) > 1:
        return Estimate(None, items, Undefined.UNEQUAL_COUNTS)
    shares = np.bincount(ratings.label) / len(ratings)
    return _beyond_chance(float(_item_agreement(pairable).mean()), shares, shares, items)


def cohen_kappa(ratings: CodedRatings, first: str, second: str) -> Estimate:
    """Return Cohen's kappa of two people over the n items both labelled; ValueError for an unknown person.

    Source: Cohen (1960), A Coefficient of Agreement for Nominal Scales.
    """
    codes = [ratings.annotators.index(name) for name in (first, second)]
    ours = [_label_by_item(ratings, code) for code in codes]
    both = np.flatnonzero((ours[0] >= 0) & (ours[1] >= 0))
    if not len(both):
        return Estimate(None, 0, Undefined.NO_PAIRS)
    if any(_has_repeats(ratings, code, both) for code in codes):
        return Estimate(None, len(both), Undefined.REPEATED)
    one, two = ours[0][both], ours[1][both]
    shares = [np.bincount(labels, minlength=len(ratings.labels)) / len(both) for labels in (one, two)]
    return _beyond_chance(float((one == two).mean()), shares[0], shares[1], len(both))


def agreement_by_annotator(ratings: CodedRatings) -> dict[str, Estimate]:
    """Return for each person how often another person's label on the same item equals theirs.

    The value is a mean over their n labels on items that somebody else labelled too: each label counts once,
    however many others there are.
    """
    people, near = len(ratings.annotators), nearness(ratings)
    seen = np.isfinite(near)
    annotator = ratings.annotator[seen]
    counts = np.bincount(annotator, minlength=people)
    sums = np.bincount(annotator, weights=near[seen], minlength=people)
    return {name: _mean(sums[code], counts[code]) for code, name in enumerate(ratings.annotators)}


def nearness(ratings: CodedRatings) -> Floats:
    """Return for each rating the share of other people's labels of the item that equal it, NaN without any."""
    people, labels = len(ratings.annotators), max(len(ratings.labels), 1)
    cell, mine = ratings.item * labels + ratings.label, ratings.item * people + ratings.annotator
    others = _group_sizes(ratings.item) - _group_sizes(mine)
    equal = _group_sizes(cell) - _group_sizes(mine * labels + ratings.label)
    return coefficients.divided(equal.astype(np.float64), others.astype(np.float64))


def agreement_by_label(ratings: CodedRatings) -> dict[str, Estimate]:
    """Return for each label the chance that another label on the same item is the same one.

    That is the diagonal of the coincidence matrix over its margin (Krippendorff 2011), for equal counts the
    category-wise agreement of Fleiss (1971); n counts the label on items with two or more labels.
    """
    pairable = ratings.pairable()
    item, label, times = pairable.cells()
    size = np.bincount(pairable.item)
    counts = np.bincount(pairable.label)
    sums = np.bincount(label, weights=times * (times - 1) / (size[item] - 1))
    found = {name: _mean(sums[code], counts[code]) for code, name in enumerate(pairable.labels)}
    return {name: found.get(name, Estimate(None, 0, Undefined.NO_PAIRS)) for name in ratings.labels}


def units_of(ratings: CodedRatings, scale: Scale) -> CodedRatings | Undefined:
    """Return the ratings alpha is made of, or why there is no alpha."""
    if scale != Scale.NOMINAL and not are_numbers(ratings.labels):
        return Undefined.NOT_NUMBERS
    if scale == Scale.RATIO and min(numbers(ratings.labels), default=0) < 0:
        return Undefined.NEGATIVE_NUMBERS
    units = (ratings if scale == Scale.NOMINAL else _by_value(ratings)).pairable()
    if not len(units):
        return Undefined.NO_PAIRS
    if scale == Scale.RATIO and len(units.labels) > MOST_VALUES:
        return Undefined.TOO_MANY_VALUES
    return units if len(units.labels) > 1 else Undefined.ONE_CATEGORY


def _by_value(ratings: CodedRatings) -> CodedRatings:
    values, code = np.unique(numbers(ratings.labels), return_inverse=True)
    return replace(ratings, labels=[repr(value) for value in values.tolist()], label=code[ratings.label])


def label_values(units: CodedRatings) -> Floats:
    """Return the labels as numbers, scaled by a power of two: exact, and no square overflows."""
    values: Floats = np.array(numbers(units.labels))
    scaled: Floats = np.ldexp(values, -int(np.frexp(values)[1].max()))
    return scaled


def _package_alpha(units: CodedRatings, scale: Scale) -> float:
    import krippendorff  # GPL-3: loaded by this function only

    values = label_values(units) if scale in (Scale.INTERVAL, Scale.RATIO) else np.arange(len(units.labels))
    counts = units.value_counts()
    return float(krippendorff.alpha(None, counts, values, scale.value))


def alpha_value(units: CodedRatings, scale: Scale, own: Callable[[], Estimate]) -> Estimate:
    """Return alpha of these units by the package, or by our own formula where the package needs too much."""
    items, labels = len(units.items), len(units.labels)
    if items * labels**2 > PACKAGE_CELLS:
        return own()
    return Estimate(_package_alpha(units, scale), items)


def _own_alpha(units: CodedRatings, scale: Scale) -> Estimate:
    table = CountTable.of(units)
    return Estimate(float(alpha_of(units, table, scale)(whole(table.row_of_item))[0]), len(units.items))


def alpha_of(units: CodedRatings, table: CountTable, scale: Scale) -> Callable[[Floats], Floats]:
    """Return alpha as a function of weights over the rows of the table of these ratings."""
    if scale == Scale.NOMINAL:
        return lambda weights: coefficients.nominal_alpha(table, weights)
    if scale == Scale.ORDINAL:
        return lambda weights: coefficients.ordinal_alpha(table, weights)
    values = label_values(units)
    if scale == Scale.INTERVAL:
        return lambda weights: coefficients.interval_alpha(table, weights, values)
    within = table.within(lambda one, other: _ratio_distance(values[one], values[other]))
    distances = _ratio_distance(values[:, np.newaxis], values)
    return lambda weights: coefficients.distance_alpha(table, weights, within, distances)


def _ratio_distance(one: Floats, other: Floats) -> Floats:
    """Return Krippendorff's ratio metric: the squared difference over the squared sum."""
    both = one + other
    return np.divide(one - other, both, out=np.zeros(np.broadcast(one, other).shape), where=both != 0) ** 2


def _item_agreement(pairable: CodedRatings) -> Floats:
    """Return for each item the share of pairs of its labels that are equal."""
    item, _, times = pairable.cells()
    size = np.bincount(pairable.item)
    return np.bincount(item, weights=times * (times - 1)) / (size * (size - 1))


def _beyond_chance(observed: float, one: Floats, two: Floats, n: int) -> Estimate:
    expected = float(one @ two)
    if np.count_nonzero(one + two) < 2:
        return Estimate(None, n, Undefined.ONE_CATEGORY)
    return Estimate((observed - expected) / (1 - expected), n)


def _label_by_item(ratings: CodedRatings, annotator: int) -> Codes:
    """Return the person's label code for each item, -1 where there is none."""
    labels = np.full(len(ratings.items), -1, dtype=np.int64)
    mine = ratings.annotator == annotator
    labels[ratings.item[mine]] = ratings.label[mine]
    return labels


def _has_repeats(ratings: CodedRatings, annotator: int, items: Codes) -> bool:
    counts = np.bincount(ratings.item[ratings.annotator == annotator], minlength=len(ratings.items))
    return bool((counts[items] > 1).any())


def _group_sizes(keys: Codes) -> Codes:
    """Return for each key how often it occurs."""
    _, group, counts = np.unique(keys, return_inverse=True, return_counts=True)
    return counts[group].astype(np.int64)


def _mean(total: float, n: int) -> Estimate:
    return Estimate(float(total / n), int(n)) if n else Estimate(None, 0, Undefined.NO_PAIRS)
