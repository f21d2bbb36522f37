"""Consensus of a table whose answers stand as JSON, by the merge of their kind."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dmops_platform.errors import BadInput, _
from sourcing.domain.ratings_table import GoldLine
from verification.domain.estimates import Figure, Undefined
from verification.domain.intervals import share
from verification.domain.loose_kinds import KINDS, read_answer, read_answers, texts_of
from verification.domain.merging import Merged, Shapes, likeness_with_others, merged
from verification.domain.ratings import CodedRatings, Floats
from verification.domain.resampling import DRAWS, bootstrap, interval
from verification.domain.tables import RatingTable

SEED = 0
MERGES = ("majority", "weighted")


@dataclass(frozen=True, eq=False)
class MergedTable:
    """The merged answer of every item; `likeness` says how alike each person's answers are to the others'."""

    kind: str
    method: str
    ratings: CodedRatings
    found: list[Merged]
    likeness: Floats


def merged_table(table: RatingTable, kind: str, column: str, method: str) -> MergedTable:
    """Return one answer an item; people weigh alike or, by “weighted”, as much as they are like the others."""
    if method not in MERGES:
        sentence = _("Answers of the kind “%(kind)s” are merged. Choose the method majority or weighted.")
        raise BadInput(sentence, path="method", code="method_needs_labels", kind=kind)
    ratings, values = read_answers(table, kind, column)
    shapes = Shapes(values, KINDS[kind].distance, KINDS[kind].merge)
    likeness, _n = likeness_with_others(ratings, shapes)
    weights = np.ones(len(likeness)) if method == "majority" else np.nan_to_num(likeness, nan=1.0)
    return MergedTable(kind, method, ratings, merged(ratings, shapes, weights), likeness)


def merged_rows(of: MergedTable) -> list[dict[str, Any]]:
    """Return one row per item: its answer, confidence, n, and every answer given with its share."""
    told = KINDS[of.kind].told
    votes = np.bincount(of.ratings.item, minlength=len(of.ratings.items)).tolist()
    return [
        {
            "item": item,
            "answer": told(one.answer),
            "confidence": one.confidence,
            "n": n,
            "tie": False,
            "soft": [{"answer": told(answer), "share": weight} for answer, weight in one.soft],
        }
        for item, n, one in zip(of.ratings.items, votes, of.found, strict=True)
    ]


def merged_report(table: RatingTable, of: MergedTable, gold: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return counts, how right the answers are against gold, the share of each label, and how people did.

    `accuracy` counts answers that are exactly gold, `score` is the mean score of the kind: F1 for marks.
    """
    pairs = [
        (one.answer, gold[item])
        for item, one in zip(of.ratings.items, of.found, strict=True)
        if gold and item in gold
    ]
    return {
        **table.counts(),
        "kind": of.kind,
        "method": of.method,
        "ties": 0,
        "gold_items": len(pairs),
        "accuracy": asdict(_accuracy([one == right for one, right in pairs])),
        "score": asdict(_mean([KINDS[of.kind].score(one, right) for one, right in pairs])),
        "marginals": _marginals(of),
        "converged": None,
        "steps": None,
        "people": _people(of),
    }


def gold_answers(lines: list[GoldLine], kind: str, column: str) -> dict[str, Any]:
    """Return item → gold answer; two different ones for one item are an error, as is one not of the kind."""
    if kind == "text":
        texts = texts_of([line.label for line in lines])
        return {line.item: text for line, text in zip(lines, texts, strict=True)}
    return {line.item: read_answer(line.label, kind, line.line, column) for line in lines}


def as_json(value: Any) -> str:
    """Return an answer as the cell of a table."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _accuracy(right: list[bool]) -> Figure:
    if not right:
        return Figure(None, None, None, 0, Undefined.NO_GOLD)
    spread = share(sum(right), len(right))
    return Figure(sum(right) / len(right), spread.low, spread.high, len(right))


def _mean(scores: list[float]) -> Figure:
    """Return the mean with its bootstrap interval."""
    if not scores:
        return Figure(None, None, None, 0, Undefined.NO_GOLD)
    values = np.array(scores)
    mean = float(values.mean())
    if len(scores) == 1:
        return Figure(mean, None, None, 1)
    drawn = bootstrap(
        np.arange(len(scores)),
        lambda weights: {"mean": weights @ values / weights.sum(axis=1)},
        draws=DRAWS,
        seed=SEED,
    )
    spread = interval(drawn["mean"])
    return Figure(mean, spread.low, spread.high, len(scores))


def _marginals(of: MergedTable) -> dict[str, float]:
    counts = Counter(label for one in of.found for label in KINDS[of.kind].labels(one.answer))
    return {label: counts[label] / counts.total() for label in sorted(counts)}


def _people(of: MergedTable) -> dict[str, dict[str, Any]]:
    given = np.bincount(of.ratings.annotator, minlength=len(of.ratings.annotators)).tolist()
    return {
        name: {"ratings": n, "skill": likeness if np.isfinite(likeness) else None}
        for name, n, likeness in zip(of.ratings.annotators, given, of.likeness.tolist(), strict=True)
    }
