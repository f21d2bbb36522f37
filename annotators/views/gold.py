"""Pages of gold: made by answering items in the labelling screen, explained, and put to use."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotators.forms.recruiting import GoldSizeForm, UseForm, WhyForm
from annotators.models import AttemptKind
from annotators.models.attempts import USE_NAMES
from annotators.selectors import attempts as pieces
from annotators.services import gold as services
from annotators.services.attempts import set_gold_uses, take_pieces
from annotators.views.joining import FIRST_UNITS, screen_props
from dmops_platform.types import PageRequest
from guidelines.domain.kinds import KINDS
from guidelines.models import Gold
from guidelines.selectors import current_schema, fields_of
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import project_for
from sourcing.models import ItemVersion

PER_PAGE = 50


class GoldRow(NamedTuple):
    """One item with gold: the form of its use, and for each field the answer in words with the form of its reason."""

    version: ItemVersion
    form: UseForm
    answers: list[tuple[str, str, WhyForm]]


@require_http_methods(["GET", "HEAD", "POST"])
def gold_page(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the gold items, why they are right and what each is used for, and store what was chosen."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    if request.method == "POST":
        return _store(request, project)
    page = Paginator(pieces.gold_items(project), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "project": project,
        "page": page,
        "rows": _rows(project, page.object_list),
        "counts": [(name, pieces.items_in_use(project, use).count()) for use, name in USE_NAMES.items()],
        "size_form": GoldSizeForm(),
        "running": pieces.running_attempt(request.user, project, AttemptKind.GOLD),
    }
    return render(request, "annotators/gold_page.html", context)


def _rows(project: Project, versions: Any) -> list[GoldRow]:
    gold = pieces.gold_by_item([version.pk for version in versions])
    schema = current_schema(project)
    fields = {field["name"]: field for field in fields_of(schema)} if schema else {}
    return [
        GoldRow(
            version,
            UseForm(prefix=f"item-{version.pk}", initial=_use_of(version)),
            [_answer(one, fields.get(one.field)) for one in gold[version.pk].values()],
        )
        for version in versions
    ]


def _use_of(version: ItemVersion) -> dict[str, str]:
    used = getattr(version, "gold_use", None)
    return {"use": used.use if used else ""}


def _answer(gold: Gold, field: Any) -> tuple[str, str, WhyForm]:
    form = WhyForm(prefix=f"gold-{gold.pk}", initial={"why": gold.why, "section": gold.section})
    if field is None:
        return gold.field, str(gold.answer), form
    return field["title"], KINDS[field["kind"]].show(gold.answer, field["config"]), form


def _store(request: PageRequest, project: Project) -> HttpResponse:
    """Store uses and reasons; which rows were on the page is read from the form itself."""
    uses = {}
    for pk in _numbers(request.POST, "item-", "-use"):
        form = UseForm(request.POST, prefix=f"item-{pk}")
        uses[pk] = form.cleaned_data["use"] if form.is_valid() else ""
    reasons = {}
    for pk in _numbers(request.POST, "gold-", "-why"):
        why = WhyForm(request.POST, prefix=f"gold-{pk}")
        if why.is_valid():
            reasons[pk] = (why.cleaned_data["why"], why.cleaned_data["section"])
    n = set_gold_uses(project=project, uses=uses, by=request.user)
    n += services.explain_gold(project=project, reasons=reasons, by=request.user)
    messages.success(request, ngettext("%(n)s change saved.", "%(n)s changes saved.", n) % {"n": n})
    return redirect(f"{reverse('annotators:gold_page', args=[project.pk])}?{request.GET.urlencode()}")


def _numbers(typed: QueryDict, before: str, after: str) -> list[int]:
    """Return the ids in the names of inputs."""
    found = []
    for name in typed:
        number = name.removeprefix(before).removesuffix(after)
        if name == f"{before}{number}{after}" and number.isascii() and number.isdigit() and len(number) < 19:
            found.append(int(number))
    return found


@require_POST
def begin_gold(request: PageRequest, project_pk: int) -> HttpResponse:
    """Hand items without gold to the manager."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    form = GoldSizeForm(request.POST)
    size = form.cleaned_data["size"] if form.is_valid() else GoldSizeForm.base_fields["size"].initial
    attempt = services.begin_gold(project=project, by=request.user, size=size)
    return redirect("annotators:gold_work", attempt.pk)


@require_safe
def gold_work(request: PageRequest, pk: int) -> HttpResponse:
    """Show the items in the labelling screen; what is answered there becomes gold."""
    attempt = pieces.attempt_for(request.user, pk)
    after = reverse("annotators:gold_done", args=[pk])
    if attempt.kind != AttemptKind.GOLD or not (work := take_pieces(attempt=attempt, ahead=FIRST_UNITS)):
        return redirect(after)
    props = screen_props(attempt, pieces.units_of(attempt, work), after)
    return render(request, "labeling/work_page.html", {"project": attempt.project, "props": props})


@require_http_methods(["GET", "HEAD", "POST"])
def gold_done(request: PageRequest, pk: int) -> HttpResponse:
    """Say how many items were answered, and record them as gold."""
    attempt = pieces.attempt_for(request.user, pk)
    if request.method == "POST":
        n = services.finish_gold(attempt=attempt)
        messages.success(request, gettext("Right answers recorded: %(n)s. Say why each is right.") % {"n": n})
        return redirect("annotators:gold_page", attempt.project_id)
    context = {
        "project": attempt.project,
        "attempt": attempt,
        "answered": attempt.pieces.exclude(saved_at=None).count(),
        "left": pieces.open_pieces(attempt).count(),
        "is_over": pieces.is_over(attempt) or attempt.kind != AttemptKind.GOLD,
    }
    return render(request, "annotators/gold_done.html", context)
