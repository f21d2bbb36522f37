"""Gold put to use in teaching and testing, and what people answered to it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotators.models.recruiting import Application
from dmops_platform.states import State
from guidelines.models import Guideline, Schema
from projects.models import Project
from sourcing.models import ItemVersion


class Use(State):
    """What gold is shown for. Gold without a use stays hidden, for checks during the work."""

    EXAMPLE = "example"
    PRACTICE = "practice"
    TEST = "test"


USE_NAMES = {Use.EXAMPLE: _("Worked example"), Use.PRACTICE: _("Practice"), Use.TEST: _("Entrance test")}


class GoldUse(models.Model):
    """What the gold of one item is used for in teaching: people see it there, so it can check nobody any more."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="gold_uses")
    item_version = models.OneToOneField(ItemVersion, on_delete=models.CASCADE, related_name="gold_use")
    use = models.CharField(max_length=8, choices=Use.choices())

    class Meta:
        indexes = (models.Index(fields=["project", "use"], name="gold_use_of_project"),)

    def __str__(self) -> str:
        return f"{self.item_version_id}: {self.use}"


class AttemptKind(State):
    """What an attempt is for. In one of gold a manager answers items, and the answers become gold."""

    TEST = "test"
    PRACTICE = "practice"
    GOLD = "gold"


class Attempt(models.Model):
    """One go at a test or a practice: its items were drawn by seed, its time is the server's.

    `result` is filled when it ends, see `annotators.domain.entrance.EntranceResult`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="attempts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    application = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="attempts")
    kind = models.CharField(max_length=8, choices=AttemptKind.choices())
    schema = models.ForeignKey(Schema, on_delete=models.PROTECT, related_name="+")
    guideline = models.ForeignKey(Guideline, null=True, on_delete=models.PROTECT, related_name="+")
    seed = models.BigIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "person", "kind"],
                condition=Q(ended_at=None),
                name="attempt_one_at_a_time",
            ),
        )
        indexes = (models.Index(fields=["due_at"], condition=Q(ended_at=None), name="attempt_running"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Piece(models.Model):
    """One item of an attempt and the last answer to it. `score` from 0 to 1, once it was held against gold."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    served_at = models.DateTimeField(null=True)
    draft = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=0)
    draft_at = models.DateTimeField(null=True)
    answers = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    is_skipped = models.BooleanField(default=False)
    seconds = models.FloatField(default=0.0)
    key = models.CharField(max_length=80, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    score = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["attempt", "position"], name="piece_position_unique"),
            models.UniqueConstraint(fields=["attempt", "item_version"], name="piece_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"
