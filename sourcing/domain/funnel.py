"""How many items went through each step of a recipe, and what became of them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sourcing.domain.cleaning import Touch
from sourcing.domain.steps.base import Outcome


class Layer(NamedTuple):
    """One step of a funnel: items that came in, and those kept as they were, changed and dropped."""

    position: int
    step: str
    entered: int
    kept: int
    changed: int
    dropped: int


Counts = dict[str, int]


def count(counts: Mapping[str, int], touches: Iterable[Touch]) -> Counts:
    """Return the counts "position outcome" → n with these touches added."""
    added = Counter(f"{touch.position} {touch.outcome}" for touch in touches)
    return dict(Counter(counts) + added)


def funnel(steps: Sequence[Mapping[str, Any]], counts: Mapping[str, int], decided: int) -> list[Layer]:
    """Return a layer for each step, from how many items were decided.

    >>> funnel([{"step": "length"}], {"1 dropped": 2}, 5)
    [Layer(position=1, step='length', entered=5, kept=3, changed=0, dropped=2)]
    """
    layers, entered = [], decided
    for position, step in enumerate(steps, start=1):
        changed, dropped = (
            counts.get(f"{position} {outcome}", 0) for outcome in (Outcome.CHANGED, Outcome.DROPPED)
        )
        layers.append(Layer(position, step["step"], entered, entered - changed - dropped, changed, dropped))
        entered -= dropped
    return layers
