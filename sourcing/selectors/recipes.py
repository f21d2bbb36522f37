"""Reads: recipes, their runs, what they decided, and which items still wait for them."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from dmops_platform.reading import kept
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for, rights_of
from sourcing.domain.cleaning import Text
from sourcing.domain.funnel import Layer, funnel
from sourcing.domain.steps import STEPS
from sourcing.models import Decision, Item, ItemVersion, MaskedValue, Recipe, RecipeRun, Source
from sourcing.selectors.items import RAW, is_raw, items_of

AT_WORK = ("queued", "running")
MASKING_STEPS = tuple(name for name, step in STEPS.items() if step.is_masking)


def recipe_draft(project: Project) -> Recipe | None:
    """Return the version being written, or None."""
    return Recipe.objects.filter(project=project, is_published=False).select_related("by").first()


@kept
def published_recipe(project: Project) -> Recipe | None:
    """Return the version in force, or None."""
    return published_recipes(project).first()


def published_recipes(project: Project) -> QuerySet[Recipe]:
    """Return the published versions, latest first."""
    return Recipe.objects.filter(project=project, is_published=True).select_related("by").order_by("-number")


def recipe_digest(recipe: Recipe | None) -> str:
    """Return what identifies the content of a draft, "" for none. Who saves sends back the one they saw."""
    if recipe is None:
        return ""
    written = json.dumps([recipe.number, recipe.steps, recipe.change_note], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def runs_for(user: User, right: Right = Right.SEE_ITEMS) -> QuerySet[RecipeRun]:
    """Return the runs of the projects in which this person has this right."""
    rows = RecipeRun.objects.filter(project__in=projects_for(user, right))
    return rows.select_related("project", "recipe", "source", "by")


def recipe_run_for(user: User, pk: int, right: Right = Right.SEE_ITEMS) -> RecipeRun:
    """Return the run if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(runs_for(user, right), pk=pk)


def runs_of(project: Project) -> QuerySet[RecipeRun]:
    """Return the runs of a project, latest first."""
    rows = RecipeRun.objects.filter(project=project).select_related("recipe", "source", "by")
    return rows.order_by("-pk")


def recipe_run_at_work(project: Project) -> RecipeRun | None:
    """Return the run that waits or works, or None."""
    return runs_of(project).filter(state__in=AT_WORK).first()


def undecided(project: Project, recipe: Recipe, source: Source | None = None) -> QuerySet[Item]:
    """Return the items that no run of this recipe has decided."""
    items = items_of(project) if source is None else items_of(project).filter(source=source)
    return items.filter(Q(cleaned_by=None) | ~Q(cleaned_by__recipe=recipe))


def unmasked(project: Project) -> QuerySet[Item]:
    """Return the items of sources with personal data that no recipe has masked."""
    return items_of(project).filter(RAW)


def unmasked_sources(project: Project) -> list[str]:
    """Return the names of the sources with personal data of which items are not masked."""
    return sorted(set(unmasked(project).values_list("source__name", flat=True).distinct()))


class CleanCounts(NamedTuple):
    """What a recipe decided: how many items, how many it kept, and the personal data left in those."""

    decided: int
    kept: int
    found: int


def clean_counts(project: Project, recipe: Recipe) -> CleanCounts:
    """Return how many items the recipe decided and kept, and how much personal data they show."""
    decided = items_of(project).filter(cleaned_by__recipe=recipe)
    counts = dict(decided.values_list("is_dropped").annotate(n=Count("pk")).order_by())
    shown = decided.filter(is_dropped=False, found__gt=0).aggregate(n=Sum("found"))["n"]
    return CleanCounts(sum(counts.values()), counts.get(False, 0), int(shown or 0))


def layers_of(run: RecipeRun) -> list[Layer]:
    """Return the funnel of a run as far as it is."""
    report = run.report
    return funnel(run.recipe.steps, report.get("counts", {}), report.get("decided", 0))


def latest_versions_of(items: Collection[int]) -> dict[int, ItemVersion]:
    """Return item id → its latest version."""
    versions = ItemVersion.objects.filter(item__in=items).order_by("number")
    return {version.item_id: version for version in versions}


def texts_of(versions: Iterable[ItemVersion]) -> list[Text]:
    """Return what a recipe reads of these versions: their texts, and the texts among their data."""
    return [
        Text(
            version.item_id,
            {name: part for name, part in version.parts.items() if isinstance(part, str)},
            {name: value for name, value in version.data.items() if isinstance(value, str)},
        )
        for version in versions
    ]


class DecisionLine(NamedTuple):
    """One decision in a list: what the item said before and after, and whether it can be taken back.

    What was masked is not shown: its text before is None.
    """

    decision: Decision
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    is_last: bool


def decision_page(
    run: RecipeRun, position: int, outcome: str, after: int | None = None, size: int = 50
) -> tuple[list[DecisionLine], int | None]:
    """Return what one step of a run decided, from after this id, and where the next page starts, if any."""
    later = Decision.objects.filter(item=OuterRef("item"), pk__gt=OuterRef("pk"))
    rows = Decision.objects.filter(run=run, position=position, outcome=outcome, by=None)
    rows = rows.select_related("item__source", "run__recipe", "before", "after").annotate(
        is_over=Exists(later)
    )
    page = list((rows.filter(pk__gt=after) if after else rows).order_by("pk")[: size + 1])
    latest = latest_versions_of([row.item_id for row in page[:size] if row.after is None])
    lines = [_line(row, latest) for row in page[:size]]
    return lines, page[size - 1].pk if len(page) > size else None


def _line(row: Decision, latest: dict[int, ItemVersion]) -> DecisionLine:
    before = row.before or latest.get(row.item_id)
    is_hidden = row.item.source.has_personal_data and not row.run.recipe.has_masking
    shown = None if row.step in MASKING_STEPS or is_hidden or before is None else before.parts
    after = None if is_hidden or row.after is None else row.after.parts
    return DecisionLine(row, shown, after, not getattr(row, "is_over", False))


def decisions_about(item: Item) -> QuerySet[Decision]:
    """Return everything that was decided about an item, in order."""
    return (
        Decision.objects.filter(item=item)
        .select_related("run__recipe", "before", "after", "by")
        .order_by("pk")
    )


def decision_to_restore(user: User, pk: int) -> Decision:
    """Return a decision this person may take back; what was masked only those who may see raw data."""
    allowed = Decision.objects.filter(item__project__in=projects_for(user, Right.EDIT_RECIPES))
    decision = get_object_or_404(allowed.select_related("item__project", "run", "before", "after"), pk=pk)
    is_masking = decision.step in MASKING_STEPS
    if is_masking and Right.SEE_RAW not in rights_of(user, decision.item.project):
        raise Http404
    return decision


def hidden_versions(item: Item, *, sees_raw: bool) -> int:
    """Return up to which number the versions of an item are not shown; 0 when all are.

    What was masked afterwards is shown to nobody without a reason; what is not masked yet only to the data team.
    """
    if is_raw(item) and not sees_raw:
        return 2**31
    return hidden_up_to([item.pk]).get(item.pk, 0)


def hidden_up_to(items: Collection[int]) -> dict[int, int]:
    """Return item id → the number of its last version that shows what was masked afterwards."""
    rows = Decision.objects.filter(item__in=items, step__in=MASKING_STEPS, by=None).exclude(before=None)
    return dict(rows.values_list("item").annotate(last=Max("before__number")).order_by())


def raw_item_for(user: User, pk: int) -> Item:
    """Return the item if this person may see its raw data; otherwise it does not exist."""
    allowed = Item.objects.filter(project__in=projects_for(user, Right.SEE_RAW))
    return get_object_or_404(allowed.select_related("project", "source"), pk=pk)


def masked_values_of(item: Item) -> QuerySet[MaskedValue]:
    """Return what the surrogates of an item stand for. Asked only by who writes down that it was."""
    return MaskedValue.objects.filter(version__item=item).order_by("version__number", "pk")


class Sample(NamedTuple):
    """Items for a preview, with how many there are in all."""

    versions: Sequence[ItemVersion]
    n: int


def preview_sample(project: Project, *, sees_raw: bool, size: int = 200) -> Sample:
    """Return items spread over the project; without the right to raw data none that may show personal data."""
    items = items_of(project)
    if not sees_raw:
        items = items.exclude(pk__in=unmasked(project).values("pk"))
    n = items.count()
    spread = items.annotate(rest=F("pk") % max(1, n // size)).filter(rest=0).order_by("pk")
    chosen = list(spread.values_list("pk", flat=True)[:size])
    return Sample([*latest_versions_of(chosen).values()], n)


def is_later_decided(decision: Decision) -> bool:
    """Return whether something was decided about the item after this: then that comes first."""
    return Decision.objects.filter(item=decision.item_id, pk__gt=decision.pk).exists()
