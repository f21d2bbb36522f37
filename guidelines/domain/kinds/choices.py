"""The field kind `choices`: any labels out of a list."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import Incomplete, clean_list, clean_object, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, keyed
from guidelines.domain.kinds.labels import MAX_LABELS, check_labels, ranks, titles_of
from guidelines.domain.kinds.marks import clean_whole

CONFIG_PARTS = frozenset({"labels", "least", "most"})


class Choices:
    """Several labels of one list. An answer is the list of their ids in the order of the field."""

    name = "choices"
    title = _("Several labels")
    help = _("All labels that apply: topics, tags, kinds of error.")
    settings: tuple[Setting, ...] = (
        Setting("labels", "labels", _("Labels")),
        Setting("least", "number", _("Fewest labels"), _("0 lets people answer that none applies.")),
        Setting("most", "number", _("Most labels"), _("Empty sets no limit.")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"labels", "least", "most"} with missing keys filled in; `most` None is no limit."""
        given = clean_object(config, path, CONFIG_PARTS)
        labels = check_labels(given.get("labels", ()), f"{path}.labels")
        least = clean_whole(given.get("least", 1), f"{path}.least", least=0, most=len(labels))
        most = given.get("most")
        if most is not None:
            most = clean_whole(most, f"{path}.most", least=max(1, least), most=MAX_LABELS)
        return {"labels": labels, "least": least, "most": most}

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[str]:
        """Return the label ids, each once, in the order of the field."""
        places = ranks(config)
        given = clean_list(value, path, limit=MAX_LABELS)
        for place, label in enumerate(given):
            if not isinstance(label, str) or label not in places:
                sentence = _("“%(value)s” is not a label of this field.")
                raise BadInput(sentence, path=f"{path}[{place}]", value=shown(label))
        labels = sorted(set(given), key=lambda label: places[label])
        if config["most"] is not None and len(labels) > config["most"]:
            raise BadInput(_("Choose at most %(most)s."), path=path, most=config["most"])
        if len(labels) < config["least"]:
            raise Incomplete(_("Choose at least %(least)s."), path=path, so_far=labels, least=config["least"])
        return labels

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_masi", "alpha_jaccard")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: any set of the labels may be an answer."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[str], config: Config) -> str:
        """Return the titles of the labels."""
        titles = self.titles(config)
        return ", ".join(titles.get(label, label) for label in value) or "∅"

    def distance(self, one: Sequence[str], other: Sequence[str], config: Config) -> float:
        """Return the MASI distance of two sets of labels (Passonneau 2006).

        One minus Jaccard's index times monotonicity: 1 for equal sets, 2/3 where one holds the other, 1/3
        where they overlap otherwise.

        >>> round(Choices().distance(["a"], ["a", "b"], {}), 4)
        0.6667
        """
        first, second = set(one), set(other)
        if first == second:
            return 0.0
        common = len(first & second)
        is_held = first <= second or second <= first
        return 1.0 - common / len(first | second) * (2 / 3 if is_held else 1 / 3)

    def units(self, value: Sequence[str]) -> list[Any]:
        """Return the labels."""
        return list(value)

    def merge(self, values: Sequence[Sequence[str]], weights: Sequence[float], config: Config) -> list[str]:
        """Return the labels that more than half of the weight chose, filled up or cut to what the field allows."""
        totals: dict[str, float] = {}
        for value, weight in zip(values, weights, strict=True):
            for label in value:
                totals[label] = totals.get(label, 0.0) + weight
        places, half = ranks(config), sum(weights) / 2
        ordered = sorted(totals, key=lambda label: (-totals[label], places[label]))
        wanted = sum(totals[label] > half for label in ordered)
        chosen = ordered[: max(wanted, config["least"])][: config["most"]]
        return sorted(chosen, key=lambda label: places[label])

    def compare(self, values: Sequence[Sequence[str]], config: Config) -> list[Aligned]:
        """Return a place for each label that anybody chose."""
        places, titles = ranks(config), self.titles(config)
        chosen = [{label: label for label in value} for value in values]
        return keyed(chosen, lambda label: places[label], lambda label: titles[label])

    def summarise(self, values: Sequence[Sequence[str]], config: Config) -> dict[str, int]:
        """Return label id → how often."""
        counts = Counter(label for value in values for label in value)
        return {label: counts[label] for label in ranks(config)}

    def columns(self, value: Sequence[str]) -> dict[str, str]:
        """Return the label ids in one cell."""
        return {"": " | ".join(value)}

    def score(self, value: Sequence[str], gold: Sequence[str], config: Config) -> float:
        """Return one minus the distance: part marks for part of the labels."""
        return 1.0 - self.distance(value, gold, config)
