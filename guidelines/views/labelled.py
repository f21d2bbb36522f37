"""The pages on which files are uploaded that bring labels: with their items, or for items that exist."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.background import Job
from dmops_platform.errors import BadInput, _
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.domain.schema import Field
from guidelines.forms.labelled import AddLabelsForm, LabelledForm
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of
from sourcing.selectors import import_source, sources_of
from sourcing.services import files
from sourcing.views.refused import refused_csv

SHOWN_EARLIER = 20


class Upload(NamedTuple):
    """How one of the two sorts of files is taken: for which fields, by which form and service, what is seen then."""

    fields: Callable[[Project], Sequence[Field]]
    form: type[LabelledForm | AddLabelsForm]
    begin: Callable[..., Job]
    template: str
    then: str


WITH_ITEMS = Upload(
    selectors.suggestable_fields,
    LabelledForm,
    services.import_labels,
    "guidelines/labelled_page.html",
    "sourcing:import_page",
)
FOR_ITEMS = Upload(
    selectors.confirmed_fields,
    AddLabelsForm,
    services.preview_labels,
    "guidelines/add_labels_page.html",
    "guidelines:label_import_page",
)


@csrf_exempt  # a body that is too large is refused before anything reads it, the token in it included
@require_http_methods(["GET", "HEAD", "POST"])
def import_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take a file with labels and begin its import."""
    return _upload(request, project_pk, WITH_ITEMS)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def preview_labels(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take a file of labels for items that exist, to be looked through."""
    return _upload(request, project_pk, FOR_ITEMS)


def _upload(request: PageRequest, project_pk: int, sort: Upload) -> HttpResponse:
    files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
    return _take(request, project_pk, sort)


@csrf_protect
def _take(request: PageRequest, project_pk: int, sort: Upload) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    sources, fields = list(sources_of(project)), sort.fields(project)
    form = sort.form(*sent, sources=sources, fields=fields)
    if form.is_valid():
        file, source = form.cleaned_data["file"], import_source(project, int(form.cleaned_data["source"]))
        try:
            job = sort.begin(
                source=source, name=file.name, chunks=file.chunks(), by=request.user, **form.choice()
            )
        except BadInput as refusal:
            form.add_error(refusal.path if refusal.path in form.fields else "file", refusal_sentence(refusal))
        else:
            return redirect(sort.then, job.pk)
    context = {
        "project": project,
        "sources": sources,
        "fields": fields,
        "form": form,
        "earlier": selectors.label_imports_of(project)[:SHOWN_EARLIER],
        "most": files.most_megabytes(),
        "reads_schema": Right.READ_GUIDELINE in rights_of(request.user, project),
    }
    return render(request, sort.template, context, status=422 if form.errors else 200)


@require_safe
def label_import_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what a file of labels holds, and what became of it."""
    job = selectors.label_import_for(request.user, pk)
    context = {
        "project": job.project,
        "job": job,
        "added": selectors.added_from(job),
        "errors": job.report.get("errors", []),
        "not_kept": sum(job.report.get("counts", {}).values()),
    }
    template = "guidelines/label_import_page.html"
    return render(request, f"{template}#progress" if request.htmx else template, context)


@require_POST
def add_labels(request: PageRequest, pk: int) -> HttpResponse:
    """Make suggestions of the labels that were looked through."""
    preview = selectors.label_import_for(request.user, pk)
    job = services.add_labels(preview=preview, by=request.user)
    return redirect("guidelines:label_import_page", job.pk)


@require_POST
def cancel_labels(request: PageRequest, pk: int) -> HttpResponse:
    """Stop looking through a file of labels, or adding it."""
    services.cancel_labels(job=selectors.label_import_for(request.user, pk), by=request.user)
    return redirect("guidelines:label_import_page", pk)


@require_safe
def refused_labels(request: PageRequest, pk: int) -> StreamingHttpResponse:
    """Hand out the list of all labels of a file that are no suggestions, as CSV."""
    job = selectors.label_import_for(request.user, pk)
    head = (_("Line or file"), _("Item"), _("What is wrong and what to do"))
    name = f"refused-labels-{job.pk}.csv"
    return refused_csv(services.refused_labels(job), head=head, name=name, language=request.LANGUAGE_CODE)
