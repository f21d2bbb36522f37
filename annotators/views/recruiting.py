"""Pages of recruiting: gold in use, campaigns and their applicants, for project managers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotators.domain.recruiting import MODE_RULES
from annotators.forms.recruiting import CampaignForm, DecisionForm
from annotators.models import Application, Use
from annotators.selectors import attempts as pieces
from annotators.selectors import recruiting as selectors
from annotators.services import recruiting as services
from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines.markdown import render_markdown
from projects.domain.roles import Right
from projects.selectors import project_for


@require_safe
def campaign_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the campaigns of a project, who is qualified and how many people the plan wants."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    context = {
        "project": project,
        "campaigns": selectors.with_counts(selectors.campaigns_for(request.user).filter(project=project)),
        "qualified": selectors.qualified_people(project),
        "overlap": selectors.planned_overlap(project),
    }
    return render(request, "annotators/campaign_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_campaign(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form of a campaign, and open it."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = CampaignForm(request.POST or None)
    if form.is_valid():
        try:
            campaign = services.open_campaign(project=project, by=request.user, **form.campaign())
            return redirect("annotators:campaign_page", campaign.pk)
        except BadInput as refusal:
            path = "percent" if refusal.path == "pass_accuracy" else refusal.path
            form.add_error(path if path in form.fields else None, refusal_sentence(refusal))
    context = {
        "project": project,
        "form": form,
        "rules": MODE_RULES.values(),
        "test_gold": pieces.items_in_use(project, Use.TEST).count(),
    }
    return render(request, "annotators/campaign_new.html", context, status=422 if form.errors else 200)


@require_safe
def campaign_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one campaign: its link, what it asks, and who applied."""
    campaign = selectors.campaign_for(request.user, pk)
    link = request.build_absolute_uri(reverse("annotators:join", args=[campaign.token]))
    context = {
        "project": campaign.project,
        "campaign": campaign,
        "link": link,
        "is_open": selectors.is_open(campaign),
        "html": render_markdown(campaign.text, "campaign-").html,
        "applicants": selectors.applicants(campaign),
    }
    return render(request, "annotators/campaign_page.html", context)


@require_POST
def close_campaign(request: PageRequest, pk: int) -> HttpResponse:
    """Take no more applications."""
    services.close_campaign(campaign=selectors.campaign_for(request.user, pk), by=request.user)
    return redirect("annotators:campaign_page", pk)


@require_safe
def application_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one applicant: what they told, their tests with every mistake, and the decision."""
    return _application_page(request, selectors.application_for(request.user, pk), DecisionForm())


def _application_page(
    request: PageRequest, application: Application, form: DecisionForm, status: int = 200
) -> HttpResponse:
    tests = application.attempts.select_related("schema").order_by("-pk")
    context = {
        "project": application.campaign.project,
        "application": application,
        "tests": [(test, pieces.piece_results(test)) for test in tests if test.ended_at],
        "form": None if application.decided_at else form,
    }
    return render(request, "annotators/application_page.html", context, status=status)


@require_POST
def accept_application(request: PageRequest, pk: int) -> HttpResponse:
    """Let an applicant label."""
    return _decide(request, pk, services.accept_application, gettext("%(person)s can label now."))


@require_POST
def decline_application(request: PageRequest, pk: int) -> HttpResponse:
    """Turn an applicant down."""
    return _decide(request, pk, services.decline_application, gettext("%(person)s was declined."))


def _decide(request: PageRequest, pk: int, decide: Any, said: str) -> HttpResponse:
    application = selectors.application_for(request.user, pk)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            decide(application=application, by=request.user, **form.cleaned_data)
        except BadInput as refusal:
            form.add_error("reason", refusal_sentence(refusal))
        else:
            messages.success(request, said % {"person": application.person})
            return redirect("annotators:campaign_page", application.campaign_id)
    return _application_page(request, application, form, status=422)
