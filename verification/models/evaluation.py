"""Evaluations by models: what a baseline learns from the answers in force, and which answers it does not believe."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dmops_platform.background import Job
from dmops_platform.states import State
from labeling.models import Batch
from projects.models import Project
from sourcing.models import Item, ItemVersion

MOST_SUSPECTS = 1_000


class SuspectState(State):
    """What became of an answer a model does not believe."""

    OPEN = "open"
    CLEANING = "cleaning"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


SUSPECT_STATE_NAMES = {
    SuspectState.OPEN: _("Open"),
    SuspectState.CLEANING: _("With people"),
    SuspectState.CORRECTED: _("Corrected"),
    SuspectState.CONFIRMED: _("Confirmed by people"),
    SuspectState.DISMISSED: _("Dismissed"),
}


class Evaluation(Job):
    """One evaluation of a field over the answers in force of a project. `report` holds the figures.

    `moment` says of what state of the data; it is empty until the evaluation is done.
    """

    task = "verification.tasks.run_evaluation"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="evaluations")
    number = models.PositiveIntegerField()
    cycle = models.PositiveIntegerField()
    field = models.CharField(max_length=64)
    seed = models.PositiveIntegerField(default=0)
    moment = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="evaluation_number_unique"),
        )

    def __str__(self) -> str:
        return f"evaluation {self.number}"


class Suspect(models.Model):
    """One answer that an evaluation holds for wrong. `probability` is what the model gives the answer in force."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="suspects")
    rank = models.PositiveIntegerField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="suspected")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    suggested = models.JSONField()
    probability = models.FloatField()
    suggested_probability = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["evaluation", "rank"], name="suspect_rank_unique"),
            models.UniqueConstraint(fields=["evaluation", "item"], name="suspect_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.rank}"


class SuspectDismissal(models.Model):
    """A person's word that a suspected answer stands, and why."""

    suspect = models.OneToOneField(Suspect, on_delete=models.CASCADE, related_name="dismissal")
    reason = models.TextField(max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"dismissal of {self.suspect_id}"


class Cleaning(models.Model):
    """A batch in which people answer the suspects of an evaluation anew, without seeing the former answer."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="cleanings")
    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="cleaning")
    cycle = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"cleaning of {self.evaluation_id}"
