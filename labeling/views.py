"""Pages of labelling: batches and the labelling screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.types import PageRequest
from guidelines.reading import guideline_for_screen
from guidelines.selectors import GuidelineUnread, published_guideline, published_schema
from labeling import selectors
from labeling.domain.lifecycle import SkipReason
from labeling.forms import BatchForm
from labeling.models import Assignment
from labeling.services import assignments, batches
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of

FIRST_UNITS = 3


@require_safe
def batch_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the batches of a project with how far each is."""
    project = project_for(request.user, project_pk, Right.SEE_PROGRESS)
    rows = selectors.batches_for(request.user).filter(project=project).order_by("-id")
    context = {
        "project": project,
        "batches": [(batch, selectors.progress(batch)) for batch in rows],
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }
    return render(request, "labeling/batch_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_batch(request: PageRequest, project_pk: int) -> HttpResponse:
    """Open a batch over items that no batch has yet."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = BatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        batch = batches.open_batch(project=project, by=request.user, **form.cleaned_data)
        return redirect("labeling:batch_page", batch.pk)
    context = {
        "project": project,
        "form": form,
        "waiting": selectors.unbatched_items(project).count(),
        "schema": published_schema(project),
        "guideline": published_guideline(project),
    }
    return render(request, "labeling/batch_new.html", context, status=422 if form.errors else 200)


@require_safe
def batch_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show how far a batch is, by person, and what was skipped."""
    batch = selectors.batch_for(request.user, pk)
    rights = rights_of(request.user, batch.project)
    context = {
        "batch": batch,
        "project": batch.project,
        "progress": selectors.progress(batch),
        "people": selectors.progress_by_person(batch) if Right.SEE_QUALITY in rights else None,
        "skips": selectors.skips(batch)[:50] if Right.MANAGE_PROJECT in rights else None,
        "may_manage": Right.MANAGE_PROJECT in rights,
        "may_review": Right.REVIEW in rights,
    }
    template = "labeling/batch_page.html#progress" if request.htmx else "labeling/batch_page.html"
    return render(request, template, context)


@require_POST
def pause_batch(request: PageRequest, pk: int) -> HttpResponse:
    """Hand out no more work of a batch."""
    batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
    batches.pause_batch(batch=batch, by=request.user)
    return redirect("labeling:batch_page", pk)


@require_POST
def resume_batch(request: PageRequest, pk: int) -> HttpResponse:
    """Hand out work of a batch again."""
    batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
    batches.resume_batch(batch=batch, by=request.user)
    return redirect("labeling:batch_page", pk)


@require_POST
def close_batch(request: PageRequest, pk: int) -> HttpResponse:
    """End a batch for good."""
    batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
    batches.close_batch(batch=batch, by=request.user)
    messages.success(request, _("The batch is closed."))
    return redirect("labeling:batch_page", pk)


@require_safe
def work_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the labelling screen with the first items already in it, or lead to the guideline to read first."""
    project = project_for(request.user, project_pk, Right.LABEL)
    try:
        work = assignments.claim(project=project, person=request.user, ahead=FIRST_UNITS)
    except GuidelineUnread:
        return redirect("guidelines:guideline_reading", project.pk)
    return render(
        request, "labeling/work_page.html", {"project": project, "props": _screen(request, project, work)}
    )


def _screen(request: PageRequest, project: Project, work: list[Assignment]) -> dict[str, Any]:
    """Return the props of the labelling screen; progress counts what this person did and what is still open."""
    batch = work[0].batch if work else None
    done = selectors.finished_count(request.user, project)
    return {
        "urls": _screen_urls(project),
        "units": [selectors.unit_of(piece) for piece in work],
        "person": str(request.user.pk),
        "done": done,
        "total": done + selectors.open_count(request.user, project),
        "skip_reasons": [{"id": reason.value, "title": title} for reason, title in skip_reasons().items()],
        "guideline": guideline_for_screen(published_guideline(project), batch.schema) if batch else None,
    }


def _screen_urls(project: Project) -> dict[str, str]:
    each = {
        name: reverse(f"api:{action}", args=[0]).replace("/0/", "/{id}/")
        for name, action in {
            "draft": "save_draft",
            "submit": "submit_work",
            "skip": "skip_work",
            "release": "give_back_work",
        }.items()
    }
    return each | {
        "next": reverse("api:next_work", args=[project.pk]),
        "exit": reverse("overview:home"),
        "login": reverse("account_login"),
    }


def skip_reasons() -> dict[SkipReason, str]:
    """Return the reasons for passing an item on, in the reader's language."""
    return {
        SkipReason.UNCLEAR: _("I cannot tell"),
        SkipReason.BROKEN: _("The item is broken"),
        SkipReason.SENSITIVE: _("It should not be shown (personal or harmful)"),
        SkipReason.NOT_MINE: _("Not my field or language"),
    }
