"""Pages of recipes: the draft, its preview, runs, what they decided, and what a person takes back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput, _
from dmops_platform.http import address_of, typed
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.domain.steps import STEPS
from sourcing.forms.recipes import (
    DecisionQuery,
    RecipeForm,
    RunForm,
    WhyForm,
    arranged,
    recipe_form,
    sent_recipe,
)
from sourcing.services import recipes, restoring
from sourcing.services.previewing import preview_recipe


@require_safe
def recipe_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the recipe in force, the draft, and the runs."""
    project = project_for(request.user, project_pk, Right.SEE_ITEMS)
    recipe = selectors.published_recipe(project)
    context = {
        "project": project,
        "recipe": recipe,
        "draft": selectors.recipe_draft(project),
        "versions": selectors.published_recipes(project)[:20],
        "waiting": selectors.undecided(project, recipe).count() if recipe else 0,
        "runs": selectors.runs_of(project)[:20],
        "at_work": selectors.recipe_run_at_work(project),
        "run_form": RunForm(sources=selectors.sources_of(project)),
        "may_edit": Right.EDIT_RECIPES in rights_of(request.user, project),
    }
    return render(request, "sourcing/recipe_page.html", context)


@require_safe
def recipe_draft_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the draft of the next version, begun from the one in force."""
    project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
    draft = selectors.recipe_draft(project)
    shown = draft or selectors.published_recipe(project)
    form = recipe_form(
        shown.steps if shown else [], draft.change_note if draft else "", selectors.recipe_digest(draft)
    )
    return _draft_page(request, project, form)


def _draft_page(
    request: PageRequest, project: Project, form: RecipeForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "project": project,
        "form": form,
        "draft": selectors.recipe_draft(project),
        "kinds": [(name, gettext(step.title), gettext(step.help)) for name, step in STEPS.items()],
        **more,
    }
    return render(request, "sourcing/recipe_draft_page.html", context, status=status)


@require_POST
def save_recipe_draft(request: PageRequest, project_pk: int) -> HttpResponse:
    """Keep the draft, as it is arranged; or try it on some items."""
    project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
    form = sent_recipe(request.POST)
    if not form.is_valid:
        return _draft_page(request, project, form, status=422)
    steps = arranged(form.written(), request.POST.get("do", ""))
    recipes.save_recipe_draft(
        project=project, steps=steps, by=request.user, change_note=form.change_note, seen=form.seen
    )
    if request.POST.get("do") == "preview":
        return redirect("sourcing:preview_recipe", project.pk)
    return redirect("sourcing:recipe_draft_page", project.pk)


@require_safe
def preview_recipe_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what the draft would do to some items."""
    project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
    recipe = selectors.recipe_draft(project) or selectors.published_recipe(project)
    if recipe is None or not recipe.steps:
        return redirect("sourcing:recipe_draft_page", project.pk)
    told = preview_recipe(project=project, steps=recipe.steps, by=request.user, address=address_of(request))
    context = {"project": project, "recipe": recipe, "preview": told}
    return render(request, "sourcing/recipe_preview_page.html", context)


@require_POST
def publish_recipe(request: PageRequest, project_pk: int) -> HttpResponse:
    """Publish the draft."""
    project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
    seen = request.POST.get("seen", "")[:64]
    recipe = recipes.publish_recipe(project=project, by=request.user, seen=seen)
    messages.success(request, gettext("Version %(number)s is published.") % {"number": recipe.number})
    return redirect("sourcing:recipe_page", project.pk)


@require_POST
def start_recipe_run(request: PageRequest, project_pk: int) -> HttpResponse:
    """Queue a run over the items that are not decided yet."""
    project = project_for(request.user, project_pk, Right.EDIT_RECIPES)
    form = RunForm(request.POST, sources=selectors.sources_of(project))
    if not form.is_valid():
        raise BadInput(
            _("The project has no such source. Its sources are listed under “Sources”."), path="source"
        )
    chosen = form.cleaned_data["source"]
    source = selectors.import_source(project, int(chosen)) if chosen else None
    run = recipes.start_recipe_run(project=project, source=source, by=request.user)
    return redirect("sourcing:recipe_run_page", run.pk)


@require_safe
def recipe_run_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show how far a run is, and its funnel."""
    run = selectors.recipe_run_for(request.user, pk)
    context = {
        "project": run.project,
        "run": run,
        "layers": selectors.layers_of(run),
        "pace": selectors.pace_of(run),
        "may_edit": Right.EDIT_RECIPES in rights_of(request.user, run.project),
    }
    template = "sourcing/recipe_run_page.html#progress" if request.htmx else "sourcing/recipe_run_page.html"
    return render(request, template, context)


@require_POST
def cancel_recipe_run(request: PageRequest, pk: int) -> HttpResponse:
    """Stop a run; what it decided stays."""
    run = selectors.recipe_run_for(request.user, pk, Right.EDIT_RECIPES)
    recipes.cancel_recipe_run(run=run, by=request.user)
    return redirect("sourcing:recipe_run_page", pk)


@require_safe
def decision_list(request: PageRequest, pk: int) -> HttpResponse:
    """Show what one step of a run decided, fifty a page."""
    run = selectors.recipe_run_for(request.user, pk)
    if not request.GET:
        return redirect("sourcing:recipe_run_page", run.pk)
    form = DecisionQuery(request.GET)
    if not form.is_valid():
        raise BadInput(_("This page of the list does not exist. Start from its first page."), path="after")
    asked = form.cleaned_data
    lines, next_after = selectors.decision_page(run, asked["position"], asked["outcome"], asked["after"])
    context = {
        "project": run.project,
        "run": run,
        "asked": asked,
        "lines": lines,
        "next_after": next_after,
        "rights": {right.value for right in rights_of(request.user, run.project)},
        "form": WhyForm(),
    }
    return render(request, "sourcing/decision_list.html", context)


@require_POST
def restore_item(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what a run decided about one item."""
    decision = selectors.decision_to_restore(request.user, pk)
    reason = typed(request, "reason")
    restoring.restore_item(decision=decision, reason=reason, by=request.user, address=address_of(request))
    messages.success(request, gettext("The item is restored."))
    return redirect("sourcing:item_page", decision.item_id)


@require_POST
def unmask_item(request: PageRequest, pk: int) -> HttpResponse:
    """Show what the surrogates of an item stand for, once, against a reason."""
    item = selectors.raw_item_for(request.user, pk)
    reason = typed(request, "reason")
    values = restoring.unmask_item(item=item, reason=reason, by=request.user, address=address_of(request))
    context = {"project": item.project, "item": item, "values": values}
    return render(request, "sourcing/unmask_page.html", context)
