"""The field kind `segments`: stretches of a recording, each with a label and, if asked, what is said in it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_object, clean_text, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, all_alike, by_likeness, by_place, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import (
    Mark,
    Number,
    check_part,
    clean_label,
    clean_number,
    count_labels,
    distinct,
    each_mark,
    mean,
    media_of,
    refuse_twins,
    rounded,
)
from guidelines.domain.kinds.matching import Likeness, Member, f1, groups, matched

MAX_TEXT = 5_000
MAX_ALL_TEXT = 500_000
TIME_DIGITS = 3
CONFIG_PARTS = frozenset({"part", "labels", "has_text", "may_overlap"})
SEGMENT_PARTS = frozenset({"start", "end", "label", "text"})
LEAST_IOU = 0.5


class Segments:
    """Stretches of a recording, in seconds to the millisecond. A segment is {"start", "end", "label"}.

    Where the field asks for it there is "text" as well: what is said.
    """

    name = "segments"
    title = _("Segments of a recording")
    help = _("Who speaks when, where a sound is heard, and what is said.")
    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Recording to mark"), _("Empty takes the first recording of the item.")),
        Setting("labels", "labels", _("Labels")),
        Setting("has_text", "flag", _("What is said is written down")),
        Setting("may_overlap", "flag", _("Segments may overlap")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels", "has_text", "may_overlap"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
            "has_text": clean_flag(given.get("has_text", True), f"{path}.has_text"),
            "may_overlap": clean_flag(given.get("may_overlap", True), f"{path}.may_overlap"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the segments in the order of the recording, to the millisecond."""
        most = media_of(config, parts, path, "audio")["seconds"]
        given = [
            (_clean_segment(one, where, config, most), where)
            for one, where in each_mark(value, path, SEGMENT_PARTS)
        ]
        if sum(len(segment.get("text", "")) for segment, _path in given) > MAX_ALL_TEXT:
            sentence = _("The texts of these segments have more than %(limit)s characters in all.")
            raise BadInput(sentence, path=path, limit=MAX_ALL_TEXT)
        given.sort(key=lambda pair: _place(pair[0]))
        segments, paths = [segment for segment, _path in given], [where for _segment, where in given]
        refuse_twins([{**segment, "text": ""} for segment in segments], paths)
        if not config.get("may_overlap", True):
            _refuse_overlaps(segments, paths)
        return segments

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("time_overlap", "alpha_distance")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return each segment with its times and what is said."""
        titles = titles_of(config)
        return ", ".join(_in_words(one, titles) for one in value)

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - the mean likeness of segments in time and words; those that only one has count as unlike."""
        total = sum(
            pair.likeness * _same_words(one[pair.one], other[pair.other])
            for pair in matched(one, other, LIKENESS)
        )
        marks = len(one) + len(other)
        return max(1.0 - 2 * total / marks, 0.0) if marks else 0.0

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return the segments."""
        return list(value)

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the segments that at least half of the weight set: mean times, words by weighted vote."""
        found = sorted(map(_mean, groups(values, weights, LIKENESS)), key=_place)
        if not config.get("may_overlap", True):
            found = _in_turn(found)
        return distinct(found)

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the segments that all set alike, and others at the same place put together."""
        titles = titles_of(config)
        return marks(
            values,
            same=by_likeness(LIKENESS),
            near=by_place(LIKENESS),
            order=_place,
            show=lambda one: _in_words(one, titles),
            agrees=_agree,
        )

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many segments have it."""
        return count_labels(values, config)

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a segment: start, end, label, and what is said without its line breaks."""
        lines = (
            f"{one['start']}\t{one['end']}\t{one['label']}\t{' '.join(one.get('text', '').split())}".rstrip()
            for one in value
        )
        return {"": "\n".join(lines)}

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of segments that share at least half of their time with gold, times how alike their words are."""
        pairs = matched(value, gold, LIKENESS)
        if not pairs:
            return f1(value, gold, LIKENESS)
        words = [_same_words(value[pair.one], gold[pair.other]) for pair in pairs]
        return f1(value, gold, LIKENESS) * sum(words) / len(words)


def _in_words(segment: Mark, titles: Mapping[str, str]) -> str:
    title = titles.get(segment["label"], segment["label"])
    return f"{segment['start']}-{segment['end']} s {title} {shown(segment.get('text', ''))}".rstrip()


def _agree(group: Sequence[Mark]) -> bool:
    """Say whether all are of one stretch and say the same words."""
    words = {" ".join(one.get("text", "").split()) for one in group}
    return len(words) == 1 and all_alike(LIKENESS)(group)


def _clean_segment(given: Mapping[str, Any], path: str, config: Config, most: Number) -> Mark:
    start = rounded(clean_number(given.get("start"), f"{path}.start", least=0, most=most), TIME_DIGITS)
    end = rounded(clean_number(given.get("end"), f"{path}.end", least=0, most=most), TIME_DIGITS)
    if start >= end:
        raise BadInput(_("A segment ends after it starts."), path=f"{path}.end")
    segment: Mark = {"start": start, "end": end, "label": clean_label(given, config, path)}
    text = clean_text(given.get("text", ""), f"{path}.text", limit=MAX_TEXT)
    if config.get("has_text"):
        segment["text"] = text
    elif text:
        raise BadInput(_("What is said is not asked for in this field."), path=f"{path}.text")
    return segment


def _refuse_overlaps(segments: Sequence[Mark], paths: Sequence[str]) -> None:
    for (one, _path), (other, path) in pairwise(zip(segments, paths, strict=True)):
        if other["start"] < one["end"]:
            raise BadInput(_("This segment overlaps another; segments of this field may not."), path=path)


def _place(segment: Mark) -> tuple[Any, ...]:
    return segment["start"], segment["end"], segment["label"], segment.get("text", "")


def _iou(one: Mark, other: Mark) -> float:
    """Return the time two segments share over the time either takes."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    total = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return float(min(max(shared, 0.0) / total, 1.0))


def _same_words(one: Mark, other: Mark) -> float:
    """Return the share of words that two texts have in common, in order; 1 where no words are asked for."""
    ones, others = one.get("text", "").split(), other.get("text", "").split()
    if ones == others:
        return 1.0
    first, second = sorted((ones, others))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _mean(members: Sequence[Member]) -> Mark:
    found: Mark = {
        edge: mean(((member.mark[edge], member.weight) for member in members), TIME_DIGITS)
        for edge in ("start", "end")
    }
    found["label"] = members[0].mark["label"]
    votes: dict[str, float] = defaultdict(float)
    for member in members:
        if "text" in member.mark:
            votes[member.mark["text"]] += member.weight
    if votes:
        found["text"] = min(votes, key=lambda text: (-votes[text], text))
    return found


def _in_turn(segments: Sequence[Mark]) -> list[Mark]:
    """Return the segments, each beginning where the one before it ended at the earliest."""
    found: list[Mark] = []
    for segment in segments:
        start = max(segment["start"], found[-1]["end"] if found else 0)
        if start < segment["end"]:
            found.append({**segment, "start": start})
    return found


LIKENESS = Likeness(of=_iou, extent=lambda one: (one["start"], one["end"]), least=LEAST_IOU)
