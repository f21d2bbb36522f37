"""Whether parts of the data teach the same thing: train on one, test on each."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from verification.domain.intervals import Share

T = TypeVar("T", bound=Hashable)

MOST_SLICES = 6
LEAST_TRAINED = 20
LEAST_TESTED = 10


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One part of the data: its name and the places of the items to learn from and to be tested on."""

    name: T
    train: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True)
class Cell:
    """How well a model of one slice does on another."""

    trained_on: str
    tested_on: str
    accuracy: Share


def slices_of(names: Sequence[T], is_held_out: NDArray[np.bool_]) -> list[Slice[T]]:
    """Return the largest parts that are large enough to learn from and to be tested on, in the order of the data.

    `names` says of each item in which part it is. Fewer than two parts are none: there is nothing to compare.
    """
    places: dict[T, list[int]] = {}
    for place, name in enumerate(names):
        places.setdefault(name, []).append(place)
    found = []
    for name, of_slice in places.items():
        members = np.array(of_slice, dtype=np.int64)
        held = is_held_out[members]
        found.append(Slice(name, members[~held], members[held]))
    enough = [one for one in found if len(one.train) >= LEAST_TRAINED and len(one.test) >= LEAST_TESTED]
    largest = sorted(enough, key=lambda one: -len(one.train))[:MOST_SLICES]
    return [one for one in enough if one in largest] if len(largest) > 1 else []


def halves(moments: Sequence[int]) -> list[str]:
    """Return "first" or "second" for each item: the earlier and the later half of the answers.

    >>> halves([3, 9, 5, 1])
    ['first', 'second', 'second', 'first']
    """
    order = np.argsort(np.asarray(moments), kind="stable")
    later = set(order[len(order) // 2 :].tolist())
    return ["second" if place in later else "first" for place in range(len(moments))]


def odd_ones(cells: Sequence[Cell]) -> list[str]:
    """Return the slices whose model fails on the others: its interval on another lies below that at home."""
    home = {cell.trained_on: cell.accuracy for cell in cells if cell.trained_on == cell.tested_on}
    odd = [
        cell.trained_on
        for cell in cells
        if cell.trained_on != cell.tested_on and _is_below(cell.accuracy, home[cell.tested_on])
    ]
    return list(dict.fromkeys(odd))


def _is_below(one: Share, other: Share) -> bool:
    return one.high is not None and other.low is not None and one.high < other.low
