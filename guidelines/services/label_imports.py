"""Labels for items that are in the project already: looked through, then kept as suggestions of a named origin."""

from collections.abc import Iterable
from itertools import islice

from django.db import transaction

from accounts.models import User
from dmops_platform.background import JobState, LostLease, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.checks import clean_text
from guidelines.domain.label_report import MAX_ORIGIN, LabelReport, formats_of
from guidelines.domain.schema import Field
from guidelines.models import LabelImport, Suggestion
from guidelines.selectors import confirmed_fields, kept_values
from guidelines.services.label_matching import AT_ONCE, Match, check_file, matches
from projects.models import Project
from projects.services import record
from sourcing.models import Source
from sourcing.services.files import discard_raw_file, open_raw_file, store_raw_file


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
    """Queue what was looked through: its labels become suggestions. Asked twice, the same job is returned."""
    preview = LabelImport.objects.select_for_update().get(pk=preview.pk)
    if added := LabelImport.objects.filter(preview=preview).first():
        return added
    if not preview.is_preview or preview.state != JobState.DONE:
        raise RuleBroken(_("Wait until the file is looked through, then add its labels."), code="not_looked")
    kept = {name: getattr(preview, name) for name in ("project", "file", "field", "format", "origin")}
    job = LabelImport(preview=preview, is_preview=False, by=by, **kept)
    return _queued(job, "guidelines.add_labels")


@transaction.atomic
def _queued(job: LabelImport, what: str) -> LabelImport:
    job.save()
    facts = {"name": job.file.name, "field": job.field, "origin": job.origin}
    record(what, project=job.project, about=job, by=job.by, **facts)
    enqueue(job)
    return job


def run_label_import(*, job_id: int) -> None:
    """Look through a file of labels, or keep them. Suggestions are shown once all of them are there."""
    job = LabelImport.claim(job_id)
    if job is None:
        return
    report = LabelReport()
    with running(job):
        try:
            _discard(job)
            _read(job, report)
            _finish(job, report)
        except RuleBroken as refusal:
            _discard(job)
            why = {"sentence": refusal.sentence, "values": refusal.values, "code": refusal.code}
            job.fail(str(refusal), report=report.as_json() | {"failure": why})


def _read(job: LabelImport, report: LabelReport) -> None:
    field = field_called(job.project, job.field)
    with open_raw_file(job.file) as stream:
        found = matches(stream, job, field, report)
        while chunk := list(islice(found, AT_ONCE)):
            job.heartbeat(done=report.read)
            _keep(job, chunk, report)


@transaction.atomic
def _keep(job: LabelImport, chunk: list[Match], report: LabelReport) -> None:
    """Keep what differs from the latest of the same origin; a look only counts it."""
    _check_owned(job)
    known = kept_values(job, [match.item_id for match in chunk])
    new = [match for match in chunk if match.item_id not in known or known[match.item_id] != match.value]
    report.added += len(new)
    report.unchanged += len(chunk) - len(new)
    if not job.is_preview:
        Suggestion.objects.bulk_create(
            Suggestion(item_id=match.item_id, field=job.field, value=match.value, made_by=job)
            for match in new
        )


def _check_owned(job: LabelImport) -> None:
    ours = LabelImport.objects.select_for_update(no_key=True).filter(pk=job.pk)
    if not ours.filter(attempt=job.attempt, state=JobState.RUNNING):
        raise LostLease


@transaction.atomic
def _discard(job: LabelImport) -> None:
    """Remove what an earlier attempt kept."""
    _check_owned(job)
    Suggestion.objects.filter(made_by=job).delete()


@transaction.atomic
def _finish(job: LabelImport, report: LabelReport) -> None:
    job.heartbeat(done=report.read, total=report.read)
    job.finish(report=report.as_json())
    if not job.is_preview:
        counts = {"added": report.added, "unmatched": report.unmatched, "refused": report.refused}
        facts = {"name": job.file.name, "origin": job.origin, **counts}
        record("guidelines.run_label_import", project=job.project, about=job, by=job.by, **facts)


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
