"""Pages of items."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dmops_platform.errors import BadInput, _
from dmops_platform.http import address_of
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.forms.items import LATEST, ItemSearch
from sourcing.services.restoring import look_at_items


@require_safe
def item_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the items of a project, fifty a page, and where they came from."""
    project = project_for(request.user, project_pk, Right.SEE_ITEMS)
    form = ItemSearch(request.GET, sources=project.sources.order_by("name"))
    if not form.is_valid():
        raise BadInput(
            _("This page of the list does not exist. Start from its first page."),
            path=next(iter(form.errors)),
        )
    asked = form.cleaned_data
    rights = rights_of(request.user, project)
    lines, next_after = selectors.item_lines(
        selectors.narrowed(selectors.items_of(project), source=asked["source"], cleaned=asked["cleaned"]),
        after=asked["after"],
        q=asked["q"],
        sees_raw=Right.SEE_RAW in rights,
        project=project,
        latest_first=asked["order"] == LATEST,
    )
    look_at_items(
        [line.item for line in lines if not line.is_hidden], by=request.user, address=address_of(request)
    )
    context = {
        "project": project,
        "form": form,
        "is_narrowed": any(asked[name] for name in ("q", "source", "cleaned")),
        "lines": lines,
        "next_after": next_after,
        "is_first": asked["after"] is None,
        "imports": selectors.imports_of(project)[:20],
        "may_import": Right.IMPORT_ITEMS in rights,
    }
    return render(request, "sourcing/item_list.html", context)


@require_safe
def item_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what an item says, what is known about it and where it came from."""
    item = selectors.item_for(request.user, pk)
    rights = rights_of(request.user, item.project)
    versions = list(item.versions.order_by("-number"))
    hidden = selectors.hidden_versions(item, sees_raw=Right.SEE_RAW in rights)
    if hidden < versions[0].number:
        look_at_items([item], by=request.user, address=address_of(request))
    context = {
        "project": item.project,
        "item": item,
        "versions": versions,
        "current": versions[0],
        "is_hidden": versions[0].number <= hidden,
        "decisions": selectors.decisions_about(item),
        "rights": {right.value for right in rights},
    }
    return render(request, "sourcing/item_page.html", context)
