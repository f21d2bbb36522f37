"""The field kind `polygons`: outlines on an image, each with a label."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list
from guidelines.domain.kinds.base import Agreement, Config, Parts
from guidelines.domain.kinds.image_marks import LEAST_IOU, ImageMarks
from guidelines.domain.kinds.marks import (
    Mark,
    Number,
    clean_label,
    each_mark,
    media_of,
    pixel,
    refuse_twins,
)
from guidelines.domain.kinds.matching import Likeness, Member

MAX_POINTS = 2_000
MAX_ALL_POINTS = 100_000
POLYGON_PARTS = frozenset({"points", "label"})
#: two outlines are compared on a grid of so many cells a side, laid over both
GRID = 128

Point = tuple[Number, Number]


class Polygons(ImageMarks):
    """Outlines in pixels of the image as it is shown. A polygon is {"points": [[x, y], …], "label"}.

    The points go clockwise from the topmost (of equals the leftmost) one, the last leading back to the first.
    """

    name = "polygons"
    title = _("Outlines on an image")
    help = _("Polygons that follow the edge of a thing: organs, fields, roads, lines of a page.")

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the polygons from top to bottom, to a hundredth of a pixel."""
        image = media_of(config, parts, path, "image")
        given = [
            (_clean_polygon(one, where, config, image), where)
            for one, where in each_mark(value, path, POLYGON_PARTS)
        ]
        if sum(len(polygon["points"]) for polygon, _path in given) > MAX_ALL_POINTS:
            sentence = _("These outlines have more than %(limit)s points in all. Use fewer.")
            raise BadInput(sentence, path=path, limit=MAX_ALL_POINTS)
        given.sort(key=lambda pair: self._place(pair[0]))
        polygons = [polygon for polygon, _path in given]
        refuse_twins(polygons, [where for _polygon, where in given])
        return polygons

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("polygon_f1", "alpha_distance", "alpha_matched")

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line an outline: its label and its points."""
        lines = (f"{one['label']}\t" + " ".join(f"{x},{y}" for x, y in one["points"]) for one in value)
        return {"": "\n".join(lines)}

    def _likeness(self, config: Config) -> Likeness:
        return LIKENESS

    def _place(self, polygon: Mark) -> tuple[Any, ...]:
        first = polygon["points"][0]
        return first[1], first[0], polygon["label"], polygon["points"]

    def _one_of(self, members: Sequence[Member]) -> Mark:
        def nearness(member: Member) -> float:
            return sum(_iou(member.mark, other.mark) * other.weight for other in members)

        return min(members, key=lambda member: (-round(nearness(member), 9), self._place(member.mark))).mark

    def _in_words(self, polygon: Mark, titles: Mapping[str, str]) -> str:
        x, y = polygon["points"][0]
        return f"{titles.get(polygon['label'], polygon['label'])} · {x}, {y} · {len(polygon['points'])}"


def _clean_polygon(given: Mapping[str, Any], path: str, config: Config, image: Mapping[str, Any]) -> Mark:
    points: list[Point] = []
    for place, point in enumerate(clean_list(given.get("points"), f"{path}.points", limit=MAX_POINTS)):
        where = f"{path}.points[{place}]"
        pair = clean_list(point, where, limit=2)
        if len(pair) != 2:
            raise BadInput(_("A point is [x, y]."), path=where)
        cleaned = (
            pixel(pair[0], f"{where}[0]", image["width"]),
            pixel(pair[1], f"{where}[1]", image["height"]),
        )
        if not points or points[-1] != cleaned:
            points.append(cleaned)
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    area = _area(points)
    if len(points) < 3 or not area:
        raise BadInput(
            _("An outline has at least three points that enclose something."), path=f"{path}.points"
        )
    turned = points if area > 0 else points[::-1]
    first = min(range(len(turned)), key=lambda place: (turned[place][1], turned[place][0]))
    return {
        "points": [[x, y] for x, y in turned[first:] + turned[:first]],
        "label": clean_label(given, config, path),
    }


def _area(points: Sequence[Point]) -> float:
    """Return twice the area, positive when the points go clockwise on a screen."""
    following = [*points[1:], *points[:1]]
    return sum(
        x * other_y - other_x * y for (x, y), (other_x, other_y) in zip(points, following, strict=True)
    )


def _extent(polygon: Mark) -> tuple[float, float]:
    across = [point[0] for point in polygon["points"]]
    return min(across), max(across)


def _iou(one: Mark, other: Mark) -> float:
    """Return the area two outlines share over the area either covers, counted on a grid."""
    if one["points"] == other["points"]:
        return 1.0
    ones, others = np.array(one["points"], float), np.array(other["points"], float)
    low, high = np.minimum(ones.min(0), others.min(0)), np.maximum(ones.max(0), others.max(0))
    if (ones.max(0) <= others.min(0)).any() or (others.max(0) <= ones.min(0)).any():
        return 0.0
    cells = (np.arange(GRID) + 0.5) / GRID
    across, down = low[0] + cells * (high[0] - low[0]), low[1] + cells * (high[1] - low[1])
    inside, inside_other = _covered(ones, across, down), _covered(others, across, down)
    either = np.count_nonzero(inside | inside_other)
    # Two different outlines are never quite the same, however fine the grid.
    return min(float(np.count_nonzero(inside & inside_other) / either), 0.9999) if either else 0.0


def _covered(
    points: NDArray[np.float64], across: NDArray[np.float64], down: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Return which cells are inside by the even-odd rule."""
    inside = np.zeros((GRID, GRID), dtype=bool)
    for (x, y), (other_x, other_y) in zip(points, np.roll(points, -1, axis=0), strict=True):
        rows = (y > down) != (other_y > down)
        if rows.any():
            crossing = x + (down[rows] - y) * (other_x - x) / (other_y - y)
            inside[rows] ^= across[None, :] < crossing[:, None]
    return inside


LIKENESS = Likeness(of=_iou, extent=_extent, least=LEAST_IOU)
