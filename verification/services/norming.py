"""Norming sessions: starting one, voting, moving on, talking, and keeping what came of it."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from dmops_platform.states import move
from guidelines.domain.kinds import KINDS
from guidelines.models import EdgeCase
from guidelines.selectors import schema_fields
from guidelines.services import add_edge_case
from labeling.models import Batch, Slot
from projects.domain.roles import Right
from projects.models import Message, Project
from projects.selectors import people_with
from projects.services import notify, open_thread, record, say
from verification.domain.norming import MOST_ITEMS, NORMING_MOVES, ROUNDS, NormingState, next_state
from verification.models import NormingItem, NormingSession, NormingVote
from verification.selectors import norming as selectors
from verification.selectors.consensus import answered_fields

LEAST_MEMBERS = 2


@transaction.atomic
def start_norming(
    *,
    project: Project,
    title: str,
    batch: Batch,
    field: str,
    items: Collection[int],
    members: Collection[int],
    by: User,
) -> NormingSession:
    """Start a session on items (ids) of a batch about one field that can be voted on, and ask its members."""
    title = title.strip()
    if not title or len(title) > 200:
        raise BadInput(_("Give the session a title of at most 200 characters."), path="title")
    votable = {one["name"] for one in answered_fields(batch.schema) if selectors.may_be_voted_on(one)}
    if field not in votable:
        sentence = _("Choose a field that can be voted on: one of the batch, and no relations.")
        raise BadInput(sentence, path="field")
    people, versions = _people(project, members), _versions(batch, items)
    session = NormingSession.objects.create(project=project, title=title, batch=batch, field=field, by=by)
    session.members.set(people)
    NormingItem.objects.bulk_create(
        NormingItem(session=session, item_version_id=version, position=place)
        for place, version in enumerate(versions, start=1)
    )
    facts = {"items": len(versions), "members": len(people)}
    record("verification.start_norming", project=project, about=session, by=by, **facts)
    _tell(session, people, _("You are asked for your votes in “%(title)s”."), by)
    return session


def _people(project: Project, members: Collection[int]) -> list[User]:
    able = people_with(project, Right.LABEL) | people_with(project, Right.REVIEW)
    people = list(able.filter(pk__in=set(members)).distinct())
    if len(people) != len(set(members)):
        raise BadInput(_("Members are people who label or review in this project."), path="members")
    if len(people) < LEAST_MEMBERS:
        raise BadInput(_("A session needs two members at least."), path="members")
    return people


def _versions(batch: Batch, items: Collection[int]) -> list[int]:
    """Return the versions that the batch has of these items, in the order of the items."""
    rows = Slot.objects.filter(batch=batch, item__in=set(items), is_gold=False)
    versions = dict(rows.values_list("item_id", "item_version_id"))
    if not items or len(versions) != len(set(items)):
        raise BadInput(_("Name items of this batch, one at least."), path="items")
    if len(versions) > MOST_ITEMS:
        raise BadInput(_("A session has at most %(most)s items."), path="items", most=MOST_ITEMS)
    return [versions[item] for item in dict.fromkeys(items)]


def _tell(session: NormingSession, people: Collection[User], text: str, by: User) -> None:
    url = reverse("verification:norming_page", args=[session.pk])
    notify(people, project=session.project, text=text, url=url, by=by, title=session.title)


@transaction.atomic
def vote_norming(*, session: NormingSession, votes: Mapping[int, Any], by: User) -> int:
    """Store a member's votes (item of the session → answer) in the open round; the last one given counts."""
    session = _locked(session)
    if not session.members.filter(pk=by.pk).exists():
        raise NotAllowed(_("Only members of the session vote."), code="not_member")
    now = ROUNDS.get(NormingState(session.state))
    if now is None:
        raise RuleBroken(_("No vote is open now."), code="vote_closed")
    known = {item.pk: item for item in session.items.select_related("item_version")}
    if unknown := sorted(set(votes) - set(known)):
        raise BadInput(_("Some of these items are not in this session."), path=f"votes.{unknown[0]}")
    field = selectors.field_of(session)
    kind = KINDS[field["kind"]]
    for pk, given in votes.items():
        answer = kind.clean(given, field["config"], known[pk].item_version.parts, f"votes.{pk}")
        NormingVote.objects.update_or_create(item_id=pk, person=by, round=now, defaults={"answer": answer})
    return len(votes)


def as_ids(votes: Mapping[str, Any]) -> dict[int, Any]:
    """Return the votes by the ids of their items; refuse a key that is none."""
    if wrong := [key for key in votes if not key.isdecimal() or len(key) > 18]:
        raise BadInput(_("Votes are named by the ids of items."), path=f"votes.{wrong[0]}")
    return {int(key): answer for key, answer in votes.items()}


@transaction.atomic
def advance_norming(*, session: NormingSession, seen: str, by: User) -> NormingSession:
    """Go on to the next step: reveal the votes, vote again, close. `seen` is the step the leader saw.

    Asked twice it goes on once. Raises RuleBroken where nobody has voted yet.
    """
    session = _locked(session)
    if session.state != seen:
        return session
    following = next_state(session.state)
    if following is None:
        raise RuleBroken(_("This session is over."), code="norming_over")
    now = ROUNDS.get(NormingState(session.state))
    if now and not NormingVote.objects.filter(item__session=session, round=now).exists():
        raise RuleBroken(_("Nobody has voted yet, so there is nothing to reveal."), code="no_votes")
    session.state = move(NORMING_MOVES, session.state, following)
    session.save(update_fields=["state", "moved_at"])
    record(
        "verification.advance_norming", project=session.project, about=session, by=by, state=str(following)
    )
    if following == NormingState.VOTING_AGAIN:
        people = list(session.members.all())
        _tell(session, people, _("You are asked to vote once more in “%(title)s”."), by)
    return session


@transaction.atomic
def discuss_norming(*, item: NormingItem, text: str, by: User) -> Message:
    """Say something about an item once the votes are in sight, before the second vote is over."""
    session = _locked(item.session)
    if session.state == NormingState.VOTING:
        raise RuleBroken(_("The discussion opens once the votes are revealed."), code="vote_open")
    if session.state == NormingState.DONE:
        raise RuleBroken(_("This session is over."), code="norming_over")
    item = NormingItem.objects.select_for_update().get(pk=item.pk)
    if item.thread_id is None:
        item.thread = open_thread(project=session.project)
        item.save(update_fields=["thread"])
    assert item.thread is not None
    return say(thread=item.thread, text=text, by=by)


@transaction.atomic
def promote_norming(*, item: NormingItem, text: str, decision: str, by: User) -> EdgeCase:
    """Write what came of an item into the draft of the next guideline as an edge case, once."""
    session = _locked(item.session)
    if session.state == NormingState.VOTING:
        raise RuleBroken(_("Reveal the votes first."), code="vote_open")
    item = NormingItem.objects.select_for_update().get(pk=item.pk)
    known = {field["name"] for field in schema_fields(session.project)}
    case = add_edge_case(
        project=session.project,
        text=text,
        decision=decision,
        field=session.field if session.field in known else "",
        item_version=item.item_version,
        made_from=f"verification.normingitem:{item.pk}",
        by=by,
    )
    item.edge_case = case
    item.save(update_fields=["edge_case"])
    record("verification.promote_norming", project=session.project, about=session, by=by, case=case.pk)
    return case


def _locked(session: NormingSession) -> NormingSession:
    rows = NormingSession.objects.select_for_update(of=("self",)).select_related("project", "batch__schema")
    return rows.get(pk=session.pk)
