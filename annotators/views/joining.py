"""Pages for people who want to label: the public page of a campaign, the test, and what came of it."""

from typing import Any, cast

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from annotators.domain.entrance import ACCURACY_WEIGHT
from annotators.forms.recruiting import ApplyForm, SignUpForm
from annotators.models import Application, Attempt, AttemptKind, Campaign
from annotators.selectors import attempts as pieces
from annotators.selectors import recruiting as selectors
from annotators.selectors.terms import terms_in_force
from annotators.services import recruiting as services
from annotators.services.attempts import take_pieces
from dmops_platform.errors import BadInput, RuleBroken
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines.markdown import render_markdown
from guidelines.reading import guideline_for_screen

FIRST_UNITS = 3
BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
@require_safe
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show a campaign to everybody with its link, and to who applied how far they are."""
    campaign = selectors.public_campaign(token)
    return _join_page(request, campaign, _form_for(request))


def _form_for(request: HttpRequest) -> ApplyForm:
    form = ApplyForm if request.user.is_authenticated else SignUpForm
    return form(request.POST or None)


def _join_page(request: HttpRequest, campaign: Campaign, form: ApplyForm, status: int = 200) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    application = selectors.own_application(person, campaign) if person else None
    terms = [one for one in terms_in_force(campaign.project) if one.role == "annotator"]
    context = {
        "campaign": campaign,
        "html": render_markdown(campaign.text, "campaign-").html,
        "agreement": render_markdown(campaign.agreement, "agreement-").html,
        "is_open": selectors.is_open(campaign),
        "terms": terms,
        "form": form,
        "application": application,
        "percent": round(100 * campaign.pass_accuracy),
        **(_standing(application) if application else {}),
    }
    return render(request, "annotators/join.html", context, status=status)


def _standing(application: Application) -> dict[str, Any]:
    """Return how far an application is: its tests, the one that runs, and how many attempts are left."""
    tests = list(application.attempts.order_by("pk"))
    running = next((test for test in tests if test.ended_at is None), None)
    campaign = application.campaign
    left = campaign.attempts - len(tests)
    can_begin = application.state in ("applied", "failed") and left > 0 and campaign.test_size > 0
    finished = [test for test in tests if test.ended_at]
    return {"running": running, "tests": finished, "left": max(left, 0), "can_begin": can_begin}


@login_not_required
@require_POST
def apply_to(request: HttpRequest, token: str) -> HttpResponse:
    """Apply, with a new account where nobody is signed in."""
    campaign = selectors.public_campaign(token)
    form = _form_for(request)
    if not form.is_valid():
        return _join_page(request, campaign, form, status=422)
    try:
        person = _person(request, campaign, form)
        profile = form.profile() if isinstance(form, SignUpForm) else form.cleaned_data
        services.apply_to(campaign=campaign, person=person, **profile)
    except RuleBroken as refusal:
        path = getattr(refusal, "path", "") or ("username" if refusal.code == "username_taken" else "")
        form.add_error(path if path in form.fields else None, refusal_sentence(refusal))
        return _join_page(request, campaign, form, status=422)
    return redirect("annotators:join", token)


def _person(request: HttpRequest, campaign: Campaign, form: ApplyForm) -> User:
    if not isinstance(form, SignUpForm):
        return cast("User", request.user)
    if not ratelimit.consume(request, action="signup"):
        raise BadInput(_("Too many accounts were made from here. Wait a few minutes."))
    person = services.sign_up(campaign=campaign, **form.account())
    login(request, person, backend=BACKEND)
    return person


@require_POST
def begin_test(request: PageRequest, pk: int) -> HttpResponse:
    """Start the clock of one's entrance test."""
    application = selectors.own_application_for(request.user, pk)
    attempt = services.begin_test(application=application)
    return redirect("annotators:test_page", attempt.pk)


@require_safe
def test_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show one's test in the labelling screen; once it is over, what came of it."""
    attempt = pieces.attempt_for(request.user, pk)
    if (
        attempt.kind != AttemptKind.TEST
        or pieces.is_over(attempt)
        or not pieces.open_pieces(attempt).exists()
    ):
        return redirect("annotators:test_result", pk)
    work = take_pieces(attempt=attempt, ahead=FIRST_UNITS)
    exit_to = reverse("annotators:test_result", args=[pk])
    return render(
        request,
        "labeling/work_page.html",
        {"props": screen_props(attempt, pieces.units_of(attempt, work), exit_to)},
    )


def screen_props(attempt: Attempt, units: list[Any], exit_to: str) -> dict[str, Any]:
    """Return the props of the labelling screen for an attempt."""
    each = {
        name: reverse(f"api:{action}", args=[0]).replace("/0/", "/{id}/")
        for name, action in {
            "draft": "save_piece_draft",
            "submit": "submit_piece",
            "skip": "skip_piece",
            "release": "release_piece",
        }.items()
    }
    urls = {"next": reverse("api:next_pieces", args=[attempt.pk]), "exit": exit_to, "finished": exit_to}
    total = attempt.pieces.count()
    return {
        "urls": {**each, **urls, "login": reverse("account_login")},
        "units": units,
        "person": str(attempt.person_id),
        "done": total - pieces.open_pieces(attempt).count(),
        "total": total,
        "skip_reasons": [{"id": "unclear", "title": _("I cannot tell")}],
        "guideline": guideline_for_screen(attempt.guideline, attempt.schema),
    }


@require_safe
def test_result(request: PageRequest, pk: int) -> HttpResponse:
    """Show what came of one's test, with every mistake explained; before its end, the button that ends it."""
    attempt = pieces.attempt_for(request.user, pk)
    campaign = attempt.application.campaign if attempt.application else None
    context = {
        "attempt": attempt,
        "campaign": campaign,
        "left": pieces.open_pieces(attempt).count(),
        "is_over": pieces.is_over(attempt),
        "results": pieces.piece_results(attempt) if attempt.ended_at else [],
        "weight": round(100 * ACCURACY_WEIGHT),
        "rest": round(100 * (1 - ACCURACY_WEIGHT)),
    }
    return render(request, "annotators/test_result.html", context)


@require_POST
def finish_test(request: PageRequest, pk: int) -> HttpResponse:
    """Hand one's test in."""
    services.finish_test(attempt=pieces.attempt_for(request.user, pk))
    return redirect("annotators:test_result", pk)
