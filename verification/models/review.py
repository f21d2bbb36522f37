"""Peer review: by which rule answers are looked at again, who looks at which, and what they said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dmops_platform.states import State
from labeling.models import Annotation, Assignment, Batch
from verification.domain.review_sampling import Reason

REASON_NAMES = {
    Reason.SHARE: _("Share of all answers"),
    Reason.NEWCOMER: _("First answers of a person"),
    Reason.CONFIDENCE: _("Consensus is unsure"),
    Reason.FLAGGED: _("Flagged or asked about by its author"),
    Reason.FAST: _("Faster than a third of the median time"),
    Reason.SUGGESTION: _("A model's suggestion taken as it was"),
    Reason.UNSURE: _("Its author was not sure"),
}


class ReviewRule(models.Model):
    """Which answers of a batch somebody else looks at. `drawn_*`: how many answers, and which run, were looked
    through when reviews were last drawn."""

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="review_rule")
    percent = models.PositiveSmallIntegerField(default=0)
    newcomer_answers = models.PositiveIntegerField(default=0)
    confidence_below = models.FloatField(null=True)
    risks = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    drawn_answers = models.BigIntegerField(default=0)
    drawn_run = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(percent__lte=100), name="review_rule_percent"),)

    def __str__(self) -> str:
        return f"review rule of {self.batch_id}"


class ReviewState(State):
    """A review waits for a reviewer, ended well, or its answer went back to its author."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    RETURNED = "returned"


class Review(models.Model):
    """One answer to be looked at by somebody else. `version` is the one last judged, 0 before.

    A returned one is open again as soon as its author has answered anew.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="reviews")
    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="review")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=ReviewState.choices(), default=ReviewState.OPEN.value)
    version = models.PositiveIntegerField(default=0)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    held_until = models.DateTimeField(null=True)
    drawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["batch", "state", "id"], name="review_of_batch"),)

    def __str__(self) -> str:
        return f"review of {self.assignment_id}"


class Outcome(State):
    """What a reviewer said about an answer."""

    ACCEPT = "accept"
    CORRECT = "correct"
    RETURN = "return"


OUTCOME_NAMES = {
    Outcome.ACCEPT: _("Accepted"),
    Outcome.CORRECT: _("Corrected"),
    Outcome.RETURN: _("Returned"),
}


class Verdict(models.Model):
    """One judgement of one version of an answer. The answer itself stays as it was given; `answers` is the correction.

    `fields` are the names of those found wrong.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="verdicts")
    annotation = models.ForeignKey(Annotation, on_delete=models.PROTECT, related_name="verdicts")
    outcome = models.CharField(max_length=7, choices=Outcome.choices())
    answers = models.JSONField(null=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=2_000, blank=True)
    seconds = models.FloatField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.outcome} {self.annotation_id}"

    @property
    def outcome_name(self) -> str:
        """Return the outcome in the reader's language."""
        return str(OUTCOME_NAMES[Outcome(self.outcome)])


class VerdictUndo(models.Model):
    """A verdict taken back by whoever gave it; both rows stay."""

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="undo")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"undo of {self.verdict_id}"
