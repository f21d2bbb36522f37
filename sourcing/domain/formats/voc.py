"""Pascal VOC: an XML file for each image, a `bndbox` for each object.

Most programs write the edges of a box (`voc`: x from xmin to xmax). PASCAL's own files number the pixels from 1 and
name the first and the last one inside (`voc_1_based`: x from xmin - 1 to xmax). The file does not say which it is.
"""

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dmops_platform.errors import _
from sourcing.domain.formats.base import Frame, LabelsWrong, Mark, box, check_size, each_once, number

EDGES = ("xmin", "ymin", "xmax", "ymax")


def read_voc(data: bytes, size: tuple[int, int], *, is_1_based: bool = False) -> list[Mark]:
    """Return the boxes of one annotation for an upright image of this size; its file names are not followed."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        sentence = _("The XML declares a document type or entities. It is not read.")
        raise LabelsWrong(sentence, code="unsafe_xml") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise LabelsWrong(_("The annotation is no XML."), code="not_xml") from None
    if root.tag != "annotation":
        raise LabelsWrong(_("The XML is no annotation of Pascal VOC."), code="not_voc")
    declared = root.find("size")
    if declared is not None:
        check_size((_number(declared, "width"), _number(declared, "height")), size)
    return each_once(_box(thing, size, 1 if is_1_based else 0) for thing in root.findall("object"))


def _box(thing: Element, size: tuple[int, int], first: int) -> Mark:
    label = (thing.findtext("name") or "").strip()
    drawn = thing.find("bndbox")
    if not label or drawn is None:
        sentence = _("An object has no name or no “bndbox”.")
        raise LabelsWrong(sentence, code="object_incomplete")
    left, top, right, bottom = (_number(drawn, edge) for edge in EDGES)
    return box(label, left - first, top - first, right, bottom, size=size)


def _number(element: Element, name: str) -> float:
    return number((element.findtext(name) or "").strip(), name)


def write_voc(frame: Frame, *, is_1_based: bool = False) -> bytes:
    """Return the annotation of one image. Places keep their hundredths of a pixel: nothing is rounded."""
    root = Element("annotation")
    _add(root, "filename", _plain(frame.name.rsplit("/", 1)[-1]))
    size = SubElement(root, "size")
    for name, value in (("width", frame.width), ("height", frame.height), ("depth", 3)):
        _add(size, name, value)
    _add(root, "segmented", 0)
    for mark in frame.marks:
        _add_object(root, mark, 1 if is_1_based else 0)
    indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'.encode()


def _add_object(root: Element, mark: Mark, first: int) -> None:
    thing = SubElement(root, "object")
    _add(thing, "name", _plain(mark["label"]))
    for name in ("truncated", "difficult"):
        _add(thing, name, 0)
    drawn = SubElement(thing, "bndbox")
    left, top = mark["x"], mark["y"]
    edges = (left + first, top + first, left + mark["width"], top + mark["height"])
    for name, edge in zip(EDGES, edges, strict=True):
        _add(drawn, name, f"{edge:.2f}".rstrip("0").rstrip("."))


def _add(parent: Element, name: str, value: Any) -> None:
    SubElement(parent, name).text = str(value)


def _plain(text: Iterable[str]) -> str:
    """Return the text without what XML 1.0 cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff"))
