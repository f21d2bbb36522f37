"""Answers that stand as JSON in a table of ratings: read and measured by kind, without a schema."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dmops_platform.errors import BadInput, _
from guidelines.domain import kinds
from guidelines.domain.kinds import Kind
from sourcing.domain.problems import TableError, shown
from verification.domain import loose_merging as merging
from verification.domain import loose_reading as reading
from verification.domain.answers import Answers, Distance, as_label
from verification.domain.kind_measures import figures
from verification.domain.merging import Merge
from verification.domain.rankings import tau_distance
from verification.domain.ratings import CodedRatings, Scale
from verification.domain.resampling import DRAWS
from verification.domain.tables import RatingTable

SEED = 0
#: kinds whose answers are plain labels, with the scale that their measures suit
PLAIN: dict[str, Scale] = {"choice": Scale.NOMINAL, "scale": Scale.ORDINAL, "number": Scale.INTERVAL}


@dataclass(frozen=True)
class LooseKind:
    """How answers of a kind are read from JSON, how far apart they are, what is measured, and how they are merged.

    `score` is how right an answer is against gold (0..1); `told` gives an
    answer as it is written in JSON again; `labels` gives the labels that occur in an answer.
    """

    clean: Callable[[Any], Any]
    measures: tuple[str, ...]
    distance: Distance
    merge: Merge
    score: Distance
    told: Callable[[Any], Any] = lambda value: value
    labels: Callable[[Any], list[str]] = merging.labels_of


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
    ratings, of_label = read_answers(table, kind, column)
    return Answers(ratings.pairable(), of_label, KINDS[kind].distance, lengths)


def read_answers(table: RatingTable, kind: str, column: str) -> tuple[CodedRatings, dict[str, Any]]:
    """Return the ratings with one label for each different answer, and the answer of each label."""
    values = _values(table, kind, column)
    return _relabelled(table.ratings, values), {as_label(value): value for value in values.values()}


def _values(table: RatingTable, kind: str, column: str) -> dict[str, Any]:
    """Return the answer that each label stands for."""
    labels = table.ratings.labels
    if kind == "text":
        return dict(zip(labels, texts_of(labels), strict=True))
    ordered = sorted(labels, key=lambda label: table.lines[label])
    return {label: read_answer(label, kind, table.lines[label], column) for label in ordered}


def read_answer(label: str, kind: str, line: int, column: str) -> Any:
    """Return the answer that stands in this line as JSON; TableError where it is not one of the kind."""
    try:
        return KINDS[kind].clean(json.loads(label))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        sentence = _(
            "Line %(line)s, column “%(column)s”: “%(value)s” is not an answer of the kind “%(kind)s” in JSON."
        )
        raise TableError(line, column, sentence, code="bad_answer", value=shown(label), kind=kind) from error


def texts_of(labels: list[str]) -> list[str]:
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


def _like(
    kind: Kind,
    clean: Callable[[Any], Any],
    *measures: str,
    told: Callable[[Any], Any] = lambda value: value,
    labels: Callable[[Any], list[str]] = merging.labels_of,
) -> LooseKind:
    """Return the loose form of a field kind: configured by the labels that occur."""
    return LooseKind(
        clean,
        ("percent", *measures),
        lambda one, other: kind.distance(one, other, merging.config(())),
        lambda values, weights: kind.merge(values, weights, merging.config(map(labels, values))),
        lambda one, gold: kind.score(one, gold, merging.config(())),
        told,
        labels,
    )


KINDS: dict[str, LooseKind] = {
    "choices": _like(
        kinds.KINDS["choices"], reading.label_set, "alpha_masi", "alpha_jaccard", "alpha_nominal", labels=list
    ),
    "spans": _like(
        kinds.KINDS["spans"],
        reading.spans,
        "span_f1_exact",
        "span_f1_overlap",
        "alpha_characters",
        "alpha_unitizing",
    ),
    "relations": _like(kinds.KINDS["relations"], reading.relations, "alpha_distance"),
    "turns": _like(kinds.KINDS["turns"], reading.turns, "alpha_distance"),
    "segments": _like(
        kinds.KINDS["segments"],
        reading.segments,
        "time_overlap",
        "alpha_characters",
        "alpha_unitizing",
        told=merging.in_seconds,
    ),
    "boxes": _like(kinds.KINDS["boxes"], reading.boxes, "box_f1", "alpha_matched", "alpha_distance"),
    "polygons": _like(
        kinds.KINDS["polygons"], reading.polygons, "polygon_f1", "alpha_matched", "alpha_distance"
    ),
    "keypoints": _like(kinds.KINDS["keypoints"], reading.keypoints, "alpha_distance"),
    "text": _like(
        kinds.KINDS["text"],
        reading.text,
        "chrf",
        "edit_similarity",
        "alpha_distance",
        labels=lambda _value: [],
    ),
    "ranking": LooseKind(
        reading.ranking,
        ("percent", "kendall_tau", "alpha_distance"),
        tau_distance,
        merging.mean_ranks,
        lambda one, gold: 1 - tau_distance(one, gold),
        labels=lambda value: value[:1],
    ),
    "preference": LooseKind(
        reading.preference,
        ("percent", "alpha_nominal", "alpha_ordinal", "alpha_interval"),
        merging.preference_distance,
        merging.preferred,
        lambda one, gold: float(one == gold),
        merging.as_preference,
        lambda value: [merging.as_preference(value)["choice"]],
    ),
}
