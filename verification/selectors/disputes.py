"""Reads: disputes, the blind answers in them and what was said."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.selectors import accounts_of
from guidelines.domain.about import ABOUT
from guidelines.domain.kinds import KINDS, Kind
from labeling.models import Annotation, Batch
from labeling.selectors import current_annotations
from projects.domain.roles import Right
from projects.models import Message, Project
from projects.selectors import messages, people_with, projects_for
from sourcing.models import ItemVersion
from verification.domain.answers import as_label
from verification.models import Decision, Dispute, DisputeState
from verification.selectors.consensus import blind_numbers


class Story(NamedTuple):
    """What was answered, decided and said in a dispute; empty for somebody who answered the item."""

    is_own: bool
    answers: "list[BlindAnswer]"
    decisions: list[Decision]
    messages: list[Message]


class BlindAnswer(NamedTuple):
    """One person's answer in a dispute; `person` is a number that means nothing outside it.

    `votes` counts the people who answered the same. `guideline` is the number of the version they read. `about`
    holds their reason and confidence, where they gave any.
    """

    person: int
    answer: Any
    votes: int
    version: int
    guideline: int | None
    seconds: float | None
    about: dict[str, Any]


def disputes_for(user: User) -> QuerySet[Dispute]:
    """Return the disputes of the projects in which this person reviews."""
    rows = Dispute.objects.filter(batch__project__in=projects_for(user, Right.REVIEW))
    return rows.select_related("batch__project", "batch__schema", "item", "item_version", "thread")


def dispute_for(user: User, pk: int) -> Dispute:
    """Return the dispute if this person reviews its project; otherwise it does not exist."""
    return get_object_or_404(disputes_for(user), pk=pk)


def decision_for(user: User, pk: int, right: Right = Right.REVIEW) -> Decision:
    """Return the decision if this person reviews its project and did not answer the item themselves."""
    rows = Decision.objects.filter(dispute__batch__project__in=projects_for(user, right))
    others = rows.filter(~Exists(own_answers(user, OuterRef("dispute__item"))))
    related = ("dispute__batch__project", "dispute__batch__schema", "dispute__item_version", "guideline")
    return get_object_or_404(others.select_related(*related), pk=pk)


def open_disputes(batch: Batch) -> QuerySet[Dispute]:
    """Return the disputes of the batch that wait for a decision."""
    return Dispute.objects.filter(batch=batch, state=DisputeState.OPEN).order_by("pk")


def own_answers(user: User, item: Any) -> QuerySet[Annotation]:
    """Return what this person answered about the item, in whatever batch and from whichever account of theirs."""
    return Annotation.objects.filter(by__in=accounts_of(user), assignment__item=item)


def has_answered(user: User, dispute: Dispute) -> bool:
    """Return whether this person has ever answered the item: then peers' answers to it are not for them."""
    return has_answered_item(user, dispute.item_id)


def has_answered_item(user: User, item_id: int) -> bool:
    """Return whether this person has ever answered the item, in whatever batch."""
    return own_answers(user, item_id).exists()


def not_own(user: User, rows: QuerySet[Dispute]) -> QuerySet[Dispute]:
    """Return the disputes but those about this person's own work."""
    return rows.filter(~Exists(own_answers(user, OuterRef("item"))))


def decidable(user: User, project: Project) -> QuerySet[Dispute]:
    """Return the open disputes of the project but those about this person's own work, first to last."""
    waiting = disputes_for(user).filter(batch__project=project, state=DisputeState.OPEN)
    return not_own(user, waiting).order_by("pk")


def next_dispute(user: User, dispute: Dispute) -> Dispute | None:
    """Return the open dispute after this one, from the start again at the end, or None."""
    others = decidable(user, dispute.batch.project).exclude(pk=dispute.pk)
    return others.filter(pk__gt=dispute.pk).first() or others.first()


def previous_dispute(user: User, dispute: Dispute) -> Dispute | None:
    """Return the open dispute before this one, or None."""
    return decidable(user, dispute.batch.project).filter(pk__lt=dispute.pk).last()


def answers_of(dispute: Dispute) -> list[BlindAnswer]:
    """Return the answers in force to the disputed field, ordered by blind person."""
    rows = current_annotations(dispute.batch).filter(assignment__item=dispute.item_id)
    answered = [row for row in rows.select_related("guideline") if dispute.field in row.answers]
    numbers = blind_numbers(f"dispute {dispute.pk}", [str(row.by_id) for row in answered])
    votes = Counter(as_label(row.answers[dispute.field]) for row in answered)
    blind = [
        BlindAnswer(
            person=numbers[str(row.by_id)],
            answer=row.answers[dispute.field],
            votes=votes[as_label(row.answers[dispute.field])],
            version=row.version,
            guideline=row.guideline.number if row.guideline else None,
            seconds=row.seconds,
            about=_about(row, dispute.field),
        )
        for row in answered
    ]
    return sorted(blind, key=lambda answer: answer.person)


def _about(row: Annotation, field: str) -> dict[str, Any]:
    said = row.answers.get(ABOUT)
    found = said.get(field) if isinstance(said, dict) else None
    return dict(found) if isinstance(found, dict) else {}


def seen_of(dispute: Dispute) -> str:
    """Return a mark of all that a decision is made on: the decision before it, the answers, the item's version."""
    return f"{_last_decision(dispute)}.{_digest(dispute)}"


def _last_decision(dispute: Dispute) -> int:
    return dispute.decisions.aggregate(last=Max("pk"))["last"] or 0


def _digest(dispute: Dispute) -> str:
    answers = current_annotations(dispute.batch).filter(assignment__item=dispute.item_id)
    facts = [
        dispute.state == DisputeState.DISSOLVED,
        latest_version(dispute),
        *answers.order_by("pk").values_list("pk", flat=True),
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def choices_of(dispute: Dispute, story: Story, merged: Any = None) -> dict[str, Any]:
    """Return label → answer of all a decision can choose: what the field lists, or what was said, decided or merged."""
    kind, config = _kind_of(dispute)
    listed = kind.values(config)
    said = [*(answer.answer for answer in story.answers), *(made.answer for made in story.decisions)]
    if merged is not None:
        said.append(merged)
    return {as_label(answer): answer for answer in (listed or said)}


def shown_choices(dispute: Dispute, choices: Mapping[str, Any]) -> dict[str, str]:
    """Return label → what people read, for each of these answers."""
    kind, config = _kind_of(dispute)
    return {label: kind.show(answer, config) or "∅" for label, answer in choices.items()}


def _kind_of(dispute: Dispute) -> tuple[Kind, dict[str, Any]]:
    [field] = [field for field in dispute.batch.schema.fields if field["name"] == dispute.field]
    return KINDS[field["kind"]], field["config"]


def story_of(dispute: Dispute, user: User) -> Story:
    """Return what this person may read about a dispute."""
    if has_answered(user, dispute):
        return Story(True, [], [], [])
    said = messages(dispute.thread) if dispute.thread else Message.objects.none()
    decisions = dispute.decisions.select_related("by", "guideline", "edge_case").order_by("pk")
    return Story(False, answers_of(dispute), list(decisions), list(said))


def latest_version(dispute: Dispute) -> int:
    """Return the number of the item's version by now; people answered about the one of the dispute."""
    return ItemVersion.objects.filter(item=dispute.item_id).aggregate(last=Max("number"))["last"] or 0


def reviewers_of(dispute: Dispute) -> QuerySet[User]:
    """Return who can be spoken to in a discussion. Whether they answered the item is not told by this list."""
    return people_with(dispute.batch.project, Right.REVIEW)


def is_again(decision: Decision) -> bool:
    """Return whether the dispute had been decided before this decision."""
    return Decision.objects.filter(dispute=decision.dispute_id, pk__lt=decision.pk).exists()
