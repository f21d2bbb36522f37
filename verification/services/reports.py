"""What the answers to one field say: agreement, who differs where, and one answer for each item."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from verification.domain import agreement
from verification.domain.battery import battery
from verification.domain.consensus import Consensus, majority
from verification.domain.crowd import Fitted, fit
from verification.domain.distances import ranked
from verification.domain.estimates import Estimate
from verification.domain.ratings import CodedRatings, Codes, Scale, are_numbers
from verification.models import ConsensusMethod

DRAWS = 1_000
MOST_PAIRS = 50


class Settled(NamedTuple):
    """The answer of one item, the confidence in it, whether another did as well, and all answers with shares."""

    answer: Any
    confidence: float
    is_tie: bool
    soft: list[tuple[Any, float]]


@dataclass(frozen=True, eq=False)
class FieldReport:
    """The figures of one field, ready for JSON, and what was settled for each item, in their order.

    `distinct` counts each item's labels.
    """

    figures: dict[str, Any]
    settled: list[Settled]
    ratings: CodedRatings
    distinct: Codes


def consensus_report(
    ratings: CodedRatings,
    *,
    method: ConsensusMethod = ConsensusMethod.MAJORITY,
    scale: Scale = Scale.NOMINAL,
    order: Sequence[str] = (),
    answers: Mapping[str, Any] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> FieldReport:
    """Return agreement and consensus of one field's ratings. Touches no database.

    `order` lists every label of an ordered field from low to high; ordinal alpha then goes by it instead of
    by numbers. `answers` gives the answers that labels stand for. The interval of `alpha` belongs to its `scale`.
    """
    distinct = np.bincount(ratings.cells().item, minlength=len(ratings.items))
    fitted = fit(ratings, method) if len(ratings) else None
    consensus = fitted.consensus if fitted else majority(ratings)
    is_ranked = bool(order) and not are_numbers(ratings.labels)
    on = Scale.ORDINAL if is_ranked else None
    measures = battery(_ordered(ratings, order) if is_ranked else ratings, on, draws=draws, seed=seed)
    figures = {
        "counts": counts(ratings, distinct, len(consensus.tied)),
        "percent_agreement": asdict(agreement.percent_agreement(ratings)),
        "unanimous_share": asdict(agreement.unanimous_share(ratings)),
        "alpha": _alpha_with_interval(ratings, scale, order, seed, draws),
        "alphas": {each.value: asdict(_alpha(ratings, each, order)) for each in _scales(ratings, order)},
        "annotators": _annotators(ratings, distinct),
        "labels": _labels(ratings, consensus),
        "pairs": _pairs(ratings, distinct),
        "model": _model(fitted),
        "measures": {name: asdict(figure) for name, figure in measures.items()},
    }
    return FieldReport(figures, _settled(ratings, consensus, answers or {}), ratings, distinct)


def _model(fitted: Fitted | None) -> dict[str, Any] | None:
    if fitted is None or fitted.model is None:
        return None
    return {
        "converged": fitted.converged,
        "steps": fitted.steps,
        "log_likelihood": fitted.model.log_likelihood,
        "marginals": dict(zip(fitted.model.ratings.labels, fitted.marginals.tolist(), strict=True)),
    }


def _settled(ratings: CodedRatings, consensus: Consensus, answers: Mapping[str, Any]) -> list[Settled]:
    soft: list[list[tuple[Any, float]]] = [[] for _item in ratings.items]
    for item, label, share in zip(*(column.tolist() for column in consensus.soft), strict=True):
        name = ratings.labels[label]
        soft[item].append((answers.get(name, name), share))
    for given in soft:
        given.sort(key=lambda pair: -pair[1])
    labels = [consensus.labels[item] for item in ratings.items]
    return [
        Settled(answers.get(label, label), consensus.confidence[item], item in consensus.tied, of_item)
        for item, label, of_item in zip(ratings.items, labels, soft, strict=True)
    ]


def _ordered(ratings: CodedRatings, order: Sequence[str]) -> CodedRatings:
    """Return the ratings with the labels of an ordered field in its order and named by their places."""
    named = ranked(ratings, order)
    codes = (ratings.item, ratings.annotator, ratings.label)
    return CodedRatings.from_codes(named.items, named.annotators, named.labels, codes)


def counts(ratings: CodedRatings, distinct: Codes, ties: int) -> dict[str, int]:
    """Return how many items, answers and people there are, and on how many items they agree or differ."""
    size = np.bincount(ratings.item, minlength=len(ratings.items))
    return {
        "items": len(ratings.items),
        "annotations": len(ratings),
        "annotators": len(ratings.annotators),
        "single": int((size == 1).sum()),
        "unanimous": int(((size > 1) & (distinct == 1)).sum()),
        "disputed": int((distinct > 1).sum()),
        "ties": ties,
    }


def _scales(ratings: CodedRatings, order: Sequence[str]) -> list[Scale]:
    """Return the scales on which a distance between these labels has a meaning."""
    if are_numbers(ratings.labels):
        return [Scale.NOMINAL, Scale.ORDINAL, Scale.INTERVAL]
    return [Scale.NOMINAL, Scale.ORDINAL] if order else [Scale.NOMINAL]


def _on_scale(ratings: CodedRatings, scale: Scale, order: Sequence[str]) -> CodedRatings:
    """Return the ratings with the labels of an ordered field named by their place in it."""
    if scale != Scale.ORDINAL or not order:
        return ratings
    return ranked(ratings, order)


def _alpha(ratings: CodedRatings, scale: Scale, order: Sequence[str]) -> Estimate:
    return agreement.krippendorff_alpha(_on_scale(ratings, scale, order), scale)


def _alpha_with_interval(
    ratings: CodedRatings, scale: Scale, order: Sequence[str], seed: int, draws: int
) -> dict[str, Any]:
    interval = agreement.krippendorff_interval(
        _on_scale(ratings, scale, order), scale, draws=draws, seed=seed
    )
    spread = {"low": interval.low, "high": interval.high, "draws": draws, "left_out": interval.left_out}
    return {"scale": scale.value, "seed": seed, **spread, **asdict(_alpha(ratings, scale, order))}


def _annotators(ratings: CodedRatings, distinct: Codes) -> list[dict[str, Any]]:
    """Return for each person their agreement with the rest and what they chose where people differ."""
    given = np.bincount(ratings.annotator, minlength=len(ratings.annotators))
    estimates = agreement.agreement_by_annotator(ratings)
    differing = distinct[ratings.item] > 1
    pairs = zip(ratings.annotator[differing].tolist(), ratings.label[differing].tolist(), strict=True)
    chosen: list[dict[str, int]] = [{} for _person in ratings.annotators]
    for (person, label), times in sorted(Counter(pairs).items()):
        chosen[person][ratings.labels[label]] = times
    return [
        {"annotator": name, "annotations": int(times), "chosen": choices, **asdict(estimates[name])}
        for name, times, choices in zip(ratings.annotators, given.tolist(), chosen, strict=True)
    ]


def _labels(ratings: CodedRatings, consensus: Consensus) -> list[dict[str, Any]]:
    """Return for each label its agreement, how often it was given and how many items it won."""
    given = np.bincount(ratings.label, minlength=len(ratings.labels))
    won = Counter(consensus.labels.values())
    return [
        {"label": label, "given": int(times), "items": won[label], **asdict(estimate)}
        for (label, estimate), times in zip(
            agreement.agreement_by_label(ratings).items(), given.tolist(), strict=True
        )
    ]


def _pairs(ratings: CodedRatings, distinct: Codes) -> list[dict[str, Any]]:
    """Return the labels given to the same item, and on how many items: the commonest pairs first."""
    item, label, _times = ratings.cells()
    starts = np.flatnonzero(np.diff(item, prepend=-1))
    found: Counter[tuple[int, int]] = Counter()
    for start, n in zip(starts.tolist(), distinct.tolist(), strict=True):
        if n > 1:
            found.update(combinations(label[start : start + n].tolist(), 2))
    commonest = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PAIRS]
    return [
        {"labels": [ratings.labels[one], ratings.labels[other]], "items": items}
        for (one, other), items in commonest
    ]
