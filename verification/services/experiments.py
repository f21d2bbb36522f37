"""What a baseline is asked about the answers in force: curve, slices, suspects. Figures only, no rows."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verification import baseline
from verification.domain import learning_curve, slices, splits, suspects
from verification.domain.intervals import share
from verification.domain.suspects import Suspicion
from verification.selectors.corpus import LONGEST_READ, Answer, Corpus

FOLDS = 5
SEEDS = 5
LEAST_TEXTS = 30
LEAST_OF_LABEL = FOLDS
MOST_LABELS = 200
#: texts that models learn from; beyond it a sample is drawn, and every text is still judged
MOST_FITTED, LEAST_FITTED, FITTED_TIMES_LABELS = 20_000, 2_000, 200_000
#: characters held in memory as counts at once
MOST_CHARACTERS = 4_000_000
LEAST_SIZE = 10
MOST_SLICE = 2_000
PLACES = 6

Beat = Callable[[int], None]
Codes = NDArray[np.int64]
#: places of items in the corpus → the people's own answers to them
PeopleAnswers = Mapping[str, Mapping[int, Answer]]


@dataclass(frozen=True)
class Learnable:
    """The part of a corpus that can be learned: labels as codes, texts, and the fold of each."""

    corpus: Corpus
    places: Codes
    answers: list[Answer]
    label: Codes
    keys: list[str]
    fold: Codes
    left_out: Counter[Answer]

    @property
    def labels(self) -> int:
        """How many labels are learned."""
        return len(self.answers)

    @property
    def why_not(self) -> str:
        """Why nothing can be measured yet, or nothing."""
        if not len(self.corpus):
            return "no_text"
        if self.labels < 2:
            return "one_label"
        return "too_few" if splits.group_count(self.keys) < LEAST_TEXTS else ""


def learnable(corpus: Corpus, order: Sequence[Answer], seed: int) -> Learnable:
    """Return what of the corpus can be learned: labels of `order` on enough different texts."""
    code = {answer: place for place, answer in enumerate(order)}
    known = np.array([code.get(answer, -1) for answer in corpus.answer], dtype=np.int64)
    keys = [splits.text_key(text) for text in corpus.text]
    frequent = Counter(code for code in known.tolist() if code >= 0).most_common(MOST_LABELS)
    enough = splits.labels_with(known, keys, LEAST_OF_LABEL) & {code for code, _n in frequent}
    kept = np.flatnonzero(np.isin(known, sorted(enough)))
    recode = {old: new for new, old in enumerate(sorted(enough))}
    label = np.array([recode[old] for old in known[kept].tolist()], dtype=np.int64)
    kept_keys = [keys[place] for place in kept.tolist()]
    left = set(range(len(corpus))) - set(kept.tolist())
    return Learnable(
        corpus=corpus,
        places=kept,
        answers=[order[old] for old in sorted(enough)],
        label=label,
        keys=kept_keys,
        fold=splits.folds(label, kept_keys, FOLDS, seed),
        left_out=Counter(corpus.answer[place] for place in sorted(left)),
    )


@dataclass(frozen=True)
class Bench:
    """The texts that models learn from, counted once, and where they stand among all that can be learned."""

    data: Learnable
    counter: baseline.Counter
    sample: Codes
    counts: baseline.Counts
    reads: int
    beat: Beat

    @property
    def label(self) -> Codes:
        """The labels of the sample."""
        return self.data.label[self.sample]

    @property
    def is_held_out(self) -> NDArray[np.bool_]:
        """Which of the sample no model of the curve or of a slice learns from."""
        return np.asarray(self.data.fold[self.sample] == 0, dtype=np.bool_)

    def fit(self, rows: Codes, label: Codes | None = None) -> baseline.Model:
        """Return a model of these rows of the sample, under their own labels unless others are given."""
        taught = self.label[rows] if label is None else label
        model = baseline.fit(self.counts[rows], taught, self.data.labels, self.beat)
        self.beat(len(rows))
        return model

    def is_right(self, model: baseline.Model, rows: Codes, label: Codes | None = None) -> NDArray[np.bool_]:
        """Return of each of these rows whether the model says its label."""
        wanted = self.label[rows] if label is None else label
        said = model.probabilities(self.counts[rows]).argmax(axis=1)
        return np.asarray(said == wanted, dtype=np.bool_)


def bench_of(data: Learnable, seed: int, beat: Beat) -> Bench:
    """Count the texts to learn from: all, or a sample with the labels in proportion."""
    most = min(max(FITTED_TIMES_LABELS // data.labels, LEAST_FITTED), MOST_FITTED)
    sample = np.sort(splits.spread_order(data.label, seed)[:most])
    reads = min(max(MOST_CHARACTERS // len(sample), 200), LONGEST_READ)
    counter = baseline.Counter.of(data.labels)
    counts = counter.counts(_texts(data, sample, reads), beat)
    return Bench(data, counter, sample, counts, reads, beat)


def _texts(data: Learnable, rows: Codes, reads: int) -> list[str]:
    return [data.corpus.text[place][:reads] for place in data.places[rows].tolist()]


def work_in(items: int) -> int:
    """Return about how many texts are counted and learned in an evaluation of so many, for its progress."""
    fitted = min(items, MOST_FITTED)
    return fitted * (1 + FOLDS + SEEDS) + items


def curve(bench: Bench, seed: int) -> dict[str, Any]:
    """Return accuracy on the fixed hold-out as the training data doubles, the last gain and what it says."""
    test, pool = np.flatnonzero(bench.is_held_out), np.flatnonzero(~bench.is_held_out)
    most_frequent = float(np.bincount(bench.label[test]).max() / len(test))
    steps = learning_curve.sizes(len(pool), max(LEAST_SIZE, 2 * bench.data.labels))
    right = {size: list(_draws(bench, pool, test, size, seed)) for size in steps}
    right = {size: draws for size, draws in right.items() if draws}
    points = [learning_curve.point(size, draws) for size, draws in right.items()]
    last_two = list(right.values())[-2:]
    added = learning_curve.gain(*last_two) if len(last_two) == 2 else None
    return {
        "points": [_rounded(asdict(point)) for point in points],
        "gain": _rounded(asdict(added)) if added else None,
        "verdict": learning_curve.verdict(points[-1], added, most_frequent).value,
        "most_frequent": round(most_frequent, PLACES),
        "hold_out": len(test),
    }


def _draws(bench: Bench, pool: Codes, test: Codes, size: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Yield for each draw of so many training items which of the hold-out it gets right; all of it is one draw."""
    for draw in range(SEEDS if size < len(pool) else 1):
        rows = pool[splits.spread_order(bench.label[pool], seed + 1 + draw)[:size]]
        if len(np.unique(bench.label[rows])) > 1:
            yield bench.is_right(bench.fit(rows), test)


def matrix(by: str, parts: Sequence[slices.Slice[str]], bench: Bench) -> dict[str, Any]:
    """Return how a model of each part does on each part, all of them taught by equally many items."""
    return _matrix(by, parts, bench, {part.name: bench.label for part in parts})


def _matrix(
    by: str, parts: Sequence[slices.Slice[str]], bench: Bench, labels: Mapping[str, Codes]
) -> dict[str, Any]:
    size = min(*(len(part.train) for part in parts), MOST_SLICE)
    cells = []
    for one in parts:
        rows = one.train[splits.spread_order(labels[one.name][one.train], 0)[:size]]
        if len(np.unique(labels[one.name][rows])) < 2:
            continue
        model = bench.fit(rows, labels[one.name][rows])
        for other in parts:
            right = bench.is_right(model, other.test, labels[other.name][other.test])
            cells.append(slices.Cell(one.name, other.name, share(int(right.sum()), len(right))))
    taught = list(dict.fromkeys(cell.trained_on for cell in cells))
    whole = [cell for cell in cells if cell.tested_on in taught]
    return {
        "by": by,
        "names": taught,
        "trained": size,
        "rows": [
            {"name": name, "cells": [_rounded(asdict(c.accuracy)) for c in whole if c.trained_on == name]}
            for name in taught
        ],
        "odd": slices.odd_ones(whole),
    }


def consistency(
    bench: Bench, names: Mapping[str, Sequence[str]], people: PeopleAnswers
) -> list[dict[str, Any]]:
    """Return a train/test matrix for each way to part the data in which two parts are large enough."""
    sampled = bench.data.places[bench.sample].tolist()
    found = []
    for by, of_all in names.items():
        parts = slices.slices_of([of_all[place] for place in sampled], bench.is_held_out)
        if parts:
            found.append(matrix(by, parts, bench))
    if by_person := _people(bench, sampled, people):
        found.append(by_person)
    return [one for one in found if len(one["names"]) > 1]


def _people(bench: Bench, sampled: Sequence[int], people: PeopleAnswers) -> dict[str, Any] | None:
    """Return the matrix of people: each taught by and tested on their own answers."""
    code = {answer: place for place, answer in enumerate(bench.data.answers)}
    items = [bench.data.corpus.item[place] for place in sampled]
    labels, parts = {}, []
    for person, given in people.items():
        label = np.array([code.get(given.get(item, ""), -1) for item in items], dtype=np.int64)
        has = label >= 0
        train, test = (np.flatnonzero(has & held) for held in (~bench.is_held_out, bench.is_held_out))
        if len(train) >= slices.LEAST_TRAINED and len(test) >= slices.LEAST_TESTED:
            labels[person] = label
            parts.append(slices.Slice(person, train, test))
    largest = sorted(parts, key=lambda part: -len(part.train))[: slices.MOST_SLICES]
    chosen = [part for part in parts if part in largest]
    return _matrix("annotator", chosen, bench, labels) if len(chosen) > 1 else None


def disbelieved(bench: Bench) -> tuple[list[Suspicion], dict[str, Any]]:
    """Return the answers that models which never saw them do not believe, and how many of how many."""
    seen = _out_of_fold(bench)
    label = bench.data.label
    found = suspects.suspicions(seen, label)
    right = int((seen.argmax(axis=1) == label).sum())
    figures = {
        "n": len(found),
        "of": len(label),
        "folds": FOLDS,
        "accuracy": _rounded(asdict(share(right, len(label)))),
    }
    return found, figures


def _out_of_fold(bench: Bench) -> NDArray[np.float64]:
    """Return for every learnable text the probabilities of the model that did not learn from its fold."""
    data, of_sample = bench.data, bench.data.fold[bench.sample]
    models = [bench.fit(np.flatnonzero(of_sample != fold)) for fold in range(FOLDS)]
    seen = np.zeros((len(data.label), data.labels))
    for start in range(0, len(data.label), baseline.CHUNK):
        rows = np.arange(start, min(start + baseline.CHUNK, len(data.label)))
        counts = bench.counter.counts(_texts(data, rows, bench.reads), bench.beat)
        for fold, model in enumerate(models):
            of_fold = np.flatnonzero(data.fold[rows] == fold)
            if len(of_fold):
                seen[rows[of_fold]] = model.probabilities(counts[of_fold])
    return seen.round(PLACES)


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, PLACES) if isinstance(value, float) else value for name, value in figures.items()
    }
