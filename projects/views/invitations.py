"""Pages of invitations: sending them, and accepting one."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from projects import selectors, services
from projects.domain.roles import Right, Role
from projects.forms import InviteForm, NewcomerForm
from projects.models import Invitation, Project
from projects.services.invitations import Sent

BACKEND = settings.AUTHENTICATION_BACKENDS[0]
SHOWN = 100


@require_safe
def invitation_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show who was invited to a project, and the form to invite another."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    return _invitation_list(request, project)


def _invitation_list(
    request: PageRequest,
    project: Project,
    form: Form | None = None,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": project,
        "invitations": selectors.invitations(project)[:SHOWN],
        "form": form or InviteForm(),
        "sent": sent,
    }
    return render(request, "projects/invitation_list.html", context, status=status)


@require_POST
def invite(request: PageRequest, project_pk: int) -> HttpResponse:
    """Send an invitation by mail; its link is shown this once."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _invitation_list(request, project, form, status=422)
    sent = services.invite(
        project=project,
        email=form.cleaned_data["email"],
        role=Role(form.cleaned_data["role"]),
        by=request.user,
        site=request.build_absolute_uri("/").rstrip("/"),
    )
    return _invitation_list(request, project, sent=sent)


@require_POST
def revoke_invitation(request: PageRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = selectors.invitation_for(request.user, pk)
    services.revoke_invitation(invitation=invitation, by=request.user)
    return redirect("projects:invitation_list", invitation.project_id)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to who holds its link; accepting it takes the account it was sent to, or makes one."""
    invitation = selectors.open_invitation(token)
    form = NewcomerForm(request.POST or None)
    if request.method != "POST":
        return _invitation_page(request, invitation, NewcomerForm())
    if isinstance(request.user, User):
        services.accept_invitation(invitation=invitation, person=request.user)
        return redirect(invitation.project)
    if not form.is_valid():
        return _invitation_page(request, invitation, form, status=422)
    return _accept_as_newcomer(request, invitation, form)


def _accept_as_newcomer(request: HttpRequest, invitation: Invitation, form: Form) -> HttpResponse:
    if not ratelimit.consume(request, action="signup"):
        raise BadInput(_("Too many accounts were made from here. Wait a few minutes."))
    try:
        member = services.accept_as_newcomer(invitation=invitation, **form.cleaned_data)
    except RuleBroken as refusal:
        path = getattr(refusal, "path", "") or ("username" if refusal.code == "username_taken" else "")
        form.add_error(path if path in form.fields else None, refusal_sentence(refusal))
        return _invitation_page(request, invitation, form, status=422)
    login(request, member.user, backend=BACKEND)
    return redirect(invitation.project)


def _invitation_page(
    request: HttpRequest, invitation: Invitation, form: Form, status: int = 200
) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": invitation,
        "form": form,
        "is_mine": person is not None and person.email.casefold() == invitation.email.casefold(),
        "login": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "projects/invitation_page.html", context, status=status)
