"""How far each person's answers are those of the others who had the same item."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple


class Share(NamedTuple):
    """A mean between 0 and 1 and over how many things it is taken; None where there is none."""

    value: float | None = None
    n: int = 0


def mean(values: Iterable[float]) -> Share:
    """Return the mean and its n.

    >>> mean([1, 0]), mean([])
    (Share(value=0.5, n=2), Share(value=None, n=0))
    """
    listed = list(values)
    return Share(sum(listed) / len(listed), len(listed)) if listed else Share()


def agreement_with_others(
    answers: Iterable[tuple[int, int, Any]], distance: Callable[[Any, Any], float]
) -> dict[int, list[float]]:
    """Return person → for each item somebody else answered too, 1 minus the mean distance to the others.

    An answer is (item, person, value); `distance` is that of the field's kind, from 0 to 1.
    """
    by_item: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for item, person, value in answers:
        by_item[item].append((person, value))
    near: dict[int, list[float]] = defaultdict(list)
    for given in by_item.values():
        for person, value in given:
            others = [distance(value, theirs) for other, theirs in given if other != person]
            if others:
                near[person].append(1 - sum(others) / len(others))
    return near
