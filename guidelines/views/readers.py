"""Pages of those who work by the guideline: reading it, and saying so."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.documents import html_document, pdf_document
from guidelines.forms.guidelines import AcknowledgeForm
from guidelines.reading import reading_of
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of


@require_safe
def guideline_reading(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show just what changed since this person last confirmed a version, or the whole at first."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    context = {
        "project": project,
        "reading": reading_of(request.user, project),
        "may_label": Right.LABEL in rights_of(request.user, project),
    }
    return render(request, "guidelines/guideline_reading.html", context)


@require_safe
def guideline_document(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Send one version as an HTML file that needs nothing else."""
    guideline = selectors.guideline_for(request.user, project_pk, number)
    language = document_language(request)
    fields = selectors.schema_fields(guideline.project)
    page = html_document(guideline, fields, language)
    return _file(page.encode(), "text/html; charset=utf-8", f"guideline-{number}-{language}.html")


@require_safe
def guideline_pdf(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Send one version as PDF; where that cannot be made, say how it can."""
    guideline = selectors.guideline_for(request.user, project_pk, number)
    language = document_language(request)
    fields = selectors.schema_fields(guideline.project)
    return _file(
        pdf_document(guideline, fields, language), "application/pdf", f"guideline-{number}-{language}.pdf"
    )


def document_language(request: PageRequest) -> str:
    """Return the language a document is asked for in: that of the address, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@require_POST
def acknowledge(request: PageRequest, project_pk: int) -> HttpResponse:
    """Note that this person has read the guideline, and lead to the work that waited for it."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        raise BadInput(
            gettext_noop("Say which version you read: reload the page and press the button again.")
        )
    guideline = selectors.guideline_for(request.user, project.pk, form.cleaned_data["guideline"])
    services.acknowledge(guideline=guideline, by=request.user)
    messages.success(request, _("Thank you. New work follows this version."))
    if Right.LABEL in rights_of(request.user, project):
        return redirect("labeling:work_page", project.pk)
    return redirect("guidelines:guideline_page", project.pk)
