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
from guidelines.api.labelled import AddLabels, ImportLabels, LabelImportState, PreviewLabels
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
    "RemoveExample",
    "SchemaDraft",
    "SchemaInForce",
    "SchemaTemplates",
    "SchemaVersion",
    "SchemaVersions",
    "UndoSchemaDraft",
]
