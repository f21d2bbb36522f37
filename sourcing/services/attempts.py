"""One attempt at an import: read, write in chunks, report; or remove what was written.

Every chunk is a transaction that first locks the import's row and looks whether the attempt still owns it.
So an attempt that lost its lease writes nothing more, and the next one removes all rows of the one before.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from dmops_platform.background import JobState, LostLease
from dmops_platform.errors import RuleBroken, _
from projects.services import record
from sourcing.domain.chunks import MOST_ITEMS, in_chunks
from sourcing.domain.copy_text import Place
from sourcing.domain.items import ItemDraft, draft_items
from sourcing.domain.problems import RowError, shown
from sourcing.domain.tables import Table, read_table
from sourcing.models import Import, Item
from sourcing.selectors import taken_names
from sourcing.services.error_list import LoggedReport
from sourcing.services.files import open_raw_file
from sourcing.services.items import write_items
from sourcing.services.label_notes import Labels
from sourcing.services.labelled_files import LabelledText, labelled_files
from sourcing.services.media_files import MediaFiles, draft_media
from sourcing.services.recipes import clean_new_items


class Attempt:
    """One attempt of one worker at one import."""

    def __init__(self, job: Import) -> None:
        self.job = job
        self.place = Place(project=job.project_id, source=job.source_id, origin=job.pk)
        self.started = time.monotonic()
        self.table: Table | MediaFiles | LabelledText | None = None
        self.report = LoggedReport(job, self.beat)

    def run(self) -> None:
        """Make the items, or leave none and say why."""
        try:
            discard_items(self.job)
            self._read()
            self._finish()
        except RuleBroken as refusal:
            discard_items(self.job)
            why = {"sentence": refusal.sentence, "values": refusal.values, "code": refusal.code}
            self.job.fail(str(refusal), report=self.facts() | {"failure": why})
        except Exception:  # whatever it was, no items stay behind
            with suppress(LostLease):
                self.job.heartbeat()
            discard_items(self.job)
            raise

    def _read(self) -> None:
        with open_raw_file(self.job.file) as stream, self.report:
            for chunk in in_chunks(self._drafts(stream)):
                self.beat()
                named = self._named(chunk)
                if self._is_refused:
                    self._without_taken(named)
                else:
                    self._write(named)
        if self._is_refused:
            raise self._refusal()

    def _drafts(self, stream: BinaryIO) -> Iterator[ItemDraft]:
        file, columns = self.job.file, self.job.columns
        if "labels" in columns:
            labelled = self.table = labelled_files(stream, file, Labels.of(columns["labels"]))
            return labelled.drafts(self.report, self.beat)
        if columns.get("is_media"):
            files = self.table = MediaFiles(stream, file)
            return draft_media(files, project_id=file.project_id, report=self.report, beat=self.beat)
        table = self.table = read_table(stream, name=file.name, encoding=columns["encoding"])
        return draft_items(table, text_columns=columns["texts"], id_column=columns["id"], report=self.report)

    @property
    def _is_refused(self) -> bool:
        return self.report.refused > 0 and not self.job.is_partial_allowed

    def _refusal(self) -> RuleBroken:
        sentence = _(
            "Rows that cannot become items: %(refused)s of %(read)s. So nothing was imported. Mend them, or"
            " import the good rows only."
        )
        report = self.report
        return RuleBroken(sentence, code="rows_refused", refused=report.refused, read=report.read)

    def _named(self, chunk: list[ItemDraft]) -> list[ItemDraft]:
        """Return the drafts under the names of their items: rows without ids are named after their file."""
        if self.job.columns["id"] is not None:
            return chunk
        prefix = self.job.file.sha256[:8]
        return [draft._replace(id=f"{prefix}-{draft.id}") for draft in chunk]

    @transaction.atomic
    def _write(self, chunk: list[ItemDraft]) -> None:
        """Write the drafts whose names are free. That is tried first and looked up only where it fails."""
        if not owned(self.job).filter(attempt=self.job.attempt, state=JobState.RUNNING):
            raise LostLease
        while chunk:
            try:
                with transaction.atomic():
                    write_items(chunk, self.place)
            except IntegrityError:
                free = self._without_taken(chunk)
                if len(free) == len(chunk):
                    raise
                chunk = free
            else:
                break

    def _without_taken(self, chunk: list[ItemDraft]) -> list[ItemDraft]:
        """Return the drafts whose names are free and report the others."""
        taken = taken_names(self.job.project_id, [draft.id for draft in chunk])
        for draft in chunk:
            if draft.id in taken:
                self.report.withdraw(draft, _name_taken(draft, self.job.columns["id"]))
        return [draft for draft in chunk if draft.id not in taken]

    def beat(self) -> None:
        """Report how far the attempt is; the number of rows is a guess until the file is read."""
        read, table = self.report.read, self.table
        if table is not None and table.bytes_used:
            guess = max(read, round(read * self.job.file.size / table.bytes_used))
            self.job.heartbeat(done=read, total=guess)

    def _finish(self) -> None:
        self.job.heartbeat(done=self.report.read, total=self.report.read)
        with transaction.atomic():
            self.job.finish(report=self.facts())
            counts = {"items": self.report.accepted, "refused": self.report.refused}
            record("sourcing.run_import", project=self.job.project, about=self.job, by=self.job.by, **counts)
            clean_new_items(project=self.job.project, by=self.job.by)

    def facts(self) -> dict[str, Any]:
        """Return the report as it is stored."""
        seconds = time.monotonic() - self.started
        table, file = self.table, self.job.file
        return self.report.as_json() | {
            "format": table and table.format,
            "encoding": table and table.encoding,
            "columns": self.job.columns,
            "sha256": file.sha256,
            "seconds": round(seconds, 3),
            "rows_per_second": round(self.report.read / seconds),
        }


def owned(job: Import) -> QuerySet[Import]:
    """Return the import's row, locked until the transaction ends."""
    return Import.objects.select_for_update(no_key=True).filter(pk=job.pk)


def discard_items(job: Import) -> None:
    """Remove the items an attempt wrote, unless a later attempt is at work: then they are its own."""
    while _discard_some(job):
        pass


@transaction.atomic
def _discard_some(job: Import) -> bool:
    ours = Q(state=JobState.RUNNING, attempt=job.attempt)
    over = Q(state__in=[JobState.FAILED, JobState.CANCELLED])
    if not owned(job).filter(ours | over):
        return False
    some = list(Item.objects.filter(origin=job).values_list("pk", flat=True)[:MOST_ITEMS])
    Item.objects.filter(pk__in=some).delete()
    return bool(some)


def _name_taken(draft: ItemDraft, column: str | None) -> RowError:
    if column is None:
        sentence = _("Line %(line)s: this row of the same file is in the project already.")
    else:
        sentence = _(
            "Line %(line)s, column “%(column)s”: the project already has an item “%(id)s”. Leave the row out,"
            " or give it another id."
        )
    return RowError(draft.line, column, "id_taken", sentence, {"id": shown(draft.id)})
