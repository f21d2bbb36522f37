"""COCO: one JSON file for all images, with boxes, outlines or points. A box is [x, y, width, height] in pixels."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dmops_platform.errors import _
from sourcing.domain.formats.base import (
    PIXEL_DIGITS,
    Frame,
    LabelsWrong,
    Mark,
    box,
    check_size,
    each_once,
    number,
    point,
    rounded,
)
from sourcing.domain.formats.rle import mask_outlines
from sourcing.domain.problems import shown

HIDDEN, SEEN = 1, 2
Size = tuple[int, int]


@dataclass(slots=True)
class Coco:
    """A COCO file: image name → its entry, image id → annotations, category id → category."""

    images: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    annotations: dict[Any, list[Mapping[str, Any]]] = field(default_factory=dict)
    categories: dict[Any, Mapping[str, Any]] = field(default_factory=dict)


def is_coco(value: object) -> bool:
    """Say whether a JSON value looks like a COCO file."""
    return isinstance(value, dict) and isinstance(value.get("images"), list) and "annotations" in value


def read_coco(data: bytes) -> Coco:
    """Return what a COCO file holds, to be asked image by image."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise LabelsWrong(_("The annotation file is no JSON."), code="not_json") from None
    if not is_coco(value):
        sentence = _("The JSON is no COCO file: it has no “images” and “annotations”.")
        raise LabelsWrong(sentence, code="not_coco")
    found = Coco()
    for category in _objects(value, "categories"):
        found.categories[_key(category.get("id"))] = category
    for image in _objects(value, "images"):
        name = image.get("file_name")
        if not isinstance(name, str) or not name:
            raise LabelsWrong(_("An image of the COCO file has no “file_name”."), code="no_file_name")
        if name in found.images:
            sentence = _("The COCO file has two images called “%(name)s”.")
            raise LabelsWrong(sentence, code="image_twice", name=shown(name))
        found.images[name] = image
    for annotation in _objects(value, "annotations"):
        found.annotations.setdefault(_key(annotation.get("image_id")), []).append(annotation)
    return found


def _objects(value: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    rows = value.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        sentence = _("“%(name)s” of the COCO file is no list of objects.")
        raise LabelsWrong(sentence, code="not_coco", name=name)
    return iter(rows)


def _key(value: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise LabelsWrong(_("An id of the COCO file is neither a number nor a text."), code="not_coco")
    return value


def coco_marks(coco: Coco, image: Mapping[str, Any], kind: str, size: Size) -> list[Mark]:
    """Return the marks of this kind on one image of this upright size. Regions of crowds are left out."""
    if "width" in image and "height" in image:
        check_size((number(image["width"], "width"), number(image["height"], "height")), size)
    marks = (
        mark
        for annotation in coco.annotations.get(_key(image.get("id")), [])
        if not annotation.get("iscrowd")
        for mark in READERS[kind](annotation, _category(coco, annotation), size)
    )
    return each_once(marks)


def _category(coco: Coco, annotation: Mapping[str, Any]) -> Mapping[str, Any]:
    category = coco.categories.get(_key(annotation.get("category_id")), {})
    if not isinstance(category.get("name"), str):
        sentence = _("An annotation has the category %(id)s, which has no name.")
        raise LabelsWrong(sentence, code="no_category", id=shown(str(annotation.get("category_id"))))
    return category


def _box(annotation: Mapping[str, Any], category: Mapping[str, Any], size: Size) -> Iterator[Mark]:
    x, y, width, height = _numbers(annotation.get("bbox"), "bbox", by=4, least=4, most=4)
    yield box(category["name"], x, y, x + width, y + height, size=size)


def _outlines(annotation: Mapping[str, Any], category: Mapping[str, Any], size: Size) -> Iterator[Mark]:
    """Yield an outline for each piece of the thing; masks are followed along their pixels."""
    pieces = annotation.get("segmentation")
    if isinstance(pieces, dict):
        yield from ({"points": points, "label": category["name"]} for points in mask_outlines(pieces, size))
        return
    if not isinstance(pieces, list):
        raise LabelsWrong(_("An annotation has neither an outline nor a mask."), code="no_outline")
    for piece in pieces:
        places = _numbers(piece, "segmentation", by=2, least=6)
        points = [point(x, y, size) for x, y in zip(places[::2], places[1::2], strict=True)]
        yield {"points": points, "label": category["name"]}


def _points(annotation: Mapping[str, Any], category: Mapping[str, Any], size: Size) -> Iterator[Mark]:
    places = _numbers(annotation.get("keypoints", []), "keypoints", by=3)
    names = category.get("keypoints")
    if not isinstance(names, list) or len(names) * 3 != len(places):
        sentence = _("An annotation has not the points that its category “%(name)s” names.")
        raise LabelsWrong(sentence, code="points_unlike_category", name=shown(category["name"]))
    for name, x, y, seen in zip(names, places[::3], places[1::3], places[2::3], strict=True):
        if seen:
            left, top = point(x, y, size)
            yield {"x": left, "y": top, "label": str(name), "is_hidden": seen == HIDDEN}


def _numbers(values: object, what: str, *, by: int, least: int = 0, most: int = 10_000) -> list[float]:
    if not isinstance(values, list) or len(values) % by or not least <= len(values) <= most:
        sentence = _("“%(what)s” of an annotation does not have as many numbers as it needs.")
        raise LabelsWrong(sentence, code="numbers_missing", what=what)
    return [number(value, what) for value in values]


READERS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any], Size], Iterator[Mark]]] = {
    "boxes": _box,
    "polygons": _outlines,
    "keypoints": _points,
}


def write_coco(frames: Iterable[Frame], kind: str, labels: Sequence[str]) -> Iterator[bytes]:
    """Yield a COCO file in pieces. Categories are the labels in their order, from 1; for points one category has all.

    Points of an image are one annotation for as many as have different labels: who they belong to is not known.
    """
    names = {label: place for place, label in enumerate(labels, 1)}
    categories: list[dict[str, Any]] = [{"id": place, "name": label} for label, place in names.items()]
    if kind == "keypoints":
        categories = [{"id": 1, "name": "points", "keypoints": list(labels), "skeleton": []}]
    written: list[dict[str, Any]] = []
    yield b'{"categories": ' + _json(categories) + b', "images": ['
    for place, frame in enumerate(frames, 1):
        image = {"id": place, "file_name": frame.name, "width": frame.width, "height": frame.height}
        yield (b"" if place == 1 else b",") + b"\n" + _json(image)
        for facts in WRITERS[kind](frame.marks, names):
            written.append({"id": len(written) + 1, "image_id": place, **facts, "iscrowd": 0})
    yield b'\n], "annotations": ['
    for place, annotation in enumerate(written):
        yield (b"," if place else b"") + b"\n" + _json(annotation)
    yield b"\n]}\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _box_facts(marks: Sequence[Mark], names: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for mark in marks:
        bbox = [mark["x"], mark["y"], mark["width"], mark["height"]]
        area = rounded(mark["width"] * mark["height"], 4)
        yield {"category_id": names[mark["label"]], "bbox": bbox, "area": area}


def _outline_facts(marks: Sequence[Mark], names: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    for mark in marks:
        points = mark["points"]
        left, top = (min(point[axis] for point in points) for axis in (0, 1))
        right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        area = abs(sum(one[0] * other[1] - other[0] * one[1] for one, other in pairs)) / 2
        yield {
            "category_id": names[mark["label"]],
            "bbox": [left, top, rounded(right - left, PIXEL_DIGITS), rounded(bottom - top, PIXEL_DIGITS)],
            "area": rounded(area, 4),
            "segmentation": [[place for point in points for place in point]],
        }


def _point_facts(marks: Sequence[Mark], names: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    left = list(marks)
    while left:
        row: dict[str, Mark] = {}
        rest = [mark for mark in left if row.setdefault(mark["label"], mark) is not mark]
        places: list[int | float] = []
        for name in names:
            mark = row.get(name)
            places += [mark["x"], mark["y"], HIDDEN if mark["is_hidden"] else SEEN] if mark else [0, 0, 0]
        yield {"category_id": 1, "keypoints": places, "num_keypoints": len(row)}
        left = rest


WRITERS: dict[str, Callable[[Sequence[Mark], Mapping[str, int]], Iterator[dict[str, Any]]]] = {
    "boxes": _box_facts,
    "polygons": _outline_facts,
    "keypoints": _point_facts,
}
