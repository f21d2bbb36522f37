"""Where each of the twelve stages stands."""

from collections import defaultdict
from collections.abc import Iterable

from dmops_platform.states import State
from projects.domain.stages import Gate, Missing, Stage

BY_HAND = "by_hand"
BY_HAND_WITHDRAWN = "by_hand_withdrawn"
LONGEST_REASON = 2_000


class StageState(State):
    """A gate is passed on the data, passed by hand with a reason, or open."""

    PASSED = "passed"
    BY_HAND = "by_hand"
    OPEN = "open"


def twelve_gates(reported: Iterable[Gate], unmeasured: Missing) -> list[Gate]:
    """Return one gate for each stage, in order: what several apps miss and note is put together.

    A stage that no app reports on waits for `unmeasured`.
    """
    missing: dict[Stage, list[Missing]] = defaultdict(list)
    notes: dict[Stage, list[str]] = defaultdict(list)
    for gate in reported:
        missing[gate.stage].extend(gate.missing)
        notes[gate.stage].extend(gate.notes)
    return [Gate(stage, tuple(missing.get(stage, (unmeasured,))), tuple(notes[stage])) for stage in Stage]


def state_of(gate: Gate, *, is_by_hand: bool) -> StageState:
    """Return the state of a stage; what the data says comes before what somebody judged."""
    if gate.is_passed:
        return StageState.PASSED
    return StageState.BY_HAND if is_by_hand else StageState.OPEN
