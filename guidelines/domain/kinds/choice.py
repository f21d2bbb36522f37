"""The field kind `choice`: one label out of a list."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase, digits
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting

MAX_LABELS = 100_000
#: letters that act on the labelling screen itself: skip, guideline, redo, undo, flag
SCREEN_KEYS = frozenset("sgyzf")
KEYS = tuple(key for key in digits[1:] + ascii_lowercase if key not in SCREEN_KEYS)
CONFIG_PARTS = frozenset({"labels", "is_ordered"})
LABEL_PARTS = frozenset({"id", "title", "key", "help"})


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
            "labels": _check_labels(given.get("labels", ()), f"{path}.labels"),
            "is_ordered": clean_flag(given.get("is_ordered", False), f"{path}.is_ordered"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> str:
        """Return the label id."""
        if not isinstance(value, str):
            raise BadInput(_("An answer here is the id of one label, as text."), path=path)
        if value not in _ranks(config):
            raise BadInput(_("“%(value)s” is not a label of this field."), path=path, value=shown(value))
        return value

    def scale(self, config: Config) -> Scale:
        return "ordinal" if config.get("is_ordered") else "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_ordinal", "alpha_nominal") if config.get("is_ordered") else ("alpha_nominal",)

    def values(self, config: Config) -> list[str]:
        """Return the label ids."""
        return list(_ranks(config))

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return {label["id"]: label["title"] for label in config["labels"]}

    def show(self, value: str, config: Config) -> str:
        """Return the title of the label."""
        return self.titles(config).get(value, value)

    def distance(self, one: str, other: str, config: Config) -> float:
        """Return 0 or 1; for ordered labels their steps apart over the most steps possible."""
        if one == other or not config.get("is_ordered"):
            return float(one != other)
        ranks = _ranks(config)
        return abs(ranks[one] - ranks[other]) / (len(ranks) - 1)

    def units(self, value: str) -> list[str]:
        """Return the one label."""
        return [value]

    def merge(self, values: Sequence[str], weights: Sequence[float], config: Config) -> str:
        """Return the label with the greatest weight; of equals the first in the field's order."""
        totals: dict[str, float] = {}
        for value, weight in zip(values, weights, strict=True):
            totals[value] = totals.get(value, 0.0) + weight
        ranks = _ranks(config)
        return min(totals, key=lambda label: (-totals[label], ranks[label]))

    def summarise(self, values: Sequence[str], config: Config) -> dict[str, int]:
        """Return label id → how often."""
        counts = Counter(values)
        return {label: counts[label] for label in _ranks(config)}

    def columns(self, value: str) -> dict[str, str]:
        """Return the label id as the one cell."""
        return {"": value}

    def score(self, value: str, gold: str, config: Config) -> float:
        """Return 1 for the gold label, else one minus the distance."""
        return 1.0 - self.distance(value, gold, config)


class Ranks:
    """Label id → place in the list, worked out once for each configuration object.

    A published configuration never changes, so the object itself is the key. Holding it keeps its id from being
    given to another.
    """

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self.known: dict[int, tuple[Config, dict[str, int]]] = {}

    def __call__(self, config: Config) -> dict[str, int]:
        """Return the places of the labels of this configuration."""
        kept = self.known.get(id(config))
        if kept is None:
            if len(self.known) >= self.most:
                self.known.clear()
            kept = (config, {label["id"]: rank for rank, label in enumerate(config["labels"])})
            self.known[id(config)] = kept
        return kept[1]


_ranks = Ranks()


def fill_keys(labels: Iterable[dict[str, str]]) -> None:
    """Give each label without a key the next free one, digits first; past the last key they stay without."""
    labels = list(labels)
    taken = {label["key"] for label in labels}
    free = (key for key in KEYS if key not in taken)
    for label in labels:
        label["key"] = label["key"] or next(free, "")


def _check_labels(labels: object, path: str) -> list[dict[str, str]]:
    given = clean_list(labels, path, limit=MAX_LABELS)
    if not given:
        raise BadInput(_("Give at least one label."), path=path)
    checked = [_check_label(label, f"{path}[{place}]") for place, label in enumerate(given)]
    _refuse_repeats(checked, "id", path)
    _refuse_repeats(checked, "key", path)
    fill_keys(checked)
    return checked


def _check_label(label: object, path: str) -> dict[str, str]:
    given = clean_object(label, path, LABEL_PARTS)
    label_id = clean_text(given.get("id", ""), f"{path}.id", limit=200, is_empty_allowed=False)
    title = clean_text(given.get("title", ""), f"{path}.title", limit=500)
    help_text = clean_text(given.get("help", ""), f"{path}.help", limit=2_000)
    key = _check_key(given.get("key", ""), f"{path}.key")
    return {"id": label_id, "title": title or label_id, "key": key, "help": help_text}


def _check_key(key: object, path: str) -> str:
    if isinstance(key, str) and (key == "" or key in KEYS):
        return key
    if isinstance(key, str) and key in SCREEN_KEYS:
        sentence = _("The labelling screen uses the key “%(key)s” itself. Choose another.")
        raise BadInput(sentence, path=path, key=key)
    raise BadInput(_("A key is one digit from 1 to 9 or one small letter."), path=path)


def _refuse_repeats(labels: Sequence[Mapping[str, str]], part: str, path: str) -> None:
    seen: set[str] = set()
    for place, label in enumerate(labels):
        value = label[part]
        if value and value in seen:
            raise BadInput(
                _("“%(value)s” is used twice."), path=f"{path}[{place}].{part}", value=shown(value)
            )
        seen.add(value)
