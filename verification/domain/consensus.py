"""One answer out of several: by majority, or by how reliable each person proved to be."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import numpy as np

from verification.domain.em import Model
from verification.domain.estimates import Estimate, Undefined
from verification.domain.ratings import CodedRatings, Codes, Floats

TIE = 1e-9  # confidences closer than this are equal: rounding leaves less, evidence leaves more


class Soft(NamedTuple):
    """How much speaks for each label of each item (0..1), ordered by item, then label, without the zeros."""

    item: Codes
    label: Codes
    share: Floats


@dataclass(frozen=True)
class Consensus:
    """For each item the label, the confidence in it (0..1), and the items where another label did as well."""

    labels: dict[str, str]
    confidence: dict[str, float]
    tied: frozenset[str]
    soft: Soft = field(compare=False)


@dataclass(frozen=True, eq=False)
class DawidSkene:
    """A fitted model; `steps` counts rounds of estimation, `converged` says whether they ended by themselves.

    The natural `log_likelihood` belongs to the class `marginals` (one per label) and the confusion matrices.
    """

    ratings: CodedRatings
    consensus: Consensus
    marginals: Floats
    converged: bool
    steps: int
    log_likelihood: float
    model: Model
    posterior: Floats  # one per cell of the model
    rates: Floats  # one per rate of the model

    def posteriors(self) -> Floats:
        """Return the probability of each label for each item, shape (items, labels); rows add up to 1."""
        table = np.zeros((len(self.ratings.items), len(self.ratings.labels)))
        table[self.model.item, self.model.truth] = self.posterior
        return table

    def skills(self) -> Floats:
        """Return how likely each person is to give the right label to an item of this mix of classes."""
        person, truth, given = self.model.rates
        is_right = truth == given
        weights = (self.rates * self.marginals[truth])[is_right]
        people = len(self.ratings.annotators)
        sums: Floats = np.bincount(person[is_right], weights=weights, minlength=people).astype(np.float64)
        return sums

    def filled_rates(self) -> Iterator[tuple[int, int, int, float]]:
        """Yield (person, truth, given label, rate) for the rates above zero, people and labels as places."""
        columns = (*self.model.rates, self.rates)
        yield from zip(*(column[self.rates > 0].tolist() for column in columns), strict=True)

    def confusion(self, annotator: str) -> Floats:
        """Return how likely this person gives each label (columns) under each truth (rows).

        Rows add up to 1, or are all zero when no item they labelled is believed to be of that class.
        ValueError for an unknown person.
        """
        _, truth, given = self.model.rates
        mine = self.model.rates.annotator == self.ratings.annotators.index(annotator)
        table = np.zeros((len(self.ratings.labels), len(self.ratings.labels)))
        table[truth[mine], given[mine]] = self.rates[mine]
        return table


def majority(ratings: CodedRatings) -> Consensus:
    """Return the most frequent label of each item; of equals the first in the order of `ratings.labels`.

    Confidence is the label's share of the votes; every rating is a vote.
    """
    item, label, times = ratings.cells()
    return consensus_of_shares(ratings, item, label, times / np.bincount(ratings.item)[item])


def weighted_majority(ratings: CodedRatings, skills: Floats | None = None) -> Consensus:
    """Return the label with the greatest weight on each item; of equals the first in the order of labels.

    People weigh as much as their skill: by default the share of their labels that equal the majority's, as in
    worker agreement with aggregate (Ustalov et al. 2024, Learning from Crowds with Crowd-Kit). Confidence is the
    label's share of the weights on its item; where nobody there has any weight, of the votes.
    """
    weights = agreement_with(ratings, majority(ratings)) if skills is None else skills
    width = max(len(ratings.labels), 1)
    keys, cell = np.unique(ratings.item * width + ratings.label, return_inverse=True)
    item, label = keys // width, keys % width
    sums, votes = np.bincount(cell, weights=weights[ratings.annotator]), np.bincount(cell)
    totals = np.bincount(item, weights=sums)
    is_blank = (totals == 0)[item]
    shares = np.where(
        is_blank, votes / np.bincount(ratings.item)[item], sums / np.where(is_blank, 1, totals[item])
    )
    return consensus_of_shares(ratings, item, label, shares)


def agreement_with(ratings: CodedRatings, consensus: Consensus) -> Floats:
    """Return for each person the share of their labels that equal the consensus."""
    places = {label: place for place, label in enumerate(ratings.labels)}
    answer = np.array([places[consensus.labels[item]] for item in ratings.items], dtype=np.int64)
    people = len(ratings.annotators)
    given = np.bincount(ratings.annotator, minlength=people)
    equal = np.bincount(ratings.annotator, weights=answer[ratings.item] == ratings.label, minlength=people)
    return np.divide(equal, given, out=np.zeros(people), where=given > 0)


def dawid_skene(ratings: CodedRatings, *, max_steps: int = 1000, tolerance: float = 1e-8) -> DawidSkene:
    """Return each item's label, weighing people by the confusion matrices that explain the ratings best.

    Source: Dawid and Skene (1979), Maximum Likelihood Estimation of Observer Error-Rates Using the EM
    Algorithm. Starts from vote shares, smooths nothing, and takes repeated labels of one person as repeated
    observations. Stops when the log-likelihood changes by at most `tolerance` of itself or after `max_steps`.
    Posteriors within 1e-9 of the highest are tied: the first of them in the order of `ratings.labels` wins.
    """
    model = Model.of(ratings)
    posterior, log_likelihood = model.vote_shares, math.nan
    for steps in count(1):
        last = log_likelihood
        marginals, rates = model.estimate(posterior)
        posterior, log_likelihood = model.explain(marginals, rates)
        converged = abs(log_likelihood - last) <= tolerance * abs(last)
        if converged or steps >= max_steps:
            break
    consensus = consensus_of_shares(ratings, model.item, model.truth, posterior)
    return DawidSkene(
        ratings, consensus, marginals, converged, steps, log_likelihood, model, posterior, rates
    )


def accuracy(labels: Mapping[str, str], gold: Mapping[str, str]) -> Estimate:
    """Return the share of right labels among the n items that have both a label and a gold label."""
    right = [labels[item] == answer for item, answer in gold.items() if item in labels]
    if not right:
        return Estimate(None, 0, Undefined.NO_GOLD)
    return Estimate(sum(right) / len(right), len(right))


def consensus_of_shares(ratings: CodedRatings, item: Codes, label: Codes, confidence: Floats) -> Consensus:
    """Return the first of the most confident labels of each item.

    Cells (item, label, confidence) come ordered by item, then label; every item has one.
    """
    starts = np.flatnonzero(np.diff(item, prepend=-1))
    highest = np.maximum.reduceat(confidence, starts)
    best = np.flatnonzero(confidence >= highest[item] - TIE)
    chosen = best[np.flatnonzero(np.diff(item[best], prepend=-1))]
    tied = np.flatnonzero(np.bincount(item[best]) > 1)
    return Consensus(
        {name: ratings.labels[code] for name, code in zip(ratings.items, label[chosen], strict=True)},
        dict(zip(ratings.items, confidence[chosen].tolist(), strict=True)),
        frozenset(ratings.items[code] for code in tied),
        Soft(item, label, confidence),
    )
