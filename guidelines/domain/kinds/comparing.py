"""Several answers to one field laid side by side: what they share and where they differ."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from typing import Any

from guidelines.domain.diff import MOST, WORDS
from guidelines.domain.kinds.matching import Likeness, Mark, alike_places

#: answer → the place of its mark
Group = Mapping[int, int]
Grouping = Callable[[Sequence[Sequence[Mark]]], list[Group]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One place in several answers: what each of them has there, None where it has nothing, and that in words."""

    given: tuple[Any, ...]
    words: tuple[str, ...]
    is_agreed: bool


def whole(values: Sequence[Any], show: Callable[[Any], str]) -> list[Aligned]:
    """Return the answers as one place: they are the same or not."""
    return [_aligned(values, show)]


def keyed(
    values: Sequence[Mapping[Any, Any]], order: Callable[[Any], Any], show: Callable[[Any], str]
) -> list[Aligned]:
    """Return one place for each key that any answer has, in their order."""
    keys = sorted({key for value in values for key in value}, key=order)
    return [_aligned([value.get(key) for value in values], show) for key in keys]


def in_rows(values: Sequence[Sequence[Any]], show: Callable[[Any], str]) -> list[Aligned]:
    """Return one place for each position in the rows."""
    return keyed([dict(enumerate(value)) for value in values], int, show)


def in_texts(texts: Sequence[str]) -> list[Aligned]:
    """Return the runs of words that all texts share, and between them what each has instead.

    What one answer has in all places, put together, is its text.

    >>> [place.given for place in in_texts(["a big cat", "a cat"])]
    [('a ', 'a '), ('big ', ''), ('cat', 'cat')]
    """
    words = [WORDS.findall(text) if len(text) else [] for text in texts]
    if max(map(len, words)) > MOST:
        words = [[text] if text else [] for text in texts]
    found = []
    before = tuple(0 for _text in texts)
    for start, end in _shared_runs(words):
        found.append([_cut(row, one, other) for row, one, other in zip(words, before, start, strict=True)])
        found.append([_cut(row, one, other) for row, one, other in zip(words, start, end, strict=True)])
        before = end
    found.append([_cut(row, one, len(row)) for row, one in zip(words, before, strict=True)])
    return [_aligned(cuts, str) for cuts in found if any(cuts)]


def marks(
    values: Sequence[Sequence[Mark]],
    *,
    same: Grouping,
    near: Grouping,
    order: Callable[[Mark], Any],
    show: Callable[[Mark], str],
    agrees: Callable[[Sequence[Mark]], bool] = lambda _marks: True,
) -> list[Aligned]:
    """Return the marks that all answers have (found by `same`, if `agrees`), and the others put together by `near`.

    Every mark stands in exactly one place; an answer has one mark in a place at most.
    """
    agreed = [
        group
        for group in same(values)
        if len(group) == len(values) and agrees([values[answer][place] for answer, place in group.items()])
    ]
    taken = {pair for group in agreed for pair in group.items()}
    left = [
        [place for place in range(len(value)) if (answer, place) not in taken]
        for answer, value in enumerate(values)
    ]
    rest = [[value[place] for place in places] for value, places in zip(values, left, strict=True)]
    differing = [{answer: left[answer][place] for answer, place in group.items()} for group in near(rest)]
    rows = [(group, True) for group in agreed] + [(group, False) for group in differing]
    found = [
        (
            min(order(values[answer][place]) for answer, place in group.items()),
            _aligned(
                [_mark(value, group.get(answer)) for answer, value in enumerate(values)], show, is_agreed
            ),
        )
        for group, is_agreed in rows
    ]
    return [place for _order, place in sorted(found, key=lambda one: one[0])]


def by_key(key: Callable[[Mark], Hashable]) -> Grouping:
    """Return how marks with the same key are put together: the first of each answer, the second of each, …"""

    def grouped(values: Sequence[Sequence[Mark]]) -> list[Group]:
        found: dict[tuple[Hashable, int], dict[int, int]] = {}
        for answer, value in enumerate(values):
            seen: dict[Hashable, int] = defaultdict(int)
            for place, mark in enumerate(value):
                found.setdefault((key(mark), seen[key(mark)]), {})[answer] = place
                seen[key(mark)] += 1
        return list(found.values())

    return grouped


def by_likeness(likeness: Likeness) -> Grouping:
    """Return how marks with the same label that are alike enough are put together."""

    def grouped(values: Sequence[Sequence[Mark]]) -> list[Group]:
        return [dict(places) for places in alike_places(values, [1.0] * len(values), likeness)]

    return grouped


def by_place(likeness: Likeness) -> Grouping:
    """Return how marks that are alike enough are put together, whatever their labels."""

    def grouped(values: Sequence[Sequence[Mark]]) -> list[Group]:
        bare = [[{**mark, "label": ""} for mark in value] for value in values]
        return by_likeness(likeness)(bare)

    return grouped


def all_alike(likeness: Likeness) -> Callable[[Sequence[Mark]], bool]:
    """Return what says whether every two of some marks are alike enough."""
    return lambda group: all(
        likeness.of(one, other) >= likeness.least for one, other in combinations(group, 2)
    )


def _aligned(given: Sequence[Any], show: Callable[[Any], str], is_agreed: bool | None = None) -> Aligned:
    same = all(one == given[0] for one in given) if is_agreed is None else is_agreed
    return Aligned(tuple(given), tuple("" if one is None else show(one) for one in given), same)


def _mark(value: Sequence[Mark], place: int | None) -> Mark | None:
    return None if place is None else value[place]


def _cut(words: Sequence[str], start: int, end: int) -> str:
    return "".join(words[start:end])


def _shared_runs(rows: Sequence[Sequence[str]]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return (starts, ends) of each run of words that all rows have, by row."""
    first, *others = rows
    partners = [_partners(first, other) for other in others]
    anchors = [
        (place, *(partner[place] for partner in partners))
        for place in range(len(first))
        if all(place in partner for partner in partners)
    ]
    starts = [
        place for place in range(len(anchors)) if place == 0 or not _follows(*anchors[place - 1 : place + 1])
    ]
    return [
        (anchors[start], tuple(place + 1 for place in anchors[end - 1]))
        for start, end in pairwise([*starts, len(anchors)])
    ]


def _partners(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, one, other).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _follows(before: Sequence[int], after: Sequence[int]) -> bool:
    return all(other == one + 1 for one, other in zip(before, after, strict=True))
