"""Pages of peer review."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines.reading import guideline_for_screen
from guidelines.selectors import published_guideline
from labeling.models import Batch
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for
from verification.forms.review import SamplingForm, initial_of
from verification.models import Review
from verification.selectors import review as selectors
from verification.selectors.review_outcomes import Preview, outcomes, own_reviews, preview
from verification.selectors.review_units import unit_of_review
from verification.selectors.self_check import own_self_check
from verification.services import reviews as services

FIRST_UNITS = 3


@require_safe
def review_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the review screen with the first answers already in it."""
    project = project_for(request.user, project_pk, Right.REVIEW)
    services.refill(project, request.user)
    taken = services.take_reviews(project=project, by=request.user, ahead=FIRST_UNITS)
    context = {"project": project, "props": _screen(request, project, taken)}
    return render(request, "verification/review_page.html", context)


def _screen(request: PageRequest, project: Project, taken: list[Review]) -> dict[str, Any]:
    last = selectors.last_verdict(request.user, project)
    batch = taken[0].batch if taken else None
    guideline = published_guideline(project)
    actions = {"judge": "judge_review", "undo": "undo_verdict", "release": "give_back_review"}
    urls = {
        name: reverse(f"api:{action}", args=[0]).replace("/0/", "/{id}/") for name, action in actions.items()
    }
    return {
        "urls": urls
        | {
            "next": reverse("api:next_reviews", args=[project.pk]),
            "exit": reverse("overview:home"),
            "login": reverse("account_login"),
        },
        "units": [unit_of_review(review, request.user) for review in taken],
        "waiting": selectors.reviewable(request.user, project).count(),
        "rework": selectors.in_rework(project).count(),
        "last": last.review_id if last else None,
        "guideline": guideline_for_screen(guideline, batch.schema) if batch else None,
    }


@require_safe
def review_rule_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show the review rule of a batch, and what review found."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    return _rule_page(request, batch, SamplingForm(initial=initial_of(selectors.rule_of(batch))))


def _rule_page(
    request: PageRequest,
    batch: Batch,
    form: SamplingForm,
    found: Preview | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": batch.project,
        "batch": batch,
        "rule": selectors.rule_of(batch),
        "form": form,
        "preview": found,
        "outcomes": outcomes(batch),
    }
    return render(request, "verification/review_rule_page.html", context, status=status)


@require_POST
def set_review_rule(request: PageRequest, pk: int) -> HttpResponse:
    """Set the review rule of a batch; or only count what it would pick."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = SamplingForm(request.POST)
    if not form.is_valid():
        return _rule_page(request, batch, form, status=422)
    try:
        services.check_sampling(form.sampling())
    except BadInput as wrong:
        form.add_error(wrong.path if wrong.path in form.fields else None, refusal_sentence(wrong))
        return _rule_page(request, batch, form, status=422)
    if "preview" in request.POST:
        return _rule_page(request, batch, form, preview(batch, form.sampling()))
    services.set_review_rule(batch=batch, sampling=form.sampling(), by=request.user)
    n = outcomes(batch).counts.waiting
    messages.success(request, gettext("The rule is set. Answers waiting for review: %(n)s.") % {"n": n})
    return redirect("verification:review_rule_page", pk)


@require_POST
def stop_review(request: PageRequest, pk: int) -> HttpResponse:
    """End the review rule of a batch."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    services.stop_review(batch=batch, by=request.user)
    return redirect("verification:review_rule_page", pk)


@require_safe
def own_review_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show annotators what reviewers said about their answers."""
    project = project_for(request.user, project_pk, Right.LABEL)
    found = own_reviews(request.user, project)
    template = "verification/review_own.html"
    fragment = "#reviews" if request.htmx else ""
    again = own_self_check(request.user, project)
    context = {"project": project, "found": found, "again": again}
    return render(request, template + fragment, context)
