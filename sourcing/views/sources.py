"""Pages of sources: what is stated, who judged it, how varied it is, and the raw files."""

from typing import Any

from django.forms import Form
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import address_of, refusal_sentence
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.forms.sources import AssessmentForm, ReasonForm, ReviewForm, SourceForm
from sourcing.models import Source
from sourcing.services import files, sources
from sourcing.services.sources import Upload


@require_safe
def source_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show where the data of a project comes from, and what may be used."""
    project = project_for(request.user, project_pk, Right.SEE_SOURCES)
    standings = selectors.project_standings(project)
    counts = selectors.item_counts([standing.source for standing in standings])
    context = {
        "project": project,
        "lines": [(standing, counts.get(standing.source.pk, 0)) for standing in standings],
        "may_edit": Right.EDIT_SOURCES in rights_of(request.user, project),
    }
    return render(request, "sourcing/source_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_source(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form of a new source, and record it."""
    project = project_for(request.user, project_pk, Right.EDIT_SOURCES)
    form = SourceForm(*_sent(request))
    if form.is_valid():
        try:
            source = sources.add_source(
                project=project, facts=form.facts(), evidence=_evidence(form), by=request.user
            )
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            return redirect("sourcing:source_page", source.pk)
    status = 422 if form.is_bound else 200
    return render(request, "sourcing/source_form.html", {"project": project, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def change_source(request: PageRequest, pk: int) -> HttpResponse:
    """Show what is stated about a source, and state it anew."""
    source = selectors.source_for(request.user, pk, Right.EDIT_SOURCES)
    form = SourceForm(*_sent(request), initial=SourceForm.initial_of(source, selectors.digest_of(source)))
    if form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            source = sources.change_source(
                source=source, facts=form.facts(), evidence=_evidence(form), by=request.user, seen=seen
            )
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            return redirect("sourcing:source_page", source.pk)
    context = {"project": source.project, "source": source, "form": form}
    return render(request, "sourcing/source_form.html", context, status=422 if form.is_bound else 200)


def _sent(request: PageRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _evidence(form: SourceForm) -> Upload | None:
    given = form.cleaned_data["evidence"]
    return Upload(given.name, given.chunks()) if given else None


def _blame(form: Form, refusal: BadInput) -> None:
    form.add_error(refusal.path if refusal.path in form.fields else None, refusal_sentence(refusal))


@require_safe
def source_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show everything that is known and said about a source."""
    return _source_page(request, selectors.source_for(request.user, pk))


def _source_page(request: PageRequest, source: Source, status: int = 200, **forms: Form) -> HttpResponse:
    standing, rights = selectors.standing_of(source), rights_of(request.user, source.project)
    is_own = request.user.pk in (source.by_id, source.changed_by_id)
    context = {
        "project": source.project,
        "source": source,
        "standing": standing,
        "n": selectors.item_counts([source]).get(source.pk, 0),
        "files": source.files.select_related("by").order_by("-pk")[:50],
        "imports": selectors.imports_of_source(source)[:20],
        "assessments": selectors.assessments_of(source).values(),
        "rights": {right.value for right in rights},
        "is_own": is_own,
        "may_review": Right.REVIEW_SOURCES in rights and not is_own,
        "review_form": forms.get("review") or ReviewForm(initial={"seen": selectors.digest_of(source)}),
        "assessment_form": forms.get("assessment") or AssessmentForm(),
        "reason_form": forms.get("reason") or ReasonForm(),
    }
    return render(request, "sourcing/source_page.html", context, status=status)


@require_POST
def review_source(request: PageRequest, pk: int) -> HttpResponse:
    """Say whether a source may be used."""
    source = selectors.source_for(request.user, pk, Right.REVIEW_SOURCES)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            sources.review_source(source=source, by=request.user, **form.cleaned_data)
        except BadInput as refusal:
            _blame(form, refusal)
        else:
            return redirect("sourcing:source_page", pk)
    return _source_page(request, source, status=422, review=form)


@require_POST
def assess_source(request: PageRequest, pk: int) -> HttpResponse:
    """Judge a source by a criterion of data quality."""
    source = selectors.source_for(request.user, pk, Right.EDIT_SOURCES)
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _source_page(request, source, status=422, assessment=form)
    sources.assess_source(source=source, by=request.user, **form.cleaned_data)
    return redirect("sourcing:source_page", pk)


@require_safe
def source_diversity(request: PageRequest, pk: int) -> HttpResponse:
    """Show how varied the texts of a source are."""
    source = selectors.source_for(request.user, pk)
    context = {
        "project": source.project,
        "source": source,
        "diversity": selectors.diversity_of(source),
    }
    template = "sourcing/source_diversity.html"
    return render(request, f"{template}#figures" if request.htmx else template, context)


@require_POST
def download_file(request: PageRequest, pk: int) -> FileResponse | HttpResponse:
    """Hand out a raw file to the data team, against a reason."""
    file = selectors.raw_bytes_for(request.user, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _source_page(request, file.source, status=422, reason=form)
    stream = files.download_file(
        file=file, by=request.user, address=address_of(request), reason=form.cleaned_data["reason"]
    )
    return FileResponse(
        stream, as_attachment=True, filename=file.name, content_type="application/octet-stream"
    )
