"""Pages of the brief: reading, writing, publishing and signing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence, typed
from dmops_platform.types import PageRequest
from projects import selectors, services
from projects.domain.briefs import BriefState
from projects.domain.metrics import METRICS
from projects.domain.roles import Right
from projects.forms import BriefDraft, ClientForm, PublishBriefForm
from projects.models import Brief, Project
from projects.services import StaleBrief


@require_safe
def brief_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what the client needs: the version in force, what waits, and every earlier version."""
    project = selectors.project_for(request.user, project_pk, Right.SEE_BRIEF)
    versions = list(selectors.briefs_for(request.user).filter(project=project))
    states = selectors.brief_states(versions)
    by_state = {states[brief.number]: brief for brief in reversed(versions)}
    context = {
        "project": project,
        "brief": by_state.get(BriefState.IN_FORCE),
        "waiting": by_state.get(BriefState.WAITING),
        "draft": by_state.get(BriefState.DRAFT),
        "lines": [(brief, states[brief.number].value) for brief in versions],
        "may_manage": Right.MANAGE_PROJECT in selectors.rights_of(request.user, project),
        "client_form": ClientForm(initial={"client": str(project.client or "")}),
    }
    return render(request, "projects/brief_page.html", context)


@require_safe
def brief_version_page(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show one version; a draft can be published from here, a published one signed."""
    brief = selectors.brief_for(request.user, project_pk, number)
    return _version_page(request, brief, _publish_form(brief))


def _publish_form(brief: Brief) -> PublishBriefForm:
    shown = {"change_note": brief.change_note, "seen": selectors.digest(brief)}
    return PublishBriefForm(is_first=brief.number == 1, initial=shown)


def _version_page(
    request: PageRequest, brief: Brief, form: PublishBriefForm, *, status: int = 200
) -> HttpResponse:
    siblings = selectors.briefs_for(request.user).filter(project=brief.project)
    state = selectors.brief_states(siblings)[brief.number]
    side = selectors.side_of(request.user, brief.project)
    context = {
        "project": brief.project,
        "brief": brief,
        "state": state.value,
        "may_sign": selectors.may_sign(request.user, brief, state, side),
        "side": side,
        "is_author": brief.by_id == request.user.pk,
        "publish_form": form,
    }
    return render(request, "projects/brief_version_page.html", context, status=status)


@require_safe
def brief_draft_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form in which the next version is written."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.brief_draft(project)
    latest = draft or selectors.published_brief(project)
    form = BriefDraft.of(selectors.content_of(latest) if latest else None, selectors.digest(draft))
    return _draft_page(request, project, form)


def _draft_page(
    request: PageRequest, project: Project, form: BriefDraft, *, status: int = 200, **more: Any
) -> HttpResponse:
    metrics = [(name, _(title)) for name, title in METRICS.items()]
    context = {"project": project, "form": form, "metrics": metrics, **more}
    return render(request, "projects/brief_draft_page.html", context, status=status)


@require_POST
def save_brief_draft(request: PageRequest, project_pk: int) -> HttpResponse:
    """Save the draft."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    try:
        form = BriefDraft(request.POST)
        if not form.is_valid():
            return _draft_page(request, project, form, status=422)
        draft = _save(request, project, form)
    except BadInput as problem:
        form.refuse(problem, refusal_sentence(problem))
        return _draft_page(request, project, form, status=422)
    except StaleBrief:
        return _stale_page(request, project)
    messages.success(request, _("The draft is saved. Read it through, then publish it."))
    return redirect("projects:brief_version_page", project.pk, draft.number)


def _save(request: PageRequest, project: Project, form: BriefDraft) -> Brief:
    draft = selectors.brief_draft(project)
    return services.save_brief_draft(
        project=project,
        content=form.content(),
        by=request.user,
        change_note=draft.change_note if draft else "",
        seen=form.main.cleaned_data["seen"],
    )


def _stale_page(request: PageRequest, project: Project) -> HttpResponse:
    """Show what was typed in the form and what is stored below it; saving again replaces the stored one."""
    stored = selectors.brief_draft(project)
    typed = request.POST.copy()
    typed["seen"] = selectors.digest(stored)
    return _draft_page(request, project, BriefDraft(typed), status=409, stored=stored)


@require_POST
def new_brief_version(request: PageRequest, project_pk: int) -> HttpResponse:
    """Begin the next version with what the latest says."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    services.new_brief_version(project=project, by=request.user)
    return redirect("projects:brief_draft_page", project.pk)


@require_POST
def publish_brief(request: PageRequest, project_pk: int) -> HttpResponse:
    """Publish the draft as it was read."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.brief_draft(project)
    form = PublishBriefForm(request.POST, is_first=draft is None or draft.number == 1)
    if draft and not form.is_valid():
        return _version_page(request, draft, form, status=422)
    note, seen = form["change_note"].value() or "", form["seen"].value() or ""
    brief = services.publish_brief(project=project, by=request.user, change_note=note, seen=seen)
    messages.success(
        request, _("Version %(number)s is published and waits for signatures.") % {"number": brief.number}
    )
    return redirect("projects:brief_version_page", project.pk, brief.number)


@require_POST
def sign_brief(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Sign a version for the reader's side."""
    brief, side = selectors.brief_to_sign(request.user, project_pk, number)
    services.sign_brief(brief=brief, side=side, by=request.user)
    messages.success(request, _("You signed version %(number)s.") % {"number": brief.number})
    return redirect("projects:brief_version_page", project_pk, number)


@require_POST
def name_client(request: PageRequest, project_pk: int) -> HttpResponse:
    """Say who needs the data."""
    project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    services.name_client(project=project, name=typed(request, "client")[:200], by=request.user)
    return redirect("projects:brief_page", project.pk)
