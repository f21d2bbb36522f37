"""The built-in baseline: TF-IDF of characters and words with logistic regression. The only door to scikit-learn.

Character n-grams make it work for Korean without a tokeniser. Counts are hashed, so memory does not grow with the
vocabulary and nothing of one text leaks into another; the weights (idf) are learned from the training part alone.
"""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
#: a sparse matrix with a row for each text
Counts = Any
Beat = Callable[[int], None]

LIBRARIES = ("scikit-learn", "scipy", "numpy")
#: weights of a model, over all labels: bounds its memory
MOST_WEIGHTS = 2**21
MOST_BITS, LEAST_BITS = 16, 10
CHUNK = 1_000
WORD = r"(?u)\b\w+\b"
ROUNDS, STEPS = 6, 25


def libraries() -> dict[str, str]:
    """Return what a result depends on, with versions."""
    return {name: version(name) for name in LIBRARIES}


@dataclass(frozen=True)
class Counter:
    """Counts n-grams of texts into so many columns that models of this many labels stay small."""

    bits: int

    @classmethod
    def of(cls, labels: int) -> "Counter":
        """Return the counter for this many labels."""
        room = max(MOST_WEIGHTS // (2 * labels), 1).bit_length() - 1
        return cls(min(max(room, LEAST_BITS), MOST_BITS))

    def counts(self, texts: Sequence[str], beat: Beat) -> Counts:
        """Return the counts of the texts; `beat` is told how many texts each chunk had."""
        from scipy.sparse import hstack, vstack

        chunks = []
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            chunks.append(hstack([one.transform(chunk) for one in self._vectorizers()], format="csr"))
            beat(len(chunk))
        return vstack(chunks, format="csr")

    def _vectorizers(self) -> tuple[Any, Any]:
        from sklearn.feature_extraction.text import HashingVectorizer

        how = {
            "n_features": 2**self.bits,
            "norm": None,
            "alternate_sign": False,
            "dtype": np.float32,
        }
        return (
            HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), **how),
            HashingVectorizer(analyzer="word", token_pattern=WORD, **how),
        )


@dataclass(frozen=True)
class Model:
    """A fitted baseline."""

    columns: NDArray[np.int32]
    weights: Any
    regression: Any
    labels: int

    def probabilities(self, counts: Counts) -> NDArray[np.float64]:
        """Return a row for each text with a probability for every label, 0 for labels it never saw."""
        told = self.regression.predict_proba(self.weights.transform(counts[:, self.columns]))
        full = np.zeros((counts.shape[0], self.labels))
        full[:, self.regression.classes_] = told
        return full


def fit(counts: Counts, label: Codes, labels: int, beat: Beat) -> Model:
    """Return a model of these texts, deterministic; `beat` is told 0 now and then while it learns."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import TfidfTransformer
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    columns = np.unique(counts.indices)  # what it never saw has no weight: leave it out
    weights = TfidfTransformer(sublinear_tf=True).fit(counts[:, columns])
    weighted = weights.transform(counts[:, columns])
    regression = LogisticRegression(C=10.0, tol=1e-3, max_iter=STEPS, warm_start=True)
    for _round in range(ROUNDS):
        with warnings.catch_warnings(), threadpool_limits(1):  # one thread: the same sums in the same order
            warnings.simplefilter("ignore", ConvergenceWarning)  # a round that ends early goes on in the next
            regression.fit(weighted, label)
        beat(0)
        if int(max(regression.n_iter_)) < STEPS:
            break
    return Model(columns, weights, regression, labels)
