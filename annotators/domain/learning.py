"""The path from newcomer to work: read, see examples, practise, show that it was understood, start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dmops_platform.errors import BadInput, _
from dmops_platform.states import State

LEAST_OPTIONS = 2
MOST_OPTIONS = 8
LONGEST_OPTION = 500
LONGEST_CHECK = 1_000
#: items a practice asks at most
PRACTICE_SIZE = 10


class Step(State):
    """One step of the path, in its order. What a project does not offer is not asked of anybody."""

    READ = "read"
    EXAMPLES = "examples"
    PRACTICE = "practice"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class PathStep:
    """How far one person is with one step: whether the project offers it and whether it is done."""

    step: Step
    is_offered: bool
    is_done: bool

    @property
    def is_open(self) -> bool:
        """True when it is still to be done."""
        return self.is_offered and not self.is_done


def next_step(steps: Sequence[PathStep]) -> Step | None:
    """Return the first step that is still to be done, or None when the person can start."""
    return next((one.step for one in steps if one.is_open), None)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a comprehension check came to: the ids of the questions answered wrong, out of `n`."""

    n: int
    wrong: tuple[int, ...]

    @property
    def is_passed(self) -> bool:
        """True when every answer is right."""
        return not self.wrong


def check_result(right: Mapping[int, int], given: Mapping[int, int]) -> CheckResult:
    """Hold chosen options against the right ones; a question left out is wrong.

    >>> check_result({1: 0, 2: 1}, {1: 0}).wrong
    (2,)
    """
    return CheckResult(len(right), tuple(pk for pk, option in right.items() if given.get(pk) != option))


def clean_options(options: Sequence[str], right: int) -> list[str]:
    """Return the options of a choice question; raise BadInput for too few, too many, empty or repeated ones."""
    cleaned = [" ".join(option.split()) for option in options]
    if not LEAST_OPTIONS <= len(cleaned) <= MOST_OPTIONS:
        raise BadInput(
            _("A question has %(least)s to %(most)s options."),
            path="options",
            least=LEAST_OPTIONS,
            most=MOST_OPTIONS,
        )
    if any(not option or len(option) > LONGEST_OPTION for option in cleaned):
        raise BadInput(_("An option has 1 to %(most)s characters."), path="options", most=LONGEST_OPTION)
    if len(set(cleaned)) < len(cleaned):
        raise BadInput(_("Every option is another one."), path="options")
    if not 0 <= right < len(cleaned):
        raise BadInput(_("Say which option is right, counted from 0."), path="right")
    return cleaned
