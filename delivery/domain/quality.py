"""How good a release is, as figures: held against what was asked, and added up from its answers."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import ge, gt, le, lt
from typing import Any, NamedTuple

from delivery.domain.tally import LONGEST_VALUE, MOST_VALUES
from dmops_platform.states import State
from projects.domain.phases import Phase
from projects.domain.stages import Measure
from verification.domain.strata import least_reliable

SHARE_DIGITS = 4

#: what a client reads about a project unless a requirement names more: no cost, no pay of single people
SHOWN = (
    "items.",
    "label_share.",
    "agreement.",
    "gold.",
    "disputes.",
    "audit.",
    "model.",
    "pii.",
    "pay.hourly_",
)


class Outcome(State):
    """What the figures say about one requirement."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_MEASURED = "not_measured"
    JUDGED = "judged"


class Asked(NamedTuple):
    """One requirement of a brief; `metric` is empty where no figure tells and a person judges."""

    position: int
    sentence: str
    metric: str
    comparison: str
    threshold: float | None


_HOLDS: dict[str, Callable[[float, float], bool]] = {">=": ge, ">": gt, "<=": le, "<": lt}


def is_met(value: float, comparison: str, threshold: float) -> bool:
    """Return whether the value meets the threshold; values that differ only by rounding count as equal.

    >>> is_met(0.1 + 0.2, ">=", 0.3), is_met(0.1 + 0.2, ">", 0.3), is_met(2, "=", 2)
    (True, False, True)
    """
    if math.isclose(value, threshold, rel_tol=1e-9, abs_tol=1e-12):
        return "=" in comparison
    return comparison in _HOLDS and _HOLDS[comparison](value, threshold)


def requirement_facts(asked: Iterable[Asked], measures: Mapping[str, Measure]) -> list[dict[str, Any]]:
    """Return each requirement with its evidence: value, n, interval and what they say of it."""
    return [_requirement(each, measures.get(each.metric)) for each in asked]


def _requirement(asked: Asked, measure: Measure | None) -> dict[str, Any]:
    found = measure or Measure(asked.metric, None)
    evidence = {"value": found.value, "n": found.n, "low": found.low, "high": found.high}
    return {**asked._asdict(), **evidence, "outcome": str(_outcome(asked, found.value))}


def _outcome(asked: Asked, value: float | None) -> Outcome:
    if not asked.metric or asked.threshold is None:
        return Outcome.JUDGED
    if value is None:
        return Outcome.NOT_MEASURED
    return Outcome.MET if is_met(value, asked.comparison, asked.threshold) else Outcome.NOT_MET


def shown_measures(measures: Iterable[Measure], asked: Iterable[Asked]) -> list[dict[str, Any]]:
    """Return the measures a client may read, by name: those of SHOWN and those a requirement names."""
    named = {each.metric for each in asked}
    shown = [each for each in measures if each.name in named or each.name.startswith(SHOWN)]
    return [
        {"name": each.name, "value": each.value, "n": each.n, "low": each.low, "high": each.high}
        for each in sorted(shown, key=lambda measure: measure.name)
    ]


def answer_facts(counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Return field → {"answered", "values"} of (field, answer) → items, as the manifest counts the lines."""
    fields: dict[str, Counter[str]] = {}
    for (field, answer), n in counts.items():
        if n:
            fields.setdefault(field, Counter())[answer] += n
    return {
        field: {"answered": values.total(), "values": dict(values) if _is_listed(values) else None}
        for field, values in sorted(fields.items())
    }


def _is_listed(values: Counter[str]) -> bool:
    return len(values) <= MOST_VALUES and all(len(value) <= LONGEST_VALUE for value in values)


def label_shares(answers: Mapping[str, Any], schemas: Sequence[Mapping[str, Any]]) -> list[Measure]:
    """Return `label_share.<label>`: its share of the answers to the fields that offer it, n their number."""
    offering: dict[str, set[str]] = {}
    for schema in schemas:
        for field in schema["fields"]:
            for label in field["labels"]:
                offering.setdefault(label, set()).add(field["name"])
    return [_label_share(label, fields, answers) for label, fields in offering.items()]


def _label_share(label: str, fields: Iterable[str], answers: Mapping[str, Any]) -> Measure:
    counted = [answers[field] for field in fields if field in answers]
    n = sum(field["answered"] for field in counted)
    given = sum((field["values"] or {}).get(label, 0) for field in counted)
    return Measure(f"label_share.{label}", given / n if n else None, n)


def agreement(batches: Iterable[Mapping[str, Any]]) -> Measure:
    """Return `agreement.alpha`, by the rule of the gate of stage 9; `batches` as the manifest has them."""
    worst = least_reliable(
        (
            batch["phase"] == Phase.MAIN,
            {field: figures["alpha"] for field, figures in batch["agreement"].items()},
        )
        for batch in batches
    )
    name = "agreement.alpha"
    return Measure(name, worst.value, worst.n, worst.low, worst.high) if worst else Measure(name, None)


def share_facts(n: int, of: int) -> dict[str, Any]:
    """Return {"n", "of", "share"}; the share, 0 to 1 with 4 decimals, is None of nothing."""
    return {"n": n, "of": of, "share": round(n / of, SHARE_DIGITS) if of else None}
