"""The twelve stages of DMOps, and what every app says about the stages it serves."""

from dataclasses import dataclass, field
from enum import IntEnum

from dmops_platform.errors import _


class Stage(IntEnum):
    """One stage of the recipe, in its order."""

    GOAL = 1
    RAW_DATA = 2
    PREPROCESSING = 3
    SCHEMA = 4
    GUIDELINE = 5
    RECRUIT = 6
    INSTRUCT = 7
    LABEL = 8
    INTERNAL_VERIFICATION = 9
    EXTRINSIC_VERIFICATION = 10
    MODEL_EVALUATION = 11
    DELIVERY = 12


STAGE_TITLES: dict[Stage, str] = {
    Stage.GOAL: _("Establish the goal"),
    Stage.RAW_DATA: _("Secure raw data"),
    Stage.PREPROCESSING: _("Preprocess"),
    Stage.SCHEMA: _("Design the schema"),
    Stage.GUIDELINE: _("Write the guideline"),
    Stage.RECRUIT: _("Recruit annotators"),
    Stage.INSTRUCT: _("Instruct annotators"),
    Stage.LABEL: _("Label the data"),
    Stage.INTERNAL_VERIFICATION: _("Verify internally"),
    Stage.EXTRINSIC_VERIFICATION: _("Verify externally"),
    Stage.MODEL_EVALUATION: _("Evaluate with models"),
    Stage.DELIVERY: _("Deliver"),
}

#: the same in a word or two, for the path at the top of every page
SHORT_TITLES: dict[Stage, str] = {
    Stage.GOAL: _("Goal"),
    Stage.RAW_DATA: _("Raw data"),
    Stage.PREPROCESSING: _("Prepare"),
    Stage.SCHEMA: _("Schema"),
    Stage.GUIDELINE: _("Guideline"),
    Stage.RECRUIT: _("Recruit"),
    Stage.INSTRUCT: _("Instruct"),
    Stage.LABEL: _("Label"),
    Stage.INTERNAL_VERIFICATION: _("Verify"),
    Stage.EXTRINSIC_VERIFICATION: _("Audit"),
    Stage.MODEL_EVALUATION: _("Evaluate"),
    Stage.DELIVERY: _("Deliver"),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a gate waits for: a sentence in the reader's language, who owes it (a role), and where it is mended."""

    sentence: str
    who: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether a stage is done, computed from the data: passed when nothing is missing.

    `notes` are sentences everybody should read who looks at the stage, such as a step that was waived.
    """

    stage: Stage
    missing: tuple[Missing, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())

    @property
    def is_passed(self) -> bool:
        """True when nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a project under its metric name; `value` None means not measured yet."""

    name: str
    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One thing that happened to an item: when (ISO 8601), in which stage, what, by whom, and where to see it."""

    at: str
    stage: Stage
    what: str
    by: str = ""
    url: str = ""
