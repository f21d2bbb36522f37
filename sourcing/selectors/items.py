"""Reads: raw files, imports and items."""

from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from dmops_platform.background import Job
from dmops_platform.states import State
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from sourcing.domain.pace import Pace, pace
from sourcing.models import Import, Item, ItemVersion, RawFile
from sourcing.selectors.searching import first_found

#: asked of the few imports that are not done: joining every item with its import would read all items for one page
ARRIVED = Q(origin=None) | ~Q(origin__in=Import.objects.exclude(state="done"))
#: the condition that an item may show personal data that no recipe masked
RAW = Q(source__has_personal_data=True) & (Q(cleaned_by=None) | Q(cleaned_by__recipe__has_masking=False))


def raw_file_for(user: User, pk: int) -> RawFile:
    """Return the raw file if this person may import into its project; otherwise it does not exist."""
    allowed = RawFile.objects.filter(project__in=projects_for(user, Right.IMPORT_ITEMS))
    return get_object_or_404(allowed.select_related("project", "source__project"), pk=pk)


def raw_bytes_for(user: User, pk: int) -> RawFile:
    """Return the raw file if this person may see raw data of its project; otherwise it does not exist."""
    allowed = RawFile.objects.filter(project__in=projects_for(user, Right.SEE_RAW))
    return get_object_or_404(allowed.select_related("project", "source"), pk=pk)


def imports_for(user: User, right: Right = Right.SEE_ITEMS) -> QuerySet[Import]:
    """Return the imports of the projects in which this person has this right."""
    allowed = Import.objects.filter(project__in=projects_for(user, right))
    return allowed.select_related("project", "source", "file", "by")


def import_for(user: User, pk: int, right: Right = Right.SEE_ITEMS) -> Import:
    """Return the import if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(imports_for(user, right), pk=pk)


def items_for(user: User) -> QuerySet[Item]:
    """Return the items this person may see."""
    return Item.objects.filter(ARRIVED, project__in=projects_for(user, Right.SEE_ITEMS))


def item_for(user: User, pk: int) -> Item:
    """Return the item if this person may see it; otherwise it does not exist."""
    return get_object_or_404(
        items_for(user).select_related("project", "source", "origin__file", "cleaned_by__recipe"), pk=pk
    )


def items_of(project: Project) -> QuerySet[Item]:
    """Return the items of a project. Those of an import that is not done do not count yet."""
    return Item.objects.filter(ARRIVED, project=project)


def taken_names(project_id: int, names: Collection[str]) -> set[str]:
    """Return which of these names the project's items have already, those of unfinished imports included."""
    rows = Item.objects.filter(project_id=project_id, name__in=names)
    return set(rows.values_list("name", flat=True))


def earlier_imports(file: RawFile) -> QuerySet[Import]:
    """Return the finished imports of files with the very same bytes in this project, latest first."""
    same = Import.objects.filter(project=file.project_id, file__sha256=file.sha256, state="done")
    return same.order_by("-id")


def imports_of(project: Project) -> QuerySet[Import]:
    """Return the imports of a project, latest first."""
    return Import.objects.filter(project=project).select_related("source", "file", "by").order_by("-id")


def pace_of(job: Job) -> Pace:
    """Return how fast a job goes and how long it will take."""
    seconds = (timezone.now() - job.started_at).total_seconds() if job.started_at else 0.0
    return pace(job.done, job.total, seconds)


class ItemLine(NamedTuple):
    """An item in a list, with what it says now; hidden where that may be personal data not for the reader."""

    item: Item
    version: ItemVersion
    is_hidden: bool = False

    @property
    def parts(self) -> dict[str, Any]:
        """Return its texts, none where they are hidden."""
        return {} if self.is_hidden else self.version.parts

    @property
    def data(self) -> dict[str, Any]:
        """Return what is known about it, nothing where that is hidden."""
        return {} if self.is_hidden else self.version.data


class Cleaned(State):
    """What the recipe made of an item."""

    UNDECIDED = "undecided"
    KEPT = "kept"
    DROPPED = "dropped"
    PERSONAL = "personal"


CLEANED = {
    Cleaned.UNDECIDED: Q(cleaned_by=None),
    Cleaned.KEPT: Q(cleaned_by__isnull=False, is_dropped=False),
    Cleaned.DROPPED: Q(is_dropped=True),
    Cleaned.PERSONAL: Q(found__gt=0),
}


def narrowed(items: QuerySet[Item], *, source: int | None = None, cleaned: str = "") -> QuerySet[Item]:
    """Return those items that came from this source and of which the recipe made this, where either is given."""
    if source is not None:
        items = items.filter(source=source)
    return items.filter(CLEANED[Cleaned(cleaned)]) if cleaned else items


def item_lines(
    items: QuerySet[Item],
    *,
    after: int | None = None,
    q: str = "",
    size: int = 50,
    sees_raw: bool = False,
    project: Project | None = None,
    latest_first: bool = False,
) -> tuple[list[ItemLine], int | None]:
    """Return the first items beyond the id `after` that contain `q`, and where the next page starts, if any.

    Who does not see raw data neither reads nor finds what may be personal data. A search is faster with the project
    of the items named.
    """
    visible = items.exclude(RAW) if q and not sees_raw else items
    beyond = "pk__lt" if latest_first else "pk__gt"
    later = visible.filter(**{beyond: after}) if after is not None else visible
    later = later.select_related("source", "cleaned_by__recipe").order_by("-pk" if latest_first else "pk")
    page = first_found(later, q, most=size + 1, project=project) if q else list(later[: size + 1])
    current = {version.item_id: version for version in _versions(page[:size])}
    lines = [ItemLine(item, current[item.pk], is_raw(item) and not sees_raw) for item in page[:size]]
    return lines, page[size - 1].pk if len(page) > size else None


def is_raw(item: Item) -> bool:
    """Return whether an item may show personal data: its source holds some, and no recipe masked it."""
    run = item.cleaned_by
    return item.source.has_personal_data and not (run and run.recipe.has_masking)


def _versions(items: list[Item]) -> QuerySet[ItemVersion]:
    """Return the versions of these items, the latest last."""
    return ItemVersion.objects.filter(item__in=items).order_by("number")
