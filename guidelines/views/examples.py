"""Pages on which examples are picked from real items."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.errors import BadInput
from dmops_platform.types import PageRequest
from guidelines import selectors, services
from guidelines.forms.examples import PickForm, PlaceForm
from guidelines.models import Guideline
from guidelines.reading import label_titles, read_label
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for
from sourcing.models import ItemVersion
from sourcing.selectors import item_lines, items_for

ITEMS_A_PAGE = 20


@require_safe
def example_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what is picked for one label, and items to pick from, found by their words."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    fields = selectors.schema_fields(project)
    titles = label_titles(fields)
    form = PlaceForm(request.GET)
    place = form.place() if form.is_valid() else ("", "")
    place = place if place in titles else next(iter(titles), ("", ""))
    mine = items_for(request.user).filter(project=project)
    query, after = (form.cleaned_data["q"], form.cleaned_data["after"]) if form.is_valid() else ("", None)
    lines, following = item_lines(mine, q=query, after=after, size=ITEMS_A_PAGE)
    base = selectors.guideline_draft(project) or selectors.published_guideline(project)
    context = {
        "project": project,
        "titles": titles,
        "place": place,
        "title": titles.get(place, ""),
        "label": read_label(base, place, fields) if base else None,
        "lines": lines,
        "q": query,
        "following": following,
        "here": urlencode({"field": place[0], "label": place[1], "q": query}),
    }
    return render(request, "guidelines/example_page.html", context)


@require_POST
def pick_example(request: PageRequest, project_pk: int) -> HttpResponse:
    """Add an item to the examples or counter-examples of a label."""
    return _act(request, project_pk, services.pick_example, with_side=True)


@require_POST
def remove_example(request: PageRequest, project_pk: int) -> HttpResponse:
    """Take an item out of the examples of a label."""
    return _act(request, project_pk, services.remove_example, with_side=False)


def _act(
    request: PageRequest, project_pk: int, service: Callable[..., Guideline], *, with_side: bool
) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = PickForm(request.POST)
    if not form.is_valid():
        raise BadInput(form.sentence(), path=next(iter(form.errors)))
    given = form.cleaned_data
    facts = {"is_example": given["side"] != "against", "why": given["why"]} if with_side else {}
    service(
        project=project,
        field=given["field"],
        label=given["label"],
        item_version=_version(request, project, given["item_version"]),
        by=request.user,
        **facts,
    )
    query = urlencode({part: given[part] for part in ("field", "label", "q")})
    return redirect(f"{reverse('guidelines:example_page', args=[project.pk])}?{query}")


def _version(request: PageRequest, project: Project, pk: int) -> ItemVersion:
    mine = ItemVersion.objects.filter(item__in=items_for(request.user).filter(project=project))
    return get_object_or_404(mine.select_related("item"), pk=pk)
