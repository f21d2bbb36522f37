"""Labelling for programs and for the labelling screen."""

from labeling.api.batches import AddSlots, Batches, BatchProgress, CloseBatch, PauseBatch, ResumeBatch
from labeling.api.inspection import InspectBatch
from labeling.api.pilot import (
    ChoosePeople,
    ConfirmGuideline,
    PausePerson,
    ResumePerson,
    ShowPilot,
    WaivePilot,
)
from labeling.api.suggestions import BatchSuggestions, ProjectSuggestions, UndoLabels
from labeling.api.work import GiveBackWork, NextWork, SaveDraft, SkipWork, SubmitWork

__all__ = [
    "AddSlots",
    "BatchProgress",
    "BatchSuggestions",
    "Batches",
    "ChoosePeople",
    "CloseBatch",
    "ConfirmGuideline",
    "GiveBackWork",
    "InspectBatch",
    "NextWork",
    "PauseBatch",
    "PausePerson",
    "ProjectSuggestions",
    "ResumeBatch",
    "ResumePerson",
    "SaveDraft",
    "ShowPilot",
    "SkipWork",
    "SubmitWork",
    "UndoLabels",
    "WaivePilot",
]
