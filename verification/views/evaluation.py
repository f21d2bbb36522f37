"""Pages of evaluation by models."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import cycle_of, project_for, rights_of
from verification.forms.evaluation import CleanForm, CycleForm, DismissForm, EvaluationForm
from verification.models import Evaluation
from verification.selectors import cycles
from verification.selectors import evaluation as selectors
from verification.selectors.corpus import evaluable_fields
from verification.selectors.evaluation_words import evaluation_words, missed_words
from verification.selectors.in_force import runs_in_force
from verification.services import cleaning, evaluation

PER_PAGE = 50


@require_safe
def evaluation_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the evaluations of a project, its cycles, and the form to evaluate again."""
    return _evaluation_list(request, project_for(request.user, project_pk, Right.EVALUATE))


def _evaluation_list(
    request: PageRequest, project: Project, wrong: Form | None = None, status: int = 200
) -> HttpResponse:
    fields = evaluable_fields(runs_in_force(project))
    missed = missed_words(project)
    initial = {"reason": " ".join(missed), "seen": cycle_of(project)}
    context = {
        "project": project,
        "evaluations": [evaluation_words(one) for one in project.evaluations.order_by("-number")],
        "at_work": selectors.evaluation_at_work(project),
        "cycles": cycles.cycle_lines(project),
        "missed": missed,
        "may_reopen": Right.MANAGE_PROJECT in rights_of(request.user, project),
        "has_fields": bool(fields),
        "form": wrong if isinstance(wrong, EvaluationForm) else EvaluationForm(fields=fields),
        "cycle_form": wrong if isinstance(wrong, CycleForm) else CycleForm(initial=initial),
    }
    return render(request, "verification/evaluation_list.html", context, status=status)


@require_POST
def start_evaluation(request: PageRequest, project_pk: int) -> HttpResponse:
    """Order an evaluation of a field."""
    project = project_for(request.user, project_pk, Right.EVALUATE)
    form = EvaluationForm(request.POST, fields=evaluable_fields(runs_in_force(project)))
    if not form.is_valid():
        return _evaluation_list(request, project, form, status=422)
    started = evaluation.start_evaluation(project=project, by=request.user, **form.cleaned_data)
    return redirect("verification:evaluation_page", started.pk)


@require_safe
def evaluation_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show an evaluation: curve, slices and suspects, or how far it is."""
    return _evaluation_page(request, selectors.evaluation_for(request.user, pk))


def _evaluation_page(
    request: PageRequest, shown: Evaluation, wrong: Form | None = None, status: int = 200
) -> HttpResponse:
    lines = selectors.suspect_lines(shown)
    rights = rights_of(request.user, shown.project)
    context: dict[str, Any] = {
        "project": shown.project,
        "words": evaluation_words(shown),
        "is_present": shown.moment and selectors.is_evaluation_present(shown, runs_in_force(shown.project)),
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("page")),
        "states": selectors.suspects_by_state(lines),
        "has_open": any(not line.is_settled for line in lines),
        "outcomes": [
            cycles.outcome_of(one) for one in shown.cleanings.select_related("evaluation", "batch__project")
        ],
        "may_clean": Right.MANAGE_PROJECT in rights,
        "clean_form": wrong if isinstance(wrong, CleanForm) else CleanForm(known=()),
        "dismiss_form": wrong if isinstance(wrong, DismissForm) else DismissForm(known=()),
        "chosen": {int(pk) for pk in request.POST.getlist("suspects") if pk.isdecimal()},
    }
    fragment = "#progress" if request.htmx and request.method == "GET" else ""
    answer = render(request, f"verification/evaluation_page.html{fragment}", context, status=status)
    if fragment and shown.is_over:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def cancel_evaluation(request: PageRequest, pk: int) -> HttpResponse:
    """Stop an evaluation."""
    found = selectors.evaluation_for(request.user, pk)
    evaluation.cancel_evaluation(evaluation=found, by=request.user)
    return redirect("verification:evaluation_page", pk)


@require_POST
def settle_suspects(request: PageRequest, pk: int) -> HttpResponse:
    """Send the chosen suspects back to people, or dismiss them, by the button that was pressed."""
    found = selectors.evaluation_for(request.user, pk, Right.MANAGE_PROJECT)
    kind = CleanForm if request.POST.get("how") == "clean" else DismissForm
    known = list(found.suspects.values_list("pk", flat=True))
    form = kind(request.POST, known=known)
    if not form.is_valid():
        return _evaluation_page(request, found, form, status=422)
    if isinstance(form, CleanForm):
        opened = cleaning.clean_suspects(evaluation=found, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The batch “%(batch)s” is open.") % {"batch": opened.batch.name})
    else:
        cleaning.dismiss_suspects(evaluation=found, by=request.user, **form.cleaned_data)
    return redirect(reverse("verification:evaluation_page", args=[pk]) + "#suspects")


@require_POST
def reopen_cycle(request: PageRequest, project_pk: int) -> HttpResponse:
    """Begin another round of stages 7 to 10."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = CycleForm(request.POST)
    if not form.is_valid():
        return _evaluation_list(request, project, form, status=422)
    cycle = cleaning.reopen_cycle(project=project, by=request.user, **form.cleaned_data)
    told = gettext("Cycle %(number)s has begun: stages 7 to 10 are open again.")
    messages.success(request, told % {"number": cycle.number})
    return redirect("overview:board", project_pk)
