"""Peer review: whose answers are looked at again, and taking them for review."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Case, Value, When
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.models import Batch
from projects.models import Project
from projects.services import record
from verification.domain.review_sampling import MOST_NEWCOMER_ANSWERS, RISKS, Sampling
from verification.models import Review, ReviewRule, ReviewState
from verification.selectors import review as selectors
from verification.selectors.consensus import latest_run

HOLD = timedelta(minutes=15)
MOST_AHEAD = 10
CHUNK = 2_000
SHORT = 20


def check_sampling(sampling: Sampling) -> None:
    """Raise BadInput naming the part of a sampling that makes no sense."""
    if not 0 <= sampling.percent <= 100:
        raise BadInput(_("A share is from 0 to 100 percent."), path="percent")
    if not 0 <= sampling.newcomer_answers <= MOST_NEWCOMER_ANSWERS:
        raise BadInput(
            _("First answers are a number from 0 to %(most)s."),
            path="newcomer_answers",
            most=MOST_NEWCOMER_ANSWERS,
        )
    if sampling.confidence_below is not None and not 0 < sampling.confidence_below <= 1:
        raise BadInput(_("Confidence is a share above 0 and up to 1."), path="confidence_below")
    if unknown := sorted(sampling.risks - set(RISKS)):
        raise BadInput(_("There is no risk called %(name)s."), path="risks", name=unknown[0])
    if sampling.picks_nothing:
        raise BadInput(_("This rule picks no answer. Set a share or one of the conditions."), path="percent")


@transaction.atomic
def set_review_rule(*, batch: Batch, sampling: Sampling, by: User) -> ReviewRule:
    """Set which answers of a batch somebody else looks at, and draw them.

    What the rule before had drawn and nobody has judged is drawn anew; what was judged stays.
    """
    check_sampling(sampling)
    Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    facts = {**asdict(sampling), "risks": sorted(sampling.risks)}
    rule, _is_new = ReviewRule.objects.update_or_create(
        batch=batch,
        defaults={**facts, "is_active": True, "by": by, "drawn_answers": 0, "drawn_run": 0},
    )
    record("verification.set_review_rule", project=batch.project, about=batch, by=by, **facts)
    draw_reviews(rule, is_anew=True)
    return rule


@transaction.atomic
def stop_review(*, batch: Batch, by: User) -> None:
    """End the rule of a batch: nothing more is looked at. What was judged stays."""
    rule = ReviewRule.objects.select_for_update().filter(batch=batch, is_active=True).first()
    if rule is None:
        raise RuleBroken(_("No review rule is in force here."), code="no_rule")
    rule.is_active = False
    rule.save(update_fields=["is_active", "at"])
    record("verification.stop_review", project=batch.project, about=batch, by=by)


@transaction.atomic
def draw_reviews(rule: ReviewRule, *, is_anew: bool = False) -> int:
    """Write a review for every answer that the rule picks and that has none; return how many are new.

    Drawn anew, reviews that nobody has judged and that the rule does not pick any more are dropped.
    """
    rule = ReviewRule.objects.select_for_update(of=("self",)).select_related("batch__schema").get(pk=rule.pk)
    if not rule.is_active:
        return 0
    run = latest_run(rule.batch)
    rule.drawn_answers = selectors.answers_given(rule.batch)
    rule.drawn_run = run.pk if run else rule.drawn_run
    found = selectors.picks(rule.batch, selectors.sampling_of(rule), is_anew=is_anew)
    if is_anew:
        _fit_to_rule(rule, found)
    known = set(Review.objects.filter(batch=rule.batch).values_list("assignment", flat=True))
    new = [
        Review(batch=rule.batch, assignment_id=key, reasons=reasons)
        for key, reasons in sorted(found.items())
        if key not in known
    ]
    Review.objects.bulk_create(new, batch_size=CHUNK)
    rule.save(update_fields=["drawn_answers", "drawn_run"])
    return len(new)


def _fit_to_rule(rule: ReviewRule, found: Mapping[int, list[str]]) -> None:
    """Drop what nobody has judged and the rule does not pick; give what stays its present reasons."""
    unjudged = list(Review.objects.filter(batch=rule.batch, verdicts=None))
    Review.objects.filter(pk__in=[one.pk for one in unjudged if one.assignment_id not in found]).delete()
    kept = [one for one in unjudged if one.assignment_id in found]
    for review in kept:
        review.reasons = found[review.assignment_id]
    Review.objects.bulk_update(kept, ["reasons"], batch_size=CHUNK)


def draw_what_is_new(project: Project | None = None) -> None:
    """Draw reviews where there are answers that no draw has seen, in one project or in all."""
    for rule in selectors.active_rules(project):
        if not selectors.is_drawn(rule):
            draw_reviews(rule)


def refill(project: Project, reader: User) -> None:
    """Draw what is new where the queue of this person runs short."""
    if selectors.reviewable(reader, project)[:SHORT].count() < SHORT:
        draw_what_is_new(project)


@transaction.atomic
def take_reviews(
    *, project: Project, by: User, ahead: int = 1, beside: Collection[int] = (), batch: int | None = None
) -> list[Review]:
    """Return up to `ahead` reviews for this person to judge, held for them a while; never one to two people.

    What they hold already comes first, then answers that came back mended, then as they were drawn. `beside`
    (ids) are left out: the caller has them.
    """
    waiting = selectors.reviewable(by, project).exclude(pk__in=list(beside))
    waiting = waiting.filter(batch=batch) if batch else waiting
    mine = Case(When(held_by=by, then=Value(0)), default=Value(1))
    mended = Case(When(state=ReviewState.RETURNED, then=Value(0)), default=Value(1))
    keys = list(
        waiting.select_for_update(skip_locked=True, of=("self",))
        .order_by(mine, mended, "pk")
        .values_list("pk", flat=True)[: min(ahead, MOST_AHEAD)]
    )
    Review.objects.filter(pk__in=keys).update(held_by=by, held_until=Now() + HOLD)
    found = selectors.loaded(Review.objects.all()).in_bulk(keys)
    return [found[key] for key in keys]


@transaction.atomic
def give_back_review(*, review: Review, by: User) -> None:
    """Let somebody else have a review that this person holds."""
    Review.objects.filter(pk=review.pk, held_by=by).update(held_by=None, held_until=timezone.now())
