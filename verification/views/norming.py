"""Pages of norming sessions."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dmops_platform.types import PageRequest
from guidelines.selectors import shown_item
from projects.domain.roles import Right
from projects.selectors import people_with, project_for, rights_of
from verification.domain.norming import DRAWN_KINDS, ROUNDS, NormingState
from verification.forms.norming import DiscussForm, EdgeCaseForm, NormingForm, VotesForm
from verification.models import NormingItem, NormingSession
from verification.selectors import norming as selectors
from verification.services import norming as services


@require_safe
def norming_list(request: PageRequest, project_pk: int) -> HttpResponse:
    """Show the norming sessions of a project, and what the next could be about."""
    project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
    sessions = selectors.sessions_for(request.user).filter(project=project)
    leads = Right.REVIEW in rights_of(request.user, project)
    context = {
        "project": project,
        "sessions": sessions,
        "leads": leads,
        "offers": selectors.offers(project) if leads else [],
        "not_offered": selectors.not_offered(project) if leads else [],
    }
    return render(request, "verification/norming_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def start_norming(request: PageRequest, project_pk: int) -> HttpResponse:
    """Start a session on disputed items."""
    project = project_for(request.user, project_pk, Right.REVIEW)
    offered = selectors.offers(project)
    offer = next((one for one in offered if one.key == request.GET.get("about")), None)
    if offer is None:
        return redirect("verification:norming_list", project.pk)
    people = people_with(project, Right.LABEL)
    disputes = selectors.disputed_items(offer)
    form = NormingForm(request.POST or None, disputes=disputes, people=people)
    if request.method == "POST" and form.is_valid():
        session = services.start_norming(
            project=project,
            title=form.cleaned_data["title"],
            batch=offer.batch,
            field=offer.field["name"],
            items=form.cleaned_data["items"],
            members=[person.pk for person in form.cleaned_data["members"]],
            by=request.user,
        )
        return redirect("verification:norming_page", session.pk)
    context = {"project": project, "offer": offer, "form": form}
    return render(request, "verification/norming_new.html", context, status=422 if form.errors else 200)


@require_safe
def norming_page(request: PageRequest, pk: int) -> HttpResponse:
    """Show a session as far as this reader may see it."""
    session = selectors.session_for(request.user, pk)
    if request.htmx:
        return _state(request, session)
    return _page(request, session)


def _state(request: PageRequest, session: NormingSession) -> HttpResponse:
    """Return how far the open round is; a page that shows another step loads itself anew."""
    context = {"session": session, "turnout": selectors.turnout(session, request.user)}
    answer = render(request, "verification/norming_page.html#turnout", context)
    if request.GET.get("seen") != session.state:
        answer["HX-Refresh"] = "true"
    return answer


def _page(
    request: PageRequest,
    session: NormingSession,
    form: VotesForm | None = None,
    wrong: tuple[int, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; `wrong` is a refused form about one of its items."""
    items = selectors.items_of_session(session, request.user)
    is_member = session.members.filter(pk=request.user.pk).exists()
    votes = form or _votes_form(session, items)
    is_voting = NormingState(session.state) in ROUNDS and is_member
    field = selectors.field_of(session)
    is_drawn = field["kind"] in DRAWN_KINDS
    lines = [_line(item, votes, wrong) for item in items]
    if is_drawn:
        for line in lines:
            line["props"] = _props(session, line, is_voting=is_voting, reader=request.user.pk)
            line["props_id"] = f"norming-{line['item'].row.pk}"
    context = {
        "project": session.project,
        "session": session,
        "field": field,
        "turnout": selectors.turnout(session, request.user),
        "norming": selectors.norming_of(session),
        "form": votes,
        "is_voting": is_voting,
        "is_drawn": is_drawn,
        "leads": Right.REVIEW in rights_of(request.user, session.project),
        "items": lines,
    }
    return render(request, "verification/norming_page.html", context, status=status)


def _line(item: selectors.NormedItem, votes: VotesForm, wrong: tuple[int, Form] | None) -> dict[str, Any]:
    refused = wrong[1] if wrong and wrong[0] == item.row.pk else None
    prefix = f"item-{item.row.pk}"
    return {
        "item": item,
        "mine": item.mine_title,
        "vote": votes[f"vote-{item.row.pk}"],
        "discuss": refused if isinstance(refused, DiscussForm) else DiscussForm(auto_id=f"{prefix}-say-%s"),
        "case": refused if isinstance(refused, EdgeCaseForm) else EdgeCaseForm(auto_id=f"{prefix}-case-%s"),
    }


def _props(session: NormingSession, line: dict[str, Any], *, is_voting: bool, reader: int) -> dict[str, Any]:
    """Return what the editor of a vote and the votes side by side need, of one item. Nobody is named in it."""
    item, version = line["item"], line["item"].row.item_version
    return {
        "item": shown_item(version, name=version.item.name, reader=reader),
        "fields": session.batch.schema.fields,
        "field": session.field,
        "input": line["vote"].auto_id if is_voting else None,
        "rounds": [
            [{"answer": one.answer, "words": one.title, "votes": one.votes} for one in counts]
            for counts in item.shown
        ],
    }


def _votes_form(
    session: NormingSession, items: list[selectors.NormedItem], posted: QueryDict | None = None
) -> VotesForm:
    field, titles = selectors.field_of(session), selectors.titles_of_votes(session)
    return VotesForm(posted, items=items, field=field, titles=titles)


@require_POST
def vote_norming(request: PageRequest, pk: int) -> HttpResponse:
    """Store votes."""
    session = selectors.session_for(request.user, pk)
    items = selectors.items_of_session(session, request.user)
    form = _votes_form(session, items, request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    votes = form.votes()
    services.vote_norming(session=session, votes=votes, by=request.user)
    messages.success(request, gettext("Your votes are kept: %(n)s.") % {"n": len(votes)})
    return redirect("verification:norming_page", session.pk)


@require_POST
def advance_norming(request: PageRequest, pk: int) -> HttpResponse:
    """Go on to the next step."""
    session = selectors.led_session_for(request.user, pk)
    seen = request.POST.get("seen", "")
    services.advance_norming(session=session, seen=seen, by=request.user)
    return redirect("verification:norming_page", pk)


@require_POST
def discuss_norming(request: PageRequest, pk: int) -> HttpResponse:
    """Say something about an item."""
    item = selectors.item_for(request.user, pk)
    form = DiscussForm(request.POST, auto_id=f"item-{pk}-say-%s")
    if not form.is_valid():
        return _page(request, item.session, wrong=(pk, form), status=422)
    services.discuss_norming(item=item, by=request.user, **form.cleaned_data)
    return _back_to(item)


@require_POST
def promote_norming(request: PageRequest, pk: int) -> HttpResponse:
    """Make an edge case of an item."""
    item = selectors.item_for(request.user, pk, leads=True)
    form = EdgeCaseForm(request.POST, auto_id=f"item-{pk}-case-%s")
    if not form.is_valid():
        return _page(request, item.session, wrong=(pk, form), status=422)
    services.promote_norming(item=item, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("The edge case is in the draft of the next guideline."))
    return _back_to(item)


def _back_to(item: NormingItem) -> HttpResponse:
    return redirect(reverse("verification:norming_page", args=[item.session_id]) + f"#item-{item.position}")
