"""The measures of agreement that field kinds ask for by name."""

from collections.abc import Callable, Iterable

import numpy as np

from verification.domain.answers import Answers, Measured, mean_of_pairs, shared_of_pairs
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

MEASURES: dict[str, Callable[[Answers], Measured]] = {
    "percent": lambda answers: mean_of_pairs(answers, lambda one, other: float(one == other)),
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
    "span_f1_exact": lambda answers: shared_of_pairs(answers, exact),
    "span_f1_overlap": lambda answers: shared_of_pairs(answers, overlapping),
    "box_f1": lambda answers: shared_of_pairs(answers, matching(answers.distance)),
    "polygon_f1": lambda answers: shared_of_pairs(answers, matching(answers.distance)),
    "time_overlap": lambda answers: shared_of_pairs(answers, in_common),
    "chrf": lambda answers: mean_of_pairs(answers, symmetric_chrf),
    "edit_similarity": lambda answers: mean_of_pairs(answers, edit_similarity),
    "kendall_tau": lambda answers: mean_of_pairs(answers, kendall_tau),
}


def figures(
    answers: Answers, names: Iterable[str], *, draws: int = DRAWS, seed: int = 0
) -> dict[str, Figure]:
    """Return these measures, each with its bootstrap interval over items with two answers or more."""
    found = {name: MEASURES[name](answers) for name in names}
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
