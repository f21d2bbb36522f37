"""YOLO: a text file for each image, a line a box: class, then centre and size as shares of the image.

Of an outline the line has the class, then x and y of each point. Classes are named in classes.txt, or in data.yaml.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from dmops_platform.errors import _
from sourcing.domain.formats.base import Frame, LabelsWrong, Mark, box, each_once, number, point
from sourcing.domain.problems import shown

#: decimals of a share: a hundredth of a pixel in the widest image that is taken
DIGITS = 9
CONFIDENCE = 6
LEAST_POINTS = 3
MOST_POINTS = 2_000
#: "names:" with what follows on its line, and the lines below it that belong to it
NAMES = re.compile(r"^names[ \t]*:[ \t]*(.*(?:\n(?:[ \t-].*)?$)*)", re.MULTILINE)
#: a name in a list, in quotes or as it stands, or the end of the list
NAME = re.compile(r"'((?:[^']|'')*)'|(\"(?:[^\"\\]|\\.)*\")|([^\s,\[\]'\"#][^,\]#\n]*)|\]")


def class_names(text: str) -> list[str]:
    """Return the labels that a file of classes names, one a line, in the order in which boxes count them from 0."""
    return [line.strip() for line in text.removeprefix("\ufeff").rstrip().split("\n")]


def yaml_names(text: str) -> list[str]:
    """Return the labels that the `names` of a data.yaml gives: a list, or a number and a name a line from 0."""
    found = NAMES.search(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    names = list(_names(found[1])) if found else []
    if not names:
        sentence = _("data.yaml has no “names”: a list of labels, or a number and a label a line.")
        raise LabelsWrong(sentence, path="file", code="no_classes")
    return names


def _names(text: str) -> Iterator[str]:
    if text.startswith("["):
        listed = takewhile(lambda found: found[0] != "]", NAME.finditer(text))
        yield from map(_unquoted, listed)
        return
    numbered = 0
    for line in text.split("\n"):
        cell = re.sub(r"^\s*(?:-\s+|\d+\s*:\s*)", "", line)
        place = re.match(r"\s*(\d+)\s*:", line)
        if place and int(place[1]) != numbered:
            raise LabelsWrong(
                _("The numbers of the “names” do not count from 0."), path="file", code="no_classes"
            )
        if cell.strip() and (found := NAME.match(cell.strip())):
            numbered += 1
            yield _unquoted(found)


def _unquoted(found: re.Match[str]) -> str:
    single, double, bare = found.groups()
    if single is not None:
        return single.replace("''", "'")
    try:
        return str(json.loads(double)) if double else bare.strip()
    except ValueError:
        raise LabelsWrong(_("A name in data.yaml cannot be read."), path="file", code="no_classes") from None


def write_names(labels: Sequence[str]) -> str:
    """Return the names of the classes as a data.yaml has them."""
    rows = "".join(
        f"  {place}: {json.dumps(label, ensure_ascii=False)}\n" for place, label in enumerate(labels)
    )
    return f"names:\n{rows}"


def read_yolo(text: str, labels: Sequence[str], size: tuple[int, int], kind: str = "boxes") -> list[Mark]:
    """Return the boxes, or the outlines (`polygons`), of one image of this upright size.

    A sixth number of a box, how sure a model was, is passed over.
    """
    read = _outline if kind == "polygons" else _box
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), 1)
    return each_once(read(at, line.split(), labels, size) for at, line in lines if line.strip())


def _outline(at: int, cells: Sequence[str], labels: Sequence[str], size: tuple[int, int]) -> Mark:
    count, odd = divmod(len(cells) - 1, 2)
    if odd or not LEAST_POINTS <= count <= MOST_POINTS:
        sentence = _(
            "Line %(at)s of the labels has %(n)s values; an outline has a class, then x and y of 3 points or more."
        )
        raise LabelsWrong(sentence, code="not_yolo", at=at, n=len(cells))
    label = _label(at, cells[0], labels)
    shares = [number(cell, f"#{at}") for cell in cells[1:]]
    places = zip(shares[::2], shares[1::2], strict=True)
    return {"points": [point(x * size[0], y * size[1], size) for x, y in places], "label": label}


def _box(at: int, cells: Sequence[str], labels: Sequence[str], size: tuple[int, int]) -> Mark:
    if len(cells) not in (CONFIDENCE - 1, CONFIDENCE):
        sentence = _("Line %(at)s of the labels has %(n)s values; a box has 5: class, x, y, width, height.")
        raise LabelsWrong(sentence, code="not_yolo", at=at, n=len(cells))
    label = _label(at, cells[0], labels)
    x, y, width, height = (number(cell, f"#{at}") for cell in cells[1:5])
    wide, high = size
    left, right = (x - width / 2) * wide, (x + width / 2) * wide
    top, bottom = (y - height / 2) * high, (y + height / 2) * high
    return box(label, left, top, right, bottom, size=size)


def _label(at: int, cell: str, labels: Sequence[str]) -> str:
    if not (cell.isascii() and cell.isdigit() and len(cell) < 7 and int(cell) < len(labels)):
        sentence = _("Line %(at)s of the labels: there is no class “%(value)s” in the file of classes.")
        raise LabelsWrong(sentence, code="no_class", at=at, value=shown(cell))
    return labels[int(cell)]


def write_yolo(frame: Frame, labels: Sequence[str]) -> str:
    """Return the lines of one image."""
    places = {label: place for place, label in enumerate(labels)}
    return "".join(f"{places[mark['label']]} {_shares(mark, frame)}\n" for mark in frame.marks)


def _shares(mark: Mark, frame: Frame) -> str:
    if "points" in mark:
        places = ((x / frame.width, y / frame.height) for x, y in mark["points"])
        return " ".join(f"{share:.{DIGITS}f}" for place in places for share in place)
    x, y = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    shares = (x / frame.width, y / frame.height, mark["width"] / frame.width, mark["height"] / frame.height)
    return " ".join(f"{share:.{DIGITS}f}" for share in shares)
