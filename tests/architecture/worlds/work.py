"""What is asked, of which items, and who answered what."""

from functools import cached_property

from dmops_platform.background import JobState
from guidelines.models import Guideline, LabelImport, Schema
from labeling.models import Annotation, Assignment, Batch, Slot
from sourcing.domain.items import content_hash
from sourcing.models import Decision as StepDecision
from sourcing.models import Item, ItemVersion, MaskedValue
from sourcing.services.media import keep_media
from tests.architecture.worlds.data import DataRows
from tests.factories import (
    make_annotation,
    make_assignment,
    make_batch,
    make_guideline,
    make_items,
    make_schema,
)
from tests.sourcing.media_files import recording


class WorkRows(DataRows):
    """What is asked, of which items, and who answered what."""

    @cached_property
    def schema(self) -> Schema:
        """Return the published version; a draft follows it."""
        published = make_schema(self.project)
        make_schema(self.project, is_published=False)
        return published

    @cached_property
    def guideline(self) -> Guideline:
        """Return the published version; a draft follows it."""
        published = make_guideline(self.project)
        make_guideline(self.project, is_published=False)
        return published

    @cached_property
    def batch(self) -> Batch:
        return make_batch(
            self.project, texts=["one", "two", "three"], schema=self.schema, guideline=self.guideline
        )

    def slot(self, place: int) -> Slot:
        return self.batch.slots.order_by("id")[place]

    @property
    def item(self) -> Item:
        return self.slot(0).item

    @cached_property
    def assignment(self) -> Assignment:
        """Return an item in the annotator's hands."""
        return make_assignment(self.slot(0), self.annotator)

    @cached_property
    def annotation(self) -> Annotation:
        """Return an answer of the annotator to another item."""
        return make_annotation(self.slot(2), self.annotator)

    @cached_property
    def medium(self) -> ItemVersion:
        """Return an item that is a recording."""
        part = keep_media(project_id=self.project.pk, name="a.wav", chunks=[recording()])
        version = make_items(self.project)[0]
        return version.item.versions.create(
            number=2, parts={"audio": part}, content_sha256=content_hash({"audio": part})
        )

    @cached_property
    def step_decision(self) -> StepDecision:
        facts = {"position": 1, "step": "length", "outcome": "dropped", "reason": "Short."}
        return StepDecision.objects.create(run=self.recipe_run, item=self.item, **facts)

    @cached_property
    def masked_value(self) -> MaskedValue:
        return MaskedValue.objects.create(
            version=self.slot(0).item_version,
            surrogate="[PHONE_1]",
            kind="phone",
            value="x",
            run=self.recipe_run,
        )

    @cached_property
    def label_import(self) -> LabelImport:
        facts = {"field": "spans", "format": "table", "origin": "ner-1", "state": JobState.DONE}
        return LabelImport.objects.create(
            project=self.project, file=self.raw_file, by=self.project.created_by, **facts
        )
