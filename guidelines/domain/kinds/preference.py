"""The field kind `preference`: which of two is better, and by how much."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_object
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, whole
from guidelines.domain.kinds.marks import check_part, clean_whole
from guidelines.domain.kinds.numbers import weighted_median

MOST_STRENGTH = 4
CONFIG_PARTS = frozenset({"a", "b", "has_tie", "strengths", "is_shuffled"})
VALUE_PARTS = frozenset({"choice", "strength"})
WAYS = {"a": -1, "tie": 0, "b": 1}

Value = Mapping[str, Any]


class Preference:
    """Two parts side by side. An answer is {"choice": "a", "tie" or "b", "strength"}; a tie has strength 0."""

    name = "preference"
    title = _("Which of two")
    help = _("Two parts of the item side by side: which is better, and by how much. Answers of two models.")
    settings: tuple[Setting, ...] = (
        Setting("a", "part", _("First part")),
        Setting("b", "part", _("Second part")),
        Setting("has_tie", "flag", _("Both may be equally good")),
        Setting(
            "strengths", "number", _("Degrees of better"), _("1 to 4: from just “better” to “far better”.")
        ),
        Setting(
            "is_shuffled",
            "flag",
            _("Swap the sides on half of the items"),
            _("So that neither side has an advantage."),
        ),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"a", "b", "has_tie", "strengths", "is_shuffled"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        first = check_part(given.get("a", "a"), f"{path}.a")
        second = check_part(given.get("b", "b"), f"{path}.b")
        if not first or not second or first == second:
            raise BadInput(_("Name two different parts of the item."), path=f"{path}.b")
        return {
            "a": first,
            "b": second,
            "has_tie": clean_flag(given.get("has_tie", True), f"{path}.has_tie"),
            "strengths": clean_whole(
                given.get("strengths", 1), f"{path}.strengths", least=1, most=MOST_STRENGTH
            ),
            "is_shuffled": clean_flag(given.get("is_shuffled", True), f"{path}.is_shuffled"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> dict[str, Any]:
        """Return {"choice", "strength"}; the strength is 1 unless given."""
        given = clean_object(value, path, VALUE_PARTS)
        choice = given.get("choice")
        known = ["a", "tie", "b"] if config["has_tie"] else ["a", "b"]
        if not isinstance(choice, str) or choice not in known:
            sentence = _("This must be one of: %(known)s.")
            raise BadInput(sentence, path=f"{path}.choice", known=", ".join(known))
        least, most = (0, 0) if choice == "tie" else (1, config["strengths"])
        strength = clean_whole(given.get("strength", least), f"{path}.strength", least=least, most=most)
        return {"choice": choice, "strength": strength}

    def scale(self, config: Config) -> Scale:
        return "ordinal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_distance",)

    def values(self, config: Config) -> list[Any]:
        """Return the possible answers, from a far better first part to a far better second one."""
        degrees = range(1, config["strengths"] + 1)
        tie = [{"choice": "tie", "strength": 0}] if config["has_tie"] else []
        worse = [{"choice": "b", "strength": degree} for degree in degrees]
        return [*({"choice": "a", "strength": degree} for degree in reversed(degrees)), *tie, *worse]

    def titles(self, config: Config) -> dict[Any, str]:
        """Return nothing: the two parts are no labels to explain."""
        return {}

    def show(self, value: Value, config: Config) -> str:
        """Return "a > b", with a sign for each degree, or "a = b"."""
        sign = {"a": ">", "tie": "=", "b": "<"}[value["choice"]]
        return f"{config['a']} {sign * max(1, value['strength'])} {config['b']}"

    def distance(self, one: Value, other: Value, config: Config) -> float:
        """Return the degrees apart over the most degrees possible."""
        return float(abs(_degree(one) - _degree(other)) / (2 * config["strengths"]))

    def units(self, value: Value) -> list[Any]:
        """Return the degree: below 0 for the first part, above 0 for the second."""
        return [_degree(value)]

    def merge(self, values: Sequence[Value], weights: Sequence[float], config: Config) -> dict[str, Any]:
        """Return the choice with the greatest weight, and the median degree of those who made it.

        Where both sides weigh the same, that is a tie, if the field knows ties.
        """
        totals = dict.fromkeys(WAYS, 0.0)
        for value, weight in zip(values, weights, strict=True):
            totals[value["choice"]] += weight
        most = max(totals.values())
        best = [choice for choice in WAYS if totals[choice] == most]
        if len(best) > 1 and config["has_tie"]:
            return {"choice": "tie", "strength": 0}
        made = [
            (value["strength"], weight)
            for value, weight in zip(values, weights, strict=True)
            if value["choice"] == best[0]
        ]
        strengths, shares = zip(*made, strict=True)
        return {"choice": best[0], "strength": weighted_median(strengths, shares)}

    def compare(self, values: Sequence[Value], config: Config) -> list[Aligned]:
        """Return the one place: the choices are the same or not."""
        return whole(values, lambda value: self.show(value, config))

    def summarise(self, values: Sequence[Value], config: Config) -> dict[str, int]:
        """Return choice → how often."""
        counts = Counter(value["choice"] for value in values)
        return {choice: counts[choice] for choice in WAYS if choice != "tie" or config["has_tie"]}

    def columns(self, value: Value) -> dict[str, str]:
        """Return the choice, and its strength beside it."""
        return {"": value["choice"], "strength": str(value["strength"])}

    def score(self, value: Value, gold: Value, config: Config) -> float:
        """Return one minus the distance: part marks for another degree of the right choice."""
        return 1.0 - self.distance(value, gold, config)


def _degree(value: Value) -> int:
    return int(WAYS[value["choice"]] * value["strength"])
