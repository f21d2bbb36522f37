"""How the answers of each kind are read from JSON; ValueError, TypeError or KeyError where one is not of the kind."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from verification.domain.answers import as_label

MILLISECONDS = 1_000
CORNERS = 3
FURTHEST = 10**12  # characters or milliseconds; squares and cubes of it still are numbers


def label_set(value: Any) -> list[str]:
    """Return the labels, each once, in order."""
    return sorted({text(each) for each in _list(value)})


def ranking(value: Any) -> list[str]:
    """Return the names, the best first."""
    names = [text(each) for each in _list(value)]
    if len(set(names)) < len(names):
        raise ValueError("a name stands twice")
    return names


def spans(value: Any) -> list[dict[str, Any]]:
    """Return the spans; offsets count code points, ends are exclusive."""
    return sorted(map(_span, _list(value)), key=as_label)


def _span(mark: Any) -> dict[str, Any]:
    pieces = _object(mark).get("parts")
    for start, end in pieces or [(mark["start"], mark["end"])]:
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= FURTHEST:
            raise ValueError("a span begins before it ends")
    found = {"start": mark["start"], "end": mark["end"], "label": text(mark["label"])}
    return {**found, "parts": [list(piece) for piece in pieces]} if pieces else found


def segments(value: Any) -> list[dict[str, Any]]:
    """Return the segments in whole milliseconds."""
    return sorted(map(_segment, _list(value)), key=as_label)


def _segment(mark: Any) -> dict[str, Any]:
    start, end = (round(_number(_object(mark)[edge]) * MILLISECONDS) for edge in ("start", "end"))
    if not 0 <= start < end <= FURTHEST:
        raise ValueError("a segment begins before it ends")
    return {
        "start": start,
        "end": end,
        "label": text(mark.get("label") or ""),
        "text": text(mark.get("text") or ""),
    }


def boxes(value: Any) -> list[dict[str, Any]]:
    """Return the boxes by their left top corner and their size."""
    return sorted(map(_box, _list(value)), key=as_label)


def _box(mark: Any) -> dict[str, Any]:
    x, y, width, height = map(_number, _sides(_object(mark)))
    if width <= 0 or height <= 0:
        raise ValueError("a box has an area")
    return {"x": x, "y": y, "width": width, "height": height, "label": text(mark["label"])}


def _sides(mark: Mapping[str, Any]) -> Sequence[Any]:
    """Return left, top, width and height, as written by COCO (bbox), Pascal VOC (corners) or this platform."""
    if "bbox" in mark:
        left, top, width, height = _list(mark["bbox"])
        return left, top, width, height
    if "xmin" in mark:
        left, top, right, bottom = (_number(mark[edge]) for edge in ("xmin", "ymin", "xmax", "ymax"))
        return left, top, right - left, bottom - top
    return [mark[name] for name in ("x", "y", "width", "height")]


def polygons(value: Any) -> list[dict[str, Any]]:
    """Return the outlines; a point is [x, y]."""
    return sorted(map(_polygon, _list(value)), key=as_label)


def _polygon(mark: Any) -> dict[str, Any]:
    points = [[_number(x), _number(y)] for x, y in map(_list, _list(_object(mark)["points"]))]
    if len({tuple(point) for point in points}) < CORNERS:
        raise ValueError("an outline encloses something")
    return {"points": points, "label": text(mark["label"])}


def keypoints(value: Any) -> list[dict[str, Any]]:
    """Return the points."""
    return sorted(map(_keypoint, _list(value)), key=as_label)


def _keypoint(mark: Any) -> dict[str, Any]:
    x, y = (_number(_object(mark)[axis]) for axis in ("x", "y"))
    return {"x": x, "y": y, "label": text(mark["label"]), "is_hidden": bool(mark.get("is_hidden"))}


def turns(value: Any) -> list[dict[str, Any]]:
    """Return the labelled turns in their order; a turn is labelled once."""
    found = {_turn(mark): text(mark["label"]) for mark in map(_object, _list(value))}
    if len(found) < len(value):
        raise ValueError("a turn stands twice")
    return [{"turn": turn, "label": found[turn]} for turn in sorted(found)]


def _turn(mark: Mapping[str, Any]) -> int:
    turn: int = mark["turn"]
    if type(turn) is not int or turn < 0:
        raise ValueError("turns are counted from 0")
    return turn


def relations(value: Any) -> list[dict[str, Any]]:
    """Return the relations; each leads from a span to a span."""
    return sorted(map(_relation, _list(value)), key=as_label)


def _relation(mark: Any) -> dict[str, Any]:
    ends = {end: _span(_object(mark)[end]) for end in ("from", "to")}
    return {**ends, "label": text(mark["label"])}


def preference(value: Any) -> float:
    """Return how strongly b is preferred: below zero where a is."""
    side = {"a": -1, "tie": 0, "b": 1}[_object(value)["choice"]]
    strength = value.get("strength")
    return side * (1.0 if strength is None else abs(_number(strength)))


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("a list is wanted")
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("an object is wanted")
    return value


def text(value: Any) -> str:
    """Return the text."""
    if not isinstance(value, str):
        raise TypeError("a text is wanted")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError("a number is wanted")
    return value
