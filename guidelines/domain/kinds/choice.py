"""The field kind `choice`: one label out of a list."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_object, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, whole
from guidelines.domain.kinds.labels import check_labels, ranks, titles_of

CONFIG_PARTS = frozenset({"labels", "is_ordered"})


class Choice:
    """One label of a list. Labels have stable ids; titles are what people read."""

    name = "choice"
    title = _("One label")
    help = _("Exactly one of a list of labels: sentiment, topic, entailment, a Likert scale.")
    settings: tuple[Setting, ...] = (
        Setting("labels", "labels", _("Labels")),
        Setting("is_ordered", "flag", _("The labels are steps of a scale, in this order")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"labels": [{"id", "title", "key", "help"}], "is_ordered"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
            "is_ordered": clean_flag(given.get("is_ordered", False), f"{path}.is_ordered"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> str:
        """Return the label id."""
        if not isinstance(value, str):
            raise BadInput(_("An answer here is the id of one label, as text."), path=path)
        if value not in ranks(config):
            raise BadInput(_("“%(value)s” is not a label of this field."), path=path, value=shown(value))
        return value

    def scale(self, config: Config) -> Scale:
        return "ordinal" if config.get("is_ordered") else "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_ordinal", "alpha_nominal") if config.get("is_ordered") else ("alpha_nominal",)

    def values(self, config: Config) -> list[str]:
        """Return the label ids."""
        return list(ranks(config))

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: str, config: Config) -> str:
        """Return the title of the label."""
        return self.titles(config).get(value, value)

    def distance(self, one: str, other: str, config: Config) -> float:
        """Return 0 or 1; for ordered labels their steps apart over the most steps possible."""
        if one == other or not config.get("is_ordered"):
            return float(one != other)
        places = ranks(config)
        return abs(places[one] - places[other]) / (len(places) - 1)

    def units(self, value: str) -> list[str]:
        """Return the one label."""
        return [value]

    def merge(self, values: Sequence[str], weights: Sequence[float], config: Config) -> str:
        """Return the label with the greatest weight; of equals the first in the field's order."""
        totals: dict[str, float] = {}
        for value, weight in zip(values, weights, strict=True):
            totals[value] = totals.get(value, 0.0) + weight
        places = ranks(config)
        return min(totals, key=lambda label: (-totals[label], places[label]))

    def compare(self, values: Sequence[str], config: Config) -> list[Aligned]:
        """Return the one place: the labels are the same or not."""
        return whole(values, lambda value: self.show(value, config))

    def summarise(self, values: Sequence[str], config: Config) -> dict[str, int]:
        """Return label id → how often."""
        counts = Counter(values)
        return {label: counts[label] for label in ranks(config)}

    def columns(self, value: str) -> dict[str, str]:
        """Return the label id as the one cell."""
        return {"": value}

    def score(self, value: str, gold: str, config: Config) -> float:
        """Return 1 for the gold label, else one minus the distance."""
        return 1.0 - self.distance(value, gold, config)
