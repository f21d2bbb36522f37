"""Imports: a raw file becomes items, once, however often it is started or killed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from dmops_platform.background import ask_cancel, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.planning import refresh_statistics
from projects.services import record
from sourcing.domain.preview import Preview, preview_table
from sourcing.domain.tables import require_columns
from sourcing.models import Import, Item, ItemVersion, RawFile, Source
from sourcing.services.attempts import Attempt
from sourcing.services.files import discard_raw_file, open_raw_file, store_raw_file
from sourcing.services.label_notes import Labels
from sourcing.services.labelled_files import labelled_files
from sourcing.services.media_files import MediaFiles, is_media_upload


def preview_file(file: RawFile, encoding: str | None = None) -> Preview:
    """Return what a person sees of a raw file before they import it; TableError where it cannot be read."""
    with open_raw_file(file) as stream:
        return preview_table(stream, name=file.name, encoding=encoding)


def import_upload(
    *,
    source: Source,
    name: str,
    chunks: Iterable[bytes],
    text_columns: Sequence[str],
    by: User,
    id_column: str | None = None,
    encoding: str | None = None,
    is_partial_allowed: bool = False,
) -> Import:
    """Keep a file and queue its import in one step, for programs; a file that is refused is not kept."""
    file = store_raw_file(source=source, name=name, chunks=chunks, by=by)
    try:
        preview = preview_file(file, encoding)
        if preview.encoding_is_guess:
            raise _unconfirmed(preview.encoding)
        require_columns(preview.columns, [*text_columns, *([id_column] if id_column is not None else [])])
    except RuleBroken:
        discard_raw_file(file)
        raise
    return start_import(
        file=file,
        text_columns=text_columns,
        id_column=id_column,
        encoding=encoding,
        is_partial_allowed=is_partial_allowed,
        by=by,
    )


def _unconfirmed(encoding: str) -> BadInput:
    sentence = _(
        "The file seems to be %(encoding)s. Say so with the parameter “encoding”, or save it as UTF-8."
    )
    return BadInput(sentence, path="encoding", code="encoding_unconfirmed", encoding=encoding)


def is_media(file: RawFile) -> bool:
    """Say whether a raw file is an image, a recording or a ZIP of them, and not a table."""
    with open_raw_file(file) as stream:
        return is_media_upload(stream)


def preview_media(file: RawFile) -> list[str]:
    """Return the names of the images and recordings in a raw file; ArchiveRefused where it is not opened."""
    with open_raw_file(file) as stream:
        return MediaFiles(stream, file).names


def import_media(
    *, source: Source, name: str, chunks: Iterable[bytes], by: User, is_partial_allowed: bool = False
) -> Import:
    """Keep a ZIP, image or recording and queue its import in one step, for programs."""
    file = store_raw_file(source=source, name=name, chunks=chunks, by=by)
    try:
        if not is_media(file):
            sentence = _(
                "Send a ZIP of images and recordings, or one of them: PNG, JPEG, WebP, GIF; WAV, MP3, FLAC, OGG."
            )
            raise BadInput(sentence, path="file", code="not_media")
        preview_media(file)
    except RuleBroken:
        discard_raw_file(file)
        raise
    return start_import(file=file, is_media=True, is_partial_allowed=is_partial_allowed, by=by)


def import_labelled(
    *,
    source: Source,
    name: str,
    chunks: Iterable[bytes],
    labels: Mapping[str, Any],
    by: User,
    is_partial_allowed: bool = False,
) -> Import:
    """Keep a file that brings labels and queue its import; `labels` is as `Labels` has it, with a list of labels."""
    file = store_raw_file(source=source, name=name, chunks=chunks, by=by)
    try:
        with open_raw_file(file) as stream:
            labelled_files(stream, file, Labels.of(labels))
    except RuleBroken:
        discard_raw_file(file)
        raise
    return start_import(file=file, labels=labels, is_partial_allowed=is_partial_allowed, by=by)


@transaction.atomic
def start_import(
    *,
    file: RawFile,
    by: User,
    text_columns: Sequence[str] = (),
    id_column: str | None = None,
    encoding: str | None = None,
    is_partial_allowed: bool = False,
    is_media: bool = False,
    labels: Mapping[str, Any] | None = None,
    key: str = "",
) -> Import:
    """Queue the import of a raw file; the same key again returns the import it started.

    Of a table each row becomes an item; of images and recordings (`is_media`) each file, under its path. With `labels`
    the file brings suggestions for a field of the schema.
    """
    RawFile.objects.select_for_update().get(pk=file.pk)
    if file.is_evidence:
        raise RuleBroken(
            _("This file is evidence of a right to use data. It does not become items."), code="evidence"
        )
    started = Import.objects.filter(file=file, key=key).exclude(key="").first()
    if started is not None:
        return started
    columns: dict[str, Any] = {"id": id_column, "texts": list(text_columns), "encoding": encoding}
    if is_media:
        columns = {"id": "name", "texts": [], "encoding": None, "is_media": True}
    if labels is not None:
        columns = {"id": "name", "texts": [], "encoding": None, "labels": dict(labels)}
    job = Import.objects.create(
        project=file.project,
        source=file.source,
        file=file,
        columns=columns,
        is_partial_allowed=is_partial_allowed,
        key=key,
        by=by,
    )
    record("sourcing.start_import", project=file.project, about=job, by=by, name=file.name)
    enqueue(job)
    return job


@transaction.atomic
def cancel_import(*, job: Import, by: User) -> None:
    """Stop an import; what it wrote so far is removed. One that is over stays as it is."""
    ask_cancel(job)
    record("sourcing.cancel_import", project=job.project, about=job, by=by)


def run_import(*, import_id: int) -> None:
    """Make the items of an import. They appear all at once when it is done; short of that, none stay."""
    job = Import.claim(import_id)
    if job is not None:
        with running(job):
            Attempt(job).run()
        job.refresh_from_db(fields=["done"])
        refresh_statistics(Item, ItemVersion, rows=job.done)
