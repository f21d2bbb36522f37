"""What a step of preprocessing is: a function of a frame, and how it is set up.

A frame has a row for each item: `item` (its id), `parts` (name → text, the texts of the item and nothing else),
`data` (name → text, what is known about it and is a text), `outcome` (kept, changed or dropped), `reason` (a
sentence with %(name)s places) and `details` (what fills them). A step gets rows that are all kept and returns the
same rows, with new texts where it changed them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from dmops_platform.errors import BadInput, _
from dmops_platform.states import State

if TYPE_CHECKING:
    import pandas as pd

LONGEST_WORDS = 20_000


class Outcome(State):
    """What became of an item in a step, or by the hand of a person."""

    KEPT = "kept"
    CHANGED = "changed"
    DROPPED = "dropped"


class Memory(Protocol):
    """Remembers texts from one portion of items to the next."""

    def first(self, keys: Sequence[str], items: Sequence[int]) -> list[int]:
        """Return for each key the item that had it first: an earlier one, or the one it comes with."""
        ...


class ParamKind(State):
    """What a parameter of a step can be."""

    NUMBER = "number"
    SHARE = "share"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    WORDS = "words"


@dataclass(frozen=True)
class Param:
    """One parameter: its words for people, what it may be, and what it is unless told."""

    name: str
    kind: ParamKind
    title: str
    default: Any
    help: str = ""
    least: float = 0
    most: float = 1_000_000
    choices: tuple[tuple[str, str], ...] = ()
    is_optional: bool = False

    def clean(self, value: Any, path: str) -> Any:
        """Return the value as it is stored; BadInput names the path of what cannot be."""
        if value is None or value == "":
            if self.is_optional:
                return None
            value = self.default
        return CLEAN[self.kind](self, value, path)


def _number(param: Param, value: Any, path: str) -> Any:
    whole = param.kind == ParamKind.NUMBER
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        raise BadInput(_("“%(title)s” is a number."), path=path, title=param.title)
    if not param.least <= value <= param.most:
        sentence = _("“%(title)s” lies between %(least)s and %(most)s.")
        raise BadInput(sentence, path=path, title=param.title, least=param.least, most=param.most)
    return value if whole else float(value)


def _flag(param: Param, value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise BadInput(_("“%(title)s” is yes or no."), path=path, title=param.title)
    return value


def _choice(param: Param, value: Any, path: str) -> str:
    if value not in [name for name, _title in param.choices]:
        raise BadInput(_("“%(title)s” has no such choice."), path=path, title=param.title)
    return str(value)


def _choices(param: Param, value: Any, path: str) -> list[str]:
    if not isinstance(value, list) or not value:
        raise BadInput(_("Choose at least one of “%(title)s”."), path=path, title=param.title)
    chosen = {_choice(param, each, path) for each in value}
    return [name for name, _title in param.choices if name in chosen]


def _words(param: Param, value: Any, path: str) -> list[str]:
    lines = value.splitlines() if isinstance(value, str) else value
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise BadInput(_("“%(title)s” is a list of words, one a line."), path=path, title=param.title)
    words = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if not words or sum(map(len, words)) > LONGEST_WORDS:
        sentence = _("“%(title)s” has at least one word and at most %(most)s characters.")
        raise BadInput(sentence, path=path, title=param.title, most=LONGEST_WORDS)
    return words


CLEAN: dict[ParamKind, Callable[[Param, Any, str], Any]] = {
    ParamKind.NUMBER: _number,
    ParamKind.SHARE: _number,
    ParamKind.FLAG: _flag,
    ParamKind.CHOICE: _choice,
    ParamKind.CHOICES: _choices,
    ParamKind.WORDS: _words,
}


def never(_params: Mapping[str, Any]) -> bool:
    """Return False."""
    return False


class Step(NamedTuple):
    """A kind of step: its name, its words for people, its parameters, and what it does.

    `has_memory` says that it is called with `memory=`, `reads_data` that it is meant also for items without a text,
    such as images, and `masks` whether with these parameters it masks personal data of every kind.
    """

    name: str
    title: str
    help: str
    params: tuple[Param, ...]
    run: Callable[..., "pd.DataFrame"]
    has_memory: bool = False
    reads_data: bool = False
    masks: Callable[[Mapping[str, Any]], bool] = never

    @property
    def is_masking(self) -> bool:
        """True when what it replaces may be personal data."""
        return self.masks is not never

    def clean(self, params: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Return all parameters as they are stored; BadInput names what cannot be."""
        unknown = sorted(set(params) - {param.name for param in self.params})
        if unknown:
            sentence = _("The step “%(step)s” has no parameter “%(name)s”.")
            raise BadInput(sentence, path=f"{path}.{unknown[0]}", step=self.name, name=unknown[0][:80])
        return {
            param.name: param.clean(params.get(param.name), f"{path}.{param.name}") for param in self.params
        }


Verdict = tuple[str, dict[str, Any]] | None
Change = tuple[dict[str, str], str, dict[str, Any]] | None


def with_columns(frame: "pd.DataFrame", **columns: list[Any]) -> "pd.DataFrame":
    """Return the frame with these columns; a cell may hold anything."""
    return frame.assign(**columns)


def drop_where(frame: "pd.DataFrame", judge: Callable[[dict[str, str]], Verdict]) -> "pd.DataFrame":
    """Return the frame with those items dropped of which `judge` says why."""
    verdicts = [judge(parts) for parts in frame["parts"]]
    return with_columns(
        frame,
        outcome=[Outcome.DROPPED if verdict else Outcome.KEPT for verdict in verdicts],
        reason=[verdict[0] if verdict else "" for verdict in verdicts],
        details=[verdict[1] if verdict else {} for verdict in verdicts],
    )


def change_where(frame: "pd.DataFrame", alter: Callable[[dict[str, str]], Change]) -> "pd.DataFrame":
    """Return the frame with new texts for those items for which `alter` gives any."""
    changes = [alter(parts) for parts in frame["parts"]]
    return with_columns(
        frame,
        parts=[change[0] if change else parts for change, parts in zip(changes, frame["parts"], strict=True)],
        outcome=[Outcome.CHANGED if change else Outcome.KEPT for change in changes],
        reason=[change[1] if change else "" for change in changes],
        details=[change[2] if change else {} for change in changes],
    )


def whole(parts: Mapping[str, str]) -> str:
    """Return the texts of an item as one."""
    return "\n".join(parts.values())
