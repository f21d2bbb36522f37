"""Slices of published sets, cut where they lie (DMOPS_REAL_DATA): files as people upload them, and what was published.

Half of each slice of marks is spoilt in a known way before it is uploaded, so that somebody has to mend it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sourcing.domain.formats.base import Frame
from sourcing.domain.formats.coco import write_coco
from sourcing.domain.formats.conll import read_conll
from sourcing.domain.formats.voc import read_voc, write_voc
from tests.sourcing.media_files import zipped

TEN = 10
Row = dict[str, Any]


def _labels(*names: str) -> list[Row]:
    return [{"id": name, "title": name} for name in names]


def _field(kind: str, *labels: str, **config: Any) -> Row:
    more = {"labels": _labels(*labels)} if labels else {}
    return {"name": kind, "kind": kind, "title": "Your answer", "config": {**more, **config}}


KLUE = ("PS", "LC", "OG", "DT", "TI", "QT")
WNUT = ("person", "location", "corporation", "group", "creative-work", "product")
CELLS = ("RBC", "WBC", "Platelets")
DIGITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero")
TOPICS = ("everyday", "parting", "love")
SENSES = ("negative", "positive")
LINKS = ("entailment", "neutral", "contradiction")
SPEAKERS = ("george", "jackson", "lucas")
_given = {"filled_by": "model_confirmed"}
#: set → the fields of its project
FIELDS: dict[str, list[Row]] = {
    "sentiment": [_field("choice", *SENSES)],
    "pairs": [_field("choice", *LINKS)],
    "translation": [_field("text", begin_with="draft", source="ko", most_percent=None)],
    "preference": [_field("preference", a="chosen", b="rejected", is_shuffled=True)],
    "dialogue": [_field("turns", "asks", "answers"), _field("choice", *TOPICS)],
    "digits": [_field("choice", *DIGITS)],
    "klue": [_field("spans", *KLUE)],
    "wnut": [_field("spans", *WNUT)],
    "klue_given": [_field("spans", *KLUE) | _given],
    "wnut_given": [_field("spans", *WNUT) | _given],
    "voc": [_field("boxes", *CELLS) | _given],
    "coco": [_field("boxes", *CELLS) | _given],
    "strip": [_field("segments", *SPEAKERS) | _given],
}


@dataclass(frozen=True)
class Slice:
    """A file to upload, how its rows become items, and item → published answer."""

    name: str
    content: bytes
    answers: dict[str, Any]
    texts: list[str] = field(default_factory=list)
    identity: str = "id"


def _json(rows: Iterable[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _beginning(file: Path, lines: int = TEN + 1) -> bytes:
    with file.open("rb") as content:
        return b"".join(next(content) for _ in range(lines))


def _table(content: bytes, delimiter: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), delimiter=delimiter))


def sentiment(folder: Path) -> Slice:
    """Return film reviews of NSMC and whether each is positive."""
    content = _beginning(folder / "nsmc-ko-sentiment/ratings_20k.tsv")
    answers = {row["id"]: SENSES[int(row["label"])] for row in _table(content, "\t")}
    return Slice("ratings.tsv", content, answers, ["document"])


def pairs(folder: Path) -> Slice:
    """Return premises and hypotheses of KLUE-NLI and what follows."""
    content = _beginning(folder / "klue-nli-ko-5labels/items.jsonl", TEN)
    answers = {row["guid"]: row["gold_label"] for row in map(json.loads, content.splitlines())}
    return Slice("nli.jsonl", content, answers, ["premise", "hypothesis"], "guid")


def translation(folder: Path) -> Slice:
    """Return Korean news with English drafts that lack their last word, and the English that was published."""
    rows = _table(_beginning(folder / "parallel-ko-en-news/news_dev.tsv"), "\t")
    drafts = [{"id": row["id"], "ko": row["ko"], "draft": row["en"].rsplit(" ", 1)[0]} for row in rows]
    return Slice("news.jsonl", _json(drafts), {row["id"]: row["en"] for row in rows}, ["ko", "draft"])


def preference(folder: Path) -> Slice:
    """Return pairs of dialogues of HH-RLHF and the dialogue that was preferred."""
    content = _beginning(folder / "hh-rlhf-preferences/pairs.jsonl", TEN)
    answers = {row["id"]: row["chosen"] for row in map(json.loads, content.splitlines())}
    return Slice("pairs.jsonl", content, answers, ["chosen", "rejected"])


def dialogue(folder: Path) -> Slice:
    """Return questions and answers of a chatbot as turns, and the topic of each."""
    rows = _table((folder / "chatbot-ko/ChatbotData.csv").read_bytes(), ",")[::1100][:TEN]
    talks = [
        {
            "id": f"talk-{n}",
            "talk": [{"role": "user", "content": row["Q"]}, {"role": "bot", "content": row["A"]}],
        }
        for n, row in enumerate(rows)
    ]
    answers = {f"talk-{n}": TOPICS[int(row["label"])] for n, row in enumerate(rows)}
    return Slice("talks.jsonl", _json(talks), answers, ["talk"])


def digits(folder: Path) -> Slice:
    """Return recordings of spoken digits and what is said."""
    rows = _table((folder / "fsdd-audio/files.csv").read_bytes(), ",")[::4]
    files = {row["file"]: (folder / "fsdd-audio/wav" / row["file"]).read_bytes() for row in rows}
    said = {row["file"]: DIGITS[(int(row["digit"]) + 9) % 10] for row in rows}
    return Slice("digits.zip", zipped(files), said)


def _entities(row: Row) -> list[Row]:
    return [
        {"start": one["start"], "end": one["end"], "label": one["label"], "text": one["surface"]}
        for one in row["spans"]
    ]


def sentences(folder: Path, name: str) -> Slice:
    """Return sentences without labels, and their entities: first those with letters beyond 16 bits."""
    file = {"klue": "klue-ner-ko/ner_spans.jsonl", "wnut": "wnut17-ner-en/dev_spans.jsonl"}[name]
    rows = [row for row in _rows(folder / file) if row["spans"]]
    rows.sort(key=lambda row: max(row["text"]) <= "\uffff")
    plain = [{"id": row["id"], "text": row["text"]} for row in rows[:TEN]]
    return Slice("plain.jsonl", _json(plain), {row["id"]: _entities(row) for row in rows[:TEN]}, ["text"])


def tagged(folder: Path, name: str) -> Slice:
    """Return ten sentences as CoNLL; of every second one the first entity has lost its tags."""
    file, joined_by = {
        "klue": ("klue-ner-ko/ner_char.tsv", ""),
        "wnut": ("wnut17-ner-en/train.conll", " "),
    }[name]
    blocks = [block for block in re.split(r"\n\s*\n", (folder / file).read_text("utf-8")) if "\tB-" in block][
        :TEN
    ]
    read = [next(read_conll(io.StringIO(block), joined_by=joined_by)) for block in blocks]
    spoilt = [_untagged(block) if n % 2 else block for n, block in enumerate(blocks)]
    content = "".join(f"{block}\n\n" for block in spoilt).encode()
    return Slice(f"{name}.conll", content, {one.text: one.spans for one in read})


def _untagged(block: str) -> str:
    """Return the sentence without the tags of its first entity."""
    lines, is_inside, is_done = [], False, False
    for line in block.split("\n"):
        token, tab, tag = line.rpartition("\t")
        is_first = not is_done and (
            (tag.startswith("B-") and not is_inside) or (is_inside and tag.startswith("I-"))
        )
        is_done = is_done or (is_inside and not is_first)
        is_inside = is_first
        lines.append(f"{token}{tab}O" if is_first else line)
    return "\n".join(lines)


def cells(folder: Path, form: str) -> Slice:
    """Return ten images with boxes: the first box of each is called by a wrong name or lies a pixel to the left."""
    home = folder / "bccd-images"
    images = sorted((home / "images").glob("*.jpg"))[:TEN]
    size = (640, 480)
    right = {
        one.name: read_voc((home / f"voc/Annotations/{one.stem}.xml").read_bytes(), size) for one in images
    }
    for marks in right.values():
        marks.sort(key=lambda box: (box["y"], box["x"]))  # as the screen goes through them
    frames = [Frame(name, *size, _spoilt(n, marks)) for n, (name, marks) in enumerate(right.items())]
    files = {f"images/{one.name}": one.read_bytes() for one in images}
    if form == "coco":
        files["annotations/instances.json"] = b"".join(write_coco(frames, "boxes", CELLS))
    else:
        files |= {f"Annotations/{frame.name[:-4]}.xml": write_voc(frame) for frame in frames}
    return Slice(f"{form}.zip", zipped(files), right)


def _spoilt(number: int, marks: list[Row]) -> list[Row]:
    first = dict(marks[0])
    if number % 2:
        first["label"] = next(label for label in CELLS if label != first["label"])
    else:
        first["x"] -= 1
    return [first, *marks[1:]]


def strip(folder: Path) -> Slice:
    """Return a recording of thirty digits; of every third one the speaker is wrong."""
    home = folder / "fsdd-audio/strips"
    lines = (home / "strip_01.rttm").read_text().splitlines()
    files = {
        "strip_01.wav": (home / "strip_01.wav").read_bytes(),
        "strip_01.rttm": "\n".join(_misnamed(lines)).encode(),
    }
    return Slice("strip.zip", zipped(files), {"strip_01": "\n".join(lines) + "\n"})


def _misnamed(lines: list[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        speaker = line.split()[7]
        other = SPEAKERS[(SPEAKERS.index(speaker) + 1) % len(SPEAKERS)]
        yield line.replace(speaker, other) if number % 3 == 0 else line
