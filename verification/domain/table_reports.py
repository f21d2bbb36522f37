"""Agreement and consensus of a table of ratings, ready for JSON: null where there is no figure, never NaN."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from verification.domain.battery import battery
from verification.domain.consensus import accuracy
from verification.domain.crowd import Fitted
from verification.domain.estimates import Figure, Undefined
from verification.domain.intervals import share
from verification.domain.ratings import Scale
from verification.domain.resampling import DRAWS
from verification.domain.tables import RatingTable

SEED = 0
MOST_CONFUSED = 100  # labels up to which confusion matrices are told
MOST_LABELS = 10_000
MOST_DRAWN = 20_000_000  # labels times draws
LEAST_DRAWS = 100


def agreement_report(table: RatingTable, scale: Scale | None = None) -> dict[str, Any]:
    """Return counts and every measure by name: value, 95 % interval, n and why there is no value."""
    draws = draws_for(len(table.ratings.labels))
    measures = battery(table.ratings, scale, draws=draws, seed=SEED)
    return {
        **table.counts(),
        "scale": scale,
        "draws": draws,
        "seed": SEED,
        "measures": {name: asdict(figure) for name, figure in measures.items()},
    }


def draws_for(labels: int) -> int:
    """Return how many draws an interval takes: fewer, down to 100, where each holds very many labels.

    >>> [draws_for(10), draws_for(100_000), draws_for(1_000_000)]
    [1000, 200, 100]
    """
    return min(DRAWS, max(LEAST_DRAWS, MOST_DRAWN // max(labels, 1)))


def consensus_report(table: RatingTable, fitted: Fitted, gold: Mapping[str, str] | None) -> dict[str, Any]:
    """Return counts, accuracy against gold, class marginals, and how each person did."""
    return {
        **table.counts(),
        "method": fitted.method,
        "ties": len(fitted.consensus.tied),
        "gold_items": len(set(gold or ()) & set(table.ratings.items)),
        "accuracy": asdict(_accuracy(fitted, gold or {})),
        "marginals": dict(zip(table.ratings.labels, fitted.marginals.tolist(), strict=True))
        if len(table.ratings.labels) <= MOST_LABELS
        else None,
        "converged": fitted.converged,
        "steps": fitted.steps,
        "people": _people(table, fitted),
    }


def consensus_rows(table: RatingTable, fitted: Fitted) -> list[dict[str, Any]]:
    """Return one row per item: its answer, the confidence in it, n, whether it is a tie, and soft labels."""
    soft: list[dict[str, float]] = [{} for _item in table.ratings.items]
    labels = table.ratings.labels
    for item, label, weight in zip(*(column.tolist() for column in fitted.consensus.soft), strict=True):
        soft[item][labels[label]] = weight
    return [
        {
            "item": item,
            "answer": fitted.consensus.labels[item],
            "confidence": fitted.consensus.confidence[item],
            "n": n,
            "tie": item in fitted.consensus.tied,
            "soft": of_item,
        }
        for item, n, of_item in zip(table.ratings.items, fitted.votes.tolist(), soft, strict=True)
    ]


def _accuracy(fitted: Fitted, gold: Mapping[str, str]) -> Figure:
    value = accuracy(fitted.consensus.labels, gold)
    if value.value is None:
        return Figure(None, None, None, 0, Undefined.NO_GOLD)
    spread = share(round(value.value * value.n), value.n)
    return Figure(value.value, spread.low, spread.high, value.n)


def _people(table: RatingTable, fitted: Fitted) -> dict[str, dict[str, Any]]:
    ratings = table.ratings
    people: dict[str, dict[str, Any]] = {
        name: {"ratings": given, "skill": skill}
        for name, given, skill in zip(
            ratings.annotators, fitted.given.tolist(), fitted.skills.tolist(), strict=True
        )
    }
    if fitted.model is None or len(ratings.labels) > MOST_CONFUSED:
        return people
    for person, truth, said, rate in fitted.model.filled_rates():
        confusion = people[ratings.annotators[person]].setdefault("confusion", {})
        confusion.setdefault(ratings.labels[truth], {})[ratings.labels[said]] = rate
    return people
