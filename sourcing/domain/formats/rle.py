"""Run-length masks of COCO as outlines that follow the edges of their pixels: nothing is smoothed, so areas are equal.

Runs go down the columns and begin with pixels outside. The string form is that of the COCO API (`rleFrString`):
five bits a character from "0" on, from the fourth number on as differences to the last but one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from dmops_platform.errors import _
from sourcing.domain.formats.base import LabelsWrong

MOST_EDGES = 200_000
MOST_CORNERS = 2_000  # as many as an outline has
LONGEST_NUMBER = 7  # characters: 35 bits
Place = tuple[int, int]
Mask = npt.NDArray[np.bool_]


def mask_outlines(rle: Mapping[str, Any], size: tuple[int, int]) -> Iterator[list[list[int]]]:
    """Yield the outline of each piece of a mask, clockwise, as [[x, y], …]; pieces touch by sides, not by corners.

    `size` is width and height of the image. Masks of another size, with holes or with over 2,000 corners are refused.
    """
    for loop in _loops(_edges(_mask(rle, size))):
        if _doubled_area(loop) < 0:
            raise LabelsWrong(_("A mask has a hole in it: an outline cannot hold that."), code="mask_hole")
        if len(loop) > MOST_CORNERS:
            raise _ragged()
        yield [[x, y] for x, y in loop]


def _ragged() -> LabelsWrong:
    sentence = _("A mask has an edge of more than %(most)s corners: too ragged for an outline.")
    return LabelsWrong(sentence, code="mask_ragged", most=MOST_CORNERS)


def _mask(rle: Mapping[str, Any], size: tuple[int, int]) -> Mask:
    width, height = size
    if rle.get("size") != [height, width]:
        sentence = _("A mask is not as large as the image, which is %(width)s × %(height)s pixels.")
        raise LabelsWrong(sentence, code="mask_size", width=width, height=height)
    given = rle.get("counts")
    counts = _counts(given) if isinstance(given, str) else given
    is_list = isinstance(counts, list) and all(type(run) is int and run >= 0 for run in counts)
    if not is_list or sum(counts) != width * height:  # type: ignore[arg-type]
        raise LabelsWrong(_("The runs of a mask do not add up to the image."), code="mask_runs")
    runs = np.asarray(counts, dtype=np.int64)
    pixels = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return pixels.reshape((height, width), order="F")


def _counts(text: str) -> list[int]:
    found: list[int] = []
    at = 0
    while at < len(text):
        value, length = _number(text, at)
        found.append(value + (found[-2] if len(found) > 2 else 0))
        at += length
    return found


def _number(text: str, at: int) -> tuple[int, int]:
    value = 0
    for place, char in enumerate(text[at : at + LONGEST_NUMBER]):
        bits = ord(char) - 48
        if not 0 <= bits < 64:
            break
        value |= (bits & 31) << 5 * place
        if not bits & 32:
            return (value - (1 << 5 * (place + 1)) if bits & 16 else value), place + 1
    raise LabelsWrong(_("The string of a mask is damaged."), code="mask_string")


def _edges(mask: Mask) -> dict[Place, list[Place]]:
    """Return where each side between a pixel of the mask and one outside leads, the mask on its right."""
    padded = np.pad(mask, 1)
    inside = padded[1:-1, 1:-1]
    sides = (
        (inside & ~padded[:-2, 1:-1], (0, 0), (1, 0)),
        (inside & ~padded[1:-1, 2:], (1, 0), (1, 1)),
        (inside & ~padded[2:, 1:-1], (1, 1), (0, 1)),
        (inside & ~padded[1:-1, :-2], (0, 1), (0, 0)),
    )
    if sum(int(side.sum()) for side, _from, _to in sides) > MOST_EDGES:
        raise _ragged()
    leads: dict[Place, list[Place]] = {}
    for side, (x1, y1), (x2, y2) in sides:
        for y, x in np.argwhere(side).tolist():
            leads.setdefault((x + x1, y + y1), []).append((x + x2, y + y2))
    return leads


def _loops(leads: dict[Place, list[Place]]) -> Iterator[list[Place]]:
    """Yield the closed walks along the sides, corners only."""
    while leads:
        start = min(leads)
        walk = [start, _taken(leads, start, None)]
        while walk[-1] != start:
            (x1, y1), (x2, y2) = walk[-2:]
            walk.append(_taken(leads, walk[-1], (y1 - y2, x2 - x1)))
        yield _corners(walk[:-1])


def _taken(leads: dict[Place, list[Place]], at: Place, right: Place | None) -> Place:
    """Return where the walk goes on, and take that side away: to the right where two sides leave from a corner."""
    ways = leads[at]
    turned = (at[0] + right[0], at[1] + right[1]) if right else None
    way = turned if turned in ways else ways[0]
    ways.remove(way)
    if not ways:
        del leads[at]
    return way


def _corners(walk: Sequence[Place]) -> list[Place]:
    around = [walk[-1], *walk, walk[0]]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(around)]
    turns = zip(walk, pairwise(steps), strict=True)
    return [place for place, (before, after) in turns if before != after]


def _doubled_area(loop: Sequence[Place]) -> int:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*loop, loop[0]]))
