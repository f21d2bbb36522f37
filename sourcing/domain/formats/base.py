"""What the formats share: marks, and refusals that a report can tell."""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from dmops_platform.errors import BadInput, _
from sourcing.domain.problems import shown

Mark = dict[str, Any]
#: decimals of a pixel and of a second that marks keep
PIXEL_DIGITS = 2
TIME_DIGITS = 3
#: how far beyond an edge a mark may lie because a file rounds: it is cut there
SLACK = 0.02
MOST_MARKS = 10_000


class LabelsWrong(BadInput):
    """Labels of one item that cannot be read; `code` says why."""

    code = "labels_wrong"


@dataclass(frozen=True, slots=True)
class Frame:
    """An image as it is shown, with its marks: what the formats of boxes and outlines are written from."""

    name: str
    width: int
    height: int
    marks: list[Mark]


def number(value: object, what: str) -> float:
    """Return a finite number that a file gives as one or as text."""
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise ValueError
        found = float(value)
    except (ValueError, OverflowError):
        found = math.nan
    if not math.isfinite(found):
        sentence = _("“%(value)s” is not a number (%(what)s).")
        raise LabelsWrong(sentence, code="not_a_number", value=shown(str(value)), what=what)
    return found


def rounded(value: float, places: int) -> int | float:
    """Return the number with so many decimals; a whole one without any."""
    found = round(float(value), places)
    return int(found) if found.is_integer() else found


def box(label: str, left: float, top: float, right: float, bottom: float, *, size: tuple[int, int]) -> Mark:
    """Return a box with these edges; refuse one without area or beyond the image."""
    width, height = size
    if left < -SLACK or top < -SLACK or right > width + SLACK or bottom > height + SLACK:
        sentence = _(
            "A box (%(box)s) reaches beyond the image, which is %(width)s × %(height)s pixels when upright."
        )
        raise LabelsWrong(
            sentence, code="box_outside", box=_edges(left, top, right, bottom), width=width, height=height
        )
    x, y = (rounded(max(edge, 0.0), PIXEL_DIGITS) for edge in (left, top))
    wide = rounded(min(rounded(right, PIXEL_DIGITS), width) - x, PIXEL_DIGITS)
    high = rounded(min(rounded(bottom, PIXEL_DIGITS), height) - y, PIXEL_DIGITS)
    if wide <= 0 or high <= 0:
        sentence = _("A box (%(box)s) has no area.")
        raise LabelsWrong(sentence, code="box_empty", box=_edges(left, top, right, bottom))
    return {"x": x, "y": y, "width": wide, "height": high, "label": label}


def point(x: float, y: float, size: tuple[int, int]) -> list[int | float]:
    """Return a place on an image of this size; refuse one beyond it."""
    for place, most in ((x, size[0]), (y, size[1])):
        if not -SLACK <= place <= most + SLACK:
            sentence = _("A point (%(x)s, %(y)s) lies outside the image.")
            raise LabelsWrong(sentence, code="point_outside", x=f"{x:g}", y=f"{y:g}")
    return [rounded(min(max(place, 0.0), most), PIXEL_DIGITS) for place, most in ((x, size[0]), (y, size[1]))]


def _edges(*edges: float) -> str:
    return ", ".join(f"{edge:g}" for edge in edges)


def check_size(declared: tuple[float, float], size: tuple[int, int]) -> None:
    """Refuse labels made for an image of another size: most often they count pixels before it was turned upright."""
    if declared != size:
        sentence = _(
            "The labels are for an image of %(theirs)s pixels, this one has %(ours)s when it is upright. Make labels"
            " for the upright image."
        )
        theirs, ours = (" × ".join(f"{side:g}" for side in each) for each in (declared, size))
        raise LabelsWrong(sentence, code="size_differs", theirs=theirs, ours=ours)


def each_once(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in their order, twins left out; refuse more than an answer holds."""
    found = list({repr(sorted(mark.items())): mark for mark in marks}.values())
    if len(found) > MOST_MARKS:
        raise LabelsWrong(_("There are more than %(most)s marks."), code="too_many_marks", most=MOST_MARKS)
    return found


def check_labels(marks: Iterable[Mark], known: Collection[str]) -> None:
    """Refuse marks with a label that the field does not have."""
    for mark in marks:
        if mark["label"] not in known:
            sentence = _("The field has no label “%(label)s”. Add it to the schema, or mend the file.")
            raise LabelsWrong(sentence, code="unknown_label", label=shown(str(mark["label"])))


def check_storable(text: str) -> None:
    """Refuse a text that no database holds: with a NUL in it, or half of a surrogate pair."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise LabelsWrong(_("The text has a NUL or half of a character in it."), code="not_storable")
