"""Imports: a raw file becomes items, once, however often it is started or killed."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import User
from dmops_platform.background import ask_cancel, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from projects.services import record
from sourcing.domain.preview import Preview, preview_table
from sourcing.domain.tables import require_columns
from sourcing.models import Import, RawFile, Source
from sourcing.services.attempts import Attempt
from sourcing.services.files import discard_raw_file, open_raw_file, store_raw_file


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


@transaction.atomic
def start_import(
    *,
    file: RawFile,
    text_columns: Sequence[str],
    by: User,
    id_column: str | None = None,
    encoding: str | None = None,
    is_partial_allowed: bool = False,
    key: str = "",
) -> Import:
    """Queue the import of a raw file; the same key again returns the import it started."""
    RawFile.objects.select_for_update().get(pk=file.pk)
    if file.is_evidence:
        raise RuleBroken(
            _("This file is evidence of a right to use data. It does not become items."), code="evidence"
        )
    started = Import.objects.filter(file=file, key=key).exclude(key="").first()
    if started is not None:
        return started
    columns = {"id": id_column, "texts": list(text_columns), "encoding": encoding}
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
