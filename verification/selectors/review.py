"""Reads: which answers a rule picks, what waits for a reviewer, and what reviewers said."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.selectors import accounts_of
from annotators.models import Question
from guidelines.domain.suggestions import CONFIRMED, suggested
from guidelines.selectors import History, fields_of, kept_suggestions, with_kept
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation, Assignment, Batch
from labeling.selectors import current_annotations
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import projects_for
from verification.domain.review_sampling import Candidate, Reason, Sampling, picked
from verification.models import Consensus, Review, ReviewRule, ReviewState, Verdict
from verification.selectors.consensus import READ_AT_ONCE, latest_run

#: answered, and not judged yet or answered anew since it was returned
WAITING = Q(assignment__state=AssignmentState.SUBMITTED) & (
    Q(state=ReviewState.OPEN) | Q(state=ReviewState.RETURNED, assignment__version__gt=F("version"))
)
#: given back, and its author has not answered yet
IN_REWORK = Q(state=ReviewState.RETURNED, assignment__state=AssignmentState.LEASED)


def rule_of(batch: Batch) -> ReviewRule | None:
    """Return the rule in force of a batch, or None."""
    return ReviewRule.objects.filter(batch=batch, is_active=True).select_related("by").first()


def sampling_of(rule: ReviewRule) -> Sampling:
    """Return what a rule picks."""
    return Sampling(rule.percent, rule.newcomer_answers, rule.confidence_below, frozenset(rule.risks))


def picks(batch: Batch, sampling: Sampling, *, is_anew: bool = True) -> dict[int, list[str]]:
    """Return the assignments (ids) that this sampling picks of the answers in force, each with its reasons.

    Anew, only what was judged counts for the share already; else whatever was drawn.
    """
    reviews = Review.objects.filter(batch=batch)
    kept = reviews.exclude(verdicts=None) if is_anew else reviews
    return picked(sampling, candidates(batch, sampling), _picked_for_share(kept))


def _picked_for_share(reviews: QuerySet[Review]) -> set[int]:
    rows = reviews.values_list("assignment", "reasons")
    return {assignment for assignment, reasons in rows if Reason.SHARE in reasons}


def candidates(batch: Batch, sampling: Sampling) -> Iterator[Candidate]:
    """Yield the answers in force as the sampling needs them; what it does not ask about is not read."""
    places = _earlier_answers(batch) if sampling.newcomer_answers else {}
    confidence = _confidence(batch) if sampling.confidence_below else {}
    flagged = _flagged(batch) if Reason.FLAGGED in sampling.risks else set()
    version = "assignment__slot__item_version"
    columns = ["assignment_id", "assignment__person_id", "assignment__item_id", "seconds"]
    extra = (
        [f"{version}__data", f"{version}__parts", "saved_at"] if Reason.SUGGESTION in sampling.risks else []
    )
    fields = [field for field in fields_of(batch.schema) if field.get("filled_by") == CONFIRMED]
    kept = kept_suggestions(batch.slots.values("item"), fields) if extra else {}
    rows = current_annotations(batch).order_by("assignment_id").values_list(*columns, "answers", *extra)
    for key, person, item, seconds, answers, *about in rows.iterator(chunk_size=READ_AT_ONCE):
        places[person] = places.get(person, 0) + 1
        yield Candidate(
            key=key,
            draw=salted_hmac(f"review {batch.pk}", str(key), algorithm="sha256").hexdigest(),
            place=places[person],
            seconds=seconds,
            confidence=confidence.get(item),
            is_flagged=(person, item) in flagged,
            is_suggestion=bool(about) and _took_suggestion(fields, answers, kept.get(item, {}), *about),
            is_unsure=_is_unsure(answers),
        )


def _earlier_answers(batch: Batch) -> dict[int, int]:
    """Return person → how many items they had answered in the project before this batch."""
    people = Assignment.objects.filter(batch=batch).values("person")
    rows = Assignment.objects.filter(
        batch__project=batch.project_id,
        batch__lt=batch.pk,
        person__in=people,
        state=AssignmentState.SUBMITTED,
        is_gold=False,
    )
    return dict(rows.values_list("person").annotate(n=Count("pk")))


def _confidence(batch: Batch) -> dict[int, float]:
    """Return item → the least that speaks for the answer to any field, as the last finished run has it."""
    run = latest_run(batch)
    rows = Consensus.objects.filter(run=run) if run else Consensus.objects.none()
    return dict(rows.values_list("item").annotate(least=Min("share")))


def _flagged(batch: Batch) -> set[tuple[int, int]]:
    rows = Question.objects.filter(project=batch.project_id, item_version__item__slots__batch=batch)
    return set(rows.values_list("asked_by_id", "item_version__item_id"))


def _took_suggestion(
    fields: list[Any],
    answers: dict[str, Any],
    kept: History,
    data: dict[str, Any],
    parts: dict[str, Any],
    answered_at: datetime,
) -> bool:
    found = suggested(fields, with_kept(data, kept, before=answered_at), parts)
    return bool(found) and all(answers.get(name) == value for name, value in found.items())


def _is_unsure(answers: dict[str, Any]) -> bool:
    return any(about.get("confidence") == "low" for about in answers.get("_about", {}).values())


def answers_given(batch: Batch) -> int:
    """Return how many versions of answers the batch has: it only grows."""
    return Annotation.objects.filter(assignment__batch=batch).count()


def active_rules(project: Project | None = None) -> QuerySet[ReviewRule]:
    """Return the rules in force, of one project or of all."""
    rows = ReviewRule.objects.filter(is_active=True).select_related("batch__project", "batch__schema")
    return rows.filter(batch__project=project) if project else rows


def is_drawn(rule: ReviewRule) -> bool:
    """True when nothing was answered or computed since reviews were last drawn."""
    run = latest_run(rule.batch) if rule.confidence_below else None
    return (rule.drawn_answers, rule.drawn_run) == (
        answers_given(rule.batch),
        run.pk if run else rule.drawn_run,
    )


def reviews_for(user: User) -> QuerySet[Review]:
    """Return the reviews of the projects in which this person reviews."""
    return loaded(Review.objects.filter(batch__project__in=projects_for(user, Right.REVIEW)))


def loaded(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Return the reviews with everything their unit shows but the answer."""
    return reviews.select_related(
        "batch__project",
        "batch__schema",
        "batch__guideline",
        "assignment__slot__item_version",
        "assignment__item",
    )


def review_for(user: User, pk: int) -> Review:
    """Return the review if this person reviews in its project; otherwise it does not exist."""
    return get_object_or_404(reviews_for(user), pk=pk)


def open_reviews(project: Project) -> QuerySet[Review]:
    """Return the reviews of the project that wait for a reviewer, whoever that may be."""
    return Review.objects.filter(WAITING, batch__project=project, batch__review_rule__is_active=True)


def in_rework(project: Project) -> QuerySet[Review]:
    """Return the reviews whose answers their authors have not mended yet."""
    return Review.objects.filter(IN_REWORK, batch__project=project, batch__review_rule__is_active=True)


def reviewable(user: User, project: Project) -> QuerySet[Review]:
    """Return the open reviews that are for this person: none of an item that they answered, by whatever account.

    What another reviewer has in hand is left out. What came back mended stands first.
    """
    accounts = accounts_of(user)
    own = Annotation.objects.filter(
        assignment__item=OuterRef("assignment__item"), assignment__person__in=accounts
    )
    is_free = Q(held_until=None) | Q(held_until__lt=Now()) | Q(held_by=user)
    return open_reviews(project).filter(is_free, ~Exists(own)).exclude(assignment__person__in=accounts)


def is_own_item(user: User, item_id: int) -> bool:
    """True when this person has answered the item, by whatever account."""
    rows = Annotation.objects.filter(assignment__item=item_id, assignment__person__in=accounts_of(user))
    return rows.exists()


def verdicts_in_force(reviews: QuerySet[Review]) -> QuerySet[Verdict]:
    """Return what reviewers said and did not take back, first to last."""
    return Verdict.objects.filter(review__in=reviews, undo=None).order_by("pk")


def history_of(review: Review) -> list[dict[str, Any]]:
    """Return the earlier rounds of a review: what was answered and why it went back. No names."""
    rows = review.verdicts.filter(undo=None).select_related("annotation").order_by("pk")
    return [
        {"version": row.annotation.version, "answers": row.annotation.answers, "reason": row.reason}
        for row in rows
    ]


def last_verdict(user: User, project: Project) -> Verdict | None:
    """Return what this person said last in the project and has not taken back."""
    rows = Verdict.objects.filter(by=user, review__batch__project=project, undo=None)
    return rows.select_related("review").order_by("-pk").first()


def grouped(rows: QuerySet[Verdict]) -> dict[int, list[Verdict]]:
    """Return review → its verdicts in force, first to last."""
    found: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in rows:
        found[verdict.review_id].append(verdict)
    return found
