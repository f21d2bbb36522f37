"""Pages of the guideline."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.domain.sections import completeness
from guidelines.forms.guidelines import GuidelineForm, PublishForm
from guidelines.models import Guideline
from guidelines.reading import about_words, changes, label_titles, read_guideline, short_form, told_gaps
from guidelines.services import StaleDraft
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of

LABELS_A_PAGE = 50
GAPS_SHOWN = 50


@require_safe
def guideline_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the guideline in force, and the draft to those who write it."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    guideline = selectors.published_guideline(project)
    sections = read_guideline(guideline, selectors.schema_fields(project)) if guideline else []
    is_short = request.GET.get("form") == "short"
    context = {
        "project": project,
        "guideline": guideline,
        "sections": short_form(sections) if is_short else sections,
        "is_short": is_short,
        "versions": selectors.guidelines_for(request.user)
        .filter(project=project)
        .defer("sections", "entries"),
        "draft": selectors.guideline_draft(project),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }
    return render(request, "guidelines/guideline_page.html", context)


@require_safe
def guideline_version_page(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show one version; a draft can be published from here."""
    guideline = selectors.guideline_for(request.user, project_pk, number)
    return _version_page(request, guideline, _publish_form(guideline))


@require_safe
def guideline_changes(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show what one version changed in the one before it; in the first one all is new."""
    guideline = selectors.guideline_for(request.user, project_pk, number)
    before = selectors.guidelines_for(request.user).filter(project_id=project_pk, number=number - 1).first()
    context = {
        "project": guideline.project,
        "guideline": guideline,
        "before": before,
        "changes": changes(before or Guideline(), guideline, selectors.schema_fields(guideline.project)),
    }
    return render(request, "guidelines/guideline_changes.html", context)


@require_safe
def guideline_draft_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form in which the next version is written."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.guideline_draft(project)
    latest = draft or selectors.published_guideline(project)
    page = _entries(project, latest, request.GET.get("page"))
    initial = {**(latest.sections if latest else {}), "seen": selectors.digest(draft), "total": len(page)}
    form = GuidelineForm(initial=initial, entries=list(page), cases=latest.cases if latest else ())
    return _draft_page(request, project, form, page=page)


@require_POST
def save_guideline_draft(request: PageRequest, project_pk: int) -> HttpResponse:
    """Save the draft. Entries on other pages of the form stay as they are."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = GuidelineForm(request.POST)
    if not form.is_valid():
        return _draft_page(request, project, form, status=422)
    try:
        draft = _save(request, project, form)
    except BadInput as problem:
        form.add_error(None, refusal_sentence(problem))
        return _draft_page(request, project, form, status=422)
    except StaleDraft:
        return _stale_page(request, project)
    messages.success(request, _("The draft is saved. Read it through, then publish it."))
    return redirect("guidelines:guideline_version_page", project.pk, draft.number)


@require_POST
def new_guideline_version(request: PageRequest, project_pk: int) -> HttpResponse:
    """Begin the next version with the text of the latest."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    services.new_guideline_version(project=project, by=request.user)
    return redirect("guidelines:guideline_draft_page", project.pk)


@require_POST
def publish_guideline(request: PageRequest, project_pk: int) -> HttpResponse:
    """Publish the draft as it was read."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.guideline_draft(project)
    form = PublishForm(request.POST, is_first=draft is None or draft.number == 1)
    if draft and not form.is_valid():
        return _version_page(request, draft, form, status=422)
    note, seen = form["change_note"].value() or "", form["seen"].value() or ""
    guideline = services.publish_guideline(
        project=project, by=request.user, change_note=note.strip(), seen=seen
    )
    messages.success(request, _("Version %(number)s is published.") % {"number": guideline.number})
    return redirect("guidelines:guideline_page", project.pk)


def _save(request: PageRequest, project: Project, form: GuidelineForm) -> Guideline:
    draft = selectors.guideline_draft(project)
    base = draft or selectors.published_guideline(project)
    typed = form.entry_values()
    shown = {(entry["field"], entry["label"]) for entry in typed}
    picked = {
        (entry["field"], entry["label"]): entry.get("picked", []) for entry in (base.entries if base else ())
    }
    typed = [entry | {"picked": picked.get((entry["field"], entry["label"]), [])} for entry in typed]
    kept = [entry for entry in base.entries if (entry["field"], entry["label"]) not in shown] if base else []
    return services.save_guideline_draft(
        project=project,
        sections=form.sections(),
        entries=[*typed, *kept],
        cases=form.case_values(),
        by=request.user,
        change_note=draft.change_note if draft else "",
        seen=form.cleaned_data["seen"],
    )


def _entries(project: Project, guideline: Guideline | None, number: str | None) -> Page[Any]:
    """Return the entries to write: one a label of the schema, then those of labels the schema has no more."""
    written = {(entry["field"], entry["label"]): entry for entry in (guideline.entries if guideline else [])}
    labels = dict.fromkeys([*label_titles(selectors.schema_fields(project)), *written])
    empty = {"definition": "", "examples": [], "counter_examples": []}
    rows = [written.get(key, {"field": key[0], "label": key[1], **empty}) for key in labels]
    return Paginator(rows, LABELS_A_PAGE).get_page(number)


def _publish_form(guideline: Guideline) -> PublishForm:
    initial = {"seen": selectors.digest(guideline), "change_note": guideline.change_note}
    return PublishForm(initial=initial, is_first=guideline.number == 1)


def _draft_page(
    request: PageRequest, project: Project, form: GuidelineForm, status: int = 200, **more: Any
) -> HttpResponse:
    titles = label_titles(selectors.schema_fields(project))
    entries = [(entry, titles.get(entry.key, entry.key[1])) for entry in form.entries]
    fields = selectors.schema_fields(project)
    cases = [(case, about_words(*case.about, fields)) for case in form.cases]
    context = {"project": project, "form": form, "entries": entries, "cases": cases, **more}
    return render(request, "guidelines/guideline_draft_page.html", context, status=status)


def _stale_page(request: PageRequest, project: Project) -> HttpResponse:
    """Show what was typed under what is stored; saving again means to replace the stored draft knowingly."""
    stored = selectors.guideline_draft(project)
    typed = request.POST.copy()
    typed["seen"] = selectors.digest(stored)
    more = {
        "stored": stored,
        "sections": read_guideline(stored, selectors.schema_fields(project)) if stored else [],
    }
    return _draft_page(request, project, GuidelineForm(typed), status=409, **more)


def _version_page(
    request: PageRequest, guideline: Guideline, form: PublishForm, status: int = 200
) -> HttpResponse:
    fields = selectors.schema_fields(guideline.project)
    may_manage = Right.MANAGE_PROJECT in rights_of(request.user, guideline.project)
    gaps = (
        told_gaps(completeness(fields, guideline.sections, guideline.entries), fields) if may_manage else []
    )
    context = {
        "project": guideline.project,
        "guideline": guideline,
        "sections": read_guideline(guideline, fields),
        "gaps": gaps[:GAPS_SHOWN],
        "more_gaps": max(0, len(gaps) - GAPS_SHOWN),
        "may_manage": may_manage,
        "form": form,
    }
    return render(request, "guidelines/guideline_version_page.html", context, status=status)
