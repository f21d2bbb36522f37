"""A ZIP of images and recordings from somebody nobody vouches for: what is in it, and its bytes, counted and capped."""

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from dmops_platform.errors import _
from sourcing.domain.problems import TableError, shown

MAX_ENTRIES = 50_000
MAX_TOTAL = 1 << 34
MAX_RATIO = 200
RATIO_FREE = 1 << 26
PIECE = 1 << 16
ENCRYPTED = 0x1
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
#: what systems leave behind in archives
LEFT_BEHIND = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class ArchiveRefused(TableError):
    """An archive that is not opened any further; nothing of it was written."""

    code = "archive_refused"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its place among the files from 1, and its name in NFC."""

    place: int
    name: str
    info: zipfile.ZipInfo


def is_zip(head: bytes) -> bool:
    """Say whether a file that begins so is a ZIP."""
    return head.startswith(ZIP)


def open_archive(stream: BinaryIO) -> tuple[zipfile.ZipFile, list[Entry]]:
    """Return the archive and its files, each looked at by what the directory says of it; raise ArchiveRefused."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as problem:
        raise _refused(
            "zip_damaged", _("The ZIP file is damaged or not complete. Make it again.")
        ) from problem
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        sentence = _("The ZIP has %(count)s entries, at most %(most)s are taken. Cut it into several.")
        raise _refused("zip_too_many", sentence, count=len(infos), most=MAX_ENTRIES)
    for info in infos:
        _check_entry(info)
    _check_sizes(infos)
    return archive, _entries(infos)


def _check_entry(info: zipfile.ZipInfo) -> None:
    # `orig_filename` is the name as it stands in the archive; `filename` was cut at a NUL.
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    is_absolute = name.startswith(("/", "\\")) or name[1:2] == ":"
    if is_absolute or ".." in parts or "\\" in name or "\0" in name:
        sentence = _(
            "The ZIP has an entry that leads out of it: “%(name)s”. Make it again without such paths."
        )
        raise _refused("zip_path", sentence, name=shown(name))
    mode = info.external_attr >> 16
    if mode and not info.is_dir() and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        sentence = _("The ZIP has an entry that is no file but a link or a device: “%(name)s”.")
        raise _refused("zip_not_a_file", sentence, name=shown(name))
    if info.flag_bits & ENCRYPTED:
        sentence = _("The ZIP is encrypted (“%(name)s”). Make it without a password.")
        raise _refused("zip_encrypted", sentence, name=shown(name))


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > MAX_TOTAL or (total > RATIO_FREE and total > MAX_RATIO * max(packed, 1)):
        sentence = _("The ZIP unpacks to %(size)s MB, far more than it holds. It is not opened.")
        raise _refused("zip_bomb", sentence, size=total >> 20)
    ends = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < ends:
            sentence = _("Entries of the ZIP overlap (“%(name)s”). It is not opened.")
            raise _refused("zip_overlap", sentence, name=shown(info.filename))
        ends = info.header_offset + info.compress_size


def _entries(infos: list[zipfile.ZipInfo]) -> list[Entry]:
    files = [info for info in infos if not info.is_dir() and not _is_left_behind(info.filename)]
    entries = [
        Entry(place, unicodedata.normalize("NFC", info.filename), info) for place, info in enumerate(files, 1)
    ]
    if not entries:
        raise _refused("zip_empty", _("There are no files in the ZIP."))
    seen: dict[str, str] = {}
    for entry in entries:
        twin = seen.setdefault(entry.name.casefold(), entry.name)
        if twin is not entry.name:
            sentence = _("Two entries of the ZIP have the same name: “%(name)s” and “%(twin)s”. Rename one.")
            raise _refused("zip_twins", sentence, name=shown(entry.name), twin=shown(twin))
    return entries


def _is_left_behind(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in LEFT_BEHIND or "/._" in f"/{name}"


def bytes_of(archive: zipfile.ZipFile, entry: Entry) -> Iterator[bytes]:
    """Yield the bytes of an entry, never more than the directory says; raise ValueError where they are damaged."""
    left = entry.info.file_size
    try:
        with archive.open(entry.info) as stream:
            while piece := stream.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise ValueError("more bytes than the directory says")
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as problem:
        raise ValueError(str(problem)) from problem


def _refused(code: str, sentence: str, **values: object) -> ArchiveRefused:
    return ArchiveRefused(None, None, sentence, code=code, **values)
