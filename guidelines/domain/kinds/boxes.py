"""The field kind `boxes`: rectangles on an image, each with a label."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_object
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, all_alike, by_likeness, by_place, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import (
    PIXEL_DIGITS,
    Mark,
    Number,
    check_part,
    clean_label,
    count_labels,
    distinct,
    each_mark,
    mean,
    media_of,
    pixel,
    refuse_twins,
    rounded,
    show_labels,
    whole,
)
from guidelines.domain.kinds.matching import Likeness, Member, f1, groups, panoptic_quality

CONFIG_PARTS = frozenset({"part", "labels"})
BOX_PARTS = frozenset({"x", "y", "width", "height", "label"})
#: boxes with less in common mean two things (PASCAL VOC's threshold)
LEAST_IOU = 0.5


class Boxes:
    """Boxes in pixels of the image as it is shown, turned as its EXIF data says. The origin is its top left corner.

    A box is {"x", "y", "width", "height", "label"}; boxes stand from top to bottom.
    """

    name = "boxes"
    title = _("Boxes on an image")
    help = _("Rectangles around things in an image: cells, cars, faces, products.")
    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Image to mark"), _("Empty takes the first image of the item.")),
        Setting("labels", "labels", _("Labels")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the boxes from top to bottom, to a hundredth of a pixel."""
        image = media_of(config, parts, path, "image")
        given = [
            (_clean_box(one, where, config, image), where) for one, where in each_mark(value, path, BOX_PARTS)
        ]
        given.sort(key=lambda pair: _place(pair[0]))
        boxes = [box for box, _path in given]
        refuse_twins(boxes, [where for _box, where in given])
        return boxes

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("box_f1", "alpha_distance")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return how many boxes have each label."""
        return show_labels(value, config)

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - panoptic quality: how many boxes were found by both, and how exactly."""
        return 1.0 - panoptic_quality(one, other, LIKENESS)

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return the boxes."""
        return list(value)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the weighted mean of the boxes that at least half of the weight drew alike."""
        return distinct(sorted(map(_mean, groups(values, weights, LIKENESS)), key=_place))

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the boxes that all drew alike, and others at the same place put together."""
        titles = titles_of(config)
        return marks(
            values,
            same=by_likeness(LIKENESS),
            near=by_place(LIKENESS),
            order=_place,
            show=lambda one: _in_words(one, titles),
            agrees=all_alike(LIKENESS),
        )

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many boxes have it."""
        return count_labels(values, config)

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a box: label, x, y, width, height."""
        lines = (f"{box['label']}\t{box['x']}\t{box['y']}\t{box['width']}\t{box['height']}" for box in value)
        return {"": "\n".join(lines)}

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of boxes that share at least half of their area with gold."""
        return f1(value, gold, LIKENESS)


def _in_words(box: Mark, titles: Mapping[str, str]) -> str:
    title = titles.get(box["label"], box["label"])
    return f"{title} · {box['x']}, {box['y']} · {box['width']} × {box['height']}"


def _clean_box(given: Mapping[str, Any], path: str, config: Config, image: Mapping[str, Any]) -> Mark:
    width, height = image["width"], image["height"]
    box: Mark = {
        "x": pixel(given.get("x"), f"{path}.x", width),
        "y": pixel(given.get("y"), f"{path}.y", height),
        "width": pixel(given.get("width"), f"{path}.width", width),
        "height": pixel(given.get("height"), f"{path}.height", height),
        "label": clean_label(given, config, path),
    }
    if not box["width"] or not box["height"]:
        raise BadInput(_("A box has a width and a height above zero."), path=path)
    for start, size, most in (("x", "width", width), ("y", "height", height)):
        if rounded(box[start] + box[size], PIXEL_DIGITS) > most:
            sentence = _("The box reaches beyond the image, which is %(width)s × %(height)s pixels.")
            raise BadInput(sentence, path=f"{path}.{size}", width=width, height=height)
    return box


def _place(box: Mark) -> tuple[Any, ...]:
    return box["y"], box["x"], box["height"], box["width"], box["label"]


def _iou(one: Mark, other: Mark) -> float:
    """Return the area two boxes share over the area either covers."""
    left, top, right, bottom = _edges(one)
    other_left, other_top, other_right, other_bottom = _edges(other)
    across = min(right, other_right) - max(left, other_left)
    down = min(bottom, other_bottom) - max(top, other_top)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    both = (right - left) * (bottom - top) + (other_right - other_left) * (other_bottom - other_top)
    return shared / (both - shared)


def _edges(box: Mark) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom in hundredths of a pixel."""
    left, top, width, height = (whole(box[side], PIXEL_DIGITS) for side in ("x", "y", "width", "height"))
    return left, top, left + width, top + height


def _mean(members: Sequence[Member]) -> Mark:
    def edge(start: str, size: str = "") -> Number:
        places = ((one.mark[start] + (one.mark[size] if size else 0), one.weight) for one in members)
        return mean(places, PIXEL_DIGITS)

    left, top = edge("x"), edge("y")
    return {
        "x": left,
        "y": top,
        "width": rounded(edge("x", "width") - left, PIXEL_DIGITS),
        "height": rounded(edge("y", "height") - top, PIXEL_DIGITS),
        "label": members[0].mark["label"],
    }


LIKENESS = Likeness(of=_iou, extent=lambda box: (box["x"], box["x"] + box["width"]), least=LEAST_IOU)
