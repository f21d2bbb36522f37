"""The answers of a release in the formats of their field, derived from its lines alone: always the same bytes."""

import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from delivery.domain.canonical import read_json
from sourcing.domain.formats import KINDS, written_as
from sourcing.domain.formats.base import Frame, Mark
from sourcing.domain.formats.coco import write_coco
from sourcing.domain.formats.conll import write_conll
from sourcing.domain.formats.rttm import write_rttm
from sourcing.domain.formats.voc import write_voc
from sourcing.domain.formats.yolo import write_names, write_yolo

MOMENT = (1980, 1, 1, 0, 0, 0)
MEDIA_ENDING = re.compile(r"\.[A-Za-z0-9]{2,5}$")
UNSAFE = re.compile(r'[\x00-\x1f\\:*?"<>|]')
#: format → how the file ends in which it is handed out
ENDINGS = {
    "conll": ".conll",
    "conll_bioes": ".conll",
    "voc": ".zip",
    "voc_1_based": ".zip",
    "coco": ".json",
    "yolo": ".zip",
    "rttm": ".rttm",
}


@dataclass(slots=True)
class Marked:
    """A field of marks in a release: its labels in their order, the part it marks, and the formats it fits."""

    name: str
    kind: str
    title: str
    part: str = ""
    labels: list[str] = field(default_factory=list)

    @property
    def formats(self) -> list[str]:
        """Return the formats in which its answers are written."""
        return written_as(self.kind)


def marked_fields(files: Mapping[str, str]) -> list[Marked]:
    """Return the fields of marks that the schema files of a release name; labels of every version, each once."""
    found: dict[tuple[str, str], Marked] = {}
    names = [name for name in files if name.startswith("schema-v")]
    for name in sorted(names, key=lambda each: (len(each), each)):
        for one in json.loads(files[name])["fields"]:
            if one["kind"] in KINDS:
                marked = found.setdefault(
                    (one["name"], one["kind"]), Marked(one["name"], one["kind"], one["title"])
                )
                marked.title, marked.part = one["title"], one["config"].get("part", "")
                known = {label["id"] for label in one["config"]["labels"]} - set(marked.labels)
                marked.labels += [label["id"] for label in one["config"]["labels"] if label["id"] in known]
    return list(found.values())


def write_labels(out: IO[bytes], lines: Iterable[bytes], marked: Marked, form: str) -> None:
    """Write the final answers to this field in this format. Items without an answer to it are left out."""
    WRITERS[form](out, _answered(lines, marked), marked, form)


def _answered(lines: Iterable[bytes], marked: Marked) -> Iterator[tuple[str, Any, list[Mark]]]:
    """Yield the name, the marked part and the marks of each item that has an answer."""
    wanted = {"spans": "text", "segments": "audio"}.get(marked.kind, "image")
    for line in lines:
        row = read_json(line)
        marks = row["answers"].get(marked.name)
        parts = {name: part for name, part in row["parts"].items() if _type(part) == wanted}
        part = parts.get(marked.part or next(iter(parts), ""))
        if isinstance(marks, list) and part is not None:
            yield row["id"], part, marks


def _type(part: object) -> object:
    return "text" if isinstance(part, str) else part.get("type") if isinstance(part, dict) else None


Rows = Iterator[tuple[str, Any, list[Mark]]]


def _conll(out: IO[bytes], rows: Rows, marked: Marked, form: str) -> None:
    scheme = "bioes" if form == "conll_bioes" else "bio"
    for name, text, marks in rows:
        out.write(write_conll(name, text, marks, scheme=scheme).encode("utf-8", "replace"))


def _rttm(out: IO[bytes], rows: Rows, marked: Marked, form: str) -> None:
    taken: set[str] = set()
    for name, part, marks in rows:
        recording = _stem(_file_name(name, part).rsplit("/", 1)[-1])
        out.write(write_rttm(_free(recording, "", taken), marks).encode())


def _coco(out: IO[bytes], rows: Rows, marked: Marked, form: str) -> None:
    out.writelines(write_coco(_frames(rows), marked.kind, marked.labels))


def _voc(out: IO[bytes], rows: Rows, marked: Marked, form: str) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, frame in _placed(_frames(rows)):
            _add(archive, f"Annotations/{path}.xml", write_voc(frame, is_1_based=form == "voc_1_based"))


def _yolo(out: IO[bytes], rows: Rows, marked: Marked, form: str) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "classes.txt", "".join(f"{label}\n" for label in marked.labels).encode())
        _add(archive, "data.yaml", write_names(marked.labels).encode())
        for path, frame in _placed(_frames(rows)):
            _add(archive, f"labels/{path}.txt", write_yolo(frame, marked.labels).encode())


def _frames(rows: Rows) -> Iterator[Frame]:
    taken: set[str] = set()
    for name, part, marks in rows:
        path = _file_name(name, part)
        stem = _stem(path)
        yield Frame(_free(stem, path[len(stem) :], taken), part["width"], part["height"], marks)


def _file_name(name: str, part: Mapping[str, Any]) -> str:
    """Return the path under which the file came; an item that is not named after its file has the file's name."""
    return name if MEDIA_ENDING.search(name) else str(part.get("name") or name)


def _placed(frames: Iterable[Frame]) -> Iterator[tuple[str, Frame]]:
    """Yield each frame with a safe path of its own, without ending."""
    taken: set[str] = set()
    for frame in frames:
        parts = [UNSAFE.sub("_", part) for part in _stem(frame.name).split("/")]
        wanted = "/".join(part for part in parts if part not in ("", ".", "..")) or "image"
        yield _free(wanted, "", taken), frame


def _free(stem: str, ending: str, taken: set[str]) -> str:
    """Return a name that is not taken, whatever its case, and take it: two items may hold files of the same name."""
    name, number = f"{stem}{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}{ending}"
    taken.add(name.casefold())
    return name


def _stem(name: str) -> str:
    return MEDIA_ENDING.sub("", name)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o100644 << 16
    archive.writestr(info, content)


WRITERS: dict[str, Callable[[IO[bytes], Rows, Marked, str], None]] = {
    "conll": _conll,
    "conll_bioes": _conll,
    "voc": _voc,
    "voc_1_based": _voc,
    "coco": _coco,
    "yolo": _yolo,
    "rttm": _rttm,
}
