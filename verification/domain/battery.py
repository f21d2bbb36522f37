"""Every coefficient of agreement that a table of ratings allows, each with its interval."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from verification.domain import coefficients
from verification.domain.agreement import alpha_of, alpha_value, krippendorff_alpha, units_of
from verification.domain.counts import CountTable, PairTable
from verification.domain.estimates import Estimate, Figure, Interval, Undefined
from verification.domain.ratings import CodedRatings, Codes, Floats, Scale
from verification.domain.resampling import DRAWS, bootstrap, interval, whole

#: measure → the weakest scale it is made for: on that scale and on every stronger one it says something
MEASURES: dict[str, Scale] = {
    "percent": Scale.NOMINAL,
    "cohen_kappa": Scale.NOMINAL,
    "cohen_kappa_linear": Scale.ORDINAL,
    "cohen_kappa_quadratic": Scale.ORDINAL,
    "scott_pi": Scale.NOMINAL,
    "fleiss_kappa": Scale.NOMINAL,
    "alpha_nominal": Scale.NOMINAL,
    "alpha_ordinal": Scale.ORDINAL,
    "alpha_interval": Scale.INTERVAL,
    "alpha_ratio": Scale.RATIO,
    "gwet_ac1": Scale.NOMINAL,
    "gwet_ac2": Scale.ORDINAL,
    "gwet_ac2_linear": Scale.ORDINAL,
}

Weighed = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Group:
    """Measures that are drawn together, since they rest on the same items; `width` is what one draw needs."""

    row_of_item: Codes
    width: int
    measures: dict[str, Weighed]


def battery(
    ratings: CodedRatings, scale: Scale | None = None, *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Figure]:
    """Return the measures that suit the scale, all of them where it is not known, in the order of MEASURES.

    Every rating counts. n is the number of items with two or more labels; for measures of two people those
    that both labelled. What cannot be computed says why. Intervals are percentiles of bootstrap draws of the
    items; those with a single label are drawn for Gwet's coefficients only, which use them.
    """
    names = [name for name, weakest in MEASURES.items() if scale is None or _reaches(scale, weakest)]
    values, groups = _measured(ratings, names)
    spreads = {name: spread for group in groups for name, spread in _spreads(group, draws, seed).items()}
    return {name: Figure.of(values[name], spreads.get(name)) for name in names}


def _reaches(scale: Scale, weakest: Scale) -> bool:
    order = list(Scale)
    return order.index(scale) >= order.index(weakest)


def _measured(ratings: CodedRatings, names: list[str]) -> tuple[dict[str, Estimate], list[Group]]:
    several = ratings.pairable()
    table = CountTable.of(several) if len(several) else None
    found = [
        _of_counts(ratings, several, table),
        _of_pairs(ratings, several, names),
        *(_alpha(ratings, scale, table) for scale in Scale if f"alpha_{scale}" in names),
        _gwet(ratings, table, len(several.items), names),
    ]
    values = {name: estimate for estimates, _group in found for name, estimate in estimates.items()}
    return values, _together([group for _estimates, group in found if group is not None])


def _together(groups: list[Group]) -> list[Group]:
    """Return the groups with those joined that rest on the same table."""
    joined: list[Group] = []
    for group in groups:
        for place, other in enumerate(joined):
            if group.row_of_item is other.row_of_item:
                width = max(group.width, other.width)
                joined[place] = Group(group.row_of_item, width, other.measures | group.measures)
                break
        else:
            joined.append(group)
    return joined


def _spreads(group: Group, draws: int, seed: int) -> dict[str, Interval]:
    if len(group.row_of_item) < 2:
        return {}
    drawn = bootstrap(
        group.row_of_item,
        lambda weights: {name: measure(weights) for name, measure in group.measures.items()},
        draws=draws,
        seed=seed,
        width=group.width,
    )
    return {name: interval(values) for name, values in drawn.items()}


def _of_counts(
    ratings: CodedRatings, several: CodedRatings, table: CountTable | None
) -> tuple[dict[str, Estimate], Group | None]:
    n = len(several.items)
    if table is None:
        return dict.fromkeys(("percent", "fleiss_kappa"), _without(0, Undefined.NO_PAIRS)), None
    measures: dict[str, Weighed] = {"percent": lambda weights: coefficients.percent(table, weights)}
    values = {"percent": _value(measures["percent"], table.row_of_item, n)}
    if np.ptp(np.bincount(ratings.item)) > 0:
        values["fleiss_kappa"] = _without(n, Undefined.UNEQUAL_COUNTS)
    elif len(several.labels) < 2:
        values["fleiss_kappa"] = _without(n, Undefined.ONE_CATEGORY)
    else:
        measures["fleiss_kappa"] = lambda weights: coefficients.fleiss(table, weights)
        values["fleiss_kappa"] = _value(measures["fleiss_kappa"], table.row_of_item, n)
    return values, Group(table.row_of_item, table.width, measures)


def _alpha(
    ratings: CodedRatings, scale: Scale, nominal: CountTable | None
) -> tuple[dict[str, Estimate], Group | None]:
    """Return alpha on this scale; the nominal table serves where no two labels are one number."""
    name = f"alpha_{scale}"
    units = units_of(ratings, scale)
    if isinstance(units, Undefined):
        return {name: krippendorff_alpha(ratings, scale)}, None
    is_same = nominal is not None and len(units.labels) == nominal.labels
    table = nominal if nominal is not None and is_same else CountTable.of(units)
    alpha = alpha_of(units, table, scale)
    value = alpha_value(units, scale, lambda: _value(alpha, table.row_of_item, len(units.items)))
    return {name: value}, Group(table.row_of_item, table.width, {name: alpha})


def _gwet(
    ratings: CodedRatings, several: CountTable | None, n: int, names: list[str]
) -> tuple[dict[str, Estimate], Group | None]:
    wanted = {"gwet_ac1": "same", "gwet_ac2": "quadratic", "gwet_ac2_linear": "linear"}
    if several is None or len(ratings.labels) < 2:
        reason = Undefined.ONE_CATEGORY if n else Undefined.NO_PAIRS
        return dict.fromkeys(wanted, _without(n, reason)), None
    table = several if n == len(ratings.items) else CountTable.of(ratings)
    measures: dict[str, Weighed] = {
        name: lambda weights, closeness=closeness: coefficients.gwet(table, weights, closeness)  # type: ignore[misc]
        for name, closeness in wanted.items()
        if name in names
    }
    values = {name: _value(measure, table.row_of_item, n) for name, measure in measures.items()}
    return values, Group(table.row_of_item, table.width, measures)


def _of_pairs(
    ratings: CodedRatings, several: CodedRatings, names: list[str]
) -> tuple[dict[str, Estimate], Group | None]:
    closenesses = {
        "cohen_kappa": "same",
        "cohen_kappa_linear": "linear",
        "cohen_kappa_quadratic": "quadratic",
        "scott_pi": "",
    }
    table = _two_people(ratings, several)
    if isinstance(table, Estimate):
        return dict.fromkeys(closenesses, table), None
    n = len(table.row_of_item)
    measures: dict[str, Weighed] = {
        name: lambda weights, closeness=closeness: _pair_measure(table, weights, closeness)  # type: ignore[misc]
        for name, closeness in closenesses.items()
        if name in names
    }
    values = {name: _value(measure, table.row_of_item, n) for name, measure in measures.items()}
    return values, Group(table.row_of_item, table.width, measures)


def _pair_measure(table: PairTable, weights: Floats, closeness: str) -> Floats:
    if closeness:
        return coefficients.cohen(table, weights, closeness)
    return coefficients.scott(table, weights)


def _two_people(ratings: CodedRatings, several: CodedRatings) -> PairTable | Estimate:
    """Return the labels of the only two people with common items, or why there are no such two."""
    n = len(several.items)
    if len(several.annotators) != 2:
        is_empty = len(ratings.annotators) == 2
        return _without(
            n if not is_empty else 0, Undefined.NO_PAIRS if is_empty else Undefined.TWO_RATERS_ONLY
        )
    if len(several) != 2 * n:
        return _without(n, Undefined.REPEATED)
    order = np.lexsort((several.annotator, several.item))
    if len(several.labels) < 2:
        return _without(n, Undefined.ONE_CATEGORY)
    places = {label: place for place, label in enumerate(ratings.labels)}
    place = np.array([places[label] for label in several.labels])
    one, two = place[several.label[order]][0::2], place[several.label[order]][1::2]
    return PairTable.of(one, two, len(ratings.labels))


def _value(measure: Weighed, row_of_item: Codes, n: int) -> Estimate:
    value = float(measure(whole(row_of_item))[0])
    return Estimate(value, n) if np.isfinite(value) else _without(n, Undefined.ONE_CATEGORY)


def _without(n: int, reason: Undefined) -> Estimate:
    return Estimate(None, n, reason)
