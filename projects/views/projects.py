"""Pages of projects, their members, their activity, and the news of a person."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from projects import selectors, services
from projects.domain.roles import Right, Role
from projects.forms import AddMemberForm, BeforeForm, CreateMemberForm, ProjectForm, UpToForm
from projects.models import Membership, Project


@require_safe
def project_list(request: PageRequest) -> HttpResponse:
    """Show the projects of this person."""
    mine = selectors.projects_for(request.user).order_by("-pk")
    page = Paginator(mine, 50).get_page(request.GET.get("page"))
    lines = selectors.with_roles_and_waiting(list(page.object_list), request.user)
    can_create = selectors.may_create_projects(request.user)
    return render(
        request, "projects/project_list.html", {"page": page, "lines": lines, "can_create": can_create}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def create_project(request: PageRequest) -> HttpResponse:
    """Show the form of a new project, and open it."""
    selectors.check_may_create_projects(request.user)
    form = ProjectForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "projects/project_create.html", {"form": form}, status=status)
    project = services.create_project(**form.cleaned_data, by=request.user)
    return redirect("projects:project_page", project.pk)


@require_safe
def project_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what a project is and where it stands."""
    project = selectors.project_for(request.user, project_pk)
    rights = selectors.rights_of(request.user, project)
    context = {
        "project": project,
        "standing": selectors.standing(project),
        "sees_board": Right.SEE_BOARD in rights,
    }
    return render(request, "projects/project_page.html", context)


@require_safe
def member_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show who belongs to a project, to its managers."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    return _member_page(request, project)


def _member_page(
    request: PageRequest,
    project: Project,
    *,
    add: Form | None = None,
    create: Form | None = None,
    first_password: str = "",
    newcomer: Membership | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "project": project,
        "page": Paginator(selectors.members(project), 100).get_page(request.GET.get("page")),
        "add_form": add or AddMemberForm(),
        "create_form": create or CreateMemberForm(),
        "first_password": first_password,
        "newcomer": newcomer,
    }
    return render(request, "projects/member_list.html", context, status=status)


@require_POST
def add_member(request: PageRequest, project_pk: int) -> HttpResponse:
    """Give a role to somebody who has an account."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = AddMemberForm(request.POST)
    if not form.is_valid():
        return _member_page(request, project, add=form, status=422)
    who, role = form.cleaned_data["who"], Role(form.cleaned_data["role"])
    try:
        services.admit(project=project, who=who, role=role, by=request.user)
    except BadInput as refusal:
        form.add_error("who", refusal_sentence(refusal))
        return _member_page(request, project, add=form, status=422)
    return redirect("projects:member_list", project.pk)


@require_POST
def create_member(request: PageRequest, project_pk: int) -> HttpResponse:
    """Make an account with a first password, shown this once, and give it a role."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = CreateMemberForm(request.POST)
    if not form.is_valid():
        return _member_page(request, project, create=form, status=422)
    person = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    password = secrets.token_urlsafe(12)
    try:
        newcomer, is_new = services.enrol(project=project, password=password, by=request.user, **person)
    except RuleBroken as refusal:
        form.add_error("username", refusal_sentence(refusal))
        return _member_page(request, project, create=form, status=422)
    return _member_page(request, project, newcomer=newcomer, first_password=password if is_new else "")


@require_POST
def remove_member(request: PageRequest, pk: int) -> HttpResponse:
    """Take a role from a person."""
    membership = selectors.membership_for(request.user, pk)
    services.remove_member(membership=membership, by=request.user)
    messages.success(request, gettext("%(member)s was taken out.") % {"member": membership})
    if Right.MANAGE_PROJECT in selectors.rights_of(request.user, membership.project):
        return redirect("projects:member_list", membership.project_id)
    return redirect("projects:project_list")


@require_safe
def activity_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what was done in a project, to its managers, fifty lines a page."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = BeforeForm(request.GET)
    if not form.is_valid():
        raise BadInput(_("This page of the list does not exist. Start from its first page."), path="before")
    before = form.cleaned_data["before"]
    lines, older = selectors.page_before(selectors.activities(project), before=before)
    context = {"project": project, "lines": lines, "older": older, "is_first": before is None}
    return render(request, "projects/activity_list.html", context)


@require_safe
def access_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show who saw raw or personal data of a project, to its managers and legal reviewers."""
    project, accesses = selectors.accesses_for(request.user, project_pk)
    form = BeforeForm(request.GET)
    if not form.is_valid():
        raise BadInput(_("This page of the list does not exist. Start from its first page."), path="before")
    before = form.cleaned_data["before"]
    lines, older = selectors.page_before(accesses, before=before)
    context = {"project": project, "lines": lines, "older": older, "is_first": before is None}
    return render(request, "projects/access_list.html", context)


@require_POST
def read_notices(request: PageRequest) -> HttpResponse:
    """Mark the news that were shown as read."""
    form = UpToForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Say up to which notice you have read."), path="up_to")
    services.read_notices(user=request.user, up_to=form.cleaned_data["up_to"])
    return redirect("overview:home")
