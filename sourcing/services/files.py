"""Files on disk: raw files as they came, and the list of what an import refused."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from projects.services import record, record_access
from sourcing.domain.names import display_name, folder_name, stored_name
from sourcing.models import Import, RawFile, Source

FORM_BYTES = 1 << 16


class TooLarge(RuleBroken):
    """More bytes than this place takes. HTTP 413."""

    code = "file_too_large"
    status = 413


class Received(NamedTuple):
    """Bytes written to disk."""

    size: int
    sha256: str


def check_length(request_size: int) -> None:
    """Raise TooLarge if a request of so many bytes cannot hold a file that is taken; before it is read."""
    check_size(request_size - FORM_BYTES)


def check_size(size: int) -> None:
    """Raise TooLarge if a file of so many bytes is not taken."""
    if size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(
            _("The file is larger than %(most)s MB. Cut it into several files."), most=most_megabytes()
        )


def most_megabytes() -> int:
    """Return how large a file may be."""
    return int(settings.UPLOAD_MAX_BYTES) // 1024**2


def media_path(relative: str) -> Path:
    """Return where a file named by a row lies on disk."""
    return Path(settings.MEDIA_ROOT) / relative


def source_folder(source: Source) -> str:
    """Return the folder below MEDIA_ROOT in which the raw files of a source lie, for people to read."""
    project = source.project
    return f"{folder_name(project.pk, project.name)}/{folder_name(source.pk, source.name)}"


def store_raw_file(
    *, source: Source, name: str, chunks: Iterable[bytes], by: User, is_evidence: bool = False
) -> RawFile:
    """Keep a file of a source unchanged and return its row. Nothing is left behind on an error."""
    with arriving(media_path(source_folder(source))) as arrived:
        received = _receive(chunks, arrived)
        if not received.size:
            raise BadInput(_("The file is empty. Choose a file with rows."), path="file", code="empty_file")
        return _keep(source, display_name(name), received, arrived, by, is_evidence)


@transaction.atomic
def _keep(
    source: Source, name: str, received: Received, arrived: Path, by: User, is_evidence: bool
) -> RawFile:
    file = RawFile.objects.create(
        project=source.project,
        source=source,
        is_evidence=is_evidence,
        name=name,
        path="",
        size=received.size,
        sha256=received.sha256,
        by=by,
    )
    day = timezone.localdate(file.stored_at).isoformat()
    file.path = f"{source_folder(source)}/{day} file-{file.pk} {stored_name(name)}"
    file.save(update_fields=["path"])
    final = media_path(file.path)
    arrived.replace(final)
    _sync_folder(final.parent)
    facts = {"name": name, "source": source.name, "sha256": received.sha256}
    record("sourcing.upload_file", project=source.project, about=file, by=by, **facts)
    return file


def _receive(chunks: Iterable[bytes], path: Path) -> Received:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            check_size(size)
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Received(size, digest.hexdigest())


@contextmanager
def arriving(folder: Path) -> Iterator[Path]:
    """Lend a name for a file that is not complete; whatever still has it at the end is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".arriving-")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def discard_raw_file(file: RawFile) -> None:
    """Remove a raw file that no import came of."""
    path = media_path(file.path)
    file.delete()
    path.unlink(missing_ok=True)


def open_raw_file(file: RawFile) -> BinaryIO:
    """Open a raw file for reading."""
    try:
        return media_path(file.path).open("rb")
    except FileNotFoundError as error:
        raise RuleBroken(_("The stored file is gone. Upload it again."), code="file_gone") from error


@transaction.atomic
def download_file(*, file: RawFile, by: User, address: str, reason: str) -> BinaryIO:
    """Open a raw file for somebody who takes it away, and write down who, from where and why."""
    stream = open_raw_file(file)
    record_access(
        "sourcing.download_file",
        project=file.project,
        whose=file.source.name,
        about=file,
        by=by,
        address=address,
        reason=reason,
    )
    return stream


def look_at_file(*, file: RawFile, by: User, address: str) -> None:
    """Write down that somebody saw the first rows of a raw file, on the way to importing it."""
    record_access(
        "sourcing.look_at_file",
        project=file.project,
        whose=file.source.name,
        about=file,
        by=by,
        address=address,
    )


def error_list_path(job: Import) -> Path:
    """Return where the list of all rows an import refused lies, one JSON object a line."""
    return media_path(f"projects/{job.project_id}/imports/{job.pk}/errors.jsonl")
