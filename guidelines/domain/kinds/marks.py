"""What the kinds that mark places in an item share: lists of marks, each with a label, in one named part."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Config, Parts
from guidelines.domain.kinds.labels import ranks, titles_of

MAX_MARKS = 10_000
MAX_PART_NAME = 200
#: decimals kept of a place in an image: a hundredth of a pixel
PIXEL_DIGITS = 2

Mark = dict[str, Any]
Number = int | float


def check_part(part: object, path: str) -> str:
    """Return the name of the part to mark; "" takes the first of the right type."""
    return clean_text(part, path, limit=MAX_PART_NAME)


def text_of(config: Config, parts: Parts, path: str) -> str:
    """Return the text that is marked, or raise BadInput saying which texts there are."""
    texts = {name: part for name, part in parts.items() if isinstance(part, str)}
    return str(_chosen(texts, config, path))


def media_of(config: Config, parts: Parts, path: str, kind: str) -> Mapping[str, Any]:
    """Return the image or recording that is marked, or raise BadInput saying which there are."""
    found = {
        name: part for name, part in parts.items() if isinstance(part, Mapping) and part.get("type") == kind
    }
    chosen: Mapping[str, Any] = _chosen(found, config, path)
    return chosen


def _chosen(found: Mapping[str, Any], config: Config, path: str) -> Any:
    wanted = config.get("part") or next(iter(found), "")
    if wanted in found:
        return found[wanted]
    sentence = _("This item has no part “%(part)s” that can be marked here. It has: %(parts)s.")
    raise BadInput(sentence, path=path, part=shown(wanted), parts=shown(", ".join(found)) or "-")


def each_mark(value: object, path: str, keys: Collection[str]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield the marks of an answer with their paths; refuse what is no list of marks, and too many."""
    for place, mark in enumerate(clean_list(value, path, limit=MAX_MARKS)):
        yield clean_object(mark, f"{path}[{place}]", keys), f"{path}[{place}]"


def clean_label(mark: Mapping[str, Any], config: Config, path: str) -> str:
    """Return the label of a mark; refuse one that the field does not have."""
    label = mark.get("label")
    if not isinstance(label, str) or label not in ranks(config):
        sentence = _("“%(value)s” is not a label of this field.")
        raise BadInput(sentence, path=f"{path}.label", value=shown(label))
    return label


def clean_number(value: object, path: str, *, least: Number, most: Number) -> Number:
    """Return a number between the two; refuse anything else, NaN, infinity and endless digits included."""
    is_endless = isinstance(value, float) and not math.isfinite(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or is_endless:
        raise BadInput(_("This must be a number."), path=path)
    if not least <= value <= most:
        sentence = _("This must be from %(least)s to %(most)s.")
        raise BadInput(sentence, path=path, least=least, most=most)
    return value


def clean_whole(value: object, path: str, *, least: int, most: int) -> int:
    """Return a whole number between the two; refuse anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(_("This must be a whole number."), path=path)
    return int(clean_number(value, path, least=least, most=most))


def pixel(value: object, path: str, most: Number) -> Number:
    """Return a place in an image, to a hundredth of a pixel."""
    return rounded(clean_number(value, path, least=0, most=most), PIXEL_DIGITS)


def rounded(value: Number, places: int) -> Number:
    """Return the number with so many decimals; a whole one without any."""
    number = round(float(value), places)
    return int(number) if number.is_integer() else number


def whole(value: Number, places: int) -> int:
    """Return the number in units of its last decimal, so that sums and differences of places are exact."""
    units: int = round(value * 10**places)
    return units


def mean(values: Iterable[tuple[Number, float]], places: int) -> Number:
    """Return the mean of (value, weight) with so many decimals, halves up.

    The order of the values decides nothing, and two means that lie a unit apart stay apart when rounded.
    """
    pairs = list(values)
    total = math.fsum(weight for _value, weight in pairs)
    units = math.fsum(whole(value, places) * weight for value, weight in pairs) / total
    return rounded(math.floor(round(units, 6) + 0.5) / 10**places, places)


def refuse_twins(marks: Sequence[Mark], paths: Sequence[str]) -> None:
    """Refuse the second of two marks that are the same."""
    seen: set[str] = set()
    for mark, path in zip(marks, paths, strict=True):
        key = repr(sorted(mark.items()))
        if key in seen:
            raise BadInput(_("This mark stands there twice. Leave one out."), path=path)
        seen.add(key)


def count_labels(values: Iterable[Sequence[Mark]], config: Config) -> dict[str, int]:
    """Return label id → how many marks have it, for every label of the field."""
    counts = Counter(mark["label"] for value in values for mark in value)
    return {label: counts[label] for label in ranks(config)}


def distinct(marks: Iterable[Mark]) -> list[Mark]:
    """Return the marks in their order, each once."""
    return list({repr(sorted(mark.items())): mark for mark in marks}.values())


def show_labels(marks: Iterable[Mark], config: Config) -> str:
    """Return how many marks have each label, in the order of the labels."""
    counts = Counter(mark["label"] for mark in marks)
    return ", ".join(
        f"{title}: {counts[label]}" for label, title in titles_of(config).items() if counts[label]
    )
