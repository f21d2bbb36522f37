"""The field kind `boxes`: rectangles on an image, each with a label."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.kinds.base import Agreement, Config, Parts
from guidelines.domain.kinds.image_marks import LEAST_IOU, ImageMarks
from guidelines.domain.kinds.marks import (
    PIXEL_DIGITS,
    Mark,
    Number,
    clean_label,
    each_mark,
    mean,
    media_of,
    pixel,
    refuse_twins,
    rounded,
    whole,
)
from guidelines.domain.kinds.matching import Likeness, Member

BOX_PARTS = frozenset({"x", "y", "width", "height", "label"})


class Boxes(ImageMarks):
    """Boxes in pixels of the image as it is shown, turned as its EXIF data says. The origin is its top left corner.

    A box is {"x", "y", "width", "height", "label"}; boxes stand from top to bottom.
    """

    name = "boxes"
    title = _("Boxes on an image")
    help = _("Rectangles around things in an image: cells, cars, faces, products.")

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the boxes from top to bottom, to a hundredth of a pixel."""
        image = media_of(config, parts, path, "image")
        given = [
            (_clean_box(one, where, config, image), where) for one, where in each_mark(value, path, BOX_PARTS)
        ]
        given.sort(key=lambda pair: self._place(pair[0]))
        boxes = [box for box, _path in given]
        refuse_twins(boxes, [where for _box, where in given])
        return boxes

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("box_f1", "alpha_distance", "alpha_matched")

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a box: label, x, y, width, height."""
        lines = (f"{box['label']}\t{box['x']}\t{box['y']}\t{box['width']}\t{box['height']}" for box in value)
        return {"": "\n".join(lines)}

    def _likeness(self, config: Config) -> Likeness:
        return LIKENESS

    def _place(self, box: Mark) -> tuple[Any, ...]:
        return box["y"], box["x"], box["height"], box["width"], box["label"]

    def _one_of(self, members: Sequence[Member]) -> Mark:
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

    def _in_words(self, box: Mark, titles: Mapping[str, str]) -> str:
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


LIKENESS = Likeness(of=_iou, extent=lambda box: (box["x"], box["x"] + box["width"]), least=LEAST_IOU)
