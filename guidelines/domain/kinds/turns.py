"""The field kind `turns`: a label for each turn of a dialogue."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import Incomplete, clean_flag, clean_object, clean_text
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, keyed
from guidelines.domain.kinds.labels import check_labels, ranks, titles_of
from guidelines.domain.kinds.marks import (
    check_part,
    clean_label,
    clean_whole,
    count_labels,
    each_mark,
    media_of,
)

CONFIG_PARTS = frozenset({"part", "labels", "speaker", "is_every_turn"})
TURN_PARTS = frozenset({"turn", "label"})

Labelled = Mapping[str, Any]


class Turns:
    """Labels of turns. An answer is a list of {"turn", "label"} in their order; turns are counted from 0."""

    name = "turns"
    title = _("Turns of a dialogue")
    help = _("A label for each turn: dialogue act, intent, emotion, whether an answer helps.")
    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Dialogue"), _("Empty takes the first dialogue of the item.")),
        Setting("labels", "labels", _("Labels")),
        Setting("speaker", "text", _("Only turns of this speaker"), _("Empty takes all speakers.")),
        Setting("is_every_turn", "flag", _("Every turn needs a label")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels", "speaker", "is_every_turn"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
            "speaker": clean_text(given.get("speaker", ""), f"{path}.speaker", limit=200),
            "is_every_turn": clean_flag(given.get("is_every_turn", True), f"{path}.is_every_turn"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[dict[str, Any]]:
        """Return the labelled turns in their order."""
        asked = _asked(config, parts, path)
        labelled: dict[int, str] = {}
        for mark, place in each_mark(value, path, TURN_PARTS):
            turn = clean_whole(mark.get("turn"), f"{place}.turn", least=0, most=max(asked, default=0))
            if turn not in asked:
                raise BadInput(_("This turn is not asked about."), path=f"{place}.turn")
            if turn in labelled:
                raise BadInput(_("“%(value)s” is used twice."), path=f"{place}.turn", value=turn)
            labelled[turn] = clean_label(mark, config, place)
        cleaned = [{"turn": turn, "label": labelled[turn]} for turn in sorted(labelled)]
        if config["is_every_turn"] and len(cleaned) < len(asked):
            sentence = _("Label all %(n)s turns; %(given)s are labelled.")
            raise Incomplete(sentence, path=path, so_far=cleaned, n=len(asked), given=len(cleaned))
        return cleaned

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance",)

    def values(self, config: Config) -> list[Any]:
        """Return nothing: answers depend on the dialogue."""
        return []

    def titles(self, config: Config) -> dict[Any, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Labelled], config: Config) -> str:
        """Return "1: Question, 2: Answer"; people count turns from 1."""
        titles = self.titles(config)
        told = (f"{one['turn'] + 1}: {titles.get(one['label'], one['label'])}" for one in value)
        return ", ".join(told) or "∅"

    def distance(self, one: Sequence[Labelled], other: Sequence[Labelled], config: Config) -> float:
        """Return the share of the turns that either labelled on which the two differ."""
        first, second = _by_turn(one), _by_turn(other)
        turns = first.keys() | second.keys()
        return sum(first.get(turn) != second.get(turn) for turn in turns) / (len(turns) or 1)

    def units(self, value: Sequence[Labelled]) -> list[Any]:
        """Return the turns with their labels."""
        return [(one["turn"], one["label"]) for one in value]

    def merge(
        self, values: Sequence[Sequence[Labelled]], weights: Sequence[float], config: Config
    ) -> list[dict[str, Any]]:
        """Return for each turn that half of the weight labelled the label with the greatest weight."""
        totals: dict[int, dict[str, float]] = {}
        for value, weight in zip(values, weights, strict=True):
            for one in value:
                votes = totals.setdefault(one["turn"], {})
                votes[one["label"]] = votes.get(one["label"], 0.0) + weight
        places, half = ranks(config), sum(weights) / 2
        return [
            {"turn": turn, "label": min(votes, key=lambda label: (-round(votes[label], 9), places[label]))}
            for turn, votes in sorted(totals.items())
            if sum(votes.values()) >= half
        ]

    def compare(self, values: Sequence[Sequence[Labelled]], config: Config) -> list[Aligned]:
        """Return a place for each turn that anybody labelled."""
        by_turn = [{one["turn"]: dict(one) for one in value} for value in values]
        return keyed(by_turn, int, lambda one: self.show([one], config))

    def summarise(self, values: Sequence[Sequence[Labelled]], config: Config) -> dict[str, int]:
        """Return label id → how many turns have it."""
        return count_labels([[dict(one) for one in value] for value in values], config)

    def columns(self, value: Sequence[Labelled]) -> dict[str, str]:
        """Return "0: label | 1: label" as the one cell."""
        return {"": " | ".join(f"{one['turn']}: {one['label']}" for one in value)}

    def score(self, value: Sequence[Labelled], gold: Sequence[Labelled], config: Config) -> float:
        """Return the share of turns that are right."""
        return 1.0 - self.distance(value, gold, config)


def _asked(config: Config, parts: Parts, path: str) -> set[int]:
    """Return the places of the turns that are to be labelled."""
    turns = media_of(config, parts, path, "turns")["turns"]
    speaker = config["speaker"]
    return {place for place, turn in enumerate(turns) if not speaker or turn.get("speaker") == speaker}


def _by_turn(value: Sequence[Labelled]) -> dict[int, str]:
    return {one["turn"]: one["label"] for one in value}
