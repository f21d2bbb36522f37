"""What the answers to a field say whose answers cannot be listed: spans, boxes, texts, orders, numbers."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from verification.domain import agreement
from verification.domain.answers import Answers
from verification.domain.estimates import Estimate, Figure, Undefined
from verification.domain.kind_measures import figures
from verification.domain.merging import Shapes, likeness_with_others, merged
from verification.domain.ratings import CodedRatings, Floats
from verification.models import ConsensusMethod
from verification.services.reports import DRAWS, FieldReport, Settled, counts


def shape_report(
    field: Field,
    ratings: CodedRatings,
    values: dict[str, Any],
    lengths: Mapping[str, int],
    method: ConsensusMethod,
    seed: int,
) -> FieldReport:
    """Return agreement by the measures of the field's kind, and the consensus by its merge. Touches no database.

    People weigh alike by majority, else as much as their answers are like the others'. `alpha` is the kind's
    first alpha, or that of its distance where it names none.
    """
    shapes = _shapes(field, values)
    distinct = np.bincount(ratings.cells().item, minlength=len(ratings.items))
    likeness, n = likeness_with_others(ratings, shapes)
    found = merged(ratings, shapes, _weights(likeness, method))
    measures = _measures(field, ratings, shapes, lengths, seed)
    name = next(each for each in measures if each.startswith("alpha_"))
    return FieldReport(
        {
            "counts": counts(ratings, distinct, 0),
            "percent_agreement": asdict(agreement.percent_agreement(ratings)),
            "unanimous_share": asdict(agreement.unanimous_share(ratings)),
            "alpha": _alpha(name, measures[name], seed),
            "alphas": {},
            "annotators": _annotators(ratings, likeness, n),
            "labels": [],
            "pairs": [],
            "model": None,
            "measures": {each: asdict(figure) for each, figure in measures.items()},
        },
        [Settled(one.answer, one.confidence, False, one.soft) for one in found],
        ratings,
        distinct,
    )


def _shapes(field: Field, values: dict[str, Any]) -> Shapes:
    kind, config = KINDS[field["kind"]], field["config"]
    return Shapes(
        values,
        lambda one, other: kind.distance(one, other, config),
        lambda answers, weights: kind.merge(answers, weights, config),
    )


def _weights(likeness: Floats, method: ConsensusMethod) -> Floats:
    if method == ConsensusMethod.MAJORITY:
        return np.ones(len(likeness))
    return np.clip(np.nan_to_num(likeness, nan=1.0), 0.0, None)


def _measures(
    field: Field, ratings: CodedRatings, shapes: Shapes, lengths: Mapping[str, int], seed: int
) -> dict[str, Figure]:
    names: list[str] = list(KINDS[field["kind"]].agreement(field["config"]))
    if not any(name.startswith("alpha_") for name in names):
        names.append("alpha_distance")
    answers = Answers(ratings.pairable(), shapes.values, shapes.distance, lengths)
    return figures(answers, names, draws=DRAWS, seed=seed)


def _alpha(name: str, figure: Figure, seed: int) -> dict[str, Any]:
    return {
        "scale": name.removeprefix("alpha_"),
        "seed": seed,
        "low": figure.low,
        "high": figure.high,
        "draws": DRAWS,
        "left_out": 0,
        "value": figure.value,
        "n": figure.n,
        "undefined": figure.why_undefined,
    }


def _annotators(ratings: CodedRatings, likeness: Floats, n: Floats) -> list[dict[str, Any]]:
    given = np.bincount(ratings.annotator, minlength=len(ratings.annotators))
    return [
        {"annotator": name, "annotations": times, "chosen": {}, **asdict(_estimate(value, int(compared)))}
        for name, times, value, compared in zip(
            ratings.annotators, given.tolist(), likeness.tolist(), n.tolist(), strict=True
        )
    ]


def _estimate(value: float, n: int) -> Estimate:
    return Estimate(value, n) if n else Estimate(None, 0, Undefined.NO_PAIRS)
