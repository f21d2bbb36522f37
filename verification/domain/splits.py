"""Parting texts into folds, so that what is tested was never learned from."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
SPACES = re.compile(r"\s+")


def text_key(text: str) -> str:
    """Return what identical texts have in common, whatever their spaces and capitals.

    >>> text_key("A  warm film") == text_key("a warm film ")
    True
    """
    return hashlib.sha256(SPACES.sub(" ", text).strip().casefold().encode()).hexdigest()


def folds(label: Codes, keys: Sequence[str], parts: int, seed: int) -> Codes:
    """Return for each item its fold, 0 to `parts` - 1: equal keys share one, each label is spread evenly.

    Inside a label the groups stand in the order of a keyed hash of their text and each fold is a stretch of it.
    So the first fold hardly changes when data is added: a hold-out that does not move under the curve.
    """
    of_group: dict[str, int] = {}
    for key, code in zip(keys, label.tolist(), strict=True):
        of_group.setdefault(key, code)
    hashed = sorted(of_group, key=lambda key: hashlib.sha256(f"{seed}:{key}".encode()).digest())
    sizes = np.bincount(list(of_group.values()), minlength=1)
    rank = np.zeros_like(sizes)
    fold: dict[str, int] = {}
    for key in hashed:
        code = of_group[key]
        fold[key] = int(rank[code] * parts // sizes[code])
        rank[code] += 1
    return np.array([fold[key] for key in keys], dtype=np.int64)


def spread_order(label: Codes, seed: int) -> Codes:
    """Return the places of the items in a random order of which every beginning has the labels in proportion."""
    dice = np.random.default_rng(seed)
    place = np.empty(len(label))
    for code in np.unique(label):
        members = np.flatnonzero(label == code)
        steps = (dice.permutation(len(members)) + dice.random()) / len(members)
        place[members] = steps
    return np.argsort(place, kind="stable").astype(np.int64)


def group_count(keys: Sequence[str]) -> int:
    """Return how many different texts there are."""
    return len(set(keys))


def labels_with(label: Codes, keys: Sequence[str], least: int) -> set[int]:
    """Return the labels that stand on at least so many different texts."""
    texts: dict[int, set[Any]] = {}
    for code, key in zip(label.tolist(), keys, strict=True):
        texts.setdefault(code, set()).add(key)
    return {code for code, found in texts.items() if len(found) >= least}
