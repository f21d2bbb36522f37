"""How items are cleaned: recipes, their runs, what was decided about each item, and the vault of what was masked."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dmops_platform.background import Job
from projects.models import Project
from sourcing.domain.steps import STEPS
from sourcing.domain.steps.base import Outcome
from sourcing.models.sources import Source

OUTCOME_NAMES = {Outcome.KEPT: _("kept"), Outcome.CHANGED: _("changed"), Outcome.DROPPED: _("dropped")}


class Recipe(models.Model):
    """One version of the steps a project's items go through: [{"step", "params"}]. A published one never changes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="recipes")
    number = models.PositiveIntegerField()
    is_published = models.BooleanField(default=False)
    steps = models.JSONField(default=list)
    has_masking = models.BooleanField(default=False)
    change_note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="recipe_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(is_published=False), name="recipe_one_draft"
            ),
        )

    def __str__(self) -> str:
        return f"v{self.number}"


class RecipeRun(Job):
    """One pass of a recipe over the items it has not decided yet: of one source, or of the whole project.

    `report` counts what became of them, step by step; it is written in the transaction of each portion.
    """

    task = "sourcing.tasks.run_recipe"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="recipe_runs")
    recipe = models.ForeignKey(Recipe, on_delete=models.PROTECT, related_name="runs")
    source = models.ForeignKey(Source, null=True, on_delete=models.PROTECT, related_name="recipe_runs")
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["queued", "running"]),
                name="recipe_run_one_at_work",
            ),
        )
        indexes = (models.Index(fields=["project", "-id"], name="recipe_run_of_project"),)

    def __str__(self) -> str:
        return f"recipe run {self.pk}"


class Decision(models.Model):
    """What a step did to an item, or a person afterwards, and why. Never changed; kept items have none.

    `reason` is an English sentence with %(name)s places, `details` fills them. Where a text changed, `before` and
    `after` are its versions.
    """

    run = models.ForeignKey(RecipeRun, on_delete=models.PROTECT, related_name="decisions", db_index=False)
    item = models.ForeignKey("sourcing.Item", on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=Outcome.choices())
    reason = models.CharField(max_length=500)
    details = models.JSONField(default=dict)
    before = models.ForeignKey(
        "sourcing.ItemVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    after = models.ForeignKey(
        "sourcing.ItemVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["run", "position", "outcome", "id"], name="decision_of_run"),)

    def __str__(self) -> str:
        return f"{self.step}: {self.outcome} {self.item_id}"

    @property
    def sentence(self) -> str:
        """Return why, in the reader's language."""
        return str(gettext(self.reason) % self.details)

    @property
    def is_masking(self) -> bool:
        """True when what was replaced may be personal data."""
        return self.step in STEPS and STEPS[self.step].is_masking

    @property
    def outcome_name(self) -> str:
        """Return what became of the item, in the reader's language."""
        return str(OUTCOME_NAMES[Outcome(self.outcome)])


class KeptText(models.Model):
    """Which item had a text first, as one step of one recipe remembers it."""

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=32)
    item = models.ForeignKey("sourcing.Item", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["recipe", "position", "key"], name="kept_text_unique"),
        )

    def __str__(self) -> str:
        return self.key


class MaskedValue(models.Model):
    """What a surrogate in a version of an item stands for. Read only against a reason that is written down."""

    version = models.ForeignKey(
        "sourcing.ItemVersion", on_delete=models.CASCADE, related_name="masked_values", db_index=False
    )
    surrogate = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    value = models.TextField()
    run = models.ForeignKey(RecipeRun, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["version", "surrogate"], name="masked_value_unique"),)

    def __str__(self) -> str:
        return self.surrogate
