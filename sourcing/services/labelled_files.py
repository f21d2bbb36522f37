"""Uploads that bring labels with them: read in their format, handed on as suggestions for one field."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import BinaryIO

from dmops_platform.errors import _
from sourcing.domain.archives import is_zip
from sourcing.domain.encodings import TextLines, find_encoding
from sourcing.domain.formats import TEXTS
from sourcing.domain.formats.base import LabelsWrong, Mark
from sourcing.domain.formats.conll import Sentence, read_conll
from sourcing.domain.items import MAX_ID, MAX_TEXT_BYTES, ImportReport, ItemDraft, SeenIds, content_hash
from sourcing.domain.media import HEAD
from sourcing.domain.problems import RowError, TableError, shown
from sourcing.domain.sources import ByteSource
from sourcing.models import RawFile
from sourcing.services.label_notes import READERS, LabelNotes, Labels, refused
from sourcing.services.media_files import draft_media

SAMPLE_BYTES = 1 << 20


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

    def sentences(self) -> Iterator[Sentence]:
        """Yield the sentences of the file; one that is amiss says so."""
        lines = TextLines(self._source, self.encoding, newline="\n")
        return read_conll(lines, joined_by="" if self.format == "conll_characters" else " ")

    def drafts(self, report: ImportReport, beat: Callable[[], None]) -> Iterator[ItemDraft]:
        """Yield a draft for each sentence that can be an item; the report says why others cannot."""
        with closing(SeenIds()) as seen:
            for place, sentence in enumerate(self.sentences(), 1):
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
            return refused(sentence.line, shown(name), wrong)

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


class LabelledMedia(LabelNotes):
    """A ZIP of images or recordings with their labels: each image or recording an item."""

    def __init__(self, stream: BinaryIO, file: RawFile, labels: Labels) -> None:
        super().__init__(stream, file, labels)
        if not self.entries:
            raise LabelsWrong(
                _("There are no images or recordings in the ZIP."), path="file", code="no_media"
            )
        self.check_notes()

    def drafts(self, report: ImportReport, beat: Callable[[], None]) -> Iterator[ItemDraft]:
        """Yield a draft for each file that can be an item; the report says why others, and their labels, cannot."""
        reader = READERS[self.format](self, report)
        for draft in draft_media(self, project_id=self._file.project_id, report=report, beat=beat):
            try:
                labelled = self._labelled(draft, reader.marks(draft.id, next(iter(draft.parts.values()))))
            except LabelsWrong as wrong:
                report.withdraw(draft, refused(draft.line, draft.id, wrong))
            else:
                yield labelled
        for place, name in reader.left():
            report.read += 1
            sentence = _("The labels belong to no file of the ZIP. Add it, or leave the labels out.")
            report.refuse(RowError(place, name, "no_file_for_labels", sentence))

    def _labelled(self, draft: ItemDraft, marks: list[Mark] | None) -> ItemDraft:
        return draft if marks is None else self.labels.suggested(draft, marks)
