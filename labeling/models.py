"""Batches of items, the slots in them, who holds one, and what they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidelines.models import Guideline, Schema
from labeling.domain.lifecycle import AssignmentState, BatchState, Order, Purpose, SkipReason, SlotState
from projects.domain.phases import Phase
from projects.models import Project
from sourcing.models import Item, ItemVersion


class Batch(models.Model):
    """Items to be labelled under one schema and guideline, each by `overlap` people.

    `is_for_all` False: only the people named in `audience` get work of it. `is_fresh_only`: nobody gets an item
    they answered in another batch. `most_answers`: up to so many are asked where an item needs them.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="batches")
    name = models.CharField(max_length=200)
    phase = models.CharField(max_length=8, choices=Phase.choices(), default=Phase.MAIN.value)
    purpose = models.CharField(max_length=12, choices=Purpose.choices(), default=Purpose.NEW.value)
    state = models.CharField(max_length=8, choices=BatchState.choices(), default=BatchState.OPEN.value)
    schema = models.ForeignKey(Schema, on_delete=models.PROTECT, related_name="batches")
    guideline = models.ForeignKey(Guideline, null=True, on_delete=models.PROTECT, related_name="batches")
    overlap = models.PositiveSmallIntegerField(default=3)
    lease_minutes = models.PositiveSmallIntegerField(default=30)
    order = models.CharField(max_length=8, choices=Order.choices(), default=Order.IMPORTED.value)
    deadline_on = models.DateField(null=True)
    is_for_all = models.BooleanField(default=True)
    is_fresh_only = models.BooleanField(default=False)
    most_answers = models.PositiveSmallIntegerField(null=True)
    gold_every = models.PositiveSmallIntegerField(null=True)
    cycle = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["project", "state"], name="batch_of_project"),)
        constraints = (models.CheckConstraint(condition=Q(overlap__gte=1), name="batch_overlap_positive"),)

    def __str__(self) -> str:
        return self.name


class BatchPerson(models.Model):
    """One person who gets work of a batch that is not for all."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="audience")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "person"], name="batch_person_unique"),)

    def __str__(self) -> str:
        return f"{self.batch_id} for {self.person_id}"


class GoldTurn(models.Model):
    """How many items a person gets in a batch before the next hidden gold item."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    items_left = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "person"], name="gold_turn_unique"),)

    def __str__(self) -> str:
        return f"{self.items_left} until gold"


class PausedPerson(models.Model):
    """A person who gets no new work in a project until the pause is lifted; the row stays."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="paused_people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pauses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=2_000)
    at = models.DateTimeField(auto_now_add=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "person"], condition=Q(lifted_at=None), name="paused_person_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} paused in {self.project_id}"


# Taking and answering write to these tables at every item: a foreign key has an index only where something reads by it.
class Slot(models.Model):
    """One answer wanted for one item of a batch. Slots are handed out in the order of their ids.

    `is_gold`: made for one person to see whether they answer a known item rightly; counts nowhere else.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="slots", db_index=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="slots")
    item_version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="slots", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=SlotState.choices(), default=SlotState.FREE.value)
    is_gold = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "item", "number"], name="slot_unique"),)
        indexes = (
            models.Index(fields=["batch", "id"], condition=Q(state="free"), name="slot_free"),
            models.Index(fields=["batch", "state"], name="slot_state"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}/{self.number}"


class Assignment(models.Model):
    """A slot in one person's hands: leased until a moment, then answered, skipped or given back."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="assignments", db_index=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="assignments")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments", db_index=False
    )
    state = models.CharField(
        max_length=10, choices=AssignmentState.choices(), default=AssignmentState.LEASED.value
    )
    leased_at = models.DateTimeField()
    lease_until = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    is_gold = models.BooleanField(default=False, db_default=False)
    skip_reason = models.CharField(max_length=10, choices=SkipReason.choices(), blank=True)
    skip_comment = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["slot"],
                condition=Q(state__in=["leased", "submitted"]),
                name="assignment_one_per_slot",
            ),
            models.UniqueConstraint(
                fields=["batch", "item", "person"],
                condition=Q(state__in=["leased", "submitted", "skipped"]),
                name="assignment_item_once_per_person",
            ),
        )
        indexes = (
            models.Index(
                fields=["person", "batch", "slot"], condition=Q(is_gold=False), name="assignment_furthest"
            ),
            models.Index(fields=["batch", "person"], condition=Q(is_gold=True), name="assignment_gold"),
            models.Index(fields=["person"], condition=Q(state="leased"), name="assignment_held"),
            models.Index(fields=["lease_until"], condition=Q(state="leased"), name="assignment_lease"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} by {self.person_id}"


class Draft(models.Model):
    """An unfinished answer, kept for the person who began it."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    answers = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.assignment_id}"


class Annotation(models.Model):
    """One version of one person's answer. Later versions are added, none is changed."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="annotations", db_index=False
    )
    version = models.PositiveIntegerField()
    answers = models.JSONField()
    seconds = models.FloatField(null=True)
    schema = models.ForeignKey(Schema, on_delete=models.PROTECT, related_name="+", db_index=False)
    guideline = models.ForeignKey(
        Guideline, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="annotations")
    key = models.CharField(max_length=80, blank=True)
    body_sha256 = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["assignment", "version"], name="annotation_version_unique"),
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="annotation_key_unique"),
        )

    def __str__(self) -> str:
        return f"{self.assignment_id} v{self.version}"


class Rework(models.Model):
    """An answer given back to the person who gave it, and why: `version` is the one to be mended. Never changed."""

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="reworks")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.assignment_id} v{self.version}"
