"""Reports on the quality of a project's answers, and what became of what they say about people."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dmops_platform.background import Job
from dmops_platform.states import State
from projects.models import Project


class QualityReport(Job):
    """One report over all answers of a project as they stood. `report` holds the figures by field."""

    task = "verification.tasks.run_quality_report"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="quality_reports")
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"quality report {self.pk}"


class Step(State):
    """What a person decided about somebody's work."""

    TALK = "talk"
    TEACH = "teach"
    CHECK = "check"
    PAUSE = "pause"
    NOTHING = "nothing"


STEP_NAMES = {
    Step.TALK: _("Talk with them"),
    Step.TEACH: _("Teach them again"),
    Step.CHECK: _("Check their work"),
    Step.PAUSE: _("Pause their work"),
    Step.NOTHING: _("Nothing to do"),
}


class PersonDecision(models.Model):
    """What was decided about somebody's work, why, and on what evidence. The person reads it and may appeal.

    It does nothing by itself: whoever decided pauses or teaches.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="person_decisions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions_about"
    )
    step = models.CharField(max_length=8, choices=Step.choices())
    reason = models.TextField(max_length=5_000)
    evidence = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.step} about {self.person_id}"

    @property
    def step_name(self) -> str:
        """Return the step in the reader's language."""
        return str(STEP_NAMES[Step(self.step)])


class Appeal(models.Model):
    """The person's answer to a decision about their work, and the answer to that."""

    decision = models.OneToOneField(PersonDecision, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=5_000)
    at = models.DateTimeField(auto_now_add=True)
    is_upheld = models.BooleanField(null=True)
    answer = models.TextField(max_length=5_000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None) | (Q(is_upheld__isnull=False) & ~Q(answer="")),
                name="appeal_answered_in_full",
            ),
        )

    def __str__(self) -> str:
        return f"appeal against {self.decision_id}"
