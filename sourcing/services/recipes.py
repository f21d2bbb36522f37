"""Recipes: written as a draft, published, and run over the items they have not decided."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dmops_platform.background import ask_cancel, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from projects.models import Project
from projects.services import record
from sourcing import selectors
from sourcing.domain.steps import clean_steps, masks
from sourcing.models import Recipe, RecipeRun, Source
from sourcing.services.cleaning import Cleaner

LONGEST_NOTE = 500


class StaleRecipe(RuleBroken):
    """Somebody changed the draft after the reader saw it."""

    code = "recipe_changed"


@transaction.atomic
def save_recipe_draft(
    *, project: Project, steps: Sequence[Any], by: User, change_note: str = "", seen: str | None = None
) -> Recipe:
    """Write the draft of the next recipe version."""
    clean = clean_steps(steps)
    if len(change_note) > LONGEST_NOTE:
        raise BadInput(_("A note has at most %(most)s characters."), path="change_note", most=LONGEST_NOTE)
    Project.objects.select_for_update().get(pk=project.pk)
    draft = selectors.recipe_draft(project)
    _check_seen(draft, seen)
    if draft is None:
        latest = selectors.published_recipe(project)
        draft = Recipe(project=project, number=latest.number + 1 if latest else 1)
    draft.steps, draft.change_note, draft.by = clean, change_note.strip(), by
    draft.has_masking = masks(clean)
    draft.save()
    record("sourcing.save_recipe_draft", project=project, about=draft, by=by, number=draft.number)
    return draft


def _check_seen(draft: Recipe | None, seen: str | None) -> None:
    if seen is not None and seen != selectors.recipe_digest(draft):
        raise StaleRecipe(
            _("The draft was changed after you opened it. Look at it again, then repeat what you wanted.")
        )


@transaction.atomic
def publish_recipe(*, project: Project, by: User, seen: str | None = None) -> Recipe:
    """Publish the draft: from now on it never changes, and runs use it."""
    Project.objects.select_for_update().get(pk=project.pk)
    draft = selectors.recipe_draft(project)
    if draft is None or not draft.steps:
        raise RuleBroken(_("Write a recipe with at least one step first."), code="empty_recipe")
    _check_seen(draft, seen)
    draft.is_published, draft.published_at = True, timezone.now()
    draft.save(update_fields=["is_published", "published_at"])
    record("sourcing.publish_recipe", project=project, about=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def start_recipe_run(*, project: Project, by: User, source: Source | None = None) -> RecipeRun:
    """Queue a run of the recipe in force; asked twice while it is at work, it stays one."""
    Project.objects.select_for_update().get(pk=project.pk)
    recipe = selectors.published_recipe(project)
    if recipe is None:
        raise RuleBroken(_("Publish a recipe first: a run follows its steps."), code="no_recipe")
    if at_work := selectors.recipe_run_at_work(project):
        return _same(at_work, recipe, source)
    total = selectors.undecided(project, recipe, source).count()
    if not total:
        raise RuleBroken(
            _("Every item is decided by version %(number)s of the recipe already."),
            code="nothing_to_decide",
            number=recipe.number,
        )
    run = RecipeRun.objects.create(project=project, recipe=recipe, source=source, total=total, by=by)
    record("sourcing.start_recipe_run", project=project, about=run, by=by, number=recipe.number, items=total)
    enqueue(run)
    return run


def _same(run: RecipeRun, recipe: Recipe, source: Source | None) -> RecipeRun:
    if run.recipe_id == recipe.pk and run.source_id in (None, source.pk if source else None):
        return run
    raise RuleBroken(
        _("Another run is at work. Wait until it is done, or cancel it."), code="already_at_work"
    )


def clean_new_items(*, project: Project, by: User) -> None:
    """Queue a run for items that just came, where a recipe is in force and none is at work."""
    recipe = selectors.published_recipe(project)
    if recipe and not selectors.recipe_run_at_work(project) and selectors.undecided(project, recipe).exists():
        start_recipe_run(project=project, by=by)


@transaction.atomic
def cancel_recipe_run(*, run: RecipeRun, by: User) -> None:
    """Stop a run; what it decided so far stays, and the next one goes on from there."""
    ask_cancel(run)
    record("sourcing.cancel_recipe_run", project=run.project, about=run, by=by)


def run_recipe(*, run_id: int) -> None:
    """Clean the items of a run, once, however often it is started or killed."""
    run = RecipeRun.claim(run_id)
    if run is not None:
        with running(run):
            Cleaner(run).run()
