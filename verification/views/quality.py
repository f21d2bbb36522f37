"""Pages of agreement and consensus."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from labeling.domain.batching import MOST_OVERLAP
from labeling.models import Batch
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.selectors import rights_of
from verification import selectors, services
from verification.forms.quality import CollectForm, ComputeForm
from verification.selectors import live
from verification.selectors.in_force import ALPHA
from verification.selectors.self_check import self_check_figures

GOAL = 0.8  # the confidence that is suggested


@require_safe
def quality_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show how far people agree in a batch, and how a computation under way goes."""
    batch = batch_for(request.user, pk, Right.REVIEW)
    return _quality_page(request, batch, ComputeForm(initial=_last_settings(batch)))


def _last_settings(batch: Batch) -> dict[str, Any]:
    run = selectors.latest_run(batch)
    return {"method": run.method, "scale": run.scale, "seed": run.seed} if run else {}


def _quality_page(request: PageRequest, batch: Batch, form: Form, status: int = 200) -> HttpResponse:
    run = selectors.latest_run(batch)
    rights = rights_of(request.user, batch.project)
    collect = (
        form if isinstance(form, CollectForm) else CollectForm(initial={"goal": GOAL, "cap": _cap(batch)})
    )
    context = {
        "project": batch.project,
        "batch": batch,
        "run": run,
        "at_work": selectors.run_at_work(batch),
        "failure": selectors.last_failure(batch),
        "fields": selectors.quality_of(run, request.user) if run else [],
        "since": selectors.answers_since(run) if run else 0,
        "open_disputes": selectors.open_disputes(batch).count(),
        "goal": selectors.goal_words(batch.project, ALPHA),
        "may_compute": Right.MANAGE_PROJECT in rights,
        "form": form if isinstance(form, ComputeForm) else ComputeForm(initial=_last_settings(batch)),
        "self_check": self_check_figures(batch) if Right.SEE_QUALITY in rights else [],
        "collect_form": collect,
        "collecting": selectors.collecting(batch, GOAL, _cap(batch)),
    }
    fragment = "#figures" if request.htmx and request.method == "GET" else ""
    return render(request, f"verification/quality_page.html{fragment}", context, status=status)


@require_POST
def start_consensus(request: PageRequest, pk: int) -> HttpResponse:
    """Order a computation over a batch."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = ComputeForm(request.POST)
    if not form.is_valid():
        return _quality_page(request, batch, form, status=422)
    services.start_consensus(batch=batch, by=request.user, **form.cleaned_data)
    return redirect("verification:quality_page", pk)


def _cap(batch: Batch) -> int:
    return min(batch.most_answers or batch.overlap + 2, MOST_OVERLAP)


@require_POST
def collect_more(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for one more answer where people are unsure."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = CollectForm(request.POST)
    if not form.is_valid():
        return _quality_page(request, batch, form, status=422)
    added = services.collect_more(batch=batch, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("One more answer is asked for %(n)s items.") % {"n": added})
    return redirect("verification:quality_page", pk)


@require_safe
def batch_quality(request: PageRequest, pk: int) -> HttpResponse:
    """Show the quality of a batch in short, as a fragment of its page."""
    batch = batch_for(request.user, pk, Right.REVIEW)
    run = selectors.latest_run(batch)
    context = {
        "batch": batch,
        "run": run,
        "fields": run.report["fields"] if run else [],
        "open_disputes": selectors.open_disputes(batch).count(),
        "live": live.live_agreement(batch),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, batch.project),
        "goal": selectors.goal_words(batch.project, ALPHA),
    }
    return render(request, "verification/_batch_quality.html", context)
