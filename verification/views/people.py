"""Pages of a project's quality, and of decisions about people's work."""

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of
from verification.forms.people import AppealAnswerForm, AppealForm, PersonDecisionForm
from verification.models import PersonDecision
from verification.selectors import conduct as reads
from verification.selectors import quality as selectors
from verification.selectors.in_force import ALPHA, goal_words
from verification.services import person_decisions as services
from verification.services import quality_report

PER_PAGE = 50


@require_safe
def quality_report_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show how good the answers of a project are, by everything that may make a difference."""
    return _report_page(request, project_for(request.user, project_pk, Right.SEE_QUALITY))


def _report_page(
    request: PageRequest, project: Project, form: Form | None = None, status: int = 200
) -> HttpResponse:
    report = selectors.latest_report(project)
    context = {
        "project": project,
        "report": report,
        "fields": selectors.report_fields(report) if report else [],
        "at_work": selectors.report_at_work(project),
        "failure": selectors.last_report_failure(project),
        "goal": goal_words(project, ALPHA),
        "decisions": reads.person_decisions_for(request.user).filter(project=project)[:PER_PAGE],
        "form": form or PersonDecisionForm(project=project),
    }
    fragment = "#figures" if request.htmx and request.method == "GET" else ""
    return render(request, f"verification/quality_report_page.html{fragment}", context, status=status)


@require_POST
def start_quality_report(request: PageRequest, project_pk: int) -> HttpResponse:
    """Order a report."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    quality_report.start_quality_report(project=project, by=request.user)
    return redirect("verification:quality_report_page", project_pk)


@require_POST
def cancel_quality_report(request: PageRequest, pk: int) -> HttpResponse:
    """Stop a report."""
    report = selectors.report_for(request.user, pk)
    quality_report.cancel_quality_report(report=report, by=request.user)
    return redirect("verification:quality_report_page", report.project_id)


@require_POST
def decide_about_person(request: PageRequest, project_pk: int) -> HttpResponse:
    """Write down a decision about somebody's work."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = PersonDecisionForm(request.POST, project=project)
    if not form.is_valid():
        return _report_page(request, project, form, status=422)
    decision = services.decide_about_person(project=project, by=request.user, **form.cleaned_data)
    return redirect("verification:person_decision_page", decision.pk)


@require_safe
def my_decisions(request: PageRequest) -> HttpResponse:
    """Show what was decided about one's own work, latest first."""
    rows = reads.person_decisions_for(request.user).filter(person=request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "verification/my_decisions.html", {"page": page})


@require_safe
def person_decision_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show a decision about somebody's work, its evidence, and the appeal against it."""
    return _decision_page(request, reads.person_decision_for(request.user, pk))


def _decision_page(
    request: PageRequest, decision: PersonDecision, form: Form | None = None, status: int = 200
) -> HttpResponse:
    made = getattr(decision, "appeal", None)
    is_own = decision.person == request.user
    may_answer = Right.MANAGE_PROJECT in rights_of(request.user, decision.project) and not is_own
    open_form: Form | None = None
    if is_own and made is None:
        open_form = form or AppealForm()
    elif may_answer and made is not None and made.answered_at is None:
        open_form = form or AppealAnswerForm()
    context = {
        "project": decision.project,
        "decision": decision,
        "appeal": made,
        "is_own": is_own,
        "form": open_form,
    }
    return render(request, "verification/person_decision_page.html", context, status=status)


@require_POST
def appeal(request: PageRequest, pk: int) -> HttpResponse:
    """Object to a decision about one's own work."""
    decision = reads.person_decision_for(request.user, pk, own=True)
    form = AppealForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, decision, form, status=422)
    services.appeal(decision=decision, by=request.user, **form.cleaned_data)
    return redirect("verification:person_decision_page", pk)


@require_POST
def answer_appeal(request: PageRequest, pk: int) -> HttpResponse:
    """Answer an appeal."""
    decision = reads.judged_decision_for(request.user, pk)
    form = AppealAnswerForm(request.POST)
    if not form.is_valid():
        return _decision_page(request, decision, form, status=422)
    services.answer_appeal(decision=decision, by=request.user, **form.cleaned_data)
    return redirect("verification:person_decision_page", pk)
