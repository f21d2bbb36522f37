"""Which things of two rows belong together, so that the likenesses add up to most."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

Pair = tuple[int, int]


def assigned(likeness: Mapping[Pair, float]) -> list[Pair]:
    """Return the pairs of (place in one row, place in the other), each place once, that add up to most.

    Only pairs that have a likeness are paired. Source: Kuhn (1955), The Hungarian Method for the Assignment
    Problem; places that no chain of pairs connects are looked at apart, most of them being alone with their pair.
    """
    found: list[Pair] = []
    for group in _connected(likeness):
        found += group if len(group) == 1 else _most(group, likeness)
    return sorted(found)


def _connected(pairs: Mapping[Pair, float]) -> Iterator[list[Pair]]:
    of_one: dict[int, list[Pair]] = defaultdict(list)
    of_other: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_one[pair[0]].append(pair)
        of_other[pair[1]].append(pair)
    seen: set[Pair] = set()
    for first in sorted(pairs):
        group, waiting = [], [first] if first not in seen else []
        seen.add(first)
        while waiting:
            pair = waiting.pop()
            group.append(pair)
            near = [each for each in (*of_one[pair[0]], *of_other[pair[1]]) if each not in seen]
            seen.update(near)
            waiting += dict.fromkeys(near)
        if group:
            yield group


def _most(group: list[Pair], likeness: Mapping[Pair, float]) -> list[Pair]:
    from scipy.optimize import linear_sum_assignment  # loaded only where a choice has to be made

    ones, others = sorted({one for one, _other in group}), sorted({other for _one, other in group})
    table = np.zeros((len(ones), len(others)))
    for one, other in group:
        table[ones.index(one), others.index(other)] = likeness[one, other]
    rows, columns = linear_sum_assignment(table, maximize=True)
    chosen = (
        (ones[row], others[column]) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )
    return [pair for pair in chosen if pair in likeness]
