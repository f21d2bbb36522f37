"""Labels for items that are in the project already: looked through, then kept as suggestions of a named origin."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from dmops_platform.background import JobState, LostLease, ask_cancel, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.checks import clean_text
from guidelines.domain.label_report import MAX_ORIGIN, LabelReport, formats_of
from guidelines.domain.schema import Field
from guidelines.models import LabelImport, Suggestion
from guidelines.selectors import added_from, confirmed_fields, kept_values, labels_at_work
from guidelines.services.label_matching import AT_ONCE, Match, check_file, matches
from projects.models import Project
from projects.services import record
from sourcing.domain.problems import RowError
from sourcing.models import Source
from sourcing.services.error_list import ErrorList, listed
from sourcing.services.files import discard_raw_file, media_path, open_raw_file, store_raw_file


def preview_labels(
    *, source: Source, name: str, chunks: Iterable[bytes], format: str, field: str, origin: str, by: User
) -> LabelImport:
    """Keep a file of labels and queue a look through it: nothing is suggested before `add_labels`.

    `origin` is who or what the labels are from, say a model and its version.
    """
    project = source.project
    chosen = field_called(project, field)
    if format not in formats_of(chosen):
        sentence = _("The field “%(field)s” takes labels in these formats: %(formats)s.")
        known = ", ".join(formats_of(chosen))
        raise BadInput(sentence, path="file_format", code="format_unfit", field=field, formats=known)
    said = clean_text(origin, "origin", limit=MAX_ORIGIN).strip()
    if not said:
        raise BadInput(_("Say who or what the labels are from."), path="origin", code="no_origin")
    file = store_raw_file(source=source, name=name, chunks=chunks, by=by)
    job = LabelImport(project=project, file=file, field=field, format=format, origin=said, by=by)
    try:
        with open_raw_file(file) as stream:
            check_file(stream, job, chosen)
    except RuleBroken:
        discard_raw_file(file)
        raise
    return _queued(job, "guidelines.preview_labels")


@transaction.atomic
def add_labels(*, preview: LabelImport, by: User) -> LabelImport:
    """Queue what was looked through: its labels become suggestions. Asked twice, the same job is returned.

    One that failed, was cancelled or was taken back begins anew. Files for one field are added one after another.
    """
    Project.objects.select_for_update(no_key=True).get(pk=preview.project_id)
    preview = LabelImport.objects.select_related("project", "file").get(pk=preview.pk)
    if added := added_from(preview):
        return added
    if not preview.is_preview or preview.state != JobState.DONE:
        raise RuleBroken(_("Wait until the file is looked through, then add its labels."), code="not_looked")
    check_alone(preview)
    if ended := LabelImport.objects.filter(preview=preview).select_related("project", "file").first():
        return _queued_again(ended, by)
    kept = {name: getattr(preview, name) for name in ("project", "file", "field", "format", "origin")}
    return _queued(LabelImport(preview=preview, is_preview=False, by=by, **kept), "guidelines.add_labels")


def check_alone(preview: LabelImport) -> None:
    """Refuse while another file is being added to the same field: what differs from it is not known yet."""
    if labels_at_work(preview.project, preview.field).exists():
        sentence = _("Labels are just being added to this field. Wait until that is done, or cancel it.")
        raise RuleBroken(sentence, code="already_at_work")


def _queued_again(job: LabelImport, by: User) -> LabelImport:
    job.by, job.state, job.queued_at, job.report = by, JobState.QUEUED, timezone.now(), {}
    job.done, job.total, job.error = 0, None, ""
    job.cancel_asked, job.finished_at = False, None
    return _queued(job, "guidelines.add_labels")


@transaction.atomic
def _queued(job: LabelImport, what: str) -> LabelImport:
    job.save()
    facts = {"name": job.file.name, "field": job.field, "origin": job.origin}
    record(what, project=job.project, about=job, by=job.by, **facts)
    enqueue(job)
    return job


@transaction.atomic
def cancel_labels(*, job: LabelImport, by: User) -> None:
    """Stop looking through a file of labels, or adding it: nothing of it is kept. One that is over stays as it is."""
    ask_cancel(job)
    facts = {"name": job.file.name, "field": job.field, "origin": job.origin}
    record("guidelines.cancel_labels", project=job.project, about=job, by=by, **facts)


def run_label_import(*, job_id: int) -> None:
    """Look through a file of labels, or keep them. Suggestions are shown once all of them are there."""
    job = LabelImport.claim(job_id)
    if job is None:
        return
    with running(job):
        Attempt(job).run()


class LoggedLabels(LabelReport):
    """Counts like any report, and writes all that is no suggestion to a list on disk."""

    def __init__(self, refusals: ErrorList) -> None:
        super().__init__()
        self._refusals = refusals

    def refuse(self, error: RowError) -> None:
        """Count labels that are no suggestion and write them down."""
        super().refuse(error)
        self._refusals.write(error)


class Attempt:
    """One attempt of one worker at a file of labels: all of its suggestions are kept, or none."""

    def __init__(self, job: LabelImport) -> None:
        self.job = job
        self.refusals = ErrorList(refusals_path(job), self.beat)
        self.report = LoggedLabels(self.refusals)

    def beat(self) -> None:
        """Tell how far the attempt is; LostLease where it was cancelled or another one took over."""
        self.job.heartbeat(done=self.report.read)

    def run(self) -> None:
        """Keep the labels, or leave none and say why."""
        try:
            self._discard()
            with self.refusals:
                self._read()
            self._finish()
        except RuleBroken as refusal:
            self._discard()
            why = {"sentence": refusal.sentence, "values": refusal.values, "code": refusal.code}
            self.job.fail(str(refusal), report=self.report.as_json() | {"failure": why})
        except Exception:  # whatever it was, no suggestions stay behind
            with suppress(LostLease):
                self.beat()
            self._discard()
            raise

    def _read(self) -> None:
        field = field_called(self.job.project, self.job.field)
        with open_raw_file(self.job.file) as stream:
            found = matches(stream, self.job, field, self.report)
            while chunk := list(islice(found, AT_ONCE)):
                self.beat()
                self._keep(chunk)

    @transaction.atomic
    def _keep(self, chunk: list[Match]) -> None:
        """Keep what differs from the latest of the same origin; a look only counts it."""
        if not self._rows().filter(attempt=self.job.attempt, state=JobState.RUNNING):
            raise LostLease
        known = kept_values(self.job, [match.item_id for match in chunk])
        new = [match for match in chunk if match.item_id not in known or known[match.item_id] != match.value]
        self.report.added += len(new)
        self.report.unchanged += len(chunk) - len(new)
        if not self.job.is_preview:
            Suggestion.objects.bulk_create(
                Suggestion(item_id=match.item_id, field=self.job.field, value=match.value, made_by=self.job)
                for match in new
            )

    def _rows(self) -> QuerySet[LabelImport]:
        """Return the row of the job, locked until the transaction ends."""
        return LabelImport.objects.select_for_update(no_key=True).filter(pk=self.job.pk)

    @transaction.atomic
    def _discard(self) -> None:
        """Remove what was kept, unless a later attempt is at work: then it is its own."""
        ours = Q(state=JobState.RUNNING, attempt=self.job.attempt)
        if self._rows().filter(ours | Q(state__in=(JobState.FAILED, JobState.CANCELLED))):
            Suggestion.objects.filter(made_by=self.job).delete()

    @transaction.atomic
    def _finish(self) -> None:
        job, report = self.job, self.report
        job.heartbeat(done=report.read, total=report.read)
        job.finish(report=report.as_json())
        if not job.is_preview:
            counts = {"added": report.added, "unmatched": report.unmatched, "refused": report.refused}
            facts = {"name": job.file.name, "origin": job.origin, **counts}
            record("guidelines.run_label_import", project=job.project, about=job, by=job.by, **facts)


def refused_labels(job: LabelImport) -> Iterator[dict[str, Any]]:
    """Yield all labels of a file that are no suggestions, as in its report, in the order they were found."""
    return listed(refusals_path(job))


def refusals_path(job: LabelImport) -> Path:
    """Return where the list of all labels that are no suggestions lies, one JSON object a line."""
    return media_path(f"projects/{job.project_id}/label-imports/{job.pk}/errors.jsonl")


def field_called(project: Project, name: str) -> Field:
    """Return the field of this name that a model suggests and a person confirms."""
    fields = {field["name"]: field for field in confirmed_fields(project)}
    if name not in fields:
        sentence = _(
            "The schema has no field “%(field)s” that a model suggests and a person confirms. It has:"
            " %(fields)s."
        )
        listed = ", ".join(fields) or "-"
        raise BadInput(sentence, path="field", code="no_field", field=name, fields=listed)
    return fields[name]
