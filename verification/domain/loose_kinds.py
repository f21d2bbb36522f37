"""Answers that stand as JSON in a table of ratings: read and measured by kind, without a schema."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dmops_platform.errors import BadInput, _
from sourcing.domain.problems import TableError, shown
from verification.domain.answers import Answers, Distance, as_label
from verification.domain.kind_measures import figures
from verification.domain.rankings import tau_distance
from verification.domain.ratings import CodedRatings
from verification.domain.regions import region_distance
from verification.domain.resampling import DRAWS
from verification.domain.sets import masi_distance
from verification.domain.tables import RatingTable
from verification.domain.texts import edit_similarity

SEED = 0
MILLISECONDS = 1_000


@dataclass(frozen=True)
class LooseKind:
    """How answers of a kind are read from JSON, how far apart they are, and what is measured."""

    clean: Callable[[Any], Any]
    measures: tuple[str, ...]
    distance: Distance


def kind_report(
    table: RatingTable, kind: str, column: str, lengths: Mapping[str, int] | None = None
) -> dict[str, Any]:
    """Return counts and the measures of the kind; TableError names the first answer that is not of it.

    `lengths` says how long each item's text is; without it a text ends where its last mark does.
    """
    answers = answers_of(table, kind, column, lengths or {})
    found = figures(answers, KINDS[kind].measures, draws=DRAWS, seed=SEED)
    return {
        **table.counts(),
        "kind": kind,
        "draws": DRAWS,
        "seed": SEED,
        "measures": {name: asdict(figure) for name, figure in found.items()},
    }


def answers_of(table: RatingTable, kind: str, column: str, lengths: Mapping[str, int]) -> Answers:
    """Return the answers in the table, read as this kind."""
    values = _values(table, kind, column)
    several = _relabelled(table.ratings, values).pairable()
    of_label = {as_label(value): value for value in values.values()}
    return Answers(several, of_label, KINDS[kind].distance, lengths)


def _values(table: RatingTable, kind: str, column: str) -> dict[str, Any]:
    """Return the answer that each label stands for."""
    labels = table.ratings.labels
    if kind == "text":
        return dict(zip(labels, _texts(labels), strict=True))
    found = {}
    for label in sorted(labels, key=lambda label: table.lines[label]):
        try:
            found[label] = KINDS[kind].clean(json.loads(label))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            sentence = _(
                "Line %(line)s, column “%(column)s”: “%(value)s” is not an answer of the kind “%(kind)s” in JSON."
            )
            raise TableError(
                table.lines[label], column, sentence, code="bad_answer", value=shown(label), kind=kind
            ) from error
    return found


def _texts(labels: list[str]) -> list[str]:
    """Return the texts: decoded where every one of them is a JSON string, else as they are."""
    try:
        decoded = [json.loads(label) for label in labels]
    except ValueError:
        return labels
    return decoded if all(isinstance(text, str) for text in decoded) else labels


def _relabelled(ratings: CodedRatings, values: Mapping[str, Any]) -> CodedRatings:
    """Return the ratings with one label for each different answer, however it was written."""
    texts = [as_label(values[label]) for label in ratings.labels]
    people, items = ratings.annotators, ratings.items
    names = list(dict.fromkeys(texts))
    places = {name: place for place, name in enumerate(names)}
    place_of = np.array([places[text] for text in texts], dtype=np.int64)
    codes = ratings.item, ratings.annotator, place_of[ratings.label]
    return CodedRatings.from_codes(items, people, names, codes)


def check_kind(kind: str) -> str:
    """Return the kind; BadInput where there is none of this name."""
    if kind not in KINDS:
        raise BadInput(_("There is no such kind. Choose %(kinds)s."), path="kind", kinds=", ".join(KINDS))
    return kind


def _label_set(value: Any) -> list[str]:
    return sorted({_text(each) for each in _list(value)})


def _ranking(value: Any) -> list[str]:
    names = [_text(each) for each in _list(value)]
    if len(set(names)) < len(names):
        raise ValueError("a name stands twice")
    return names


def _spans(value: Any) -> list[dict[str, Any]]:
    return sorted(map(_span, _list(value)), key=as_label)


def _span(mark: Any) -> dict[str, Any]:
    pieces = _object(mark).get("parts")
    for start, end in pieces or [(mark["start"], mark["end"])]:
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise ValueError("a span begins before it ends")
    found = {"start": mark["start"], "end": mark["end"], "label": _text(mark["label"])}
    return {**found, "parts": [list(piece) for piece in pieces]} if pieces else found


def _segments(value: Any) -> list[dict[str, Any]]:
    """Return the segments in whole milliseconds."""
    return sorted(map(_segment, _list(value)), key=as_label)


def _segment(mark: Any) -> dict[str, Any]:
    start, end = (round(_number(_object(mark)[edge]) * MILLISECONDS) for edge in ("start", "end"))
    if not 0 <= start < end:
        raise ValueError("a segment begins before it ends")
    return {
        "start": start,
        "end": end,
        "label": _text(mark.get("label") or ""),
        "text": _text(mark.get("text") or ""),
    }


def _boxes(value: Any) -> list[dict[str, Any]]:
    return sorted(map(_box, _list(value)), key=as_label)


def _box(mark: Any) -> dict[str, Any]:
    sides = {name: _number(_object(mark)[name]) for name in ("x", "y", "width", "height")}
    if sides["width"] <= 0 or sides["height"] <= 0:
        raise ValueError("a box has an area")
    return {**sides, "label": _text(mark["label"])}


def _preference(value: Any) -> float:
    """Return how strongly b is preferred: below zero where a is."""
    side = {"a": -1, "tie": 0, "b": 1}[_object(value)["choice"]]
    strength = value.get("strength")
    return side * (1.0 if strength is None else abs(_number(strength)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("an object is wanted")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number is wanted")
    return value


KINDS: dict[str, LooseKind] = {
    "choices": LooseKind(
        _label_set, ("percent", "alpha_masi", "alpha_jaccard", "alpha_nominal"), masi_distance
    ),
    "spans": LooseKind(
        _spans,
        ("percent", "span_f1_exact", "span_f1_overlap", "alpha_characters", "alpha_unitizing"),
        lambda one, other: float(one != other),
    ),
    "segments": LooseKind(
        _segments,
        ("percent", "time_overlap", "alpha_characters", "alpha_unitizing"),
        lambda one, other: float(one != other),
    ),
    "boxes": LooseKind(_boxes, ("percent", "box_f1", "alpha_distance"), region_distance),
    "text": LooseKind(
        _text,
        ("percent", "chrf", "edit_similarity", "alpha_distance"),
        lambda one, other: 1 - edit_similarity(one, other),
    ),
    "ranking": LooseKind(_ranking, ("percent", "kendall_tau", "alpha_distance"), tau_distance),
    "preference": LooseKind(
        _preference,
        ("percent", "alpha_nominal", "alpha_ordinal", "alpha_interval"),
        lambda one, other: abs(one - other),
    ),
}
