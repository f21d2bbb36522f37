"""What becomes of an invitation."""

from dmops_platform.states import State

DAYS = 14


class InvitationState(State):
    """An invitation is open until it is accepted, taken back or too old."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    REVOKED = "revoked"
