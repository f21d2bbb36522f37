"""What became of what a model suggested: taken as it was, changed or rejected, and how long that took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, TypeGuard

from dmops_platform.states import State
from projects.domain.intervals import Share, share

#: a kind whose labels are places in an order: none of them is suggested more than another
WITHOUT_LABELS = "ranking"


class Outcome(State):
    """What a person made of a suggestion."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REJECTED = "rejected"


def outcome(suggestion: Any, answer: Any) -> Outcome:
    """Return what became of a suggestion: rejected is what was answered with nothing.

    >>> outcome("pos", "neg"), outcome(["a"], []), outcome([], [])
    (<Outcome.CHANGED: 'changed'>, <Outcome.REJECTED: 'rejected'>, <Outcome.ACCEPTED: 'accepted'>)
    """
    if answer == suggestion:
        return Outcome.ACCEPTED
    return Outcome.REJECTED if answer is None or answer in ([], "") else Outcome.CHANGED


def outcome_by_label(
    suggestion: Any, answer: Any, kind: str, labels: Mapping[Any, str]
) -> dict[str, Outcome]:
    """Return label → what became of the part of a suggestion that has it. Of marks: of all marks with the label.

    >>> outcome_by_label(["a", "b"], ["b", "c"], "choices", {"a": "A", "b": "B", "c": "C"})
    {'a': <Outcome.REJECTED: 'rejected'>, 'b': <Outcome.ACCEPTED: 'accepted'>}
    """
    if kind == WITHOUT_LABELS:
        return {}
    if not isinstance(suggestion, list):
        return {suggestion: outcome(suggestion, answer)} if _is_known(suggestion, labels) else {}
    given = _by_label(answer or [], labels)
    return {
        label: outcome(part, given.get(label, [])) for label, part in _by_label(suggestion, labels).items()
    }


def _by_label(parts: Sequence[Any], labels: Mapping[Any, str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in parts:
        label = part.get("label") if isinstance(part, Mapping) else part
        if _is_known(label, labels):
            found.setdefault(label, []).append(part)
    return found


def _is_known(label: Any, labels: Mapping[Any, str]) -> TypeGuard[str]:
    return isinstance(label, str) and label in labels


@dataclass(slots=True)
class Outcomes:
    """How often suggestions were accepted, changed and rejected. Seconds are those of the whole item."""

    seconds: dict[Outcome, list[float | None]] = field(default_factory=lambda: {one: [] for one in Outcome})

    def add(self, what: Outcome, seconds: float | None) -> None:
        """Count one suggestion."""
        self.seconds[what].append(seconds)

    @property
    def counts(self) -> dict[str, int]:
        """Return outcome → how often."""
        return {what.value: len(times) for what, times in self.seconds.items()}

    @property
    def share(self) -> Share:
        """Return the share of suggestions that were accepted, with its interval."""
        return share(len(self.seconds[Outcome.ACCEPTED]), sum(self.counts.values()))

    @property
    def medians(self) -> dict[str, float | None]:
        """Return outcome → the median time of an item, None where none was measured."""
        measured = {what.value: [one for one in times if one] for what, times in self.seconds.items()}
        return {what: median(times) if times else None for what, times in measured.items()}
