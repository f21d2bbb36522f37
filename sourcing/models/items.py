"""Raw data as it came, and the items made from it."""

import re

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext

from dmops_platform.background import Job
from projects.models import Project
from sourcing.domain.steps import STEPS
from sourcing.models.sources import Source

#: as the services of recipes write `ItemVersion.made_by`
RECIPE_STEP = re.compile(r"recipe (\d+), step (\d+): (\w+)")
RESTORED = re.compile(r"restored version (\d+)")


class RawFile(models.Model):
    """One file as it was uploaded, kept unchanged. `name` is for people, `path` is below MEDIA_ROOT.

    Evidence is a file that proves the right to use its source; it never becomes items.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="raw_files")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="files")
    is_evidence = models.BooleanField(default=False)
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=255)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["project", "sha256"], name="raw_file_by_content"),)

    def __str__(self) -> str:
        return self.name


class Import(Job):
    """One raw file of a source becoming items. They count only once it is done.

    `columns` is {"id": name or null, "texts": [names], "encoding": name or null}. `key` makes a confirmation
    that arrives twice start one import.
    """

    task = "sourcing.tasks.run_import"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="imports")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="imports")
    file = models.ForeignKey(RawFile, on_delete=models.PROTECT, related_name="imports")
    columns = models.JSONField(default=dict)
    is_partial_allowed = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["file", "key"], condition=~Q(key=""), name="import_key_unique"),
        )
        indexes = (models.Index(fields=["project", "-id"], name="import_of_project"),)

    def __str__(self) -> str:
        return f"import {self.pk}"


class Item(models.Model):
    """One thing to be labelled. What it says is in its versions; `line` is where it began in its raw file.

    `cleaned_by` is the recipe run that decided it last, `found` how much personal data is left in its latest version.
    """

    project = models.ForeignKey(
        Project, on_delete=models.CASCADE, related_name="items", db_index=False
    )  # the two indexes below begin with it
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="items")
    origin = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="items")
    name = models.CharField(max_length=200)
    line = models.PositiveBigIntegerField(null=True)
    cleaned_by = models.ForeignKey(
        "sourcing.RecipeRun", null=True, on_delete=models.PROTECT, related_name="items"
    )
    is_dropped = models.BooleanField(default=False, db_default=False)
    found = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "name"], name="item_name_unique"),)
        indexes = (
            models.Index(fields=["project", "id"], name="item_of_project"),
            models.Index(fields=["project"], condition=Q(found__gt=0), name="item_with_personal_data"),
        )

    def __str__(self) -> str:
        return self.name


class ItemVersion(models.Model):
    """What an item says, for ever. A later step writes a new version and never edits this one."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField(default=1)
    parts = models.JSONField(default=dict)
    data = models.JSONField(default=dict)
    content_sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=80, default="import")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["item", "number"], name="item_version_unique"),)

    @property
    def maker_name(self) -> str:
        """What wrote the version, in the reader's language."""
        if self.made_by == "import":
            return gettext("import")
        if found := RECIPE_STEP.fullmatch(self.made_by):
            recipe, position, step = found.groups()
            title = gettext(STEPS[step].title) if step in STEPS else step
            return gettext("recipe %(recipe)s, step %(position)s: %(step)s") % {
                "recipe": recipe,
                "position": position,
                "step": title,
            }
        if found := RESTORED.fullmatch(self.made_by):
            return gettext("restored version %(number)s") % {"number": found[1]}
        return self.made_by

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"
