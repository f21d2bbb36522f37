"""The steps of a norming session."""

from dmops_platform.states import State


class NormingState(State):
    """People vote blind, see all votes and talk, vote again blind, and see what the talk changed."""

    VOTING = "voting"
    DISCUSSING = "discussing"
    VOTING_AGAIN = "voting_again"
    DONE = "done"


NORMING_MOVES: dict[NormingState, set[NormingState]] = {
    NormingState.VOTING: {NormingState.DISCUSSING},
    NormingState.DISCUSSING: {NormingState.VOTING_AGAIN},
    NormingState.VOTING_AGAIN: {NormingState.DONE},
    NormingState.DONE: set(),
}

#: the round of votes that is open in a state
ROUNDS = {NormingState.VOTING: 1, NormingState.VOTING_AGAIN: 2}
MOST_ITEMS = 30
#: kinds with a short answer that cannot be listed, which people vote on by writing it
WRITTEN_KINDS = frozenset({"choices", "number", "text"})
#: kinds that people vote on in the editor of the labelling screen, and whose votes are seen side by side
DRAWN_KINDS = frozenset({"spans", "boxes", "polygons", "keypoints", "segments", "ranking", "turns"})


def next_state(state: str) -> NormingState | None:
    """Return the step after this one, or None after the last.

    >>> next_state("voting"), next_state("done")
    (<NormingState.DISCUSSING: 'discussing'>, None)
    """
    return next(iter(NORMING_MOVES[NormingState(state)]), None)


def rounds_shown(state: str) -> tuple[int, ...]:
    """Return the rounds whose votes everybody may see: those that are over.

    >>> rounds_shown("voting"), rounds_shown("voting_again"), rounds_shown("done")
    ((), (1,), (1, 2))
    """
    return {NormingState.VOTING: (), NormingState.DONE: (1, 2)}.get(NormingState(state), (1,))
