"""The field kind `scale`: a step between two ends."""

from collections.abc import Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_object, clean_text
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, whole
from guidelines.domain.kinds.marks import Number
from guidelines.domain.kinds.numbers import (
    check_bounds,
    check_number,
    check_step,
    clean_stepped,
    count_numbers,
    told,
    weighted_median,
)

#: so many steps can be listed; a finer scale is a slider
MOST_LISTED = 101
MOST_STEPS = 10_000
CONFIG_PARTS = frozenset({"least", "most", "step", "low", "high", "look"})
LOOKS = {"steps": _("A button for each step"), "slider": _("A slider")}


class ScaleKind:
    """A number on a scale with named ends, as far apart as the numbers say: ratings, Likert items, sliders."""

    name = "scale"
    title = _("Scale")
    help = _("How much, on a scale between two ends: quality from 1 to 5, agreement, a slider from 0 to 100.")
    settings: tuple[Setting, ...] = (
        Setting("least", "number", _("Least")),
        Setting("most", "number", _("Most")),
        Setting("step", "number", _("Step")),
        Setting("low", "text", _("What the least means"), _("Very bad, not at all, …")),
        Setting("high", "text", _("What the most means"), _("Very good, fully, …")),
        Setting("look", "one_of", _("Shown as"), choices=LOOKS),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"least", "most", "step", "low", "high", "look"}; five steps from 1 unless given."""
        given = clean_object(config, path, CONFIG_PARTS)
        least = check_number(given.get("least", 1), f"{path}.least")
        most = check_number(given.get("most", 5), f"{path}.most")
        if least is None or most is None:
            raise BadInput(_("A scale has a least and a greatest answer."), path=path)
        check_bounds(least, most, f"{path}.most")
        step = check_step(given.get("step", 1), f"{path}.step")
        if (most - least) / step > MOST_STEPS:
            raise BadInput(_("A scale has at most %(most)s steps."), path=f"{path}.step", most=MOST_STEPS)
        clean_stepped(most, {"least": least, "most": most, "step": step}, f"{path}.most")
        return {
            "least": least,
            "most": most,
            "step": step,
            "low": clean_text(given.get("low", ""), f"{path}.low", limit=200),
            "high": clean_text(given.get("high", ""), f"{path}.high", limit=200),
            "look": _check_look(given.get("look", "steps"), f"{path}.look"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> Number:
        """Return the number, a whole one without decimals."""
        return clean_stepped(value, config, path)

    def scale(self, config: Config) -> Scale:
        return "interval"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_interval", "alpha_ordinal")

    def values(self, config: Config) -> list[Any]:
        """Return the steps, unless there are too many to list."""
        count = round((config["most"] - config["least"]) / config["step"]) + 1
        if count > MOST_LISTED:
            return []
        steps = [config["least"] + place * config["step"] for place in range(count)]
        return [clean_stepped(step, config, "") for step in steps]

    def titles(self, config: Config) -> dict[Any, str]:
        """Return nothing: numbers explain themselves between their two ends."""
        return {}

    def show(self, value: Number, config: Config) -> str:
        """Return the number, with what it means at an end."""
        meaning = {config["least"]: config["low"], config["most"]: config["high"]}.get(value, "")
        return f"{told(value)} ({meaning})" if meaning else told(value)

    def distance(self, one: Number, other: Number, config: Config) -> float:
        """Return how far apart the numbers are, over the length of the scale."""
        return min(1.0, float(abs(one - other) / (config["most"] - config["least"])))

    def units(self, value: Number) -> list[Any]:
        """Return the one number."""
        return [value]

    def merge(self, values: Sequence[Number], weights: Sequence[float], config: Config) -> Number:
        """Return the weighted median: a step of the scale that one outlier cannot move far."""
        return weighted_median(values, weights)

    def compare(self, values: Sequence[Number], config: Config) -> list[Aligned]:
        """Return the one place: the numbers are the same or not."""
        return whole(values, lambda value: self.show(value, config))

    def summarise(self, values: Sequence[Number], config: Config) -> dict[str, int]:
        """Return step → how often; of a fine scale only the steps that were given."""
        counts = count_numbers(values)
        steps = [told(value) for value in self.values(config)]
        return {step: counts.get(step, 0) for step in steps or counts}

    def columns(self, value: Number) -> dict[str, str]:
        """Return the number as the one cell."""
        return {"": told(value)}

    def score(self, value: Number, gold: Number, config: Config) -> float:
        """Return one minus the distance."""
        return 1.0 - self.distance(value, gold, config)


def _check_look(value: object, path: str) -> str:
    if not isinstance(value, str) or value not in LOOKS:
        raise BadInput(_("This must be one of: %(known)s."), path=path, known=", ".join(LOOKS))
    return value
