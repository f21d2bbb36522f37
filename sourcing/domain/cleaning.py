"""A recipe applied to a portion of items: the same for a run, for a preview, and for whoever else runs it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sourcing.domain.personal import find
from sourcing.domain.steps import STEPS
from sourcing.domain.steps.base import Memory, Outcome, Step

if TYPE_CHECKING:
    import pandas as pd

Texts = dict[str, str]
COLUMNS = ["item", "parts", "data"]


class Text(NamedTuple):
    """What an item says before a recipe: its texts, and the texts among its data."""

    item: int
    parts: Texts
    data: Texts


class Touch(NamedTuple):
    """What one step did to one item. `masked` is [{"surrogate", "kind", "value"}]."""

    item: int
    position: int
    step: str
    outcome: Outcome
    reason: str
    details: dict[str, Any]
    parts: Texts
    data: Texts
    masked: list[dict[str, str]]


@dataclass
class Cleaned:
    """What became of a portion: every touch in order, and what the kept items say at the end."""

    touches: list[Touch] = field(default_factory=list)
    kept: list[Text] = field(default_factory=list)


class InMemory:
    """A memory that ends with the process: for previews and tests."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}

    def first(self, keys: Sequence[str], items: Sequence[int]) -> list[int]:
        """Return for each key the item that had it first."""
        return [self._first.setdefault(key, item) for key, item in zip(keys, items, strict=True)]


def clean_texts(
    texts: Iterable[Text], steps: Sequence[Mapping[str, Any]], remember: Callable[[int], Memory]
) -> Cleaned:
    """Return what the steps make of the texts; `remember(position)` is the memory of one step."""
    frame = _frame(texts)
    cleaned = Cleaned()
    for position, step in enumerate(steps, start=1):
        if frame.empty:
            break
        kind = STEPS[step["step"]]
        more = {"memory": remember(position)} if kind.has_memory else {}
        meant, passed_by = _meant(frame, kind)
        done = kind.run(meant, **step["params"], **more)
        cleaned.touches += _touches(done, position, kind.name)
        frame = _together(done.loc[done["outcome"] != Outcome.DROPPED, COLUMNS], passed_by)
    cleaned.kept = [Text(*row) for row in frame.itertuples(index=False, name=None)]
    return cleaned


def _meant(frame: "pd.DataFrame", step: Step) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return the items a step is meant for, and the others: an image says nothing that is too short or repeated."""
    has_text = frame["parts"].map(bool) | step.reads_data
    return frame.loc[has_text], frame.loc[~has_text]


def _together(frame: "pd.DataFrame", passed_by: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return frame if passed_by.empty else pd.concat([frame, passed_by]).sort_index()


def _frame(texts: Iterable[Text]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(list(texts), columns=COLUMNS)


def _touches(frame: "pd.DataFrame", position: int, step: str) -> Iterator[Touch]:
    touched = frame.loc[frame["outcome"] != Outcome.KEPT]
    masked: Any = touched["masked"] if "masked" in touched else [[]] * len(touched)
    columns = (touched[name] for name in ("item", "outcome", "reason", "details", "parts", "data"))
    for item, outcome, reason, details, parts, data, values in zip(*columns, masked, strict=True):
        yield Touch(int(item), position, step, Outcome(outcome), reason, details, parts, data, values)


def left_over(text: Text) -> int:
    """Return how much personal data a text shows."""
    return sum(len(find(each)) for each in (*text.parts.values(), *text.data.values()))
