"""The field kind `text`: words that a person writes or corrects."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import Incomplete, clean_flag, clean_object, clean_text
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, in_texts
from guidelines.domain.kinds.edits import edit_distance
from guidelines.domain.kinds.marks import Number, check_part, clean_number, clean_whole

MAX_LENGTH = 200_000
MOST_PERCENT = 100_000
CONFIG_PARTS = frozenset(
    {"source", "begin_with", "policy", "least", "most", "least_percent", "most_percent", "is_one_line"}
)
#: setting → the greatest value it may have
LIMITS = {
    "least": MAX_LENGTH,
    "most": MAX_LENGTH,
    "least_percent": MOST_PERCENT,
    "most_percent": MOST_PERCENT,
}


class Text:
    """Free text: a summary, a translation, an answer, the correction of a draft. Its length policy is checked."""

    name = "text"
    title = _("Text")
    help = _("Words that people write: a summary, a translation, an answer, or the correction of a draft.")
    settings: tuple[Setting, ...] = (
        Setting(
            "source",
            "part",
            _("Source text"),
            _("What is summarised or translated. Empty where there is none."),
        ),
        Setting(
            "begin_with", "part", _("Begin with"), _("A draft to correct, such as a machine translation.")
        ),
        Setting(
            "policy",
            "text",
            _("Policy"),
            _("One line shown above the answer: literal or free, what to leave out."),
        ),
        Setting("least", "number", _("Fewest characters")),
        Setting("most", "number", _("Most characters")),
        Setting("least_percent", "number", _("Shortest, in percent of the source")),
        Setting("most_percent", "number", _("Longest, in percent of the source")),
        Setting("is_one_line", "flag", _("One line only")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return the configuration with missing keys filled in; None sets no limit."""
        given = clean_object(config, path, CONFIG_PARTS)
        checked: dict[str, Any] = {
            "source": check_part(given.get("source", ""), f"{path}.source"),
            "begin_with": check_part(given.get("begin_with", ""), f"{path}.begin_with"),
            "policy": clean_text(given.get("policy", ""), f"{path}.policy", limit=2_000),
            "is_one_line": clean_flag(given.get("is_one_line", False), f"{path}.is_one_line"),
        }
        checked |= {name: _check_limit(given, name, most, path) for name, most in LIMITS.items()}
        _check_pair(checked, "least", "most", path)
        _check_pair(checked, "least_percent", "most_percent", path)
        has_share = checked["least_percent"] is not None or checked["most_percent"] is not None
        if has_share and not checked["source"]:
            raise BadInput(_("Name the source text that the length is compared with."), path=f"{path}.source")
        return checked

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> str:
        """Return the text in Unicode's composed form, without space around it."""
        text = clean_text(value, path, limit=MAX_LENGTH).replace("\r\n", "\n").replace("\r", "\n")
        text = unicodedata.normalize("NFC", text).strip()
        if not text:
            raise Incomplete(_("Write something."), path=path, so_far="")
        if config["is_one_line"] and "\n" in text:
            raise Incomplete(_("Write one line only."), path=path, so_far=text)
        _check_length(text, config, path)
        _check_share(text, config, parts, path)
        return text

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("edit_similarity", "chrf")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: texts are not listed."""
        return []

    def titles(self, config: Config) -> dict[Any, str]:
        """Return nothing: a text has no label to explain."""
        return {}

    def show(self, value: str, config: Config) -> str:
        """Return the text."""
        return value

    def distance(self, one: str, other: str, config: Config) -> float:
        """Return the edit distance over the length of the longer text."""
        return edit_distance(one, other) / (max(len(one), len(other)) or 1)

    def units(self, value: str) -> list[Any]:
        """Return the one text."""
        return [value]

    def merge(self, values: Sequence[str], weights: Sequence[float], config: Config) -> str:
        """Return the text that is nearest to all others, which somebody wrote as it stands."""
        weight: dict[str, float] = {}
        for value, share in zip(values, weights, strict=True):
            weight[value] = weight.get(value, 0.0) + share
        return min(weight, key=lambda text: (self._strangeness(text, weight), -weight[text], text))

    def _strangeness(self, text: str, weight: Mapping[str, float]) -> float:
        apart = sum(share * self.distance(text, other, {}) for other, share in sorted(weight.items()))
        return round(apart, 9)

    def compare(self, values: Sequence[str], config: Config) -> list[Aligned]:
        """Return the runs of words that all texts share, and between them what each has instead."""
        return in_texts(values)

    def summarise(self, values: Sequence[str], config: Config) -> dict[str, int]:
        """Return text → how often, the most frequent first."""
        return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))

    def columns(self, value: str) -> dict[str, str]:
        """Return the text as the one cell."""
        return {"": value}

    def score(self, value: str, gold: str, config: Config) -> float:
        """Return one minus the distance."""
        return 1.0 - self.distance(value, gold, config)


def _check_limit(given: Mapping[str, Any], name: str, most: int, path: str) -> Number | None:
    if (value := given.get(name)) is None:
        return None
    if name.endswith("_percent"):
        return clean_number(value, f"{path}.{name}", least=0, most=most)
    return clean_whole(value, f"{path}.{name}", least=0, most=most)


def _check_pair(checked: Mapping[str, Any], least: str, most: str, path: str) -> None:
    if checked[least] is not None and checked[most] is not None and checked[least] > checked[most]:
        raise BadInput(_("The most must not be less than the fewest."), path=f"{path}.{most}")


def _check_length(text: str, config: Config, path: str) -> None:
    least, most = config["least"], config["most"]
    if most is not None and len(text) > most:
        sentence = _("This has %(length)s characters; at most %(most)s are asked.")
        raise Incomplete(sentence, path=path, so_far=text, length=len(text), most=most)
    if least is not None and len(text) < least:
        sentence = _("This has %(length)s characters; at least %(least)s are asked.")
        raise Incomplete(sentence, path=path, so_far=text, length=len(text), least=least)


def _check_share(text: str, config: Config, parts: Parts, path: str) -> None:
    """Hold the length against that of the source; an item without the source is not held against it."""
    source, least, most = parts.get(config["source"]), config["least_percent"], config["most_percent"]
    if not isinstance(source, str) or not source.strip():
        return
    percent = 100 * len(text) / len(source.strip())
    if most is not None and percent > most:
        sentence = _("This is %(percent)s%% as long as the source; at most %(most)s%% is asked.")
        raise Incomplete(sentence, path=path, so_far=text, percent=round(percent), most=most)
    if least is not None and percent < least:
        sentence = _("This is %(percent)s%% as long as the source; at least %(least)s%% is asked.")
        raise Incomplete(sentence, path=path, so_far=text, percent=round(percent), least=least)
