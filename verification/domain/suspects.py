"""Answers that are probably wrong, found by confident learning.

Source: Northcutt, Jiang and Chuang (2021), Confident Learning: Estimating Uncertainty in Dataset Labels, Journal of
Artificial Intelligence Research 70, 1373-1411: the confident joint of equation 1 and the ranking by self-confidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Suspicion:
    """One answer the model does not believe: its place, the label it suggests, and how it sees both."""

    place: int
    suggested: int
    probability: float
    suggested_probability: float


def thresholds(seen: Probabilities, given: Codes) -> Probabilities:
    """Return for each label the mean probability that the model gives it where people gave it.

    A label nobody gave gets infinity: nothing can be confidently of it.
    """
    counts = np.bincount(given, minlength=seen.shape[1])
    own = np.bincount(given, weights=seen[np.arange(len(given)), given], minlength=seen.shape[1])
    return np.where(counts > 0, own / np.maximum(counts, 1), np.inf)


def confident_labels(seen: Probabilities, given: Codes) -> Codes:
    """Return of each item the label it confidently has: the most probable of those at their threshold, else -1."""
    is_confident = seen >= thresholds(seen, given) - 1e-9
    best = np.where(is_confident, seen, -1.0).argmax(axis=1)
    return np.where(is_confident.any(axis=1), best, -1).astype(np.int64)


def confident_joint(seen: Probabilities, given: Codes) -> NDArray[np.int64]:
    """Return the counts C[given][confident]: off the diagonal stand the answers that are probably wrong."""
    labels = seen.shape[1]
    sure = confident_labels(seen, given)
    counted = sure >= 0
    flat = np.bincount(given[counted] * labels + sure[counted], minlength=labels * labels)
    return flat.reshape(labels, labels).astype(np.int64)


def suspicions(seen: Probabilities, given: Codes) -> list[Suspicion]:
    """Return the answers off the diagonal of the confident joint, the least believed first.

    `seen` are probabilities of models that did not learn from the item itself.
    """
    sure = confident_labels(seen, given)
    places = np.flatnonzero((sure >= 0) & (sure != given))
    believed = seen[places, given[places]]
    margin = believed - seen[places, sure[places]]
    ranked = places[np.lexsort((places, margin, believed))]
    return [
        Suspicion(
            place=int(place),
            suggested=int(sure[place]),
            probability=float(seen[place, given[place]]),
            suggested_probability=float(seen[place, sure[place]]),
        )
        for place in ranked
    ]
