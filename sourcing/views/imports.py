"""Pages of raw data: upload, preview, import."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.errors import RuleBroken, _
from dmops_platform.http import address_of, refusal_sentence
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.domain.sheets import csv_line
from sourcing.forms.imports import EncodingForm, ImportForm, MediaImportForm, UploadForm
from sourcing.models import RawFile
from sourcing.services import files, imports
from sourcing.services.error_list import refused_rows as rows_refused_by
from sourcing.views.refused import refused_csv

SHOWN_ERRORS = 50
SHOWN_NAMES = 20
SAMPLE = (
    ("id", "text", "source"),
    ("r-001", "Warm and honest. I laughed twice and cried once.", "sample"),
    ("r-002", "두 시간이 아까웠다. 배우들만 불쌍하다.", "sample"),
    ("r-003", 'He said "never again", and I understand why.', "sample"),
)


@csrf_exempt  # a body that is too large is refused before anything reads it, the token in it included
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take a file, to be looked at before it is imported."""
    files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
    return _upload(request, project_pk)


@csrf_protect
def _upload(request: PageRequest, project_pk: int) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    sources = list(selectors.sources_of(project))
    form = UploadForm(*sent, sources=sources, initial={"source": request.GET.get("source")})
    if form.is_valid():
        given, chosen = form.cleaned_data["file"], int(form.cleaned_data["source"])
        source = selectors.import_source(project, chosen)
        file = files.store_raw_file(source=source, name=given.name, chunks=given.chunks(), by=request.user)
        return redirect("sourcing:preview_page", file.pk)
    context = {"project": project, "sources": sources, "form": form, "most": files.most_megabytes()}
    return render(request, "sourcing/upload_page.html", context, status=422 if form.errors else 200)


@require_safe
def preview_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what is in a file and ask how it becomes items."""
    file = selectors.raw_file_for(request.user, pk)
    files.look_at_file(file=file, by=request.user, address=address_of(request))
    if imports.is_media(file):
        return _media_page(request, file, MediaImportForm())
    asked = EncodingForm(request.GET)
    return _preview_page(request, file, encoding=asked["encoding"].value() or None)


@require_POST
def start_import(request: PageRequest, pk: int) -> HttpResponse:
    """Start the import of a file; the same form sent twice starts one."""
    file = selectors.raw_file_for(request.user, pk)
    if imports.is_media(file):
        return _start_media_import(request, file)
    encoding = request.POST.get("encoding") or None
    form = ImportForm(imports.preview_file(file, encoding), encoding=encoding, data=request.POST)
    if not form.is_valid():
        return _preview_page(request, file, encoding=encoding, form=form)
    job = imports.start_import(file=file, by=request.user, **form.choice())
    return redirect("sourcing:import_page", job.pk)


def _start_media_import(request: PageRequest, file: RawFile) -> HttpResponse:
    form = MediaImportForm(request.POST)
    if not form.is_valid():
        return _media_page(request, file, form)
    job = imports.start_import(file=file, by=request.user, **form.choice())
    return redirect("sourcing:import_page", job.pk)


def _media_page(request: PageRequest, file: RawFile, form: MediaImportForm) -> HttpResponse:
    context: dict[str, Any] = {"project": file.project, "file": file, "form": form}
    context["earlier"] = selectors.earlier_imports(file)
    try:
        names = imports.preview_media(file)
    except RuleBroken as refusal:
        context |= {"form": None, "refusal": refusal_sentence(refusal)}
        return render(request, "sourcing/media_page.html", context, status=422)
    context |= {"count": len(names), "names": names[:SHOWN_NAMES]}
    return render(request, "sourcing/media_page.html", context, status=422 if form.errors else 200)


def _preview_page(
    request: PageRequest, file: RawFile, *, encoding: str | None, form: ImportForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "project": file.project,
        "file": file,
        "earlier": selectors.earlier_imports(file),
        "is_encoding_chosen": encoding is not None,
        "encoding_form": EncodingForm(initial={"encoding": encoding}),
    }
    try:
        preview = imports.preview_file(file, encoding)
    except RuleBroken as refusal:
        context["refusal"] = refusal_sentence(refusal)
        return render(request, "sourcing/preview_page.html", context, status=422)
    context["preview"] = preview
    context["form"] = form or ImportForm(preview, encoding=encoding)
    context["encoding_form"] = EncodingForm(initial={"encoding": preview.encoding})
    return render(request, "sourcing/preview_page.html", context, status=422 if form else 200)


@require_safe
def import_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show how far an import is, then what became of every row."""
    job = selectors.import_for(request.user, pk)
    context = {
        "project": job.project,
        "job": job,
        "pace": selectors.pace_of(job),
        "errors": job.report.get("errors", [])[:SHOWN_ERRORS],
        "may_import": Right.IMPORT_ITEMS in rights_of(request.user, job.project),
    }
    template = "sourcing/import_page.html#progress" if request.htmx else "sourcing/import_page.html"
    return render(request, template, context)


@require_POST
def cancel_import(request: PageRequest, pk: int) -> HttpResponse:
    """Stop an import."""
    job = selectors.import_for(request.user, pk, Right.IMPORT_ITEMS)
    imports.cancel_import(job=job, by=request.user)
    return redirect("sourcing:import_page", pk)


@require_safe
def refused_rows(request: PageRequest, pk: int) -> StreamingHttpResponse:
    """Hand out the list of every row an import refused, as CSV."""
    job = selectors.import_for(request.user, pk)
    head = (_("Line"), _("Column"), _("What is wrong and what to do"))
    name = f"refused-rows-import-{job.pk}.csv"
    return refused_csv(rows_refused_by(job), head=head, name=name, language=request.LANGUAGE_CODE)


@require_safe
def sample_file(request: PageRequest, project_pk: int) -> HttpResponse:
    """Hand out a small file that shows what an import takes."""
    project_for(request.user, project_pk, Right.SEE_ITEMS)
    lines = "".join(map(csv_line, SAMPLE))
    response = HttpResponse("\ufeff" + lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sample-items.csv"'
    return response
