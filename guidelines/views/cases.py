"""Pages of edge cases."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.forms.guidelines import EdgeCaseForm
from guidelines.reading import about_words, label_titles
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of


@require_safe
def edge_case_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the edge cases, latest first, and the form for another to those who write the guideline."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    return _list(request, project, EdgeCaseForm(titles=_titles(project)))


@require_POST
def add_edge_case(request: PageRequest, project_pk: int) -> HttpResponse:
    """Write an edge case into the draft of the next guideline version."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = EdgeCaseForm(request.POST, titles=_titles(project))
    if not form.is_valid():
        return _list(request, project, form, status=422)
    row = services.add_edge_case(project=project, by=request.user, **form.facts())
    number = row.guideline.number
    messages.success(
        request, _("It stands in version %(number)s, which is being written.") % {"number": number}
    )
    return redirect("guidelines:edge_case_list", project.pk)


def _titles(project: Project) -> dict[tuple[str, str], str]:
    return label_titles(selectors.schema_fields(project))


def _list(request: PageRequest, project: Project, form: EdgeCaseForm, status: int = 200) -> HttpResponse:
    fields = selectors.schema_fields(project)
    rows = selectors.edge_cases_for(request.user).filter(project=project)
    context = {
        "project": project,
        "cases": [(row, about_words(row.field, row.label, fields)) for row in rows],
        "form": form,
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }
    return render(request, "guidelines/edge_case_list.html", context, status=status)
