"""RTTM: a line a segment: SPEAKER, recording, channel, start and length in seconds, and whose it is."""

import re
from collections.abc import Iterable

from dmops_platform.errors import _
from sourcing.domain.formats.base import SLACK, TIME_DIGITS, LabelsWrong, Mark, each_once, number, rounded

LEAST_CELLS = 8
NONE = "<NA>"


def read_rttm(text: str) -> dict[str, list[Mark]]:
    """Return recording → its segments, for all recordings that the file names. Other lines are passed over."""
    found: dict[str, list[Mark]] = {}
    for at, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        cells = line.split()
        if not cells or cells[0] != "SPEAKER":
            continue
        if len(cells) < LEAST_CELLS:
            sentence = _("Line %(at)s of the segments has %(n)s values; it needs at least %(least)s.")
            raise LabelsWrong(sentence, code="not_rttm", at=at, n=len(cells), least=LEAST_CELLS)
        start, length = (number(cell, f"#{at}") for cell in cells[3:5])
        mark = {"start": start, "end": start + length, "label": cells[7]}
        found.setdefault(cells[1], []).append(mark)
    return found


def fitted(marks: Iterable[Mark], seconds: float) -> list[Mark]:
    """Return the segments to the millisecond, as they lie in a recording of this length."""
    return each_once(_fitted(mark, seconds) for mark in marks)


def _fitted(mark: Mark, seconds: float) -> Mark:
    start, end = mark["start"], mark["end"]
    if start < -SLACK or end > seconds + SLACK or end <= start:
        sentence = _(
            "A segment (%(start)s to %(end)s s) is empty or lies outside the recording of %(seconds)s s."
        )
        raise LabelsWrong(
            sentence, code="segment_outside", start=f"{start:g}", end=f"{end:g}", seconds=f"{seconds:g}"
        )
    first, last = rounded(max(start, 0.0), TIME_DIGITS), rounded(min(end, seconds), TIME_DIGITS)
    return {"start": first, "end": last, "label": mark["label"]}


def write_rttm(name: str, marks: Iterable[Mark]) -> str:
    """Return the lines of one recording. Names and labels lose their spaces; texts are left out."""
    return "".join(
        f"SPEAKER {word(name)} 1 {mark['start']:.3f} {mark['end'] - mark['start']:.3f} {NONE} {NONE}"
        f" {word(mark['label'])} {NONE} {NONE}\n"
        for mark in marks
    )


def word(text: str) -> str:
    """Return a name as RTTM can hold it: spaces part its values, so they become underscores."""
    return re.sub(r"\s+", "_", text) or NONE
