"""Reads: which answers are due to be asked again, and how often people answer the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from guidelines.domain.schema import Field
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation, Assignment, Batch, PausedPerson, Rework
from labeling.selectors import open_to
from projects.domain.intervals import Share, share
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with
from verification.domain.answers import as_label
from verification.domain.breakdowns import self_agreement
from verification.domain.review_sampling import Candidate, Sampling, picked
from verification.models import SelfCheckRule, Verdict
from verification.selectors.consensus import answered_fields

HAD = (AssignmentState.LEASED, AssignmentState.SUBMITTED, AssignmentState.SKIPPED)
#: repeated items in one person's hands while they have other work, and while they have none
AMONG_OTHERS, ALONE = 1, 5


def self_check_of(batch: Batch) -> SelfCheckRule | None:
    """Return the rule in force of a batch, or None."""
    return SelfCheckRule.objects.filter(batch=batch, is_active=True).select_related("by").first()


def due(rule: SelfCheckRule) -> list[Assignment]:
    """Return the answers to be put into their authors' hands again now, oldest first.

    Of each person the share is drawn at random and stays drawn. What somebody was told about (returned or
    corrected) is left out: it would measure memory. Nobody gets many at once.
    """
    found = []
    for person, answers in _by_person(rule).items():
        repeated = _repeated(rule, person)
        room = _room(rule, person) - sum(state == AssignmentState.LEASED for state in repeated.values())
        waiting = [one for one in answers if one.item_id not in repeated and _is_old(rule, one)]
        found += waiting[: max(room, 0)]
    return found


def _by_person(rule: SelfCheckRule) -> dict[int, list[Assignment]]:
    """Return person → their drawn answers, of people who can be asked."""
    given: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in _askable(rule):
        given[assignment.person_id].append(assignment)
    return {person: _drawn(rule, answers) for person, answers in given.items()}


def _askable(rule: SelfCheckRule) -> QuerySet[Assignment]:
    told = Verdict.objects.filter(annotation__assignment=OuterRef("pk")).exclude(outcome="accept")
    paused = PausedPerson.objects.filter(
        project=rule.batch.project_id, person=OuterRef("person"), lifted_at=None
    )
    rows = Assignment.objects.filter(
        ~Exists(told),
        ~Exists(paused),
        ~Exists(Rework.objects.filter(assignment=OuterRef("pk"))),
        batch=rule.batch_id,
        state=AssignmentState.SUBMITTED,
        is_gold=False,
        person__in=people_with(rule.batch.project, Right.LABEL),
    )
    return rows.select_related("slot").order_by("ended_at", "pk")


def _drawn(rule: SelfCheckRule, answers: list[Assignment]) -> list[Assignment]:
    candidates = [
        Candidate(
            key=one.pk,
            draw=salted_hmac(f"self-check {rule.batch_id}", str(one.pk), algorithm="sha256").hexdigest(),
            place=1,
        )
        for one in answers
    ]
    chosen = picked(Sampling(percent=rule.percent), candidates)
    return [one for one in answers if one.pk in chosen]


def _repeated(rule: SelfCheckRule, person: int) -> dict[int, str]:
    rows = Assignment.objects.filter(batch=rule.repeats_id, person=person, state__in=HAD)
    return dict(rows.values_list("item_id", "state"))


def _room(rule: SelfCheckRule, person: int) -> int:
    holds = Assignment.objects.filter(
        person=person, batch__project=rule.batch.project_id, state=AssignmentState.LEASED, is_gold=False
    )
    has_other = holds.exists() or open_to(User(pk=person), rule.batch.project).exists()
    return AMONG_OTHERS if has_other else ALONE


def _is_old(rule: SelfCheckRule, assignment: Assignment) -> bool:
    ended = assignment.ended_at or assignment.leased_at
    return ended <= timezone.now() - timedelta(hours=rule.delay_hours)


class SelfAgreement(NamedTuple):
    """How often a person gave the same answer to a field again."""

    person: User
    field: str
    title: str
    same: Share


Pairs = dict[tuple[str, str], list[str]]


def repeated_answers(rules: Iterable[SelfCheckRule], field: str) -> Pairs:
    """Return (person, item) → the first answer in force and the repeated one, as labels, where both are there."""
    pairs: Pairs = {}
    for rule in rules:
        first = _answers(rule.batch_id, field, rule.repeats_id)
        for who, again in _answers(rule.repeats_id, field).items():
            if who in first:
                pairs[str(who[0]), f"{rule.batch_id}:{who[1]}"] = [first[who], again]
    return pairs


def _answers(batch: int, field: str, asked_again_in: int | None = None) -> dict[tuple[int, int], str]:
    rows = Annotation.objects.filter(
        assignment__batch=batch, assignment__state=AssignmentState.SUBMITTED
    ).order_by("version")
    if asked_again_in:
        again = Assignment.objects.filter(
            batch=asked_again_in,
            item=OuterRef("assignment__item"),
            person=OuterRef("assignment__person"),
            leased_at__gte=OuterRef("saved_at"),
        )
        rows = rows.filter(Exists(again), assignment__is_gold=False)
    columns = ("assignment__person_id", "assignment__item_id", "answers")
    return {
        (person, item): as_label(answers[field])
        for person, item, answers in rows.values_list(*columns)
        if answers.get(field) is not None
    }


def self_check_figures(batch: Batch) -> list[SelfAgreement]:
    """Return for each person and field of a batch how often the repeated answer was the same, by name."""
    rules = list(SelfCheckRule.objects.filter(batch=batch))
    fields = answered_fields(batch.schema)
    shares = {field["name"]: self_agreement(repeated_answers(rules, field["name"])) for field in fields}
    return _named(shares, {field["name"]: field for field in fields})


def _named(shares: Mapping[str, Mapping[str, Share]], fields: Mapping[str, Field]) -> list[SelfAgreement]:
    ids = {int(person) for of_field in shares.values() for person in of_field}
    people = sorted(User.objects.filter(pk__in=ids), key=str)
    return [
        SelfAgreement(person, name, fields[name]["title"], of_field[str(person.pk)])
        for person in people
        for name, of_field in shares.items()
        if str(person.pk) in of_field
    ]


class OwnAgreement(NamedTuple):
    """How often I gave the same answer to a question again."""

    title: str
    same: Share


def own_self_check(user: User, project: Project) -> list[OwnAgreement]:
    """Return for each question how often this person answered the same when asked again, over all batches."""
    rules = list(SelfCheckRule.objects.filter(batch__project=project).select_related("batch__schema"))
    titles: dict[str, str] = {}
    counted: dict[str, list[bool]] = defaultdict(list)
    for rule in rules:
        for field in answered_fields(rule.batch.schema):
            titles[field["name"]] = field["title"]
            for (person, _item), (one, other) in repeated_answers([rule], field["name"]).items():
                if person == str(user.pk):
                    counted[field["name"]].append(one == other)
    return [OwnAgreement(titles[name], share(sum(same), len(same))) for name, same in counted.items()]


def counts_of(rule: SelfCheckRule) -> dict[str, Any]:
    """Return how many repeated items were answered, and how many are in somebody's hands."""
    rows = Assignment.objects.filter(batch=rule.repeats_id)
    return {
        "answered": rows.filter(state=AssignmentState.SUBMITTED).count(),
        "in_hand": rows.filter(state=AssignmentState.LEASED).count(),
    }
