"""Pages of agreement, consensus and disputes."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from dmops_platform.types import PageRequest
from labeling.domain.batching import MOST_OVERLAP
from labeling.models import Batch
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from verification import selectors, services
from verification.domain.answers import as_label
from verification.forms.quality import CollectForm, ComputeForm, DecisionForm, DisputeFilter, MessageForm
from verification.models import Dispute, DisputeState
from verification.selectors import BlindAnswer, live
from verification.selectors.in_force import ALPHA

PER_PAGE = 50
GOAL = 0.8  # the confidence that is suggested


@require_safe
def quality_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show how far people agree in a batch, and how a computation under way goes."""
    batch = batch_for(request.user, pk, Right.REVIEW)
    return _quality_page(request, batch, ComputeForm(initial=_last_settings(batch)))


def _last_settings(batch: Batch) -> dict[str, Any]:
    run = selectors.latest_run(batch)
    return {"method": run.method, "scale": run.scale, "seed": run.seed} if run else {}


def _quality_page(request: PageRequest, batch: Batch, form: Form, status: int = 200) -> HttpResponse:
    run = selectors.latest_run(batch)
    collect = (
        form if isinstance(form, CollectForm) else CollectForm(initial={"goal": GOAL, "cap": _cap(batch)})
    )
    context = {
        "project": batch.project,
        "batch": batch,
        "run": run,
        "at_work": selectors.run_at_work(batch),
        "failure": selectors.last_failure(batch),
        "fields": selectors.quality_of(run, request.user) if run else [],
        "since": selectors.answers_since(run) if run else 0,
        "open_disputes": selectors.open_disputes(batch).count(),
        "goal": selectors.goal_words(batch.project, ALPHA),
        "may_compute": Right.MANAGE_PROJECT in rights_of(request.user, batch.project),
        "form": form if isinstance(form, ComputeForm) else ComputeForm(initial=_last_settings(batch)),
        "collect_form": collect,
        "collecting": selectors.collecting(batch, GOAL, _cap(batch)),
    }
    fragment = "#figures" if request.htmx and request.method == "GET" else ""
    return render(request, f"verification/quality_page.html{fragment}", context, status=status)


@require_POST
def start_consensus(request: PageRequest, pk: int) -> HttpResponse:
    """Order a computation over a batch."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = ComputeForm(request.POST)
    if not form.is_valid():
        return _quality_page(request, batch, form, status=422)
    services.start_consensus(batch=batch, by=request.user, **form.cleaned_data)
    return redirect("verification:quality_page", pk)


def _cap(batch: Batch) -> int:
    return min(batch.most_answers or batch.overlap + 2, MOST_OVERLAP)


@require_POST
def collect_more(request: PageRequest, pk: int) -> HttpResponse:
    """Ask for one more answer where people are unsure."""
    batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
    form = CollectForm(request.POST)
    if not form.is_valid():
        return _quality_page(request, batch, form, status=422)
    added = services.collect_more(batch=batch, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("One more answer is asked for %(n)s items.") % {"n": added})
    return redirect("verification:quality_page", pk)


@require_safe
def batch_quality(request: PageRequest, pk: int) -> HttpResponse:
    """Show the quality of a batch in short, as a fragment of its page."""
    batch = batch_for(request.user, pk, Right.REVIEW)
    run = selectors.latest_run(batch)
    context = {
        "batch": batch,
        "run": run,
        "fields": run.report["fields"] if run else [],
        "open_disputes": selectors.open_disputes(batch).count(),
        "live": live.live_agreement(batch),
        "may_manage": Right.MANAGE_PROJECT in rights_of(request.user, batch.project),
        "goal": selectors.goal_words(batch.project, ALPHA),
    }
    return render(request, "verification/_batch_quality.html", context)


@require_safe
def dispute_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the disputes of a project, open ones first."""
    project = project_for(request.user, project_pk, Right.REVIEW)
    form = DisputeFilter(request.GET, project=project)
    chosen = form.chosen()
    rows = selectors.disputes_for(request.user).filter(batch__project=project, **chosen)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "project": project,
        "form": form,
        "page": Paginator(_open_first(rows), PER_PAGE).get_page(request.GET.get("page")),
        "next": selectors.decidable(request.user, project).first(),
        "is_filtered": bool(chosen),
        "query": query.urlencode(),
    }
    return render(request, "verification/dispute_list.html", context)


def _open_first(rows: QuerySet[Dispute]) -> QuerySet[Dispute]:
    return rows.order_by(Case(When(state=DisputeState.OPEN, then=Value(0)), default=Value(1)), "pk")


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
    status: int = 200,
) -> HttpResponse:
    story = selectors.story_of(dispute, request.user)
    titles = selectors.shown_choices(dispute, selectors.choices_of(dispute, story))
    context = {
        "project": dispute.batch.project,
        "dispute": dispute,
        "titles": titles,
        "previous": selectors.previous_dispute(request.user, dispute),
        "next": selectors.next_dispute(request.user, dispute),
        "story": story,
        "most_votes": _most_votes(story.answers),
        "decision_form": decision_form or DecisionForm(titles=titles),
        "message_form": message_form or MessageForm(),
    }
    return render(request, "verification/dispute_page.html", context, status=status)


def _most_votes(answers: list[BlindAnswer]) -> int | None:
    """Return the votes of the answer that has more than every other, None when there is no such answer."""
    votes = sorted({as_label(answer.answer): answer.votes for answer in answers}.values(), reverse=True)
    return votes[0] if len(votes) > 1 and votes[0] > votes[1] else None


@require_POST
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Settle a dispute and go on to the next open one."""
    dispute = selectors.dispute_for(request.user, pk)
    choices = selectors.choices_of(dispute, selectors.story_of(dispute, request.user))
    form = DecisionForm(request.POST, titles=selectors.shown_choices(dispute, choices))
    if not form.is_valid():
        return _dispute_page(request, dispute, decision_form=form, status=422)
    chosen = form.cleaned_data | {"answer": choices[form.cleaned_data["answer"]]}
    decision = services.decide(dispute=dispute, by=request.user, **chosen)
    messages.success(request, _told(selectors.is_again(decision)))
    following = selectors.next_dispute(request.user, dispute)
    if following is None:
        return redirect("verification:dispute_list", dispute.batch.project_id)
    return redirect("verification:dispute_page", following.pk)


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
    return redirect(reverse("verification:dispute_page", args=[pk]) + "#discussion")
