"""Sourcing for programs."""

from sourcing.api.imports import CancelImport, ImportDetail, StartImport, StartMediaImport
from sourcing.api.items import Items, OneItem
from sourcing.api.media import MediaPart, MediaPeaks
from sourcing.api.recipes import (
    CancelRecipeRun,
    PreviewRecipe,
    RecipeRunDetail,
    RecipeRuns,
    Recipes,
    RestoreItem,
    StepDecisions,
    UnmaskItem,
)
from sourcing.api.sources import (
    AssessSource,
    AttachEvidence,
    DownloadFile,
    ReviewSource,
    SourceDetail,
    SourceDiversity,
    SourceList,
)

__all__ = [
    "AssessSource",
    "AttachEvidence",
    "CancelImport",
    "CancelRecipeRun",
    "DownloadFile",
    "ImportDetail",
    "Items",
    "MediaPart",
    "MediaPeaks",
    "OneItem",
    "PreviewRecipe",
    "RecipeRunDetail",
    "RecipeRuns",
    "Recipes",
    "RestoreItem",
    "ReviewSource",
    "SourceDetail",
    "SourceDiversity",
    "SourceList",
    "StartImport",
    "StartMediaImport",
    "StepDecisions",
    "UnmaskItem",
]
