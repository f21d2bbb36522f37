"""Reads: norming sessions, what this reader may see of them, and what the talk changed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.selectors import fields_of
from labeling.models import Batch
from projects.domain.roles import Right
from projects.models import Message, Project
from projects.selectors import projects_for, rights_of
from verification.domain.answers import Answers, as_label
from verification.domain.estimates import Figure
from verification.domain.kind_measures import figures
from verification.domain.norming import DRAWN_KINDS, ROUNDS, WRITTEN_KINDS, NormingState, rounds_shown
from verification.domain.ratings import CodedRatings, are_numbers
from verification.models import OVER, Dispute, DisputeState, NormingItem, NormingSession, NormingVote
from verification.selectors.consensus import answered_fields, blind_numbers, lengths_of

MOST_OFFERED = 50


def sessions_for(user: User) -> QuerySet[NormingSession]:
    """Return the sessions of projects where this person reviews, and those they are a member of; latest first."""
    leads = Q(project__in=projects_for(user, Right.REVIEW))
    votes = Q(members=user, project__in=projects_for(user, Right.READ_GUIDELINE))
    rows = NormingSession.objects.filter(leads | votes).distinct()
    return rows.select_related("project", "batch__schema", "by").order_by("-pk")


def session_for(user: User, pk: int) -> NormingSession:
    """Return the session if this person leads or votes in it; otherwise it does not exist."""
    return get_object_or_404(sessions_for(user), pk=pk)


def led_sessions(user: User) -> QuerySet[NormingSession]:
    """Return the sessions of the projects in which this person reviews."""
    rows = NormingSession.objects.filter(project__in=projects_for(user, Right.REVIEW))
    return rows.select_related("project", "batch__schema")


def led_session_for(user: User, pk: int) -> NormingSession:
    """Return the session if this person reviews in its project; otherwise it does not exist."""
    return get_object_or_404(led_sessions(user), pk=pk)


def item_for(user: User, pk: int, *, leads: bool = False) -> NormingItem:
    """Return the item of a session open to this person (or, with `leads`, led by them); else it does not exist."""
    sessions = led_sessions(user) if leads else sessions_for(user)
    rows = NormingItem.objects.filter(session__in=sessions.order_by().values("pk"))
    loaded = rows.select_related("session__project", "session__batch__schema", "item_version")
    return get_object_or_404(loaded, pk=pk)


class Offer(NamedTuple):
    """A field of a batch that a session can be about, and how many of its items are in dispute."""

    batch: Batch
    field: Field
    disputes: int

    @property
    def key(self) -> str:
        """Return the offer as a form names it."""
        return f"{self.batch.pk}:{self.field['name']}"


def offers(project: Project) -> list[Offer]:
    """Return what sessions can be about: fields that can be voted on, in batches with disputes."""
    return [offer for offer in _disputed(project) if may_be_voted_on(offer.field)]


def not_offered(project: Project) -> list[Offer]:
    """Return the disputed fields that no session can be about: relations, which join marks that differ themselves."""
    return [offer for offer in _disputed(project) if not may_be_voted_on(offer.field)]


def may_be_voted_on(field: Field) -> bool:
    """Return whether people can vote on the field: its answers can be listed, written in a line, or made in an editor
    that needs no other answer.
    """
    is_listed = bool(KINDS[field["kind"]].values(field["config"]))
    return is_listed or field["kind"] in WRITTEN_KINDS | DRAWN_KINDS


def _disputed(project: Project) -> list[Offer]:
    rows = Dispute.objects.filter(batch__project=project).exclude(state__in=OVER)
    counts = {
        (batch, field): n for batch, field, n in rows.values_list("batch", "field").annotate(n=Count("pk"))
    }
    batches = Batch.objects.filter(pk__in={batch for batch, _field in counts}).select_related("schema")
    return [
        Offer(batch, field, counts[batch.pk, field["name"]])
        for batch in batches.order_by("-pk")
        for field in answered_fields(batch.schema)
        if (batch.pk, field["name"]) in counts
    ]


def disputed_items(offer: Offer) -> list[Dispute]:
    """Return the disputes on which a session could be held, open ones first."""
    rows = Dispute.objects.filter(batch=offer.batch, field=offer.field["name"])
    rows = rows.exclude(state__in=OVER).select_related("item", "item_version")
    return sorted(rows.order_by("pk"), key=lambda one: one.state != DisputeState.OPEN)[:MOST_OFFERED]


def field_of(session: NormingSession) -> Field:
    """Return the field a session is about."""
    [field] = [field for field in fields_of(session.batch.schema) if field["name"] == session.field]
    return field


def titles_of_votes(session: NormingSession) -> dict[str, str]:
    """Return label → what people read, for each answer that can be listed and in its order."""
    field = field_of(session)
    values = KINDS[field["kind"]].values(field["config"])
    return {as_label(value): _title(value, field) for value in values}


class Said(NamedTuple):
    """One message; `by` is a name for who leads, else "you" is empty and others are numbers."""

    by: str
    is_own: bool
    text: str
    at: Any


class Counted(NamedTuple):
    """How often an answer was voted for in a round."""

    label: str
    title: str
    votes: int
    answer: Any


class NormedItem(NamedTuple):
    """One item of a session as a reader may see it; `shown` has the rounds that are over, first to last."""

    row: NormingItem
    mine: Any
    mine_title: str
    shown: list[list[Counted]]
    messages: list[Said]

    @property
    def mine_label(self) -> str:
        """Return the own vote as a label, "" where there is none."""
        return "" if self.mine is None else as_label(self.mine)


class Turnout(NamedTuple):
    """How many of the votes of the open round are there, and whether this reader's are."""

    given: int
    wanted: int
    mine: int


def items_of_session(session: NormingSession, reader: User) -> list[NormedItem]:
    """Return the items of a session: own votes always, others' only counted and after the round."""
    rows = list(session.items.select_related("item_version__item", "edge_case").order_by("position"))
    votes = _votes_by_item(session)
    said, names = _messages(session), _names(session, reader)
    field = field_of(session)
    now = ROUNDS.get(NormingState(session.state)) or rounds_shown(session.state)[-1]
    found = []
    for row in rows:
        mine = next((one.answer for one in votes[row.pk] if _is_mine(one, reader, now)), None)
        shown = [
            _counted([one for one in votes[row.pk] if one.round == which], field)
            for which in rounds_shown(session.state)
        ]
        messages = [_said(message, reader, names) for message in said[row.thread_id]] if row.thread_id else []
        found.append(NormedItem(row, mine, "" if mine is None else _title(mine, field), shown, messages))
    return found


def _title(answer: Any, field: Field) -> str:
    """Return an answer as people read it; what marks nothing as the empty set."""
    return KINDS[field["kind"]].show(answer, field["config"]) or ("∅" if answer == [] else as_label(answer))


def _is_mine(vote: NormingVote, reader: User, round_: int) -> bool:
    return vote.person_id == reader.pk and vote.round == round_


def _votes_by_item(session: NormingSession) -> dict[int, list[NormingVote]]:
    found: dict[int, list[NormingVote]] = defaultdict(list)
    for vote in NormingVote.objects.filter(item__session=session).order_by("pk"):
        found[vote.item_id].append(vote)
    return found


def _counted(votes: Sequence[NormingVote], field: Field) -> list[Counted]:
    counts = Counter(as_label(vote.answer) for vote in votes)
    answers = {as_label(vote.answer): vote.answer for vote in votes}
    return [
        Counted(label, _title(answers[label], field), n, answers[label]) for label, n in counts.most_common()
    ]


def _messages(session: NormingSession) -> dict[int | None, list[Message]]:
    found: dict[int | None, list[Message]] = defaultdict(list)
    rows = Message.objects.filter(thread__norming_item__session=session).select_related("by")
    for message in rows.order_by("pk"):
        found[message.thread_id].append(message)
    return found


def _names(session: NormingSession, reader: User) -> dict[int, str] | None:
    """Return person → number for those who label, who see no names; None for those who review."""
    if Right.REVIEW in rights_of(reader, session.project):
        return None
    people = [str(pk) for pk in session.members.values_list("pk", flat=True)]
    return {int(pk): str(n) for pk, n in blind_numbers(f"norming {session.pk}", people).items()}


def _said(message: Message, reader: User, names: dict[int, str] | None) -> Said:
    by = str(message.by) if names is None else names.get(message.by_id, "")
    return Said(by, message.by_id == reader.pk, message.text, message.at)


def turnout(session: NormingSession, reader: User) -> Turnout:
    """Return how far the open round is; zeros where none is open."""
    now = ROUNDS.get(NormingState(session.state), 0)
    votes = NormingVote.objects.filter(item__session=session, round=now)
    wanted = session.items.count() * session.members.count() if now else 0
    return Turnout(votes.count(), wanted, votes.filter(person=reader).count())


class Norming(NamedTuple):
    """The agreement before the talk and after it, None while the round is not over, and the name of its measure."""

    before: Figure | None
    after: Figure | None
    measure: str

    @property
    def is_alpha(self) -> bool:
        """Return whether it is an alpha."""
        return self.measure.startswith("alpha_")


def norming_of(session: NormingSession) -> Norming:
    """Return the agreement of each round that is over, by the measure of the field's kind, with its interval over
    items.
    """
    field, shown = field_of(session), rounds_shown(session.state)
    measure = _measure(field)
    before, after = (
        _agreement(session, field, measure, which) if which in shown else None for which in (1, 2)
    )
    return Norming(before, after, measure)


def _agreement(session: NormingSession, field: Field, measure: str, round_: int) -> Figure:
    kind, config = KINDS[field["kind"]], field["config"]
    rows = NormingVote.objects.filter(item__session=session, round=round_).order_by("pk")
    votes = list(rows.values_list("item__item_version__item", "person", "answer"))
    ratings = CodedRatings.from_columns(
        [str(item) for item, _person, _answer in votes],
        [str(person) for _item, person, _answer in votes],
        [as_label(answer) for _item, _person, answer in votes],
    )
    answers = Answers(
        ratings.pairable(),
        {as_label(answer): answer for _item, _person, answer in votes},
        lambda one, other: kind.distance(one, other, config),
        lengths_of(session.batch, field),
        order=[as_label(value) for value in kind.values(config)],
    )
    return figures(answers, [measure])[measure]


def _measure(field: Field) -> str:
    """Return the measure that the field is judged by.

    Of what is drawn and put in order it is the first of the kind, else the first alpha, by distance where it names
    none; of words in order, that of the order.
    """
    kind, config = KINDS[field["kind"]], field["config"]
    if field["kind"] in DRAWN_KINDS:
        return kind.agreement(config)[0]
    names = (name for name in kind.agreement(config) if name.startswith("alpha_"))
    measure: str = next(names, "alpha_distance")
    is_worded = not are_numbers(as_label(value) for value in kind.values(config))
    return "alpha_ordinal" if measure == "alpha_interval" and is_worded else measure


def open_votes(user: User) -> QuerySet[NormingSession]:
    """Return the sessions in which this person still has votes to give, first to last."""
    asked = NormingSession.objects.filter(members=user, project__in=projects_for(user, Right.SEE_PROJECT))
    waiting = Q(pk__in=[])
    for state, which in ROUNDS.items():
        given = Count(
            "items__votes", filter=Q(items__votes__person=user, items__votes__round=which), distinct=True
        )
        short = NormingSession.objects.filter(state=state).annotate(
            n=Count("items", distinct=True), given=given
        )
        waiting |= Q(pk__in=[one.pk for one in short.filter(members=user) if one.given < one.n])
    return asked.filter(waiting).select_related("project").order_by("pk")
