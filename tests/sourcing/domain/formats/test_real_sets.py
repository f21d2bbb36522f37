"""Whole published sets read and written again. They are no part of the repository: DMOPS_REAL_DATA is their folder."""

import io
import json
import os
from pathlib import Path

import pytest

from sourcing.domain.formats.base import Frame
from sourcing.domain.formats.coco import coco_marks, read_coco, write_coco
from sourcing.domain.formats.conll import read_conll, write_conll
from sourcing.domain.formats.rttm import fitted, read_rttm, write_rttm
from sourcing.domain.formats.voc import read_voc, write_voc
from sourcing.domain.formats.yolo import class_names, read_yolo, write_yolo

FOLDER = os.environ.get("DMOPS_REAL_DATA", "")
CORPORA = {
    "wnut17-ner-en/train": (".conll", " ", 3_394),
    "wnut17-ner-en/dev": (".conll", " ", 1_009),
    "klue-ner-ko/ner": ("_char.tsv", "", 3_000),
}
SIZE = (640, 480)


@pytest.fixture(autouse=True)
def real_data() -> Path:
    """Return the folder of the sets; the end of a run names what was not tried without it."""
    if not FOLDER:
        pytest.skip("DMOPS_REAL_DATA is not set")
    return Path(FOLDER)


@pytest.mark.parametrize("name", list(CORPORA))
def test_a41_every_entity_of_the_corpus_keeps_its_place(real_data, name):
    ending, joined_by, count = CORPORA[name]
    with (real_data / f"{name}{ending}").open(encoding="utf-8", newline="\n") as lines:
        read = list(read_conll(lines, joined_by=joined_by))
    given = [json.loads(line) for line in (real_data / f"{name}_spans.jsonl").read_text("utf-8").splitlines()]
    assert [one.wrong for one in read if one.wrong] == []
    assert len(read) == len(given) == count
    for one, wanted in zip(read, given, strict=True):
        marks = [(mark["start"], mark["end"], mark["label"], mark["text"]) for mark in one.spans]
        spans = [(mark["start"], mark["end"], mark["label"], mark["surface"]) for mark in wanted["spans"]]
        assert (one.text, marks) == (wanted["text"], spans)
    for scheme in ("bio", "bioes"):
        out = "".join(write_conll(str(n), one.text, one.spans, scheme=scheme) for n, one in enumerate(read))
        back = read_conll(io.StringIO(out, newline="\n"), joined_by=" ")
        assert [(one.text, one.spans) for one in back] == [(one.text, one.spans) for one in read]


def test_every_box_of_the_set_is_the_same_in_voc_coco_and_yolo(real_data):
    folder = real_data / "bccd-images"
    given = read_coco((folder / "coco/instances.json").read_bytes())
    labels = class_names((folder / "yolo/classes.txt").read_text())
    frames = []
    for file in sorted((folder / "voc/Annotations").glob("*.xml")):
        boxes = read_voc(file.read_bytes(), SIZE)
        frame = Frame(f"{file.stem}.jpg", *SIZE, boxes)
        frames.append(frame)
        in_yolo = read_yolo((folder / f"yolo/labels/{file.stem}.txt").read_text(), labels, SIZE)
        in_coco = coco_marks(given, given.images[frame.name], "boxes", SIZE)
        assert set(map(str, boxes)) == set(map(str, in_coco)) == set(map(str, in_yolo))
        assert read_voc(write_voc(frame), SIZE) == boxes
        assert read_yolo(write_yolo(frame, labels), labels, SIZE) == boxes
        numbered = Frame(frame.name, *SIZE, read_voc(file.read_bytes(), SIZE, is_1_based=True))
        assert read_voc(write_voc(numbered, is_1_based=True), SIZE, is_1_based=True) == numbered.marks
    back = read_coco(b"".join(write_coco(frames, "boxes", labels)))
    assert [coco_marks(back, back.images[frame.name], "boxes", SIZE) for frame in frames] == [
        frame.marks for frame in frames
    ]
    assert (len(frames), sum(len(frame.marks) for frame in frames)) == (40, 537)


def test_every_segment_of_the_strip_keeps_its_times(real_data):
    given = (real_data / "fsdd-audio/strips/strip_01.rttm").read_text()
    segments = fitted(read_rttm(given)["strip_01"], 1_000)
    assert (len(segments), write_rttm("strip_01", segments)) == (30, given)
