"""One answer out of several by any method, in one shape."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from verification.domain import crowd_kit
from verification.domain.consensus import (
    Consensus,
    DawidSkene,
    agreement_with,
    dawid_skene,
    majority,
    weighted_majority,
)
from verification.domain.ratings import CodedRatings, Codes, Floats


@dataclass(frozen=True, eq=False)
class Fitted:
    """A consensus and how it was reached. `converged` and `steps` are None where nothing is repeated.

    `skills` is one number per person: what it means is the method's business. `votes` counts the ratings of
    each item, `given` those of each person.
    """

    method: str
    consensus: Consensus
    marginals: Floats
    skills: Floats
    votes: Codes
    given: Codes
    converged: bool | None = None
    steps: int | None = None
    model: DawidSkene | None = None


def fit(ratings: CodedRatings, method: str) -> Fitted:
    """Return the consensus by this method; KeyError for an unknown one, RuleBroken where it is not installed."""
    return METHODS[method](ratings)


def _majority(ratings: CodedRatings) -> Fitted:
    found = majority(ratings)
    return _plain("majority", ratings, found, agreement_with(ratings, found))


def _weighted(ratings: CodedRatings) -> Fitted:
    skills = agreement_with(ratings, majority(ratings))
    return _plain("weighted", ratings, weighted_majority(ratings, skills), skills)


def _dawid_skene(ratings: CodedRatings) -> Fitted:
    model = dawid_skene(ratings)
    return Fitted(
        "dawid_skene",
        model.consensus,
        model.marginals,
        model.skills(),
        *_counts(ratings),
        converged=model.converged,
        steps=model.steps,
        model=model,
    )


def _mace(ratings: CodedRatings) -> Fitted:
    found, skills = crowd_kit.mace(ratings)
    return _plain("mace", ratings, found, skills)


def _glad(ratings: CodedRatings) -> Fitted:
    found, skills = crowd_kit.glad(ratings)
    return _plain("glad", ratings, found, skills)


def _plain(method: str, ratings: CodedRatings, found: Consensus, skills: Floats) -> Fitted:
    """Return the consensus with class marginals summed up from its soft labels."""
    sums = np.bincount(found.soft.label, weights=found.soft.share, minlength=len(ratings.labels))
    return Fitted(method, found, sums / max(len(ratings.items), 1), skills, *_counts(ratings))


def _counts(ratings: CodedRatings) -> tuple[Codes, Codes]:
    return (
        np.bincount(ratings.item, minlength=len(ratings.items)),
        np.bincount(ratings.annotator, minlength=len(ratings.annotators)),
    )


METHODS: dict[str, Callable[[CodedRatings], Fitted]] = {
    "majority": _majority,
    "weighted": _weighted,
    "dawid_skene": _dawid_skene,
    "mace": _mace,
    "glad": _glad,
}
