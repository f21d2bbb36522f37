"""Pages that span the stages."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from annotators.selectors import seconds_today
from dmops_platform.reading import one_reading
from dmops_platform.types import PageRequest
from guidelines.selectors import guideline_for, published_schema, schema_for
from overview import affected, selectors
from overview.feedback import feedback
from overview.forms import ReasonForm, SecondLookForm
from overview.selectors import StageLine
from overview.services import stages
from overview.services.second_look import open_second_look
from projects.domain.roles import Right
from projects.domain.stages import Stage
from projects.models import Project, StagePass
from projects.selectors import cycle_of, notices_for, project_for, projects_for, rights_of, roles_of
from sourcing.selectors import item_for

NOTICES_SHOWN = 10


@require_safe
def home(request: PageRequest) -> HttpResponse:
    """Show my work: what waits for this person, with one button to begin, and what is new."""
    waiting = selectors.waiting_for(request.user)
    context = {
        "waiting": waiting,
        "notices": notices_for(request.user).filter(read_at=None)[:NOTICES_SHOWN],
        "projects": projects_for(request.user).order_by("-id")[:20],
        "minutes_today": round(seconds_today(request.user) / 60),
    }
    return render(request, "overview/home.html", context)


@require_safe
def board(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the twelve stages, what each waits for and who owes it; in short where another page asks."""
    project = project_for(request.user, project_pk, Right.SEE_BOARD)
    with one_reading():
        return _path(request, project) if request.htmx else _board(request, project)


def _path(request: PageRequest, project: Project) -> HttpResponse:
    lines = selectors.board(project)
    context = _standing(request, project, lines) | {"here": request.GET.get("here", "")}
    return render(request, "overview/_path.html", context)


def _standing(request: PageRequest, project: Project, lines: list[StageLine]) -> dict[str, Any]:
    """Return the states of the stages, what comes next, and for whom."""
    return {
        "project": project,
        "states": {line.stage: line.state for line in lines},
        "next": selectors.next_open(lines),
        "roles": roles_of(request.user, project),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }


def _board(
    request: PageRequest,
    project: Project,
    *,
    refused: tuple[Stage, ReasonForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = selectors.board(project)
    forms = {line.stage: ReasonForm(auto_id=f"stage-{line.stage.value}-%s") for line in lines}
    if refused:
        forms[refused[0]] = refused[1]
    context = _standing(request, project, lines) | {
        "rows": [(line, forms[line.stage]) for line in lines],
        "cycle": cycle_of(project),
    }
    return render(request, "overview/board.html", context, status=status)


@require_POST
def pass_by_hand(request: PageRequest, project_pk: int, stage: int) -> HttpResponse:
    """Pass a gate by hand, with a reason."""
    return _judge(request, project_pk, stage, stages.pass_by_hand)


@require_POST
def withdraw_pass(request: PageRequest, project_pk: int, stage: int) -> HttpResponse:
    """Take a pass by hand back, with a reason."""
    return _judge(request, project_pk, stage, stages.withdraw_pass)


def _judge(
    request: PageRequest, project_pk: int, number: int, judge: Callable[..., StagePass]
) -> HttpResponse:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    stage = selectors.stage_numbered(number)
    form = ReasonForm(request.POST, auto_id=f"stage-{stage.value}-%s")
    if not form.is_valid():
        return _board(request, project, refused=(stage, form), status=422)
    judge(project=project, stage=stage, reason=form.cleaned_data["reason"], by=request.user)
    return redirect(f"{reverse('overview:board', args=[project_pk])}#stage-{stage.value}")


@require_safe
def requirement_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what the brief in force asks for, each requirement with its evidence."""
    project = project_for(request.user, project_pk, Right.SEE_BRIEF)
    brief, evidence = selectors.demands(project, rights_of(request.user, project))
    context = {"project": project, "brief": brief, "evidence": evidence}
    fragment = "#evidence" if request.htmx else ""
    return render(request, f"overview/requirement_list.html{fragment}", context)


@require_safe
def trace_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show everything that happened to an item, in the order of time."""
    item = item_for(request.user, pk)
    context = {"project": item.project, "item": item, "steps": selectors.trace_for(request.user, item)}
    return render(request, "overview/trace_page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def affected_by_guideline(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show the answers given under rules that this guideline version changed; POST opens a batch over them."""
    guideline = guideline_for(request.user, project_pk, number, Right.MANAGE_PROJECT)
    rows = affected.affected_by_guideline(guideline)
    words = {
        "title": _("Answers touched by version %(number)s of the guideline") % {"number": number},
        "text": _("Answers given before this version, to labels whose rules it changed."),
        "back": reverse("guidelines:guideline_version_page", args=[project_pk, number]),
        "back_title": _("Guideline version %(number)s") % {"number": number},
        "here": "guideline",
    }
    return _page(request, guideline.project, rows, words)


@require_http_methods(["GET", "HEAD", "POST"])
def affected_by_schema(request: PageRequest, project_pk: int, number: int) -> HttpResponse:
    """Show the answers that a person has to give again under this schema version; POST opens a batch over them."""
    schema = schema_for(request.user, project_pk, number, Right.MANAGE_PROJECT)
    words = {
        "title": _("Answers that version %(number)s of the schema sends back to people") % {"number": number},
        "text": _("Their label was split or retired, so no rule says what the answer is now."),
        "back": reverse("guidelines:schema_version_page", args=[project_pk, number]),
        "back_title": _("Schema version %(number)s") % {"number": number},
        "here": "schema",
    }
    return _page(request, schema.project, affected.affected_by_schema(schema), words)


@require_safe
def schema_effects(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show how many answers have the labels that the schema draft takes away."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    context = {"project": project, "rows": affected.effects_of_draft(project)}
    template = "overview/_effects.html" if request.htmx else "overview/effects_page.html"
    return render(request, template, context)


@require_safe
def schema_feedback(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show what work under the schema in force taught about its fields and labels."""
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    schema = published_schema(project)
    rows = feedback(project, schema) if schema else []
    template = "overview/_feedback.html" if request.htmx else "overview/feedback_page.html"
    return render(request, template, {"project": project, "rows": rows})


def _page(
    request: PageRequest, project: Project, rows: Sequence[affected.Affected], words: dict[str, Any]
) -> HttpResponse:
    items = sorted({item for row in rows for item in row.items})
    form = SecondLookForm(request.POST or None, initial={"name": words["title"][:200], "overlap": 1})
    if request.method == "POST" and form.is_valid():
        batch = open_second_look(project=project, items=items, by=request.user, **form.cleaned_data)
        messages.success(request, _("The batch is open."))
        return redirect("labeling:batch_page", batch.pk)
    context = {
        **words,
        "project": project,
        "rows": [row for row in rows if row.items],
        "total": len(items),
        "form": form,
        "action": request.path,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "overview/affected_page.html", context, status=status)
