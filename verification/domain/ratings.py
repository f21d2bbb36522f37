"""Who gave which label to which item: as rows, as codes, as counts."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from dmops_platform.errors import BadInput, _

Codes = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


class Scale(StrEnum):
    """The level of measurement: what a distance between two labels means."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Rating(NamedTuple):
    """One label that one person gave to one item."""

    item: str
    annotator: str
    label: str


class Cells(NamedTuple):
    """The non-zero cells of an items x labels table of counts, ordered by item, then label."""

    item: Codes
    label: Codes
    times: Codes


@dataclass(frozen=True, eq=False)
class CodedRatings:
    """Ratings as indices into three lists of names.

    Names are sorted, so that no figure depends on the order of the rows. Labels stay as written: "1" and
    "1.0" are two labels, which ordinal and interval distances treat as one value.
    """

    items: list[str]
    annotators: list[str]
    labels: list[str]
    item: Codes
    annotator: Codes
    label: Codes

    @classmethod
    def from_columns(
        cls,
        items: Sequence[str],
        annotators: Sequence[str],
        labels: Sequence[str],
    ) -> Self:
        """Return the ratings held in three sequences of equal length; ValueError when they differ."""
        if not len(items) == len(annotators) == len(labels):
            raise ValueError("items, annotators and labels must be equally long")
        item_names, people = sorted(set(items)), sorted(set(annotators))
        label_names = ordered_labels(labels)
        codes = _codes(items, item_names), _codes(annotators, people), _codes(labels, label_names)
        return cls(item_names, people, label_names, *codes)

    @classmethod
    def from_ratings(cls, ratings: Iterable[Rating]) -> Self:
        """Return the coded form of any number of ratings."""
        rows = list(ratings)
        items, annotators, labels = zip(*rows, strict=True) if rows else ((), (), ())
        return cls.from_columns(items, annotators, labels)

    @classmethod
    def from_codes(
        cls,
        items: Sequence[str],
        annotators: Sequence[str],
        labels: Sequence[str],
        codes: tuple[Codes, Codes, Codes],
    ) -> Self:
        """Return ratings given as places in three lists of distinct names, which may have any order."""
        item_names, people, label_names = sorted(items), sorted(annotators), ordered_labels(labels)
        sorted_names = (item_names, people, label_names)
        pairs = zip((items, annotators, labels), sorted_names, codes, strict=True)
        recoded = [_codes(given, names)[code] for given, names, code in pairs]
        return cls(item_names, people, label_names, *recoded)

    def only(self, kept: Bools) -> Self:
        """Return the ratings for which `kept` holds, without the names that no longer occur."""
        items, item = _recoded(self.items, self.item[kept])
        annotators, annotator = _recoded(self.annotators, self.annotator[kept])
        labels, label = _recoded(self.labels, self.label[kept])
        return type(self)(items, annotators, labels, item, annotator, label)

    def last_only(self) -> Self:
        """Return one rating per person and item, the last in the order of the rows."""
        keys = self.item * max(len(self.annotators), 1) + self.annotator
        kept = len(keys) - 1 - np.unique(keys[::-1], return_index=True)[1]
        items, item = _recoded(self.items, self.item[kept])
        annotators, annotator = _recoded(self.annotators, self.annotator[kept])
        labels, label = _recoded(self.labels, self.label[kept])
        return type(self)(items, annotators, labels, item, annotator, label)

    def __len__(self) -> int:
        return len(self.label)

    def cells(self) -> Cells:
        """Return how often each item got each label, without the zeros."""
        width = max(len(self.labels), 1)
        keys, times = np.unique(self.item * width + self.label, return_counts=True)
        return Cells(keys // width, keys % width, times.astype(np.int64))

    def pairable(self) -> Self:
        """Return the ratings of items with two or more, without the names that no longer occur."""
        counts = np.bincount(self.item, minlength=len(self.items))
        if counts.min(initial=2) >= 2:
            return self
        kept = counts[self.item] >= 2
        items, item = _recoded(self.items, self.item[kept])
        annotators, annotator = _recoded(self.annotators, self.annotator[kept])
        labels, label = _recoded(self.labels, self.label[kept])
        return type(self)(items, annotators, labels, item, annotator, label)

    def value_counts(self) -> Codes:
        """Return how often each item got each label, shape (items, labels)."""
        counts = np.zeros((len(self.items), len(self.labels)), dtype=np.int64)
        item, label, times = self.cells()
        counts[item, label] = times
        return counts


def ordered_labels(labels: Iterable[str]) -> list[str]:
    """Return the distinct labels in order: numbers by value ("9" before "10", equal values by spelling) where
    every label is one, else by code points.
    """
    names = sorted(set(labels))
    if are_numbers(names):
        names.sort(key=float)
    return names


def are_numbers(labels: Iterable[str]) -> bool:
    """Return whether every label is a finite decimal number; "nan", "inf", "1_000" and "" are not."""
    return all(map(is_number, labels))


def numbers(labels: Iterable[str]) -> list[float]:
    """Return the labels as numbers; raise BadInput naming the first label that is not one."""
    return [_number(label) for label in labels]


def last_judgements(ratings: Iterable[Rating]) -> list[Rating]:
    """Return one rating per person and item: the last one given."""
    return list({(rating.item, rating.annotator): rating for rating in ratings}.values())


def _number(label: str) -> float:
    if not is_number(label):
        sentence = _("The label “%(label)s” is not a number.")
        raise BadInput(sentence, path="label", code="not_a_number", label=label)
    return float(label)


def is_number(label: str) -> bool:
    """Return whether the label is a finite decimal number."""
    return NUMBER.fullmatch(label) is not None and math.isfinite(float(label))


def _codes(values: Sequence[str], names: Sequence[str]) -> Codes:
    code = {name: index for index, name in enumerate(names)}
    return np.fromiter(map(code.__getitem__, values), dtype=np.int64, count=len(values))


def _recoded(names: Sequence[str], codes: Codes) -> tuple[list[str], Codes]:
    is_used = np.bincount(codes, minlength=len(names)) > 0
    if is_used.all():
        return list(names), codes
    place = np.cumsum(is_used) - 1
    return [names[index] for index in np.flatnonzero(is_used).tolist()], place[codes]
