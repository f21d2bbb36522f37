"""Pages of self-checks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from labeling.models import Batch
from labeling.selectors import batch_for
from projects.domain.roles import Right
from verification.forms.self_check import SelfCheckForm
from verification.selectors import self_check as selectors
from verification.services import self_checks as services


@require_safe
def self_check_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show the self-check of a batch, and how often people answer the same again."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    rule = selectors.self_check_of(batch)
    initial = {"percent": rule.percent, "delay_hours": rule.delay_hours} if rule else None
    return _page(request, batch, SelfCheckForm(initial=initial))


def _page(request: PageRequest, batch: Batch, form: SelfCheckForm, status: int = 200) -> HttpResponse:
    rule = selectors.self_check_of(batch)
    context = {
        "project": batch.project,
        "batch": batch,
        "rule": rule,
        "counts": selectors.counts_of(rule) if rule else None,
        "rows": selectors.self_check_figures(batch),
        "form": form,
    }
    return render(request, "verification/self_check_page.html", context, status=status)


@require_POST
def set_self_check(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a share of the answers of a batch again."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = SelfCheckForm(request.POST)
    if not form.is_valid():
        return _page(request, batch, form, status=422)
    services.set_self_check(batch=batch, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("The self-check is set."))
    return redirect("verification:self_check_page", pk)


@require_POST
def stop_self_check(request: PageRequest, pk: int) -> HttpResponse:
    """Ask nothing again any more."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    services.stop_self_check(batch=batch, by=request.user)
    return redirect("verification:self_check_page", pk)
