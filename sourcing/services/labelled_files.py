"""Uploads that bring labels with them: read in their format, handed on as suggestions for one field."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO

from dmops_platform.errors import _
from sourcing.domain.archives import Entry, bytes_of, is_zip
from sourcing.domain.encodings import TextLines, find_encoding
from sourcing.domain.formats import TEXTS
from sourcing.domain.formats.base import LabelsWrong, Mark, check_labels
from sourcing.domain.formats.coco import Coco, coco_marks, read_coco
from sourcing.domain.formats.conll import Sentence, read_conll
from sourcing.domain.formats.rttm import fitted, read_rttm, word
from sourcing.domain.formats.voc import read_voc
from sourcing.domain.formats.yolo import class_names, read_yolo
from sourcing.domain.items import MAX_ID, MAX_TEXT_BYTES, ImportReport, ItemDraft, SeenIds, content_hash
from sourcing.domain.media import HEAD
from sourcing.domain.problems import RowError, TableError, shown
from sourcing.domain.rows import JSON
from sourcing.domain.sources import ByteSource
from sourcing.models import RawFile
from sourcing.services.media_files import MediaFiles, draft_media

SUGGESTIONS = "suggestions"
SAMPLE_BYTES = 1 << 20
MOST_BYTES = 32 << 20
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


def labelled_files(stream: BinaryIO, file: RawFile, labels: Labels) -> "LabelledText | LabelledMedia":
    """Return the upload, to be drafted; BadInput where it cannot be what it is said to be."""
    if labels.format in TEXTS:
        return LabelledText(stream, file, labels)
    head = stream.read(HEAD)
    stream.seek(0)
    if not is_zip(head):
        sentence = _("Send a ZIP of the images or recordings with the files of their labels.")
        raise LabelsWrong(sentence, path="file", code="not_zip")
    return LabelledMedia(stream, file, labels)


class LabelledText:
    """A text in a format of tokens and tags: each sentence an item."""

    def __init__(self, stream: BinaryIO, file: RawFile, labels: Labels) -> None:
        self.labels = labels
        self.format = labels.format
        self._file = file
        self._source = ByteSource(stream)
        sample, is_whole = self._source.sample(SAMPLE_BYTES)
        found = find_encoding(sample, is_whole=is_whole, given="utf-8")
        self.encoding = found.name

    @property
    def bytes_used(self) -> int:
        """Return about how many bytes were read."""
        return self._source.bytes_used

    def drafts(self, report: ImportReport, beat: Callable[[], None]) -> Iterator[ItemDraft]:
        """Yield a draft for each sentence that can be an item; the report says why others cannot."""
        lines = TextLines(self._source, self.encoding, newline="\n")
        joined_by = "" if self.format == "conll_characters" else " "
        with closing(SeenIds()) as seen:
            for place, sentence in enumerate(read_conll(lines, joined_by=joined_by), 1):
                report.read += 1
                draft = self._draft(place, sentence, seen)
                if isinstance(draft, RowError):
                    report.refuse(draft)
                    continue
                report.accept(draft)
                yield draft
        if not report.read:
            sentence_ = _(
                "There are no sentences in the file: a token a line, an empty line after each sentence."
            )
            raise TableError(None, None, sentence_, code="no_sentences")

    def _draft(self, place: int, sentence: Sentence, seen: SeenIds) -> ItemDraft | RowError:
        name = sentence.id or f"{self._file.sha256[:8]}-{place}"
        try:
            if sentence.wrong is not None:
                raise sentence.wrong
            self._check(sentence, name, seen)
            parts = {self.labels.part: sentence.text}
            draft = ItemDraft(place, sentence.line, name, parts, {}, content_hash(parts))
            return self.labels.suggested(draft, sentence.spans)
        except LabelsWrong as wrong:
            return _refused(sentence.line, shown(name), wrong)

    def _check(self, sentence: Sentence, name: str, seen: SeenIds) -> None:
        if not sentence.text.strip():
            raise LabelsWrong(_("The sentence has no text."), code="empty_text")
        if len(sentence.text.encode()) > MAX_TEXT_BYTES:
            sentence_ = _("The text of an item may have %(limit)s bytes at most. Cut it into several items.")
            raise LabelsWrong(sentence_, code="text_too_long", limit=MAX_TEXT_BYTES)
        if len(name) > MAX_ID:
            sentence_ = _("The id has %(length)s characters, at most %(limit)s are allowed.")
            raise LabelsWrong(sentence_, code="id_too_long", length=len(name), limit=MAX_ID)
        if (first := seen.first_line(name, sentence.line)) != sentence.line:
            sentence_ = _("The id is already that of the sentence in line %(first)s.")
            raise LabelsWrong(sentence_, code="duplicate_id", first=first)


class LabelledMedia(MediaFiles):
    """A ZIP of images or recordings with their labels: each image or recording an item."""

    def __init__(self, stream: BinaryIO, file: RawFile, labels: Labels) -> None:
        super().__init__(stream, file)
        self.labels = labels
        self.format = labels.format
        ending = ENDINGS[labels.format]
        self._notes = [entry for entry in self.entries if _ending(entry.name) == ending]
        self._beside = [entry for entry in self.entries if _ending(entry.name) in BESIDE]
        others = BESIDE | {ending}
        self.entries = [entry for entry in self.entries if _ending(entry.name) not in others]
        if not self.entries:
            raise LabelsWrong(
                _("There are no images or recordings in the ZIP."), path="file", code="no_media"
            )
        if not self._notes:
            sentence = _("There are no labels in the ZIP: files that end in “%(ending)s”.")
            raise LabelsWrong(sentence, path="file", code="no_labels", ending=ending)

    def drafts(self, report: ImportReport, beat: Callable[[], None]) -> Iterator[ItemDraft]:
        """Yield a draft for each file that can be an item; the report says why others, and their labels, cannot."""
        reader = READERS[self.format](self, self._notes, report)
        for draft in draft_media(self, project_id=self._file.project_id, report=report, beat=beat):
            try:
                labelled = self._labelled(draft, reader.marks(draft.id, next(iter(draft.parts.values()))))
            except LabelsWrong as wrong:
                report.withdraw(draft, _refused(draft.line, draft.id, wrong))
            else:
                yield labelled
        for place, name in reader.left():
            report.read += 1
            sentence = _("The labels belong to no file of the ZIP. Add it, or leave the labels out.")
            report.refuse(RowError(place, name, "no_file_for_labels", sentence))

    def _labelled(self, draft: ItemDraft, marks: list[Mark] | None) -> ItemDraft:
        return draft if marks is None else self.labels.suggested(draft, marks)

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
        assert self._archive is not None
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
            for entry in [*self._notes, *self._beside]
            if entry.name.rsplit("/", 1)[-1] == "classes.txt" or entry.name.endswith(".names")
        ]
        if not found:
            sentence = _("The ZIP has no file of classes: classes.txt or obj.names, a label a line.")
            raise LabelsWrong(sentence, path="file", code="no_classes")
        return class_names(self.text(found[0]))


class OneEach:
    """Formats with a file of labels for each image, which has its name but for the ending."""

    def __init__(self, files: LabelledMedia, notes: list[Entry], report: ImportReport) -> None:
        self.files = files
        self.unused = {entry.name: entry for entry in notes}
        self.by_stem: dict[str, list[Entry]] = {}
        for entry in notes:
            self.by_stem.setdefault(PurePosixPath(entry.name).stem, []).append(entry)

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

    def __init__(self, files: LabelledMedia, notes: list[Entry], report: ImportReport) -> None:
        super().__init__(files, notes, report)
        self.names = files.classes()

    def read(self, entry: Entry, size: tuple[int, int]) -> list[Mark]:
        """Return the boxes in this file."""
        return read_yolo(self.files.text(entry), self.names, size)

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

    def __init__(self, files: LabelledMedia, notes: list[Entry], report: ImportReport) -> None:
        self.kind = files.labels.kind
        self.named: dict[str, list[tuple[str, Coco, int]]] = {}
        self.unused: dict[tuple[str, int], None] = {}
        for entry in notes:
            try:
                coco = read_coco(files.content(entry))
            except LabelsWrong as wrong:
                report.read += 1
                report.refuse(_refused(entry.place, entry.name, wrong))
                continue
            for name in coco.images:
                self.named.setdefault(PurePosixPath(name).name, []).append((name, coco, entry.place))
                self.unused[name, entry.place] = None

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

    def __init__(self, files: LabelledMedia, notes: list[Entry], report: ImportReport) -> None:
        self.found: dict[str, list[Mark]] = {}
        self.unused: dict[str, int] = {}
        for entry in notes:
            try:
                for name, marks in read_rttm(files.text(entry)).items():
                    self.found.setdefault(name, []).extend(marks)
                    self.unused[name] = entry.place
            except LabelsWrong as wrong:
                report.read += 1
                report.refuse(_refused(entry.place, entry.name, wrong))

    def marks(self, name: str, part: Mapping[str, Any]) -> list[Mark] | None:
        """Return the segments of a recording; None where no file tells of it."""
        stem = word(PurePosixPath(name).stem)
        if stem not in self.found:
            return None
        self.unused.pop(stem, None)
        if part["type"] != "audio":
            raise LabelsWrong(_("This is no recording: it has no segments."), code="not_audio")
        return fitted(self.found[stem], part["seconds"])

    def left(self) -> Iterator[tuple[int, str]]:
        """Yield the recordings that a file tells of and the ZIP lacks."""
        return ((place, name) for name, place in self.unused.items())


READERS: dict[str, Callable[..., OneEach | CocoFiles | RttmFiles]] = {
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


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _refused(line: int, name: str, wrong: LabelsWrong) -> RowError:
    return RowError(line, name, wrong.code, wrong.sentence, wrong.values)
