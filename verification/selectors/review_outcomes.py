"""Reads: what became of the answers that were looked at again, for who runs the project and for their authors."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from accounts.models import User
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from guidelines.selectors import fields_of
from labeling.models import Batch
from labeling.selectors import current_annotations
from projects.domain.intervals import Share, share
from projects.models import Project
from verification.domain.review_sampling import Reason, Sampling
from verification.models import Outcome, Review, Verdict
from verification.selectors.consensus import answered_fields
from verification.selectors.review import IN_REWORK, WAITING, grouped, picks, verdicts_in_force

MOST_SHOWN = 50


class ReviewCounts(NamedTuple):
    """How many answers of a batch are in which state of review."""

    drawn: int
    waiting: int
    in_rework: int
    accepted: int
    corrected: int
    returned: int


class ErrorRate(NamedTuple):
    """How often answers to one field were wrong when first looked at. `person` None: of everybody."""

    person: User | None
    field: str
    title: str
    error_rate: Share


class Outcomes(NamedTuple):
    """What review found in a batch. `at_random` rests on answers picked for the share only, without bias."""

    counts: ReviewCounts
    rates: list[ErrorRate]
    at_random: list[ErrorRate]


def outcomes(batch: Batch) -> Outcomes:
    """Return what reviewers said about the answers of a batch; rates are of the first word on each answer."""
    reviews = Review.objects.filter(batch=batch)
    said = grouped(verdicts_in_force(reviews).select_related("review__assignment"))
    first = [verdicts[0] for verdicts in said.values()]
    fields = answered_fields(batch.schema)
    people = User.objects.in_bulk({verdict.review.assignment.person_id for verdict in first})
    return Outcomes(
        _counts(batch, said),
        [rate for person in _by_name(people) for rate in _rates(_of_person(first, person), fields, person)],
        _rates([verdict for verdict in first if Reason.SHARE in verdict.review.reasons], fields, None),
    )


def _counts(batch: Batch, said: Mapping[int, Sequence[Verdict]]) -> ReviewCounts:
    reviews = Review.objects.filter(batch=batch)
    last = Counter(verdicts[-1].outcome for verdicts in said.values())
    returned = sum(any(one.outcome == Outcome.RETURN for one in verdicts) for verdicts in said.values())
    return ReviewCounts(
        drawn=reviews.count(),
        waiting=reviews.filter(WAITING).count(),
        in_rework=reviews.filter(IN_REWORK).count(),
        accepted=last[Outcome.ACCEPT],
        corrected=last[Outcome.CORRECT],
        returned=returned,
    )


def _by_name(people: Mapping[int, User]) -> list[User]:
    return sorted(people.values(), key=str)


def _of_person(verdicts: Iterable[Verdict], person: User) -> list[Verdict]:
    return [verdict for verdict in verdicts if verdict.review.assignment.person_id == person.pk]


def _rates(verdicts: Sequence[Verdict], fields: Sequence[Field], person: User | None) -> list[ErrorRate]:
    wrong = Counter(name for verdict in verdicts for name in verdict.fields)
    n = len(verdicts)
    return [
        ErrorRate(person, field["name"], field["title"], share(wrong[field["name"]], n))
        for field in fields
        if n
    ]


class OwnVerdict(NamedTuple):
    """What a reviewer said about an answer of mine; who it was stays unsaid."""

    item: str
    batch: str
    outcome: str
    outcome_name: str
    reason: str
    at: Any
    changes: list[tuple[str, str, str]]


class OwnReviews(NamedTuple):
    """The last words about this person's answers, and how many of each outcome there are."""

    verdicts: list[OwnVerdict]
    counts: dict[str, int]


def own_reviews(user: User, project: Project) -> OwnReviews:
    """Return what reviewers said about this person's answers in a project, latest first."""
    mine = Review.objects.filter(batch__project=project, assignment__person=user)
    rows = verdicts_in_force(mine)
    counts = Counter(rows.values_list("outcome", flat=True))
    last = rows.select_related("annotation", "review__assignment__item", "review__batch__schema")
    shown = last.order_by("-pk")[:MOST_SHOWN]
    return OwnReviews(
        [_own(verdict) for verdict in shown], {outcome.value: counts[outcome] for outcome in Outcome}
    )


def _own(verdict: Verdict) -> OwnVerdict:
    return OwnVerdict(
        item=verdict.review.assignment.item.name,
        batch=verdict.review.batch.name,
        outcome=verdict.outcome,
        outcome_name=verdict.outcome_name,
        reason=verdict.reason,
        at=verdict.at,
        changes=_changes(verdict),
    )


def _changes(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Return (question, given, corrected) of each field that a correction changed, in words."""
    if verdict.answers is None:
        return []
    fields = {field["name"]: field for field in fields_of(verdict.review.batch.schema)}
    return [
        (
            fields[name]["title"],
            _shown(fields[name], verdict.annotation.answers.get(name)),
            _shown(fields[name], verdict.answers.get(name)),
        )
        for name in verdict.fields
        if name in fields
    ]


def _shown(field: Field, value: Any) -> str:
    if value is None:
        return gettext("not asked")
    return KINDS[field["kind"]].show(value, field["config"])


class Preview(NamedTuple):
    """How many answers there are, and how many a sampling would pick, in all and by reason; one may have several."""

    answers: int
    picked: int
    reasons: dict[str, int]


def preview(batch: Batch, sampling: Sampling) -> Preview:
    """Return what this sampling would pick of the answers in force now."""
    found = picks(batch, sampling)
    counts = Counter(reason for reasons in found.values() for reason in reasons)
    by_reason = {reason.value: counts[reason] for reason in Reason if counts[reason]}
    return Preview(current_annotations(batch).count(), len(found), by_reason)
