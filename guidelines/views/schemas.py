"""Pages of the label schema."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.domain.label_studio import read_label_studio
from guidelines.domain.schema import check_fields
from guidelines.domain.templates import TEMPLATES, Language
from guidelines.forms.guidelines import PublishSchemaForm
from guidelines.forms.schemas import LabelStudioForm, SchemaForm, kinds_to_add
from guidelines.importing import told_sentence
from guidelines.models import Schema
from guidelines.previewing import known_parts, preview_props
from guidelines.services import StaleDraft
from guidelines.versioning import became, changes_of, publish_schema_form
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of


@require_safe
def schema_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the schema in force, and the draft to those who write it."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    context = {
        "project": project,
        "schema": selectors.published_schema(project),
        "versions": selectors.schemas_for(request.user).filter(project=project).defer("fields"),
        "draft": selectors.schema_draft(project),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }
    return render(request, "guidelines/schema_page.html", context)


@require_safe
def schema_version_page(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show one version; a draft can be published from here."""
    schema = selectors.schema_for(request.user, project_pk, number)
    return _version_page(request, schema, publish_schema_form(schema))


@require_safe
def schema_draft_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form in which the next version is written."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.schema_draft(project)
    latest = draft or selectors.published_schema(project)
    fields = latest.fields if latest else []
    if template := TEMPLATES.get(request.GET.get("template", "")):
        fields = check_fields(template.fields_in(_language()))
    return _draft_page(request, project, SchemaForm.of(fields, selectors.digest(draft)))


@require_safe
def schema_templates(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the schemas to begin with, and where a configuration of Label Studio is read."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    return _templates_page(request, project, LabelStudioForm())


@require_POST
def import_label_studio(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the form with the fields of a configuration of Label Studio, and what could not be taken over."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = LabelStudioForm(request.POST)
    if not form.is_valid():
        return _templates_page(request, project, form, status=422)
    try:
        read = read_label_studio(form.cleaned_data["config"])
    except BadInput as problem:
        form.add_error("config", refusal_sentence(problem))
        return _templates_page(request, project, form, status=422)
    seen = selectors.digest(selectors.schema_draft(project))
    told = {"taken": len(read.fields), "left_out": [(one, told_sentence(one)) for one in read.left_out]}
    return _draft_page(request, project, SchemaForm.of(read.fields, seen), imported=told)


@require_POST
def save_schema_draft(request: PageRequest, project_pk: int) -> HttpResponse:
    """Save the draft, or change the rows of the form, or go one step back."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    if request.POST.get("step") == "undo":
        return _undo(request, project)
    if stepped := SchemaForm.stepped(request.POST):
        return _draft_page(request, project, stepped)
    form = SchemaForm.typed(request.POST)
    if not form.is_valid():
        return _draft_page(request, project, form, status=422)
    try:
        draft = _save(request, project, form)
    except BadInput as problem:
        form.refuse(problem, refusal_sentence(problem))
        return _draft_page(request, project, form, status=422)
    except StaleDraft:
        return _stale_page(request, project, form)
    messages.success(request, _("The draft is saved. Read it through, then publish it."))
    return redirect("guidelines:schema_version_page", project.pk, draft.number)


@require_POST
def new_schema_version(request: PageRequest, project_pk: int) -> HttpResponse:
    """Begin the next version with the fields of the latest."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    services.new_schema_version(project=project, by=request.user)
    return redirect("guidelines:schema_draft_page", project.pk)


@require_POST
def publish_schema(request: PageRequest, project_pk: int) -> HttpResponse:
    """Publish the draft as it was read."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    draft = selectors.schema_draft(project)
    if draft is None:
        services.publish_schema(project=project, by=request.user)  # says that there is none
        return redirect("guidelines:schema_page", project.pk)
    form = publish_schema_form(draft, request.POST)
    if not form.is_valid():
        return _version_page(request, draft, form, status=422)
    note, seen = form.cleaned_data["change_note"], form.cleaned_data["seen"]
    schema = services.publish_schema(
        project=project, by=request.user, change_note=note.strip(), seen=seen, mapping=form.mapping()
    )
    messages.success(request, _("Version %(number)s is published.") % {"number": schema.number})
    return redirect("guidelines:schema_page", project.pk)


@require_POST
def preview_schema(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what is typed as the labelling screen will show it, on items of the project; nothing is saved."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = SchemaForm.typed(request.POST)
    context: dict[str, Any] = {"problem": gettext("Fill in the form: the preview follows what is typed.")}
    if form.is_valid():
        try:
            context = {"props": preview_props(project, check_fields(form.value()))}
        except BadInput as problem:
            context = {"problem": refusal_sentence(problem)}
    return render(request, "guidelines/_preview.html", context)


def _language() -> Language:
    return "ko" if (get_language() or "").startswith("ko") else "en"


def _templates_page(
    request: PageRequest, project: Project, form: LabelStudioForm, status: int = 200
) -> HttpResponse:
    language = _language()
    templates = [
        {"id": one.id, **{part: getattr(getattr(one, part), language) for part in ("title", "help", "needs")}}
        for one in TEMPLATES.values()
    ]
    context = {"project": project, "templates": templates, "form": form}
    return render(request, "guidelines/schema_templates.html", context, status=status)


def _undo(request: PageRequest, project: Project) -> HttpResponse:
    """Go back one step of the form; where it carries none, one save of the draft."""
    if form := SchemaForm.undone(request.POST):
        return _draft_page(request, project, form)
    seen = request.POST.get("seen", "")
    draft = services.undo_schema_draft(project=project, by=request.user, seen=seen)
    return _draft_page(request, project, SchemaForm.of(draft.fields, selectors.digest(draft)))


def _save(request: PageRequest, project: Project, form: SchemaForm) -> Schema:
    draft = selectors.schema_draft(project)
    note = draft.change_note if draft else ""
    return services.save_schema_draft(
        project=project, fields=form.value(), by=request.user, change_note=note, seen=form.seen
    )


def _draft_page(
    request: PageRequest, project: Project, form: SchemaForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "project": project,
        "form": form,
        "kinds": kinds_to_add(),
        "parts": known_parts(project),
        "may_undo": bool(form.states) or selectors.may_undo(project),
        **more,
    }
    return render(request, "guidelines/schema_draft_page.html", context, status=status)


def _stale_page(request: PageRequest, project: Project, form: SchemaForm) -> HttpResponse:
    stored = selectors.schema_draft(project)
    form.seen = selectors.digest(stored)
    return _draft_page(request, project, form, status=409, stored=stored)


def _version_page(
    request: PageRequest, schema: Schema, form: PublishSchemaForm, status: int = 200
) -> HttpResponse:
    mapping = selectors.mapping_of(schema)
    context = {
        "project": schema.project,
        "schema": schema,
        "form": form,
        "changes": changes_of(schema),
        "became": became(mapping) if mapping else [],
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, schema.project),
    }
    return render(request, "guidelines/schema_version_page.html", context, status=status)
