"""Writes: versions of schemas and guidelines, and gold answers."""

from guidelines.services.acknowledgements import acknowledge
from guidelines.services.cases import add_edge_case
from guidelines.services.examples import pick_example, remove_example
from guidelines.services.gold import record_gold
from guidelines.services.guidelines import (
    new_guideline_version,
    publish_guideline,
    publish_text,
    save_guideline_draft,
)
from guidelines.services.label_imports import add_labels, cancel_labels, preview_labels, refused_labels
from guidelines.services.labelled import import_labels
from guidelines.services.schemas import (
    new_schema_version,
    publish_fields,
    publish_schema,
    save_schema_draft,
    undo_schema_draft,
)
from guidelines.services.versions import StaleDraft

__all__ = [
    "StaleDraft",
    "acknowledge",
    "add_edge_case",
    "add_labels",
    "cancel_labels",
    "import_labels",
    "new_guideline_version",
    "new_schema_version",
    "pick_example",
    "preview_labels",
    "publish_fields",
    "publish_guideline",
    "publish_schema",
    "publish_text",
    "record_gold",
    "refused_labels",
    "remove_example",
    "save_guideline_draft",
    "save_schema_draft",
    "undo_schema_draft",
]
