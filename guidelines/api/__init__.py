"""Schemas and guidelines for programs."""

from guidelines.api.cases import EdgeCases, PickExample, RemoveExample
from guidelines.api.guidelines import (
    GuidelineDraft,
    GuidelineInForce,
    GuidelineReading,
    GuidelineVersion,
    GuidelineVersions,
    PublishGuideline,
)
from guidelines.api.labelled import (
    AddLabels,
    CancelLabels,
    ImportLabels,
    LabelImportState,
    PreviewLabels,
    RefusedLabels,
)
from guidelines.api.schemas import (
    ImportLabelStudio,
    PublishSchema,
    SchemaDraft,
    SchemaInForce,
    SchemaTemplates,
    SchemaVersion,
    SchemaVersions,
    UndoSchemaDraft,
)

__all__ = [
    "AddLabels",
    "CancelLabels",
    "EdgeCases",
    "GuidelineDraft",
    "GuidelineInForce",
    "GuidelineReading",
    "GuidelineVersion",
    "GuidelineVersions",
    "ImportLabelStudio",
    "ImportLabels",
    "LabelImportState",
    "PickExample",
    "PreviewLabels",
    "PublishGuideline",
    "PublishSchema",
    "RefusedLabels",
    "RemoveExample",
    "SchemaDraft",
    "SchemaInForce",
    "SchemaTemplates",
    "SchemaVersion",
    "SchemaVersions",
    "UndoSchemaDraft",
]
