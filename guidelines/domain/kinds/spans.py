"""The field kind `spans`: stretches of a text, each with a label."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_list, clean_object, shown
from guidelines.domain.kinds.base import Agreement, Config, Parts, Scale, Setting
from guidelines.domain.kinds.comparing import Aligned, by_key, by_place, marks
from guidelines.domain.kinds.labels import check_labels, titles_of
from guidelines.domain.kinds.marks import (
    Mark,
    check_part,
    clean_label,
    clean_whole,
    count_labels,
    each_mark,
    refuse_twins,
    text_of,
)
from guidelines.domain.kinds.matching import Likeness, groups, voted

MAX_PIECES = 50
#: how many spans before one are looked at for an overlap
NEAR = 50
#: characters that all spans of one answer may hold together: overlaps on a long text add up
MAX_CHARACTERS = 4_000_000
CONFIG_PARTS = frozenset({"part", "labels", "may_overlap", "may_be_split"})
SPAN_PARTS = frozenset({"start", "end", "label", "parts", "text"})

Piece = tuple[int, int]


class Spans:
    """Stretches of one text. Offsets are code points of the text of the item version that was shown.

    A span is {"start", "end", "label", "text"}, its end exclusive; one in several pieces has "parts" as well,
    [[start, end], …], and its text joins them by " … ". Spans stand in the order of the text.
    """

    name = "spans"
    title = _("Spans of text")
    help = _("Words or phrases marked in a text: names, terms, reasons. They may overlap and nest.")
    settings: tuple[Setting, ...] = (
        Setting("part", "part", _("Text to mark"), _("Empty takes the first text of the item.")),
        Setting("labels", "labels", _("Labels")),
        Setting("may_overlap", "flag", _("Spans may overlap and nest")),
        Setting("may_be_split", "flag", _("A span may have several pieces")),
    )

    def check(self, config: object, path: str) -> dict[str, Any]:
        """Return {"part", "labels", "may_overlap", "may_be_split"} with missing keys filled in."""
        given = clean_object(config, path, CONFIG_PARTS)
        return {
            "part": check_part(given.get("part", ""), f"{path}.part"),
            "labels": check_labels(given.get("labels", ()), f"{path}.labels"),
            "may_overlap": clean_flag(given.get("may_overlap", True), f"{path}.may_overlap"),
            "may_be_split": clean_flag(given.get("may_be_split", False), f"{path}.may_be_split"),
        }

    def clean(self, value: object, config: Config, parts: Parts, path: str) -> list[Mark]:
        """Return the spans in the order of the text, each with the text it covers."""
        text = text_of(config, parts, path)
        given = [(_clean_span(*one, config, text), one[1]) for one in each_mark(value, path, SPAN_PARTS)]
        given.sort(key=lambda one: _place(one[0]))
        spans, paths = [span for span, _path in given], [path for _span, path in given]
        refuse_twins(spans, paths)
        if not config.get("may_overlap", True):
            _refuse_overlaps(spans, paths)
        if sum(len(span["text"]) for span in spans) > MAX_CHARACTERS:
            raise BadInput(
                _("These spans cover more than %(limit)s characters in all. Mark shorter stretches."),
                path=path,
                limit=MAX_CHARACTERS,
            )
        return spans

    def scale(self, config: Config) -> Scale:
        return "nominal"

    def agreement(self, config: Config) -> tuple[Agreement, ...]:
        return ("alpha_unitizing", "alpha_characters", "span_f1_exact", "span_f1_overlap")

    def values(self, config: Config) -> list[Any]:
        """Return nothing: the answers cannot be listed."""
        return []

    def titles(self, config: Config) -> dict[str, str]:
        """Return label id → title."""
        return titles_of(config)

    def show(self, value: Sequence[Mark], config: Config) -> str:
        """Return each text with its label."""
        titles = titles_of(config)
        return ", ".join(
            f"{shown(span['text'])} ({titles.get(span['label'], span['label'])})" for span in value
        )

    def distance(self, one: Sequence[Mark], other: Sequence[Mark], config: Config) -> float:
        """Return 1 - F1 over the labelled characters of the two."""
        ones, others = _covered(one), _covered(other)
        total = _length(ones) + _length(others)
        return 1.0 - 2 * _common(ones, others) / total if total else 0.0

    def units(self, value: Sequence[Mark]) -> list[Mark]:
        """Return every piece of every span as {"start", "end", "label"}."""
        return [
            {"start": start, "end": end, "label": span["label"]}
            for span in value
            for start, end in pieces(span)
        ]

    def merge(self, values: Sequence[Sequence[Mark]], weights: Sequence[float], config: Config) -> list[Mark]:
        """Return the spans that at least half of the weight marked, their edges by weighted vote.

        Spans that overlap and share a label mean the same. Of edges with equal weight the shortest wins.
        """
        spans = [voted(group, _shortest_first) for group in groups(values, weights, LIKENESS)]
        spans.sort(key=_place)
        return spans if config.get("may_overlap", True) else _without_overlaps(spans)

    def compare(self, values: Sequence[Sequence[Mark]], config: Config) -> list[Aligned]:
        """Return the spans that all marked exactly so, and those that overlap put together."""
        return marks(
            values,
            same=by_key(_exactly),
            near=by_place(LIKENESS),
            order=_place,
            show=lambda span: self.show([span], config),
        )

    def summarise(self, values: Sequence[Sequence[Mark]], config: Config) -> dict[str, int]:
        """Return label id → how many spans have it."""
        return count_labels(values, config)

    def columns(self, value: Sequence[Mark]) -> dict[str, str]:
        """Return one line a span: its label, where it stands and its text."""
        lines = (f"{span['label']}\t{_where(span)}\t{span['text']}" for span in value)
        return {"": "\n".join(lines)}

    def score(self, value: Sequence[Mark], gold: Sequence[Mark], config: Config) -> float:
        """Return F1 of spans that are exactly right, label included."""
        ones, others = set(map(_exactly, value)), set(map(_exactly, gold))
        return 2 * len(ones & others) / (len(ones) + len(others)) if ones or others else 1.0


def pieces(span: Mapping[str, Any]) -> list[Piece]:
    """Return the stretches of a span as (start, end)."""
    return [(start, end) for start, end in span.get("parts") or [(span["start"], span["end"])]]


def _clean_span(given: Mapping[str, Any], path: str, config: Config, text: str) -> Mark:
    label = clean_label(given, config, path)
    stretches = _clean_pieces(given, path, config, len(text))
    covered = " … ".join(text[start:end] for start, end in stretches)
    if not covered.strip():
        raise BadInput(_("This span covers nothing but spaces."), path=path)
    if given.get("text", covered) != covered:
        sentence = _("The text there is “%(text)s”. Offsets count code points of the item's text.")
        raise BadInput(sentence, path=f"{path}.text", text=shown(covered))
    span: Mark = {"start": stretches[0][0], "end": stretches[-1][1], "label": label, "text": covered}
    if len(stretches) > 1:
        span["parts"] = [[start, end] for start, end in stretches]
    return span


def _clean_pieces(given: Mapping[str, Any], path: str, config: Config, length: int) -> list[Piece]:
    if given.get("parts") is None:
        return [_clean_piece(given.get("start"), given.get("end"), path, length)]
    if not config.get("may_be_split"):
        raise BadInput(_("A span of this field is one piece."), path=f"{path}.parts")
    stretches = []
    for place, piece in enumerate(clean_list(given["parts"], f"{path}.parts", limit=MAX_PIECES)):
        where = f"{path}.parts[{place}]"
        pair = clean_list(piece, where, limit=2)
        if len(pair) != 2:
            raise BadInput(_("A piece is [start, end]."), path=where)
        stretches.append(_clean_piece(pair[0], pair[1], where, length))
    if not stretches:
        raise BadInput(_("A span has at least one piece."), path=f"{path}.parts")
    return _joined(stretches)


def _clean_piece(start: object, end: object, path: str, length: int) -> Piece:
    first = clean_whole(start, f"{path}.start", least=0, most=length)
    last = clean_whole(end, f"{path}.end", least=0, most=length)
    if first >= last:
        raise BadInput(_("A span ends after it starts; its end is exclusive."), path=f"{path}.end")
    return first, last


def _joined(stretches: Iterable[Piece]) -> list[Piece]:
    """Return the stretches in order; those that touch become one."""
    found: list[Piece] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _refuse_overlaps(spans: Sequence[Mark], paths: Sequence[str]) -> None:
    stretches = sorted(
        (piece, path) for span, path in zip(spans, paths, strict=True) for piece in pieces(span)
    )
    for (one, _one_path), (other, path) in pairwise(stretches):
        if other[0] < one[1]:
            raise BadInput(_("This span overlaps another; spans of this field may not."), path=path)


def _without_overlaps(spans: Iterable[Mark]) -> list[Mark]:
    kept: list[Mark] = []
    for span in spans:
        if not any(_overlap(span, other) for other in kept[-NEAR:]):
            kept.append(span)
    return kept


def _place(span: Mark) -> tuple[Any, ...]:
    return span["start"], -span["end"], span["label"], *pieces(span)


def _exactly(span: Mark) -> tuple[Any, ...]:
    return span["label"], *pieces(span)


def _shortest_first(span: Mark) -> tuple[Any, ...]:
    return _length({"": pieces(span)}), span["start"], *pieces(span)


def _where(span: Mark) -> str:
    return "+".join(f"{start}-{end}" for start, end in pieces(span))


def _covered(spans: Iterable[Mark]) -> dict[str, list[Piece]]:
    """Return label → the stretches it covers, joined and in order."""
    found: dict[str, list[Piece]] = defaultdict(list)
    for span in spans:
        found[span["label"]] += pieces(span)
    return {label: _joined(stretches) for label, stretches in found.items()}


def _length(covered: Mapping[str, Sequence[Piece]]) -> int:
    return sum(end - start for stretches in covered.values() for start, end in stretches)


def _common(ones: Mapping[str, Sequence[Piece]], others: Mapping[str, Sequence[Piece]]) -> int:
    return sum(_shared(stretches, others.get(label, ())) for label, stretches in ones.items())


def _shared(ones: Sequence[Piece], others: Sequence[Piece]) -> int:
    """Return how many characters two rows of stretches, each in order, have in common."""
    shared = one = other = 0
    while one < len(ones) and other < len(others):
        start = max(ones[one][0], others[other][0])
        end = min(ones[one][1], others[other][1])
        shared += max(end - start, 0)
        if ones[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return shared


def _overlap(one: Mark, other: Mark) -> float:
    """Return the characters the two have in common over those that either has."""
    shared = _shared(pieces(one), pieces(other))
    total = sum(end - start for span in (one, other) for start, end in pieces(span))
    return shared / (total - shared)


#: any overlap will do
LIKENESS = Likeness(of=_overlap, extent=lambda span: (span["start"], span["end"]), least=1e-9)
