"""The figures of a rehearsal: one JSON object."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from overview.domain.recording import Recording
from verification.domain.agreement import krippendorff_alpha, krippendorff_interval
from verification.domain.consensus import Consensus, accuracy, dawid_skene, majority
from verification.domain.ratings import CodedRatings, Scale, are_numbers

DRAWS = 1_000
SEED = 0
SCALES = (Scale.NOMINAL, Scale.ORDINAL, Scale.INTERVAL)


def report(recording: Recording, scale: Scale) -> dict[str, Any]:
    """Return agreement, consensus and their accuracy; None where a figure is undefined, never NaN.

    `alpha_ci95` is a percentile interval of 1,000 bootstrap draws over items with seed 0.
    """
    last = recording.last_ratings()
    ratings = CodedRatings.from_ratings(last)
    alpha, interval = (
        krippendorff_alpha(ratings, scale),
        krippendorff_interval(ratings, scale, draws=DRAWS, seed=SEED),
    )
    votes = majority(ratings)
    return {
        "ratings_read": recording.read,
        "replaced": len(recording.ratings) - len(last),
        "items": len(ratings.items),
        "annotations": len(last),
        "annotators": len(ratings.annotators),
        "scale": scale.value,
        "alpha": alpha.value,
        "alpha_undefined_because": alpha.undefined.value if alpha.undefined else None,
        "alpha_ci95": None if interval.low is None else [interval.low, interval.high],
        "alphas": {each.value: _alpha(ratings, each) for each in SCALES},
        **_splits(ratings),
        "ties": len(votes.tied),
        **_accuracies(ratings, votes, recording.gold),
    }


def _alpha(ratings: CodedRatings, scale: Scale) -> float | None:
    if scale != Scale.NOMINAL and not are_numbers(ratings.labels):
        return None
    return krippendorff_alpha(ratings, scale).value


def _splits(ratings: CodedRatings) -> dict[str, int]:
    """Count the items with two or more answers that are all equal, and those that are not."""
    several = ratings.pairable()
    distinct = np.bincount(several.cells().item)
    return {"unanimous": int((distinct == 1).sum()), "disputes": int((distinct > 1).sum())}


def _accuracies(ratings: CodedRatings, votes: Consensus, gold: Mapping[str, str]) -> dict[str, Any]:
    judged = len(set(gold) & set(ratings.items))
    if not judged:
        return {"majority_accuracy": None, "dawid_skene_accuracy": None, "gold_items": 0}
    fitted = dawid_skene(ratings)
    return {
        "majority_accuracy": accuracy(votes.labels, gold).value,
        "dawid_skene_accuracy": accuracy(fitted.consensus.labels, gold).value,
        "dawid_skene_stopped": "converged" if fitted.converged else "step_limit",
        "dawid_skene_steps": fitted.steps,
        "gold_items": judged,
    }
