"""Boxes, outlines, points and segments in and out."""

import json

import pytest

from sourcing.domain.formats.base import Frame, LabelsWrong
from sourcing.domain.formats.coco import coco_marks, read_coco, write_coco
from sourcing.domain.formats.rttm import fitted, read_rttm, write_rttm
from sourcing.domain.formats.voc import read_voc, write_voc
from sourcing.domain.formats.yolo import read_yolo, write_names, write_yolo, yaml_names

SIZE = (640, 480)
LABELS = ["RBC", "WBC", "혈소판 😀"]
BOXES = [
    {"x": 0, "y": 0, "width": 640, "height": 480, "label": "RBC"},
    {"x": 259.33, "y": 176.01, "width": 232.67, "height": 0.01, "label": "혈소판 😀"},
    {"x": 639.99, "y": 0, "width": 0.01, "height": 480, "label": "WBC"},
]
FRAME = Frame("cells/a.jpg", *SIZE, BOXES)


def voc(body: str, size: str = "<size><width>640</width><height>480</height></size>") -> bytes:
    return f"<annotation><path>/etc/passwd</path>{size}{body}</annotation>".encode()


def thing(xmin: object, ymin: object, xmax: object, ymax: object, name: str = "RBC") -> str:
    edges = f"<xmin>{xmin}</xmin><ymin>{ymin}</ymin><xmax>{xmax}</xmax><ymax>{ymax}</ymax>"
    return f"<object><name>{name}</name><bndbox>{edges}</bndbox></object>"


def test_voc_edges_are_taken_as_written_and_pixels_from_1_hold_their_last_one():
    given = voc(thing(260, 177, 491, 376))
    assert read_voc(given, SIZE) == [{"x": 260, "y": 177, "width": 231, "height": 199, "label": "RBC"}]
    whole = voc(thing(1, 1, 640, 480))
    assert read_voc(whole, SIZE, is_1_based=True) == BOXES[:1]


@pytest.mark.parametrize("is_1_based", [False, True])
def test_voc_is_read_back_as_it_was_written(is_1_based):
    assert read_voc(write_voc(FRAME, is_1_based=is_1_based), SIZE, is_1_based=is_1_based) == BOXES


def test_yolo_is_read_back_to_the_hundredth_of_a_pixel():
    assert read_yolo(write_yolo(FRAME, LABELS), LABELS, SIZE) == BOXES
    wide = Frame(
        "a", 10_000, 10_000, [{"x": 0.01, "y": 9_999.98, "width": 0.02, "height": 0.01, "label": "WBC"}]
    )
    assert read_yolo(write_yolo(wide, LABELS), LABELS, (10_000, 10_000)) == wide.marks


def coco_back(kind: str, marks: list, labels=LABELS):
    coco = read_coco(b"".join(write_coco([Frame("a.jpg", *SIZE, marks)], kind, labels)))
    return coco_marks(coco, coco.images["a.jpg"], kind, SIZE)


def test_coco_is_read_back_for_boxes_outlines_and_points():
    assert coco_back("boxes", BOXES) == BOXES
    outline = {"points": [[5.5, 5], [15, 5.25], [15, 15]], "label": "WBC"}
    assert coco_back("polygons", [outline]) == [outline]
    points = [
        {"x": 1, "y": 2.5, "label": "nose", "is_hidden": False},
        {"x": 3, "y": 4, "label": "tail", "is_hidden": True},
        {"x": 9, "y": 9, "label": "nose", "is_hidden": False},
    ]
    assert coco_back("keypoints", points, ["nose", "ear", "tail"]) == points


def test_rttm_is_read_back_to_the_millisecond():
    marks = [{"start": 0.182, "end": 0.578, "label": "anna"}, {"start": 0.5, "end": 1.5, "label": "bo"}]
    assert fitted(read_rttm(write_rttm("strip 1", marks))["strip_1"], 1.5) == marks


ENTITY = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation>&x;</annotation>'
BOMB = b'<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><annotation>&b;</annotation>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENTITY, "unsafe_xml"),
        (BOMB, "unsafe_xml"),
        (b"<annotation>", "not_xml"),
        (b"\xff\xfe\x00", "not_xml"),
        (b'<?xml version="1.0" encoding="nonsense"?><annotation/>', "not_xml"),
        (b"<html/>", "not_voc"),
        (voc("<object><name>RBC</name></object>"), "object_incomplete"),
        (voc(thing("NaN", 1, 2, 3)), "not_a_number"),
        (voc(thing("", 1, 2, 3)), "not_a_number"),
        (voc(thing(1, 1, 641, 3)), "box_outside"),
        (voc(thing(5, 5, 5, 9)), "box_empty"),
        (voc(thing(9, 5, 5, 9)), "box_empty"),
        (voc(thing(1, 1, 2, 2), "<size><width>480</width><height>640</height></size>"), "size_differs"),
    ],
)
def test_a35_voc_that_is_hostile_or_wrong_is_refused_with_a_reason(data, code):
    with pytest.raises(LabelsWrong) as refusal:
        read_voc(data, SIZE)
    assert refusal.value.code == code


def coco(**more) -> bytes:
    value = {
        "images": [{"id": 1, "file_name": "a.jpg", "width": 640, "height": 480}],
        "categories": [{"id": 1, "name": "RBC", "keypoints": ["nose"]}],
        "annotations": [],
    }
    return json.dumps(value | more).encode()


def marks_of(data: bytes, kind: str) -> list:
    found = read_coco(data)
    return coco_marks(found, found.images["a.jpg"], kind, SIZE)


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"[" * 100_000, "boxes", "not_json"),
        (b"\xff", "boxes", "not_json"),
        (b"{}", "boxes", "not_coco"),
        (coco(images=[1]), "boxes", "not_coco"),
        (coco(images=[{"id": 1}]), "boxes", "no_file_name"),
        (coco(images=[{"id": [], "file_name": "a.jpg"}]), "boxes", "not_coco"),
        (coco(images=[{"id": 1, "file_name": "a.jpg"}] * 2), "boxes", "image_twice"),
        (coco(annotations=[{"image_id": 1, "category_id": 9, "bbox": [1, 1, 1, 1]}]), "boxes", "no_category"),
        (coco(annotations=[{"image_id": 1, "category_id": 1, "bbox": [1, 1]}]), "boxes", "numbers_missing"),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "bbox": [1, 1, 1e999, 1]}]),
            "boxes",
            "not_a_number",
        ),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "bbox": [-5, 1, 9, 9]}]),
            "boxes",
            "box_outside",
        ),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "segmentation": "x"}]),
            "polygons",
            "no_outline",
        ),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "segmentation": [[1, 1, 2, 2]]}]),
            "polygons",
            "numbers_missing",
        ),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "keypoints": [1, 1]}]),
            "keypoints",
            "numbers_missing",
        ),
        (
            coco(annotations=[{"image_id": 1, "category_id": 1, "keypoints": []}]),
            "keypoints",
            "points_unlike_category",
        ),
    ],
)
def test_coco_that_is_wrong_is_refused_with_a_reason(data, kind, code):
    with pytest.raises(LabelsWrong) as refusal:
        marks_of(data, kind)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("0 0.5 0.5 0.1", "not_yolo"), ("3 0.5 0.5 0.1 0.1", "no_class"), ("² 0.5 0.5 0.1 0.1", "no_class"),
     ("0 x 0.5 0.1 0.1", "not_a_number"), ("0 1 0.5 0.1 0.1", "box_outside")],
)  # fmt: skip
def test_yolo_that_is_wrong_is_refused_with_a_reason(text, code):
    with pytest.raises(LabelsWrong) as refusal:
        read_yolo(text, LABELS, SIZE)
    assert refusal.value.code == code


def test_segments_outside_their_recording_are_refused():
    for line, code in (("SPEAKER a 1 0.5", "not_rttm"), ("SPEAKER a 1 1 9 <NA> <NA> x", "segment_outside")):
        with pytest.raises(LabelsWrong) as refusal:
            fitted(read_rttm(line)["a"], 2.0)
        assert refusal.value.code == code


def test_outlines_are_read_back_from_yolo_to_the_hundredth_of_a_pixel():
    outlines = [{"points": [[0, 0], [640, 0.01], [333.33, 479.99]], "label": "혈소판 😀"}]
    assert read_yolo(write_yolo(Frame("a", *SIZE, outlines), LABELS), LABELS, SIZE, "polygons") == outlines


@pytest.mark.parametrize("line", ["0 0.1 0.1 0.2 0.2", "0 0.1 0.1 0.2 0.2 0.3", "0 0.1 0.1 0.2 0.2 0.3 1.5"])
def test_a_line_of_yolo_that_is_no_outline_is_refused(line):
    with pytest.raises(LabelsWrong) as refusal:
        read_yolo(line, LABELS, SIZE, "polygons")
    assert refusal.value.code in ("not_yolo", "point_outside")


@pytest.mark.parametrize(
    "text",
    [
        "train: a\nnc: 2\nnames: ['red cell', \"white\"]\n",
        "names: [red cell, white]  # two\n",
        "names:\n- red cell\n- white\nnc: 2\n",
        "path: x\nnames:\n  - 'red cell'\n  - white\ntrain: y\n",
        "\ufeffnames:\r\n  0: red cell\r\n  1: white # the large one\r\nval: z\r\n",
        "names: [\n  'red cell',\n  'white'\n  ]\n",
        write_names(["red cell", "white"]),
    ],
)
def test_names_of_a_data_yaml_are_read_as_people_write_them(text):
    assert yaml_names(text) == ["red cell", "white"]


def test_names_that_need_quotes_come_back_and_a_data_yaml_without_names_is_refused():
    names = ["it's", 'a "b"', "혈소판 😀", "a, b: c # d"]
    assert yaml_names(write_names(names)) == names
    assert yaml_names("names: ['it''s']") == ["it's"]
    for text in ("train: a\n", "names:\n", "names:\n  1: a\n"):
        with pytest.raises(LabelsWrong):
            yaml_names(text)
