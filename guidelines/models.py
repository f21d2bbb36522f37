"""Label schemas, guidelines and gold answers, in versions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dmops_platform.background import Job
from dmops_platform.states import State
from projects.models import Project
from sourcing.models import Item, ItemVersion, RawFile


class VersionState(State):
    """A draft can be edited; a published version never changes."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Version(models.Model):
    """What schema and guideline versions share."""

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices(), default=VersionState.DRAFT.value)
    change_note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    #: names of the columns that hold what was written
    CONTENT: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"v{self.number}"

    @property
    def content(self) -> dict[str, Any]:
        """Return what was written, by column."""
        return {name: getattr(self, name) for name in self.CONTENT}

    @property
    def is_published(self) -> bool:
        """True once the version can be labelled under."""
        return self.state == VersionState.PUBLISHED


class Schema(Version):
    """One version of the fields that annotators fill."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="schemas")
    fields = models.JSONField(default=list)

    CONTENT = ("fields",)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="schema_number_unique"),
            models.UniqueConstraint(fields=["project"], condition=Q(state="draft"), name="schema_one_draft"),
        )


class SchemaMapping(models.Model):
    """What becomes of the labels of the version before: a list of {field, label, to}, decided when it was published."""

    schema = models.OneToOneField(Schema, on_delete=models.CASCADE, related_name="mapping")
    before = models.ForeignKey(Schema, on_delete=models.CASCADE, related_name="+")
    changes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.before} to {self.schema}"


class SchemaRevision(models.Model):
    """What a draft said before it was saved again, to go back to."""

    schema = models.ForeignKey(Schema, on_delete=models.CASCADE, related_name="revisions")
    fields = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.schema_id} before {self.at:%Y-%m-%d %H:%M}"


class Guideline(Version):
    """One version of the text that says how to label.

    `sections` is {section: Markdown}; `entries` a list of {field, label, definition, examples, counter_examples, …};
    `cases` a list of {id, field, label, text, decision}.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="guidelines")
    sections = models.JSONField(default=dict)
    entries = models.JSONField(default=list)
    cases = models.JSONField(default=list)

    CONTENT = ("sections", "entries", "cases")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="guideline_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="draft"), name="guideline_one_draft"
            ),
        )


class Acknowledgement(models.Model):
    """One person says: I have read this version. Never taken back."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="acknowledgements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["guideline", "user"], name="acknowledgement_unique"),)

    def __str__(self) -> str:
        return f"{self.guideline_id} by {self.user_id}"


class EdgeCase(models.Model):
    """Where an edge case came from. What the guideline says of it is in the `cases` of its versions.

    `guideline` is the version whose draft it went into; `made_from` what it grew out of, e.g. `annotators.question:12`.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="edge_cases")
    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="edge_cases")
    item_version = models.ForeignKey(
        ItemVersion, null=True, on_delete=models.SET_NULL, related_name="edge_cases"
    )
    field = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    decision = models.TextField()
    made_from = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "made_from"], condition=~Q(made_from=""), name="edge_case_source_unique"
            ),
        )

    def __str__(self) -> str:
        return self.case_id

    @property
    def case_id(self) -> str:
        """Return the id of the case in the versions of the guideline."""
        return f"e{self.pk}"


class Gold(models.Model):
    """The right answer to one field of one item version, and why."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="gold")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.CASCADE, related_name="gold")
    field = models.CharField(max_length=64)
    answer = models.JSONField()
    why = models.TextField(blank=True)
    section = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item_version", "field"], name="gold_unique"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.item_version_id}"


class LabelImport(Job):
    """A file of labels for items that exist: looked through first, then kept as suggestions of `origin` for a field.

    The look is a row of its own (`is_preview`), and `preview` leads back to it. `report` says what was found.
    """

    task = "guidelines.tasks.run_label_import"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="label_imports")
    file = models.ForeignKey(RawFile, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=64)
    format = models.CharField(max_length=20)
    origin = models.CharField(max_length=80)
    is_preview = models.BooleanField(default=True)
    preview = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="added")
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "field"],
                condition=Q(is_preview=False, state__in=["queued", "running"]),
                name="label_import_one_at_work",
            ),
        )

    def __str__(self) -> str:
        return f"labels {self.pk}"


class Suggestion(models.Model):
    """What a file of labels suggests for one item. Never changed: of several for a field the latest is shown."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="suggestions", db_index=False)
    field = models.CharField(max_length=64)
    value = models.JSONField()
    made_by = models.ForeignKey(LabelImport, on_delete=models.CASCADE, related_name="suggestions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "made_by"], name="suggestion_unique"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.item_id}"
