"""What the ratings of a field say about each person, and what of it somebody should look at."""

from collections.abc import Mapping
from statistics import median
from typing import Any

import numpy as np

from accounts.models import User
from guidelines.domain.kinds import KINDS
from labeling.models import Batch
from labeling.selectors.people import figures_by_person
from projects.models import Project
from verification.domain import conduct
from verification.domain.agreement import nearness
from verification.domain.consensus import DawidSkene, dawid_skene
from verification.domain.intervals import share
from verification.domain.merging import Shapes, likeness_of_ratings
from verification.domain.ratings import Floats
from verification.selectors.rating_rows import RatingRows

MOST_CONFUSED = 12  # labels up to which a person's confusion is kept
FAST = 1 / 3  # of the median of all: below it somebody is fast
LOW_GOLD = 0.7
LOW_SKILL = 0.6
LEAST = conduct.LEAST


def shapes_of(rows: RatingRows) -> Shapes:
    """Return what the field's kind knows of its answers."""
    kind, config = KINDS[rows.field["kind"]], rows.field["config"]
    return Shapes(
        rows.answers,
        lambda one, other: kind.distance(one, other, config),
        lambda answers, weights: kind.merge(answers, weights, config),
    )


def people_figures(project: Project, rows: RatingRows) -> dict[str, Any]:
    """Return the figures of each person and the alerts, each with its evidence. Nothing follows from them alone."""
    is_listed = bool(KINDS[rows.field["kind"]].values(rows.field["config"]))
    near = nearness(rows.ratings) if is_listed else likeness_of_ratings(rows.ratings, shapes_of(rows))
    model = dawid_skene(rows.ratings) if is_listed and len(rows.ratings) else None
    sides = conduct.one_sided(rows.ratings) if is_listed else {}
    gold = _gold(project, rows)
    typical = _median(rows.seconds)
    people = [
        _person(rows, place, near, model, sides.get(name), gold.get(name))
        for place, name in enumerate(rows.ratings.annotators)
    ]
    copies = [copy._asdict() for copy in conduct.near_copies(rows.ratings, rows.order)]
    alerts = [alert for person in people for alert in _alerts(person, typical)]
    alerts += [
        {"code": "copies", "person": who, **copy} for copy in copies for who in (copy["one"], copy["other"])
    ]
    return {"people": people, "copies": copies, "alerts": alerts, "median_seconds": typical}


def _person(
    rows: RatingRows,
    place: int,
    near: Floats,
    model: DawidSkene | None,
    side: conduct.OneSided | None,
    gold: dict[str, Any] | None,
) -> dict[str, Any]:
    name, mine = rows.ratings.annotators[place], rows.ratings.annotator == place
    seen = near[mine & np.isfinite(near)]
    drift = conduct.drift(near[mine])
    return {
        "person": name,
        "answers": int(mine.sum()),
        "agreement": _mean(seen),
        "skill": float(model.skills()[place]) if model else None,
        "confusion": _confusion(model, name),
        "seconds": _median(rows.seconds[mine]),
        "gold": gold,
        "drift": drift._asdict() if drift else None,
        "one_sided": side._asdict() if side else None,
    }


def _mean(near: Floats) -> dict[str, Any]:
    """Return the mean with its 95 % interval, by Wilson's formula on the sum."""
    if not len(near):
        return {"value": None, "low": None, "high": None, "n": 0}
    spread = share(round(float(near.sum())), len(near))
    value = float(near.mean())
    return {"value": value, "low": spread.low, "high": spread.high, "n": len(near)}


def _confusion(model: DawidSkene | None, name: str) -> list[list[float]] | None:
    if model is None or len(model.ratings.labels) > MOST_CONFUSED:
        return None
    table: list[list[float]] = model.confusion(name).tolist()
    return table


def _median(seconds: Floats) -> float | None:
    known = seconds[np.isfinite(seconds) & (seconds > 0)].tolist()
    return float(median(known)) if known else None


def _gold(project: Project, rows: RatingRows) -> dict[str, dict[str, Any]]:
    people = User.objects.in_bulk([int(name) for name in rows.ratings.annotators])
    batches = list(Batch.objects.filter(project=project).select_related("schema"))
    found = figures_by_person(batches, people.values())
    return {
        str(each.person.pk): {"value": each.gold.value, "n": each.gold.n}
        for each in found
        if each.gold.value is not None
    }


def _alerts(person: Mapping[str, Any], typical: float | None) -> list[dict[str, Any]]:
    """Return what about this person somebody should look at; only intervals that exclude chance count."""
    found: list[dict[str, Any]] = []
    who = {"person": person["person"]}
    seconds, gold = person["seconds"], person["gold"]
    if person["answers"] >= LEAST and seconds and typical and seconds < typical * FAST:
        found.append({"code": "fast", **who, "seconds": seconds, "typical": typical, "n": person["answers"]})
    if gold and gold["n"] >= LEAST // 2 and gold["value"] < LOW_GOLD:
        found.append({"code": "low_gold", **who, **gold})
    agreement = person["agreement"]
    if agreement["n"] >= LEAST and agreement["high"] < LOW_SKILL:
        found.append({"code": "low_agreement", **who, **agreement})
    if person["drift"] and person["drift"]["high"] < 0:
        found.append({"code": "drift", **who, **person["drift"]})
    side = person["one_sided"]
    if side and side["low"] > 0.1:
        found.append({"code": "one_sided", **who, **side})
    return found
