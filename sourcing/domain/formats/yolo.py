"""YOLO: a text file for each image, a line a box: class, then centre and size as shares of the image."""

from collections.abc import Sequence

from dmops_platform.errors import _
from sourcing.domain.formats.base import Frame, LabelsWrong, Mark, box, each_once, number
from sourcing.domain.problems import shown

#: decimals of a share: a hundredth of a pixel in the widest image that is taken
DIGITS = 9
CONFIDENCE = 6


def class_names(text: str) -> list[str]:
    """Return the labels that a file of classes names, one a line, in the order in which boxes count them from 0."""
    return [line.strip() for line in text.removeprefix("\ufeff").rstrip().split("\n")]


def read_yolo(text: str, labels: Sequence[str], size: tuple[int, int]) -> list[Mark]:
    """Return the boxes of one image of this upright size. A sixth number, how sure a model was, is passed over."""
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), 1)
    return each_once(_box(at, line.split(), labels, size) for at, line in lines if line.strip())


def _box(at: int, cells: Sequence[str], labels: Sequence[str], size: tuple[int, int]) -> Mark:
    if len(cells) not in (CONFIDENCE - 1, CONFIDENCE):
        sentence = _("Line %(at)s of the labels has %(n)s values; a box has 5: class, x, y, width, height.")
        raise LabelsWrong(sentence, code="not_yolo", at=at, n=len(cells))
    if not (cells[0].isascii() and cells[0].isdigit() and len(cells[0]) < 7 and int(cells[0]) < len(labels)):
        sentence = _("Line %(at)s of the labels: there is no class “%(value)s” in the file of classes.")
        raise LabelsWrong(sentence, code="no_class", at=at, value=shown(cells[0]))
    x, y, width, height = (number(cell, f"#{at}") for cell in cells[1:5])
    wide, high = size
    left, right = (x - width / 2) * wide, (x + width / 2) * wide
    top, bottom = (y - height / 2) * high, (y + height / 2) * high
    return box(labels[int(cells[0])], left, top, right, bottom, size=size)


def write_yolo(frame: Frame, labels: Sequence[str]) -> str:
    """Return the lines of one image."""
    places = {label: place for place, label in enumerate(labels)}
    return "".join(f"{places[mark['label']]} {_shares(mark, frame)}\n" for mark in frame.marks)


def _shares(mark: Mark, frame: Frame) -> str:
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    shares = (x / frame.width, y / frame.height, mark["width"] / frame.width, mark["height"] / frame.height)
    return " ".join(f"{share:.{DIGITS}f}" for share in shares)
