"""The line of one item in a release: what was shown, what was answered, by whom, and how it was decided."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NotRequired, TypedDict

from delivery.domain.canonical import canonical_json


class SoftLabel(TypedDict):
    """One of the answers given, and how much speaks for it, 0 to 1: disagreement as a signal to learn from."""

    answer: Any
    share: float


class Consensus(TypedDict):
    """How one field's answer came about.

    `how` is only, unanimous, majority, dawid_skene or decision, or model where a model fills the field; `share`
    (0 to 1) is its weight among `n` answers of people; `tie` says that others weighed the same, `disputed` that
    not all answered alike. `soft` has every answer given, the weightiest first, where they were not alike.
    """

    how: str
    share: float
    n: int
    tie: bool
    disputed: bool
    soft: NotRequired[list[SoftLabel]]


class Annotation(TypedDict):
    """One person's answers, under a pseudonym.

    `on` is the day in UTC (2026-03-01) and no more: moments and seconds would show how fast somebody works.
    `schema` and `guideline` are version numbers, 0 where there was no guideline.
    """

    annotator: str
    version: int
    answers: Mapping[str, Any]
    on: str
    guideline: int
    schema: int


SHARE_DIGITS = 4


def instant(moment: datetime) -> str:
    """Return an aware datetime as UTC text of one fixed width, such as 2026-03-01T09:30:00.000000Z."""
    if moment.tzinfo is None:
        raise ValueError("a release knows only moments with a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def release_line(
    *,
    item_id: str,
    version: int,
    content_sha256: str,
    parts: Mapping[str, Any],
    data: Mapping[str, Any],
    answers: Mapping[str, Any],
    consensus: Mapping[str, Consensus],
    annotations: Iterable[Annotation],
) -> bytes:
    """Return the canonical JSON line of one item, ending in a newline.

    Annotations are sorted by annotator, version and day. Shares are rounded to 4 decimals, so that the last
    bits of a sum do not reach the bytes; all other floats stay exact. Raises NotCanonical.
    """
    line = {
        "id": item_id,
        "version": version,
        "content_sha256": content_sha256,
        "parts": parts,
        "data": data,
        "answers": answers,
        "consensus": {field: _rounded_share(fact) for field, fact in consensus.items()},
        "annotations": sorted(annotations, key=_place),
    }
    return canonical_json(line) + b"\n"


def line_sha256(line: bytes) -> str:
    """Return the SHA-256 of a line, its newline included, in hexadecimal."""
    return sha256(line).hexdigest()


def _rounded_share(fact: Consensus) -> Consensus:
    rounded: Consensus = {**fact, "share": _rounded(fact["share"])}
    if "soft" in fact:
        rounded["soft"] = [{**one, "share": _rounded(one["share"])} for one in fact["soft"]]
    return rounded


def _rounded(share: float) -> float:
    return round(float(share), SHARE_DIGITS)


def _place(annotation: Annotation) -> tuple[str, int, str]:
    return annotation["annotator"], annotation["version"], annotation["on"]
