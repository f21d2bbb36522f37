"""Pages of those who work by the guideline: reading it, and saying so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.types import PageRequest
from guidelines import selectors, services
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
