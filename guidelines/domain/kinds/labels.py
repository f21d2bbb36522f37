"""Labels of a field: rows of id, title, key and help, checked once for every kind that has them."""

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_lowercase, digits
from typing import Any, Generic, TypeVar

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Config

MAX_LABELS = 100_000
#: letters that act on the labelling screen itself: skip, guideline, redo, undo, flag
SCREEN_KEYS = frozenset("sgyzf")
KEYS = tuple(key for key in digits[1:] + ascii_lowercase if key not in SCREEN_KEYS)
LABEL_PARTS = frozenset({"id", "title", "key", "help"})

Known = TypeVar("Known")


class PerConfig(Generic[Known]):
    """What is worked out once for each configuration object.

    A published configuration never changes, so the object itself is the key. Holding it keeps its id from being
    given to another.
    """

    def __init__(self, most: int = 64) -> None:
        self.most = most
        self.known: dict[int, tuple[Config, Known]] = {}

    def __call__(self, config: Config) -> Known:
        """Return what was worked out for this configuration."""
        kept = self.known.get(id(config))
        if kept is None:
            if len(self.known) >= self.most:
                self.known.clear()
            kept = (config, self.work_out(config))
            self.known[id(config)] = kept
        return kept[1]

    def work_out(self, config: Config) -> Known:
        raise NotImplementedError


class Ranks(PerConfig[dict[str, int]]):
    """Label id → place in the list."""

    def work_out(self, config: Config) -> dict[str, int]:
        return {label["id"]: rank for rank, label in enumerate(config["labels"])}


ranks = Ranks()


def titles_of(config: Config) -> dict[Any, str]:
    """Return label id → title, in order."""
    return {label["id"]: label["title"] for label in config["labels"]}


def fill_keys(labels: Iterable[dict[str, str]]) -> None:
    """Give each label without a key the next free one, digits first; past the last key they stay without."""
    labels = list(labels)
    taken = {label["key"] for label in labels}
    free = (key for key in KEYS if key not in taken)
    for label in labels:
        label["key"] = label["key"] or next(free, "")


def check_labels(labels: object, path: str) -> list[dict[str, str]]:
    """Return the canonical labels, at least one: ids and keys are unique, what was left out is filled in."""
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
