"""Sourcing for programs."""

from sourcing.api.imports import CancelImport, ImportDetail, StartImport, StartMediaImport
from sourcing.api.items import Items, OneItem
from sourcing.api.media import MediaPart, MediaPeaks
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
    "DownloadFile",
    "ImportDetail",
    "Items",
    "MediaPart",
    "MediaPeaks",
    "OneItem",
    "ReviewSource",
    "SourceDetail",
    "SourceDiversity",
    "SourceList",
    "StartImport",
    "StartMediaImport",
]
