"""The field kind `number`: a number, with its unit."""

from collections.abc import Sequence
from typing import Any

from dmops_platform.errors import _
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

CONFIG_PARTS = frozenset({"least", "most", "step", "unit"})


class NumberKind:
    """A number that people read off or count. Bounds and step are checked."""

    name = "number"
    title = _("Number")
    help = _("A number that is counted, measured or read: price, year, how many people are in the picture.")
    settings: tuple[Setting, ...] = (
        Setting("least", "number", _("Least"), _("Empty sets no limit.")),
        Setting("most", "number", _("Most"), _("Empty sets no limit.")),
        Setting("step", "number", _("Step"), _("1 for whole numbers. Empty takes any number.")),
        Setting("unit", "text", _("Unit"), _("Shown behind the number: kg, won, people.")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"least", "most", "step", "unit"}; None sets no limit."""
        given = clean_object(config, path, CONFIG_PARTS)
        least = check_number(given.get("least"), f"{path}.least")
        most = check_number(given.get("most"), f"{path}.most")
        check_bounds(least, most, f"{path}.most")
        step = given.get("step")
        return {
            "least": least,
            "most": most,
            "step": None if step is None else check_step(step, f"{path}.step"),
            "unit": clean_text(given.get("unit", ""), f"{path}.unit", limit=50),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> Number:
        """Return the number, a whole one without decimals."""
        return clean_stepped(value, config, path)

    def scale(self, config: Config) -> Scale:
        return "interval"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        """Return the measures; a number that begins at nothing can be compared by ratio too."""
        return ("alpha_interval", "alpha_ratio") if (config["least"] or 0) >= 0 else ("alpha_interval",)

    def values(self, config: Config) -> list[Any]:
        """Return nothing: numbers are not listed."""
        return []

    def titles(self, config: Config) -> dict[Any, str]:
        """Return nothing: a number has no label to explain."""
        return {}

    def show(self, value: Number, config: Config) -> str:
        """Return the number with its unit."""
        return f"{told(value)} {config['unit']}".strip()

    def distance(self, one: Number, other: Number, config: Config) -> float:
        """Return how far apart the numbers are: over the room between the bounds, or else over their sizes."""
        if one == other:
            return 0.0
        least, most = config["least"], config["most"]
        if least is None or most is None:
            return min(1.0, abs(one - other) / (abs(one) + abs(other)))
        return min(1.0, float(abs(one - other) / (most - least)))

    def units(self, value: Number) -> list[Any]:
        """Return the one number."""
        return [value]

    def merge(self, values: Sequence[Number], weights: Sequence[float], config: Config) -> Number:
        """Return the weighted median: a number that somebody gave, which one outlier cannot move far."""
        return weighted_median(values, weights)

    def compare(self, values: Sequence[Number], config: Config) -> list[Aligned]:
        """Return the one place: the numbers are the same or not."""
        return whole(values, lambda value: self.show(value, config))

    def summarise(self, values: Sequence[Number], config: Config) -> dict[str, int]:
        """Return number → how often, for those given."""
        return count_numbers(values)

    def columns(self, value: Number) -> dict[str, str]:
        """Return the number as the one cell."""
        return {"": told(value)}

    def score(self, value: Number, gold: Number, config: Config) -> float:
        """Return one minus the distance."""
        return 1.0 - self.distance(value, gold, config)
