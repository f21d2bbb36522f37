"""Masks of COCO as outlines: the pixels an outline holds are those of the mask."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sourcing.domain.formats.base import LabelsWrong
from sourcing.domain.formats.coco import coco_marks, read_coco
from sourcing.domain.formats.rle import mask_outlines


def runs_of(mask: Any) -> list[int]:
    """Return the runs of a mask down its columns, those outside first."""
    pixels = mask.flatten(order="F").astype(int)
    edges = np.flatnonzero(np.diff(pixels)) + 1
    runs = np.diff([0, *edges, len(pixels)]).tolist()
    return [0, *runs] if pixels[0] else runs


def string_of(runs: list[int]) -> str:
    """Return runs as the COCO API writes them (`rleToString` of its maskApi.c)."""
    out = ""
    for place, run in enumerate(runs):
        value = run - runs[place - 2] if place > 2 else run
        is_more = True
        while is_more:
            bits = value & 31
            value >>= 5
            is_more = value != -1 if bits & 16 else value != 0
            out += chr((bits | 32 if is_more else bits) + 48)
    return out


def filled(outlines: list[list[list[int]]], shape: tuple[int, int]) -> Any:
    """Return the pixels whose middle lies inside an odd number of times."""
    found = np.zeros(shape, dtype=bool)
    for points in outlines:
        for y in range(shape[0]):
            for (x1, y1), (_x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
                if min(y1, y2) <= y < max(y1, y2):
                    found[y, x1:] ^= True
    return found


masks = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(lambda shape: arrays(bool, shape))


@given(masks)
def test_outlines_hold_the_pixels_of_the_mask_or_the_mask_has_a_hole(mask):
    height, width = mask.shape
    for counts in (runs_of(mask), string_of(runs_of(mask))):
        rle = {"size": [height, width], "counts": counts}
        if _holes(mask):
            with pytest.raises(LabelsWrong, match="hole"):
                list(mask_outlines(rle, (width, height)))
        else:
            assert (filled(list(mask_outlines(rle, (width, height))), mask.shape) == mask).all()


def _holes(mask: Any) -> int:
    """Return how many pixels outside cannot be reached from the edge, over corners too."""
    outside = np.pad(~mask, 1, constant_values=True)
    reached = np.zeros_like(outside)
    waiting = [(0, 0)]
    while waiting:
        y, x = waiting.pop()
        if 0 <= y < outside.shape[0] and 0 <= x < outside.shape[1] and outside[y, x] and not reached[y, x]:
            reached[y, x] = True
            waiting += [(y + down, x + right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    return int((outside & ~reached).sum())


def test_pieces_that_meet_at_a_corner_are_two_outlines():
    found = list(mask_outlines({"size": [2, 2], "counts": [0, 1, 2, 1]}, (2, 2)))
    assert found == [[[0, 0], [1, 0], [1, 1], [0, 1]], [[1, 1], [2, 1], [2, 2], [1, 2]]]


@pytest.mark.parametrize(
    "segmentation", [{"size": [3, 4], "counts": [4, 1, 7]}, {"size": [3, 4], "counts": "417"}]
)
def test_a_mask_of_a_coco_file_becomes_an_outline(segmentation):
    annotation = {"id": 1, "image_id": 1, "category_id": 1, "segmentation": segmentation}
    image = {"id": 1, "file_name": "a.png", "width": 4, "height": 3}
    value = {"images": [image], "categories": [{"id": 1, "name": "PS"}], "annotations": [annotation]}
    coco = read_coco(json.dumps(value).encode())
    points = [[1, 1], [2, 1], [2, 2], [1, 2]]
    assert coco_marks(coco, coco.images["a.png"], "polygons", (4, 3)) == [{"points": points, "label": "PS"}]


@pytest.mark.parametrize(
    ("rle", "code"),
    [
        ({"size": [4, 3], "counts": [12]}, "mask_size"),
        ({"size": [3, 4], "counts": [11]}, "mask_runs"),
        ({"size": [3, 4], "counts": [-1, 13]}, "mask_runs"),
        ({"size": [3, 4], "counts": [True, 11]}, "mask_runs"),
        ({"size": [3, 4], "counts": [1e9]}, "mask_runs"),
        ({"size": [3, 4]}, "mask_runs"),
        ({"size": [3, 4], "counts": "o"}, "mask_string"),
        ({"size": [3, 4], "counts": "\u00ff"}, "mask_string"),
        ({"size": [3, 4], "counts": "oooooooooo0"}, "mask_string"),
    ],
)
def test_a_mask_that_is_none_is_refused_with_the_reason(rle, code):
    with pytest.raises(LabelsWrong) as refusal:
        list(mask_outlines(rle, (4, 3)))
    assert refusal.value.code == code


def test_a_mask_with_more_corners_than_an_outline_has_is_refused():
    comb = np.zeros((3, 2_001), dtype=bool)
    comb[1:] = True
    comb[0, ::2] = True
    with pytest.raises(LabelsWrong, match="corners"):
        list(mask_outlines({"size": [3, 2_001], "counts": runs_of(comb)}, (2_001, 3)))
