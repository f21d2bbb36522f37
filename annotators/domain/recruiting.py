"""How people are won: three ways of organising them, and how an application goes on."""

from dataclasses import dataclass

from dmops_platform.errors import _
from dmops_platform.states import State

#: how many people answer an item where no batch says otherwise
USUAL_OVERLAP = 3


class Mode(State):
    """How the people of a campaign are organised."""

    IN_HOUSE = "in_house"
    VENDOR = "vendor"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class ModeRule:
    """What a mode means: for people choosing one, and for what happens with applicants."""

    title: str
    strength: str
    weakness: str
    treatment: str
    needs_test: bool
    accepts_by_itself: bool


MODE_RULES: dict[Mode, ModeRule] = {
    Mode.IN_HOUSE: ModeRule(
        _("In-house"),
        _("Steady teaching and close feedback."),
        _("Needs upkeep: people, time and room."),
        _("You accept each person yourself; the test is optional, because you know them."),
        needs_test=False,
        accepts_by_itself=False,
    ),
    Mode.VENDOR: ModeRule(
        _("Through a vendor"),
        _("Brings expertise that you do not have."),
        _("Slow to agree on requirements."),
        _("Everybody the vendor sends takes the test; you accept each person yourself."),
        needs_test=True,
        accepts_by_itself=False,
    ),
    Mode.CROWD: ModeRule(
        _("Crowd"),
        _("Much volume in a short time."),
        _("Teaching is limited."),
        _("Whoever passes the test is accepted at once. Plan more overlap and hidden gold."),
        needs_test=True,
        accepts_by_itself=True,
    ),
}


class ApplicationState(State):
    """How far an application is."""

    APPLIED = "applied"
    TESTING = "testing"
    PASSED = "passed"
    FAILED = "failed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


APPLICATION_MOVES: dict[ApplicationState, set[ApplicationState]] = {
    ApplicationState.APPLIED: {
        ApplicationState.TESTING,
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
    },
    ApplicationState.TESTING: {
        ApplicationState.PASSED,
        ApplicationState.FAILED,
        ApplicationState.DECLINED,
    },
    ApplicationState.PASSED: {ApplicationState.ACCEPTED, ApplicationState.DECLINED},
    ApplicationState.FAILED: {
        ApplicationState.TESTING,
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
    },
    ApplicationState.ACCEPTED: set(),
    ApplicationState.DECLINED: set(),
}


class How(State):
    """By what somebody is qualified: a test, somebody's word, or being appointed by a project manager."""

    TEST = "test"
    VOUCHED = "vouched"
    APPOINTED = "appointed"
