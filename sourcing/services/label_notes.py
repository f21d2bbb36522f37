"""Files of labels as others make them, and what they say of an image or a recording by its name."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Protocol
from zipfile import ZipInfo

from dmops_platform.errors import _
from sourcing.domain.archives import Entry, bytes_of
from sourcing.domain.formats.base import LabelsWrong, Mark, check_labels
from sourcing.domain.formats.coco import Coco, coco_marks, read_coco
from sourcing.domain.formats.rttm import fitted, read_rttm, word
from sourcing.domain.formats.voc import read_voc
from sourcing.domain.formats.yolo import class_names, read_yolo, yaml_names
from sourcing.domain.items import ItemDraft
from sourcing.domain.problems import RowError
from sourcing.domain.rows import JSON
from sourcing.models import RawFile
from sourcing.services.media_files import MediaFiles

SUGGESTIONS = "suggestions"
MOST_BYTES = 32 << 20
YAML_NAMES = frozenset({"data.yaml", "data.yml", "dataset.yaml"})
ENDINGS = {"voc": ".xml", "voc_1_based": ".xml", "coco": ".json", "yolo": ".txt", "rttm": ".rttm"}
#: files that sets of images come with and that are neither images nor labels
BESIDE = frozenset({"", ".txt", ".md", ".yaml", ".yml", ".cfg", ".data", ".csv", ".html", ".pbtxt", ".names"})


@dataclass(frozen=True, slots=True)
class Labels:
    """In which format labels come, and the field they are suggestions for. `part` is what its marks lie in."""

    format: str
    field: str
    kind: str
    part: str
    known: frozenset[str]

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Labels":
        """Return the labels that an import's columns describe."""
        return cls(**{**stored, "known": frozenset(stored["known"])})

    def suggested(self, draft: ItemDraft, marks: Iterable[Mark]) -> ItemDraft:
        """Return the draft with these marks as suggestions; LabelsWrong where the field lacks one of their labels."""
        found = list(marks)
        check_labels(found, self.known)
        given: dict[str, JSON] = {self.field: found}  # type: ignore[dict-item]
        return draft._replace(data={**draft.data, SUGGESTIONS: given})


class Report(Protocol):
    """What counts labels and says why some cannot be read."""

    read: int

    def refuse(self, error: RowError) -> None:
        """Take note of what cannot be read."""


class LabelNotes(MediaFiles):
    """The files of labels of one upload: those of a ZIP, or the one file that it is."""

    def __init__(self, stream: BinaryIO, file: RawFile, labels: Labels) -> None:
        super().__init__(stream, file)
        self.labels = labels
        self.format = labels.format
        ending = ENDINGS[labels.format]
        if self._archive is None:
            alone = ZipInfo(file.name)
            alone.file_size = file.size
            self.entries = [Entry(1, file.name, alone)]
        self.notes = [entry for entry in self.entries if ending_of(entry.name) == ending]
        self._beside = [entry for entry in self.entries if ending_of(entry.name) in BESIDE]
        others = BESIDE | {ending}
        self.entries = [entry for entry in self.entries if ending_of(entry.name) not in others]

    def check_notes(self) -> None:
        """Refuse an upload without labels."""
        if not self.notes:
            sentence = _("There are no labels in the ZIP: files that end in “%(ending)s”.")
            raise LabelsWrong(sentence, path="file", code="no_labels", ending=ENDINGS[self.format])

    def text(self, entry: Entry) -> str:
        """Return the text of a small file of the ZIP."""
        try:
            return self.content(entry).decode()
        except UnicodeDecodeError:
            raise LabelsWrong(_("The file of the labels is not UTF-8."), code="not_utf8") from None

    def content(self, entry: Entry) -> bytes:
        """Return the bytes of a small file of the ZIP."""
        if entry.info.file_size > MOST_BYTES:
            sentence = _("A file of labels is larger than %(most)s MB. Cut the set into several.")
            raise LabelsWrong(sentence, code="labels_too_large", most=MOST_BYTES >> 20)
        if self._archive is None:
            self._stream.seek(0)
            return self._stream.read()
        found = io.BytesIO()
        try:
            found.writelines(bytes_of(self._archive, entry))
        except ValueError as problem:
            raise LabelsWrong(
                _("The file of the labels is damaged in the ZIP."), code="entry_damaged"
            ) from problem
        return found.getvalue()

    def classes(self) -> list[str]:
        """Return the labels that the file of classes names."""
        found = [
            entry
            for entry in [*self.notes, *self._beside]
            if entry.name.rsplit("/", 1)[-1] == "classes.txt" or entry.name.endswith(".names")
        ]
        if found:
            return class_names(self.text(found[0]))
        named = [entry for entry in self._beside if entry.name.rsplit("/", 1)[-1] in YAML_NAMES]
        if named:
            return yaml_names(self.text(named[0]))
        sentence = _(
            "The ZIP has no file of classes: classes.txt or obj.names, a label a line, or data.yaml."
        )
        raise LabelsWrong(sentence, path="file", code="no_classes")


class OneEach:
    """Formats with a file of labels for each image, which has its name but for the ending."""

    def __init__(self, files: LabelNotes, report: Report) -> None:
        self.files = files
        self.unused = {entry.name: entry for entry in files.notes}
        self.by_stem: dict[str, list[Entry]] = {}
        for entry in files.notes:
            self.by_stem.setdefault(PurePosixPath(entry.name).stem, []).append(entry)

    def key(self, name: str) -> str:
        """Return by what the labels of a file are found."""
        return PurePosixPath(name).stem

    def count(self, name: str) -> int:
        """Return how many files of labels may be those of this file."""
        return len(self.by_stem.get(self.key(name), ()))

    def marks(self, name: str, part: Mapping[str, Any]) -> list[Mark] | None:
        """Return the marks of a file; None where the ZIP has no labels of it."""
        path = PurePosixPath(name)
        found = self.by_stem.get(path.stem, [])
        if len(found) > 1:
            found = [entry for entry in found if PurePosixPath(entry.name).parent.name == path.parent.name]
        if (not found and path.stem in self.by_stem) or len(found) > 1:
            sentence = _("Several files of labels have the name of this file.")
            raise LabelsWrong(sentence, code="labels_ambiguous")
        if not found:
            return None
        self.unused.pop(found[0].name, None)
        return self.read(found[0], _size(part))

    def read(self, entry: Entry, size: tuple[int, int]) -> list[Mark]:
        """Return the marks in this file."""
        is_1_based = self.files.format == "voc_1_based"
        return read_voc(self.files.content(entry), size, is_1_based=is_1_based)

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield place and name of the files whose labels nobody asked for."""
        return ((entry.place, entry.name) for entry in self.unused.values())


class YoloFiles(OneEach):
    """YOLO, with its file of classes. Texts outside a folder “labels” may be anything and are passed over."""

    def __init__(self, files: LabelNotes, report: Report) -> None:
        super().__init__(files, report)
        self.names = files.classes()

    def read(self, entry: Entry, size: tuple[int, int]) -> list[Mark]:
        """Return the boxes or outlines in this file."""
        return read_yolo(self.files.text(entry), self.names, size, self.files.labels.kind)

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield place and name of the files in a folder of labels that nobody asked for."""
        found = (PurePosixPath(name).parts[:-1] for name in self.unused)
        in_folder = [name for name, folders in zip(self.unused, found, strict=True) if "labels" in folders]
        return (
            (self.unused[name].place, name)
            for name in in_folder
            if not name.endswith(("classes.txt", ".names"))
        )


class CocoFiles:
    """COCO: its JSON files are read before the images."""

    def __init__(self, files: LabelNotes, report: Report) -> None:
        self.kind = files.labels.kind
        self.named: dict[str, list[tuple[str, Coco, int]]] = {}
        self.unused: dict[tuple[str, int], None] = {}
        for entry in files.notes:
            try:
                coco = read_coco(files.content(entry))
            except LabelsWrong as wrong:
                report.read += 1
                report.refuse(refused(entry.place, entry.name, wrong))
                continue
            for name in coco.images:
                self.named.setdefault(PurePosixPath(name).name, []).append((name, coco, entry.place))
                self.unused[name, entry.place] = None

    def key(self, name: str) -> str:
        """Return by what the labels of an image are found."""
        return PurePosixPath(name).name

    def count(self, name: str) -> int:
        """Return how many images of the JSON files may be this one."""
        return len(self.named.get(self.key(name), ()))

    def marks(self, name: str, part: Mapping[str, Any]) -> list[Mark] | None:
        """Return the marks of an image; None where no JSON file lists it."""
        found = self.named.get(PurePosixPath(name).name, [])
        if len(found) > 1:
            found = [one for one in found if f"/{name}".endswith(f"/{one[0]}")]
            if len(found) != 1:
                sentence = _("Several images of the COCO files have the name of this file.")
                raise LabelsWrong(sentence, code="labels_ambiguous")
        if not found:
            return None
        file_name, coco, place = found[0]
        self.unused.pop((file_name, place), None)
        return coco_marks(coco, coco.images[file_name], self.kind, _size(part))

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield the images that a JSON file lists and the ZIP lacks."""
        return ((place, name) for name, place in self.unused)


class RttmFiles:
    """RTTM: one file may tell of many recordings."""

    def __init__(self, files: LabelNotes, report: Report) -> None:
        self.found: dict[str, list[Mark]] = {}
        self.unused: dict[str, int] = {}
        for entry in files.notes:
            try:
                for name, marks in read_rttm(files.text(entry)).items():
                    self.found.setdefault(name, []).extend(marks)
                    self.unused[name] = entry.place
            except LabelsWrong as wrong:
                report.read += 1
                report.refuse(refused(entry.place, entry.name, wrong))

    def key(self, name: str) -> str:
        """Return by what the segments of a recording are found."""
        return word(PurePosixPath(name).stem)

    def count(self, name: str) -> int:
        """Return 1 where a file tells of a recording of this name."""
        return int(self.key(name) in self.found)

    def marks(self, name: str, part: Mapping[str, Any]) -> list[Mark] | None:
        """Return the segments of a recording; None where no file tells of it."""
        stem = self.key(name)
        if stem not in self.found:
            return None
        self.unused.pop(stem, None)
        if part["type"] != "audio":
            raise LabelsWrong(_("This is no recording: it has no segments."), code="not_audio")
        return fitted(self.found[stem], part["seconds"])

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield the recordings that a file tells of and the ZIP lacks."""
        return ((place, name) for name, place in self.unused.items())


Reader = OneEach | CocoFiles | RttmFiles
READERS: dict[str, Callable[[LabelNotes, Report], Reader]] = {
    "voc": OneEach,
    "voc_1_based": OneEach,
    "coco": CocoFiles,
    "yolo": YoloFiles,
    "rttm": RttmFiles,
}


def _size(part: Mapping[str, Any]) -> tuple[int, int]:
    if part["type"] != "image":
        raise LabelsWrong(_("This is no image: it has no boxes."), code="not_an_image")
    return part["width"], part["height"]


def ending_of(name: str) -> str:
    """Return the ending of a file's name, in small letters."""
    return PurePosixPath(name).suffix.lower()


def refused(line: int, name: str, wrong: LabelsWrong) -> RowError:
    """Return why the labels of one item cannot be read, for a report."""
    return RowError(line, name, wrong.code, wrong.sentence, wrong.values)
