"""States of batches, slots and assignments, and their moves."""

from dmops_platform.states import State


class BatchState(State):
    """A batch is opened once; it can rest; closed means no more answers."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


BATCH_MOVES: dict[BatchState, set[BatchState]] = {
    BatchState.OPEN: {BatchState.PAUSED, BatchState.CLOSED},
    BatchState.PAUSED: {BatchState.OPEN, BatchState.CLOSED},
    BatchState.CLOSED: set(),
}


class Purpose(State):
    """What a batch is for: items answered for the first time, or some of them once more.

    One for self-checks holds single answers asked again of the same person: it is no work of its own and in no list.
    """

    NEW = "new"
    SECOND_LOOK = "second_look"
    CLEANING = "cleaning"
    RELABEL = "relabel"
    SELF_CHECK = "self_check"


class Order(State):
    """In which order a batch hands its items out."""

    IMPORTED = "imported"
    SHUFFLED = "shuffled"


class SlotState(State):
    """A slot waits, is in somebody's hands, or holds its answer."""

    FREE = "free"
    LEASED = "leased"
    DONE = "done"


class AssignmentState(State):
    """What became of one slot in one person's hands."""

    LEASED = "leased"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    RETURNED = "returned"
    EXPIRED = "expired"


HOLDING = (AssignmentState.LEASED, AssignmentState.SUBMITTED)


class SkipReason(State):
    """Why a person passed an item on."""

    UNCLEAR = "unclear"
    BROKEN = "broken"
    SENSITIVE = "sensitive"
    NOT_MINE = "not_mine"
