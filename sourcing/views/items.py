"""Pages of items."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dmops_platform.errors import BadInput, _
from dmops_platform.types import PageRequest
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.forms.items import ItemSearch


@require_safe
def item_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the items of a project, fifty a page, and where they came from."""
    project = project_for(request.user, project_pk, Right.SEE_ITEMS)
    form = ItemSearch(request.GET)
    if not form.is_valid():
        raise BadInput(_("This page of the list does not exist. Start from its first page."), path="after")
    asked = form.cleaned_data
    lines, next_after = selectors.item_lines(selectors.items_of(project), after=asked["after"], q=asked["q"])
    context = {
        "project": project,
        "form": ItemSearch(initial={"q": asked["q"]}),
        "q": asked["q"],
        "lines": lines,
        "next_after": next_after,
        "is_first": asked["after"] is None,
        "imports": selectors.imports_of(project)[:20],
        "may_import": Right.IMPORT_ITEMS in rights_of(request.user, project),
    }
    return render(request, "sourcing/item_list.html", context)


@require_safe
def item_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show what an item says, what is known about it and where it came from."""
    item = selectors.item_for(request.user, pk)
    versions = list(item.versions.order_by("-number"))
    context = {"project": item.project, "item": item, "versions": versions, "current": versions[0]}
    return render(request, "sourcing/item_page.html", context)
