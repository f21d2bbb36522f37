"""Pages of labelling: batches and the labelling screen."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from dmops_platform.errors import BadInput
from dmops_platform.types import PageRequest
from guidelines.reading import guideline_for_screen
from guidelines.selectors import GuidelineUnread, label_import_for, published_guideline, published_schema
from labeling import selectors
from labeling.domain.lifecycle import SkipReason
from labeling.forms import BatchForm, ChoosePeopleForm, PersonReasonForm, ReasonForm
from labeling.models import Assignment
from labeling.services import assignments, batches, people, pilot, suggestions
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with, project_for, rights_of

FIRST_UNITS = 3
LATEST = 2_000  # answers from which a page of a batch tells what became of suggestions
SAY_WHY = gettext_noop("Say who is meant, and why in one sentence.")


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
    annotators = list(people_with(project, Right.LABEL))
    initial = {"phase": selectors.next_phase(project)}
    form = BatchForm(request.POST or None, initial=initial, annotators=annotators)
    if request.method == "POST" and form.is_valid():
        batch = batches.open_batch(project=project, by=request.user, **form.plan())
        return redirect("labeling:batch_page", batch.pk)
    context = {
        "project": project,
        "form": form,
        "missing": selectors.pilot_missing(selectors.pilot_of(project)),
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
        "gold": selectors.gold_by_person(batch) if Right.MANAGE_PROJECT in rights else {},
        "suggestions": selectors.suggestion_figures([batch], LATEST) if Right.SEE_QUALITY in rights else [],
        "latest": LATEST,
        "skips": selectors.skips(batch)[:50] if Right.MANAGE_PROJECT in rights else None,
        "may_manage": Right.MANAGE_PROJECT in rights,
        "may_review": Right.REVIEW in rights,
    }
    template = "labeling/batch_page.html#progress" if request.htmx else "labeling/batch_page.html"
    return render(request, template, context)


@require_safe
def inspection_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show a batch while it is worked on: pace, people, and what somebody should look into."""
    batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
    found = selectors.inspection(batch)
    context = {
        "batch": batch,
        "project": batch.project,
        "found": found,
        "rows": [(row, _person_form(row.person)) for row in found.people],
    }
    return render(request, "labeling/inspection_page.html", context)


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
def pilot_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the pilot's report beside what the main work still waits for."""
    return _pilot_page(request, project_for(request.user, project_pk, Right.MANAGE_PROJECT))


def _pilot_page(
    request: PageRequest, project: Project, wrong: Form | None = None, status: int = 200
) -> HttpResponse:
    """Render the page; `wrong` is a form that was refused and takes the place of its fresh twin."""
    found, annotators = selectors.pilot_of(project), list(people_with(project, Right.LABEL))
    is_choice = isinstance(wrong, ChoosePeopleForm)
    context = {
        "project": project,
        "pilot": found,
        "missing": selectors.pilot_missing(found),
        "figures": selectors.figures_by_person(found.batches, annotators),
        "chosen": {person.pk for person in selectors.chosen_people(found)},
        "reason_form": wrong if wrong and not is_choice else ReasonForm(),
        "people_form": wrong if is_choice else ChoosePeopleForm(annotators=annotators),
    }
    return render(request, "labeling/pilot_page.html", context, status=status)


@require_POST
def confirm_guideline(request: PageRequest, project_pk: int) -> HttpResponse:
    """Say that the guideline stays as it is after the pilot."""
    return _judge_pilot(request, project_pk, ReasonForm(request.POST), pilot.confirm_guideline)


@require_POST
def waive_pilot(request: PageRequest, project_pk: int) -> HttpResponse:
    """Go without a pilot in this cycle."""
    return _judge_pilot(request, project_pk, ReasonForm(request.POST), pilot.waive_pilot)


def _judge_pilot(
    request: PageRequest, project_pk: int, form: Form, deed: Callable[..., object]
) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    if not form.is_valid():
        return _pilot_page(request, project, form, status=422)
    deed(project=project, by=request.user, **form.cleaned_data)
    return redirect("labeling:pilot_page", project.pk)


@require_POST
def choose_people(request: PageRequest, project_pk: int) -> HttpResponse:
    """Choose who gets the main work."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = ChoosePeopleForm(request.POST, annotators=list(people_with(project, Right.LABEL)))
    return _judge_pilot(request, project_pk, form, pilot.choose_people)


@require_POST
def pause_person(request: PageRequest, project_pk: int) -> HttpResponse:
    """Give an annotator no new work in the project."""
    return _move_person(request, project_pk, people.pause_person)


@require_POST
def resume_person(request: PageRequest, project_pk: int) -> HttpResponse:
    """Give a paused annotator work again."""
    return _move_person(request, project_pk, people.resume_person)


def _move_person(request: PageRequest, project_pk: int, deed: Callable[..., object]) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = PersonReasonForm(request.POST)
    if not form.is_valid():
        raise BadInput(SAY_WHY, path="reason")
    deed(project=project, by=request.user, **form.cleaned_data)
    return redirect("labeling:people_page", project.pk)


@require_POST
def undo_labels(request: PageRequest, pk: int) -> HttpResponse:
    """Take the suggestions of a file back."""
    job = label_import_for(request.user, pk)
    suggestions.undo_labels(job=job, by=request.user)
    return redirect("guidelines:label_import_page", pk)


def _person_form(person: User) -> PersonReasonForm:
    return PersonReasonForm(initial={"person": person.pk}, auto_id=f"p{person.pk}_%s")


@require_safe
def people_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show who labels in the project and who is paused."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    annotators = people_with(project, Right.LABEL)
    pauses = {pause.person_id: pause for pause in selectors.pauses_in(project)}
    rows = [(person, pauses.get(person.pk), _person_form(person)) for person in annotators]
    return render(request, "labeling/people_page.html", {"project": project, "rows": rows})


@require_safe
def work_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the labelling screen with the first items already in it, or lead to the guideline to read first."""
    project = project_for(request.user, project_pk, Right.LABEL)
    try:
        work = assignments.claim(project=project, person=request.user, ahead=FIRST_UNITS)
    except GuidelineUnread:
        return redirect("guidelines:guideline_reading", project.pk)
    context = {
        "project": project,
        "props": _screen(request, project, work),
        "pause": None if work else selectors.pauses_of(project, request.user).first(),
    }
    return render(request, "labeling/work_page.html", context)


def _screen(request: PageRequest, project: Project, work: list[Assignment]) -> dict[str, Any]:
    """Return the props of the labelling screen; progress counts what this person did and what is still open."""
    batch = work[0].batch if work else None
    done = selectors.finished_count(request.user, project)
    return {
        "urls": _screen_urls(project),
        "units": [selectors.unit_of(piece) for piece in work],
        "earlier": selectors.earlier_units(project, request.user),
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
        "ask": reverse("api:question_list", args=[project.pk]),
        "similar": reverse("api:similar_questions", args=[project.pk]),
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
