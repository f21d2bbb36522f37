"""Marks that two people made, matched with one another."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from guidelines.domain.kinds.matching import Likeness, matched
from guidelines.domain.kinds.spans import LIKENESS as ANY_OVERLAP
from verification.domain.answers import Distance

Mark = Mapping[str, Any]
ENOUGH = 0.5  # intersection over union from which two regions are one


def overlapping(one: Sequence[Any], other: Sequence[Any]) -> tuple[int, int]:
    """Return how many spans meet one of the same label, each matched once, and how many there are."""
    return len(matched(one, other, ANY_OVERLAP)), len(one) + len(other)


def matching(distance: Distance) -> Callable[[Sequence[Any], Sequence[Any]], tuple[int, int]]:
    """Return how to count regions matched at an intersection over union of one half, and all of them.

    Source: the matching rule of Everingham et al. (2010), The Pascal Visual Object Classes Challenge. Boxes are
    compared by their edges; what has other shapes by the distance of its kind, one mark with one.
    """

    likeness = likeness_of(distance)
    return lambda one, other: (len(matched(one, other, likeness)), len(one) + len(other))


def likeness_of(distance: Distance) -> Likeness:
    """Return how alike two regions of one label are: boxes by their edges, others by the distance of their kind."""

    def alike(one: Any, other: Any) -> float:
        if "width" in one and "width" in other:
            return intersection_over_union(one, other)
        return 1 - distance([one], [other])

    return Likeness(of=alike, extent=_extent, least=ENOUGH)


def intersection_over_union(one: Mark, other: Mark) -> float:
    """Return the area that two boxes share over the area that either covers.

    >>> a = {"x": 0, "y": 0, "width": 2, "height": 2}
    >>> round(intersection_over_union(a, a | {"x": 1}), 4)
    0.3333
    """
    wide = min(one["x"] + one["width"], other["x"] + other["width"]) - max(one["x"], other["x"])
    high = min(one["y"] + one["height"], other["y"] + other["height"]) - max(one["y"], other["y"])
    shared = max(wide, 0) * max(high, 0)
    total = one["width"] * one["height"] + other["width"] * other["height"] - shared
    return float(shared / total) if total else 0.0


def region_distance(one: Sequence[Any], other: Sequence[Any]) -> float:
    """Return 1 less the intersection over union of matched boxes, over matched and half of the unmatched.

    Source: the panoptic quality of Kirillov et al. (2019), Panoptic Segmentation.
    """
    if not one and not other:
        return 0.0
    likeness = Likeness(of=intersection_over_union, extent=_extent, least=ENOUGH)
    total = sum(pair.likeness for pair in matched(one, other, likeness))
    return 1 - 2 * total / (len(one) + len(other))


def _extent(mark: Mark) -> tuple[float, float]:
    if "width" in mark:
        return mark["x"], mark["x"] + mark["width"]
    if "points" in mark:
        across = [x for x, _y in mark["points"]]
        return min(across), max(across)
    return float("-inf"), float("inf")
