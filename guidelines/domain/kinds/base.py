"""The contract of a field kind: everything any stage may ask of one kind of answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

from guidelines.domain.kinds.comparing import Aligned

Config = Mapping[str, Any]
Parts = Mapping[str, Any]
Scale = Literal["nominal", "ordinal", "interval"]

#: ways to measure how far people agree; `verification.domain` knows how each is computed
Agreement = Literal[
    "alpha_nominal",
    "alpha_ordinal",
    "alpha_interval",
    "alpha_ratio",
    "alpha_masi",
    "alpha_jaccard",
    "alpha_distance",
    "alpha_characters",
    "alpha_unitizing",
    "alpha_matched",
    "span_f1_exact",
    "span_f1_overlap",
    "box_f1",
    "polygon_f1",
    "time_overlap",
    "chrf",
    "edit_similarity",
    "kendall_tau",
]


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a schema's writer decides about a field of this kind: a key of its config.

    `type` says how it is asked: "labels" (rows of id, title, key, help), "lines" (one text a line), "number",
    "flag", "text", "part" (the name of an item part), or "one_of" with its `choices` (value → title).
    """

    name: str
    type: Literal["labels", "lines", "number", "flag", "text", "part", "one_of"]
    title: str
    help: str = ""
    choices: Mapping[str, str] | None = None


class Kind(Protocol):
    """One kind of field. A value is what `clean` returned; a config is what `check` returned."""

    name: str
    #: what people call it, and when to take it; marked for translation
    title: str
    help: str
    settings: tuple[Setting, ...]

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return the canonical configuration; raise BadInput naming the path of what is senseless."""
        ...

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> Any:
        """Return the canonical answer on an item with these parts, or raise BadInput naming the path."""
        ...

    def scale(self, config: Config) -> Scale:
        """Return how the answers relate to each other, which decides how agreement is measured."""
        ...

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        """Return the measures of agreement that suit the field, the one to judge by first."""
        ...

    def values(self, config: Config) -> Sequence[Any]:
        """Return the possible answers in their order; empty when they cannot be listed."""
        ...

    def titles(self, config: Config) -> dict[Any, str]:
        """Return label id → what people read, in order: the labels that a guideline has to explain."""
        ...

    def show(self, value: Any, config: Config) -> str:
        """Return the answer in words, as a table or a report tells it."""
        ...

    def distance(self, one: Any, other: Any, config: Config) -> float:
        """Return how far apart two answers are: 0 for the same, 1 for the furthest."""
        ...

    def units(self, value: Any) -> list[Any]:
        """Return the parts of an answer that agreement is counted on."""
        ...

    def merge(self, values: Sequence[Any], weights: Sequence[float], config: Config) -> Any:
        """Return one answer out of several (at least one), each with its weight."""
        ...

    def compare(self, values: Sequence[Any], config: Config) -> list[Aligned]:
        """Return the answers (at least one) side by side, place by place: what all share and where they differ."""
        ...

    def summarise(self, values: Sequence[Any], config: Config) -> dict[str, int]:
        """Return how often each answer was given, for every answer the field allows and in its order."""
        ...

    def columns(self, value: Any) -> dict[str, str]:
        """Return the answer as table cells: column suffix ("" for the field itself) → text."""
        ...

    def score(self, value: Any, gold: Any, config: Config) -> float:
        """Return how right an answer is against gold, from 0 to 1."""
        ...


@runtime_checkable
class Linked(Protocol):
    """A kind whose answers build on those to another field of the item, of the kind `builds_on`."""

    builds_on: str

    def base(self, config: Config) -> str:
        """Return the name of the other field."""
        ...

    def check_base(self, value: Any, base: Any, path: str) -> None:
        """Raise BadInput where the answer speaks of something that the answer to the other field lacks."""
        ...
