"""How a question goes from asked to settled, and until when it wants an answer."""

from datetime import datetime, timedelta

from dmops_platform.errors import BadInput, _
from dmops_platform.states import State

LONGEST_QUESTION = 2_000
LONGEST_ANSWER = 10_000
USUAL_HOURS = 48
MOST_HOURS = 24 * 60


class QuestionState(State):
    """How far a question is. Merged: another question stands for it."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"


QUESTION_MOVES: dict[QuestionState, set[QuestionState]] = {
    QuestionState.OPEN: {QuestionState.ANSWERED, QuestionState.CLOSED, QuestionState.MERGED},
    QuestionState.ANSWERED: {
        QuestionState.ANSWERED,
        QuestionState.OPEN,
        QuestionState.CLOSED,
        QuestionState.MERGED,
    },
    QuestionState.CLOSED: {QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.MERGED},
    QuestionState.MERGED: set(),
}


def clean_words(text: str, *, most: int, path: str = "text") -> str:
    """Return what somebody wrote without space around it; raise BadInput for nothing or too much."""
    words = text.strip()
    if not words:
        raise BadInput(_("Write something first."), path=path)
    if len(words) > most:
        raise BadInput(_("This is longer than %(limit)s characters."), path=path, limit=most)
    return words


def check_hours(hours: int, path: str = "hours") -> int:
    """Return the hours within which questions are answered, from 1 to sixty days."""
    if not 1 <= hours <= MOST_HOURS:
        raise BadInput(_("The time to answer is from 1 to %(most)s hours."), path=path, most=MOST_HOURS)
    return hours


def answer_due(waiting_since: datetime, hours: int) -> datetime:
    """Return until when a question that waits since then wants its answer."""
    return waiting_since + timedelta(hours=hours)
