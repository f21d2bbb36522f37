"""What searches read instead of the items themselves."""

from django.db import models

from projects.models import Project
from sourcing.models.items import Item, ItemVersion


class SearchText(models.Model):
    """Name and texts of an item version, folded for a trigram index; on PostgreSQL with pg_trgm only, else no rows.

    It proposes items; whether one is found is asked of the item. No constraint checks its rows one by one: the
    database deletes them with their version.
    """

    version = models.OneToOneField(
        ItemVersion,
        primary_key=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    item = models.ForeignKey(
        Item, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    project = models.ForeignKey(Project, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    text = models.TextField()

    def __str__(self) -> str:
        return f"text of version {self.version_id}"
