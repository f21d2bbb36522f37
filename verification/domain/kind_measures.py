"""The measures of agreement that field kinds ask for by name."""

from collections.abc import Callable, Iterable

import numpy as np

from verification.domain.answers import Answers, Distance, Measured, Shared, mean_of_pairs, shared_of_pairs
from verification.domain.characters import character_alpha
from verification.domain.distances import distance_alpha, scaled_alpha
from verification.domain.estimates import Figure
from verification.domain.matched_units import matched_alpha
from verification.domain.rankings import kendall_tau
from verification.domain.ratings import Scale
from verification.domain.regions import matching, overlapping
from verification.domain.resampling import DRAWS, bootstrap, interval
from verification.domain.sets import jaccard_distance, masi_distance
from verification.domain.stretches import exact, in_common
from verification.domain.texts import edit_similarity, symmetric_chrf
from verification.domain.unitizing import unitizing_alpha

#: how alike two answers are, averaged over the pairs of an item, then over items
LIKENESSES: dict[str, Distance] = {
    "percent": lambda one, other: float(one == other),
    "chrf": symmetric_chrf,
    "edit_similarity": edit_similarity,
    "kendall_tau": kendall_tau,
}
#: by the distance of the kind: what two answers share and what they hold together, summed over all pairs
SHARES: dict[str, Callable[[Distance], Shared]] = {
    "span_f1_exact": lambda _distance: exact,
    "span_f1_overlap": lambda _distance: overlapping,
    "box_f1": matching,
    "polygon_f1": matching,
    "time_overlap": lambda _distance: in_common,
}
ALPHAS: dict[str, Callable[[Answers], Measured]] = {
    "alpha_nominal": lambda answers: scaled_alpha(answers, Scale.NOMINAL),
    "alpha_ordinal": lambda answers: scaled_alpha(answers, Scale.ORDINAL),
    "alpha_interval": lambda answers: scaled_alpha(answers, Scale.INTERVAL),
    "alpha_ratio": lambda answers: scaled_alpha(answers, Scale.RATIO),
    "alpha_masi": lambda answers: distance_alpha(answers, masi_distance),
    "alpha_jaccard": lambda answers: distance_alpha(answers, jaccard_distance),
    "alpha_distance": distance_alpha,
    "alpha_characters": character_alpha,
    "alpha_unitizing": unitizing_alpha,
    "alpha_matched": matched_alpha,
}
MEASURES = frozenset({*LIKENESSES, *SHARES, *ALPHAS})


def measured(answers: Answers, name: str) -> Measured:
    """Return the measure of this name; KeyError where there is none."""
    if name in LIKENESSES:
        return mean_of_pairs(answers, LIKENESSES[name])
    if name in SHARES:
        return shared_of_pairs(answers, SHARES[name](answers.distance))
    return ALPHAS[name](answers)


def figures(
    answers: Answers, names: Iterable[str], *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Figure]:
    """Return these measures, each with its bootstrap interval over items with two answers or more."""
    found = {name: measured(answers, name) for name in names}
    drawn = {name: measured for name, measured in found.items() if measured.of is not None}
    items = len(answers.ratings.items)
    if items < 2 or not drawn:
        return {name: Figure.of(measured.estimate) for name, measured in found.items()}
    values = bootstrap(
        np.arange(items),
        lambda weights: {name: measured.of(weights) for name, measured in drawn.items() if measured.of},
        draws=draws,
        seed=seed,
        width=max(measured.width for measured in drawn.values()),
    )
    spreads = {name: interval(row) for name, row in values.items()}
    return {name: Figure.of(measured.estimate, spreads.get(name)) for name, measured in found.items()}
