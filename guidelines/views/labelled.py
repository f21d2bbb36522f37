"""The pages on which files are uploaded that bring labels: with their items, or for items that exist."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.forms.labelled import AddLabelsForm, LabelledForm
from guidelines.services import import_labels as import_file
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing.selectors import import_source, pace_of, sources_of
from sourcing.services import files

SHOWN_EARLIER = 20


@csrf_exempt  # a body that is too large is refused before anything reads it, the token in it included
@require_http_methods(["GET", "HEAD", "POST"])
def import_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take a file with labels and begin its import."""
    files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
    return _import_labels(request, project_pk)


@csrf_protect
def _import_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    sources, fields = list(sources_of(project)), selectors.suggestable_fields(project)
    form = LabelledForm(*sent, sources=sources, fields=fields)
    if form.is_valid():
        file, source = form.cleaned_data["file"], import_source(project, int(form.cleaned_data["source"]))
        try:
            job = import_file(
                source=source, name=file.name, chunks=file.chunks(), by=request.user, **form.choice()
            )
        except BadInput as refusal:
            form.add_error(refusal.path if refusal.path in form.fields else "file", refusal_sentence(refusal))
        else:
            return redirect("sourcing:import_page", job.pk)
    context = {"project": project, "sources": sources, "fields": fields, "form": form}
    context["most"] = files.most_megabytes()
    context["reads_schema"] = Right.READ_GUIDELINE in rights_of(request.user, project)
    return render(request, "guidelines/labelled_page.html", context, status=422 if form.errors else 200)


@csrf_exempt  # a body that is too large is refused before anything reads it, the token in it included
@require_http_methods(["GET", "HEAD", "POST"])
def preview_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take a file of labels for items that exist, to be looked through."""
    files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
    return _preview_labels(request, project_pk)


@csrf_protect
def _preview_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    sources, fields = list(sources_of(project)), selectors.confirmed_fields(project)
    form = AddLabelsForm(*sent, sources=sources, fields=fields)
    if form.is_valid():
        file, source = form.cleaned_data["file"], import_source(project, int(form.cleaned_data["source"]))
        try:
            job = services.preview_labels(
                source=source, name=file.name, chunks=file.chunks(), by=request.user, **form.choice()
            )
        except BadInput as refusal:
            form.add_error(refusal.path if refusal.path in form.fields else "file", refusal_sentence(refusal))
        else:
            return redirect("guidelines:label_import_page", job.pk)
    context = {"project": project, "sources": sources, "fields": fields, "form": form}
    context["earlier"] = selectors.label_imports_of(project)[:SHOWN_EARLIER]
    context["most"] = files.most_megabytes()
    context["reads_schema"] = Right.READ_GUIDELINE in rights_of(request.user, project)
    return render(request, "guidelines/add_labels_page.html", context, status=422 if form.errors else 200)


@require_safe
def label_import_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a file of labels holds, and what became of it."""
    job = selectors.label_import_for(request.user, pk)
    context = {
        "project": job.project,
        "job": job,
        "pace": pace_of(job),
        "errors": job.report.get("errors", []),
    }
    template = "guidelines/label_import_page.html"
    return render(request, f"{template}#progress" if request.htmx else template, context)


@require_POST
def add_labels(request: PageRequest, pk: int) -> HttpResponse:
    """Make suggestions of the labels that were looked through."""
    preview = selectors.label_import_for(request.user, pk)
    job = services.add_labels(preview=preview, by=request.user)
    return redirect("guidelines:label_import_page", job.pk)
