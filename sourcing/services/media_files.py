"""An upload of images and recordings, file by file, as an import reads a table row by row."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile

from dmops_platform.errors import _
from sourcing.domain.archives import Entry, bytes_of, is_zip, open_archive
from sourcing.domain.items import MAX_ID, ImportReport, ItemDraft, content_hash
from sourcing.domain.media import HEAD, MediaRefused, media_type
from sourcing.domain.names import display_name
from sourcing.domain.problems import RowError
from sourcing.domain.rows import JSON
from sourcing.models import RawFile
from sourcing.services.media import keep_media

PIECE = 1 << 16


class MediaFiles:
    """The images and recordings of one upload: those of a ZIP, or the one file that it is.

    `bytes_used` tells progress, as that of a table does.
    """

    encoding = "binary"

    def __init__(self, stream: BinaryIO, file: RawFile) -> None:
        head = stream.read(HEAD)
        stream.seek(0)
        self._stream = stream
        self._file = file
        self.format = "zip" if is_zip(head) else "file"
        self.bytes_used = 0
        self._archive: ZipFile | None = None
        self.entries: list[Entry] = []
        if is_zip(head):
            self._archive, self.entries = open_archive(stream)

    @property
    def names(self) -> list[str]:
        """Return the names of the files, in their order."""
        return [entry.name for entry in self.entries] or [self._file.name]

    def __iter__(self) -> Iterator[tuple[int, str, Iterable[bytes]]]:
        """Yield each file: its place, its name, its bytes."""
        if self._archive is None:
            self.bytes_used = self._file.size
            yield 1, self._file.name, iter(lambda: self._stream.read(PIECE), b"")
            return
        for entry in self.entries:
            self.bytes_used += entry.info.compress_size
            yield entry.place, entry.name, self._bytes(entry)

    def _bytes(self, entry: Entry) -> Iterator[bytes]:
        assert self._archive is not None
        try:
            yield from bytes_of(self._archive, entry)
        except ValueError as problem:
            sentence = _("The file is damaged in the ZIP: its checksum is wrong or bytes are missing.")
            raise MediaRefused(sentence, code="entry_damaged") from problem


def is_media_upload(stream: BinaryIO) -> bool:
    """Say whether an upload is an image, a recording or a ZIP; leave the stream at its beginning."""
    head = stream.read(HEAD)
    stream.seek(0)
    return is_zip(head) or media_type(head) is not None


def draft_media(
    files: MediaFiles, *, project_id: int, report: ImportReport, beat: Callable[[], None]
) -> Iterator[ItemDraft]:
    """Yield a draft for every file that can be an item; the report says why others cannot.

    `beat` is called after every file: one may be large, and a chunk of items holds many.
    """
    for place, name, chunks in files:
        report.read += 1
        draft = _draft(place, name, chunks, project_id)
        beat()
        if isinstance(draft, RowError):
            report.refuse(draft)
            continue
        report.accept(draft)
        yield draft


def _draft(place: int, name: str, chunks: Iterable[bytes], project_id: int) -> ItemDraft | RowError:
    if len(name) > MAX_ID:
        sentence = _("The path has %(length)s characters, at most %(limit)s are taken. Shorten it.")
        return RowError(place, name, "id_too_long", sentence, {"length": len(name), "limit": MAX_ID})
    try:
        part = keep_media(project_id=project_id, name=display_name(name), chunks=chunks)
    except MediaRefused as refusal:
        return RowError(place, name, refusal.code, refusal.sentence, refusal.values)
    parts = {part["type"]: part}
    folder = str(PurePosixPath(name).parent)
    data: dict[str, JSON] = {"folder": folder} if folder != "." else {}
    return ItemDraft(place, place, name, parts, data, content_hash(parts))
