"""Pages of disputes: the queue, the screen to decide at, what a decision touches, and outcomes of own work."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.http import refusal_sentence
from dmops_platform.types import PageRequest
from guidelines.selectors import shown_item
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from verification import selectors, services
from verification.domain.answers import as_label
from verification.forms.disputes import DecisionForm, DisputeFilter, MessageForm, RelabelForm, read_wanted
from verification.models import CAUSE_NAMES, OVER, Dispute, DisputeState
from verification.selectors import BlindAnswer, Comparison, Story
from verification.selectors.dependants import dependants
from verification.selectors.outcomes import with_parts
from verification.services import DisputeMoved

PER_PAGE = 50
MOST_ITEMS = 200


@require_safe
def dispute_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the disputes of a project that fit the filters, open ones first."""
    project = project_for(request.user, project_pk, Right.REVIEW)
    form = DisputeFilter(request.GET, project=project)
    wanted = read_wanted(request.GET, project)
    rows = selectors.queue(request.user, project, wanted)
    context = {
        "project": project,
        "form": form,
        "page": Paginator(_open_first(rows), PER_PAGE).get_page(request.GET.get("page")),
        "waiting": selectors.open_in_queue(request.user, project, wanted).count(),
        "is_filtered": any(wanted),
        "query": _filters(request.GET),
    }
    return render(request, "verification/dispute_list.html", context)


def _open_first(rows: QuerySet[Dispute]) -> QuerySet[Dispute]:
    return rows.order_by(Case(When(state=DisputeState.OPEN, then=Value(0)), default=Value(1)), "pk")


def _filters(query: QueryDict) -> str:
    """Return the filters of a list as a query, to go on with."""
    kept = query.copy()
    for name in ("page", "after"):
        kept.pop(name, None)
    return kept.urlencode()


@require_safe
def next_dispute(request: PageRequest, project_pk: int) -> HttpResponse:
    """Go to the open dispute after the one named, by the same filters; to the list where none is left."""
    project = project_for(request.user, project_pk, Right.REVIEW)
    rows = selectors.open_in_queue(request.user, project, read_wanted(request.GET, project))
    after = request.GET.get("after", "")
    later = (
        rows.filter(pk__gt=int(after)).first()
        if after.isascii() and after.isdigit() and len(after) < 18
        else None
    )
    query = _filters(request.GET)
    if following := later or rows.first():
        return _to("verification:dispute_page", following.pk, query)
    messages.success(request, gettext("Nothing is left to decide here."))
    return _to("verification:dispute_list", project.pk, query)


def _to(name: str, pk: int, query: str) -> HttpResponse:
    return redirect(f"{reverse(name, args=[pk])}?{query}" if query else reverse(name, args=[pk]))


@require_safe
def dispute_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show a dispute: the item, the answers side by side, what was said and what was decided."""
    return _dispute_page(request, selectors.dispute_for(request.user, pk))


def _dispute_page(
    request: PageRequest,
    dispute: Dispute,
    *,
    decision_form: Form | None = None,
    message_form: Form | None = None,
    moved: str = "",
    status: int = 200,
) -> HttpResponse:
    story = selectors.story_of(dispute, request.user)
    comparison = selectors.comparison_of(dispute, story.answers)
    titles = selectors.shown_choices(dispute, selectors.choices_of(dispute, story, comparison.merged))
    wanted = read_wanted(request.GET, dispute.batch.project)
    previous, following = selectors.beside(request.user, dispute, wanted)
    seen = "" if story.is_own else selectors.seen_of(dispute)
    query = _filters(request.GET)
    context = {
        "project": dispute.batch.project,
        "dispute": dispute,
        "titles": titles,
        "previous": previous,
        "next": following,
        "waiting": selectors.open_in_queue(request.user, dispute.batch.project, wanted).count(),
        "query": query,
        "story": story,
        "comparison": comparison,
        "most_votes": _most_votes(story.answers),
        "decision_form": decision_form or DecisionForm(titles=titles, initial={"seen": seen}),
        "message_form": message_form or MessageForm(),
        "reviewers": selectors.reviewers_of(dispute) if not story.is_own else (),
        "latest_version": selectors.latest_version(dispute),
        "moved": moved,
        "props": None if story.is_own else _props(request, dispute, story, comparison, seen, query),
    }
    part = "#discussion" if request.htmx else ""
    return render(request, f"verification/dispute_page.html{part}", context, status=status)


def _props(
    request: PageRequest, dispute: Dispute, story: Story, comparison: Comparison, seen: str, query: str
) -> dict[str, Any]:
    """Return what the adjudication screen needs. People are blind numbers in all of it."""
    version, last = dispute.item_version, story.decisions[-1] if story.decisions else None
    following = reverse("verification:next_dispute", args=[dispute.batch.project_id])
    return {
        "id": dispute.pk,
        "is_over": dispute.state in OVER,
        "item": shown_item(version, name=dispute.item.name, reader=request.user.pk),
        "fields": dispute.batch.schema.fields,
        "field": dispute.field,
        "answers": selectors.base_answers(dispute),
        "dependants": dependants(dispute),
        "columns": [column._asdict() for column in comparison.columns],
        "places": [
            {"given": place.given, "words": place.words, "is_agreed": place.is_agreed}
            for place in comparison.places
        ],
        "merged": comparison.merged,
        "merged_words": comparison.merged_words,
        "decided": {"answer": last.answer, "cause": last.cause, "reason": last.reason} if last else None,
        "has_edge_case": any(decision.edge_case_id for decision in story.decisions),
        "seen": seen,
        "causes": [{"id": cause.value, "title": str(name)} for cause, name in CAUSE_NAMES.items()],
        "urls": {
            "decide": reverse("api:decide", args=[dispute.pk]),
            "dispute": reverse("api:dispute", args=[dispute.pk]),
            "next": f"{following}?{query}{'&' if query else ''}after={dispute.pk}",
        },
    }


def _most_votes(answers: list[BlindAnswer]) -> int | None:
    """Return the votes of the answer that has more than every other, None when there is no such answer."""
    votes = sorted({as_label(answer.answer): answer.votes for answer in answers}.values(), reverse=True)
    return votes[0] if len(votes) > 1 and votes[0] > votes[1] else None


@require_POST
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Settle a dispute and go on to the next open one. What was typed stands where the dispute has moved on."""
    dispute = selectors.dispute_for(request.user, pk)
    story = selectors.story_of(dispute, request.user)
    merged = selectors.comparison_of(dispute, story.answers).merged
    choices = selectors.choices_of(dispute, story, merged)
    form = DecisionForm(request.POST, titles=selectors.shown_choices(dispute, choices))
    if not form.is_valid():
        return _dispute_page(request, dispute, decision_form=form, status=422)
    chosen = form.cleaned_data | {"answer": choices[form.cleaned_data["answer"]]}
    try:
        decision = services.decide(
            dispute=dispute, by=request.user, **chosen | {"seen": chosen["seen"] or None}
        )
    except DisputeMoved as moved:
        return _moved_on(request, dispute, moved, form)
    messages.success(request, _told(selectors.is_again(decision)))
    wanted = read_wanted(request.GET, dispute.batch.project)
    _before, following = selectors.beside(request.user, dispute, wanted)
    if following is None:
        return _to("verification:dispute_list", dispute.batch.project_id, _filters(request.GET))
    return _to("verification:dispute_page", following.pk, _filters(request.GET))


def _moved_on(
    request: PageRequest, dispute: Dispute, moved: DisputeMoved, form: DecisionForm
) -> HttpResponse:
    """Show the dispute as it is now with what was typed: sent again it is a decision about what is shown."""
    data = request.POST.copy()
    data[f"{form.prefix}-seen"] = moved.details["seen"]
    form.data = data
    dispute.refresh_from_db()
    return _dispute_page(request, dispute, decision_form=form, moved=refusal_sentence(moved), status=409)


def _told(is_again: bool) -> str:
    if is_again:
        return gettext("Decided again. The decision before it is kept in the history; yours is in force.")
    return gettext("Decided.")


@require_POST
def discuss(request: PageRequest, pk: int) -> HttpResponse:
    """Say something about a dispute."""
    dispute = selectors.dispute_for(request.user, pk)
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _dispute_page(request, dispute, message_form=form, status=422)
    services.discuss(dispute=dispute, by=request.user, **form.cleaned_data)
    if request.htmx:
        return _dispute_page(request, selectors.dispute_for(request.user, pk))
    return redirect(reverse("verification:dispute_page", args=[pk]) + "#discussion")


@require_http_methods(["GET", "HEAD", "POST"])
def affected_items(request: PageRequest, pk: int) -> HttpResponse:
    """Show the items that a decision touches elsewhere; POST opens a batch over them."""
    right = Right.MANAGE_PROJECT if request.method == "POST" else Right.REVIEW
    decision = selectors.decision_for(request.user, pk, right)
    project, items = decision.dispute.batch.project, selectors.affected_items(decision)
    form = RelabelForm(
        request.POST or None,
        initial={"name": gettext("Labelled again: %(item)s") % {"item": decision.dispute.item.name}},
    )
    if request.method == "POST" and form.is_valid():
        batch = services.relabel_affected(decision=decision, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("The batch is open."))
        return redirect("labeling:batch_page", batch.pk)
    context = {
        "project": project,
        "decision": decision,
        "items": with_parts(items[:MOST_ITEMS]),
        "total": items.count(),
        "form": form,
        "may_open": Right.MANAGE_PROJECT in rights_of(request.user, project),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "verification/affected_items.html", context, status=status)


@require_safe
def own_feedback(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show a person what was decided about their own answers, and why."""
    project = project_for(request.user, project_pk, Right.LABEL)
    context = {"project": project, "outcomes": selectors.outcomes_for(request.user, project)}
    part = "#outcomes" if request.htmx else ""
    return render(request, f"verification/own_feedback.html{part}", context)
