"""Pages of pay terms, fair pay, the ledger and one's own pay."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from annotators.forms.pay import FloorForm, ReasonForm, TermsForm
from annotators.selectors import ledger, pay, terms
from annotators.services import pay as services
from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of

PER_PAGE = 100


@require_safe
def pay_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what people are paid, what an hour brings, and the floor it is held against."""
    return _pay_page(request, project_for(request.user, project_pk, Right.SEE_PAY))


def _pay_page(
    request: PageRequest,
    project: Project,
    *,
    terms_form: Form | None = None,
    floor_form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    currency = terms.currency_of(project) or project_currency(project)
    today = timezone.localdate()
    context = {
        "project": project,
        "currency": currency,
        "estimates": terms.estimates(project, terms.terms_in_force(project)),
        "versions": terms.terms_of(project),
        "floors": terms.floors_of(project),
        "floor": terms.floor_on(project, today, currency),
        "today": today,
        "fair": pay.fair_pay(project),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
        "terms_form": terms_form or TermsForm(initial={"currency": currency}),
        "floor_form": floor_form or FloorForm(initial={"currency": currency}),
    }
    return render(request, "annotators/pay_page.html", context, status=status)


def project_currency(project: Project) -> str:
    """Return the currency to suggest: that of the latest brief, else the won."""
    latest = project.briefs.order_by("-number").values_list("currency", flat=True).first()
    return latest or "KRW"


@require_POST
def set_terms(request: PageRequest, project_pk: int) -> HttpResponse:
    """Write the next version of the terms."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = TermsForm(request.POST)
    if form.is_valid():
        try:
            services.set_terms(project=project, by=request.user, **form.cleaned_data)
            return redirect("annotators:pay_page", project_pk)
        except BadInput as refusal:
            form.add_error(refusal.path or None, refusal_sentence(refusal))
    return _pay_page(request, project, terms_form=form, status=422)


@require_POST
def set_floor(request: PageRequest, project_pk: int) -> HttpResponse:
    """Write a row of the fair-pay floor."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = FloorForm(request.POST)
    if form.is_valid():
        try:
            services.set_floor(project=project, by=request.user, **form.cleaned_data)
            return redirect("annotators:pay_page", project_pk)
        except BadInput as refusal:
            form.add_error(refusal.path or None, refusal_sentence(refusal))
    return _pay_page(request, project, floor_form=form, status=422)


@require_safe
def ledger_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what every account holds and each posting, latest first."""
    project = project_for(request.user, project_pk, Right.SEE_PAY)
    postings = ledger.postings_of(project)
    context = {
        "project": project,
        "balances": ledger.balances(project),
        "page": Paginator(postings, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "annotators/ledger_page.html", context)


@require_safe
def earning_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one earning and, to managers, the form that takes it back."""
    return _earning_page(request, pk, ReasonForm())


def _earning_page(request: PageRequest, pk: int, form: Form, status: int = 200) -> HttpResponse:
    earning = ledger.earning_for(request.user, pk)
    may_manage = Right.MANAGE_PROJECT in rights_of(request.user, earning.project)
    context = {
        "project": earning.project,
        "earning": earning,
        "form": form if may_manage and earning.is_live and earning.payout_id is None else None,
    }
    return render(request, "annotators/earning_page.html", context, status=status)


@require_POST
def reverse_earning(request: PageRequest, pk: int) -> HttpResponse:
    """Take an earning back."""
    earning = ledger.earning_for(request.user, pk, Right.MANAGE_PROJECT)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _earning_page(request, pk, form, status=422)
    services.reverse_earning(earning=earning, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("The earning is reversed."))
    return redirect("annotators:earning_page", pk)


@require_safe
def my_pay(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show this person's own earnings, hours and what an hour brought."""
    project = project_for(request.user, project_pk, Right.SEE_OWN_PAY)
    earnings = pay.own_earnings(request.user, project)
    context = {
        "project": project,
        "months": pay.monthly_pay(request.user, project),
        "pay": pay.own_pay(request.user, project),
        "terms": [one for one in terms.terms_in_force(project) if one.role == "annotator"],
        "page": Paginator(earnings, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "annotators/my_pay.html", context)


@require_safe
def pay_statement(request: PageRequest, project_pk: int, pk: int) -> HttpResponse:
    """Show what one person earned month by month, and every line."""
    project = project_for(request.user, project_pk, Right.SEE_PAY)
    person = ledger.paid_person(project, pk)
    earnings = pay.own_earnings(person, project)
    context = {
        "project": project,
        "person": person,
        "months": pay.monthly_pay(person, project),
        "pay": pay.own_pay(person, project),
        "page": Paginator(earnings, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "annotators/pay_statement.html", context)
