"""A labelling configuration of Label Studio (XML) as fields, with an exact list of what could not be taken over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_text, shown
from guidelines.domain.kinds.labels import KEYS
from guidelines.domain.schema import Field, check_fields

MOST_CHARACTERS = 1_000_000
NOT_A_SLUG = re.compile(r"[^A-Za-z0-9_-]+")
#: tags that show the item: their `value` names the part
OBJECTS = {
    "Text": "text",
    "HyperText": "text",
    "Image": "image",
    "Audio": "audio",
    "AudioPlus": "audio",
    "Paragraphs": "turns",
    "Chat": "turns",
}
#: drawing tools without labels of their own: they draw what <Labels> of the same image names
TOOLS = {"Rectangle": "boxes", "Polygon": "polygons", "KeyPoint": "keypoints"}
#: tags that only arrange what others say, or are read with the tag around them
SILENT = {"View", "Header", "Choice", "Label", "Relation", "Relations", "Filter", "Collapse", "Panel"}
#: attributes that change only how Label Studio looks
LOOKS = {
    "showInline", "showInLine", "editable", "displayMode", "layout", "background", "selectedColor", "opacity",
    "strokeWidth", "fillColor", "fillOpacity",
    "strokeColor", "size", "zoom", "zoomControl", "rotateControl", "height", "width", "placeholder", "rows",
    "showSubmitButton", "icon", "maxWidth", "selectionStyle", "leftClass", "rightClass", "className", "style",
    "selectedSize", "pointSize", "pointStyle", "canRotate", "snap", "showLineNumbers", "fillcolor",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that could not be taken over: which tag, and a sentence with %(name)s places that says what."""

    tag: str
    name: str
    sentence: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Imported:
    """The fields that were taken over, in their order, and what was not."""

    fields: list[Field] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read_label_studio(config: object) -> Imported:
    """Return what this configuration asks for; BadInput when it is no safe XML.

    Entities, DTDs and anything that would read files or addresses are refused (A35).
    """
    text = clean_text(config, "config", limit=MOST_CHARACTERS, is_empty_allowed=False)
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        sentence = _("This XML has a DTD or entities, which are not read. Take them out.")
        raise BadInput(sentence, path="config", code="unsafe_xml") from None
    except (ParseError, ValueError) as problem:
        sentence = _("This is not well-formed XML: %(problem)s.")
        raise BadInput(sentence, path="config", problem=shown(problem)) from None
    return _Reader(root).read()


class _Reader:
    """One reading of one configuration."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.result = Imported()
        self.names: dict[str, str] = {}
        self.tags = {name: str(one.tag) for one in root.iter() if (name := one.get("name"))}
        self.parts = {
            name: (OBJECTS[one.tag], one.get("value", "").strip().lstrip("$"))
            for one in root.iter()
            if one.tag in OBJECTS and (name := one.get("name", ""))
        }

    def read(self) -> Imported:
        self._walk(self.root, "")
        for one in self.root.iter("Relations"):
            if found := self.relations(one):
                self._add(one, self._field(one, "relations", found, ""))
        return self.result

    def _walk(self, parent: Element, heading: str) -> None:
        for one in [parent, *parent] if parent is self.root and parent.tag != "View" else parent:
            if one.tag == "Header":
                heading = one.get("value", "").strip()
                continue
            if one.tag in CONTROLS:
                self._take(one, heading)
                heading = ""
            elif one.tag not in SILENT and one.tag not in OBJECTS:
                self._miss(one, _("There is nothing like this tag here."))
            if one.tag in ("View", "Collapse", "Panel") and one is not parent:
                _hand_down(one)
                self._walk(one, heading)

    def _take(self, one: Element, heading: str) -> None:
        about = self._target(one)
        if about in self.tags and about not in self.parts and self.tags[about] not in CONTROLS:
            self._miss(one, _("It is about a %(tag)s, which is not shown here."), tag=self.tags[about])
            return
        kind, config = CONTROLS[one.tag](self, one)
        if kind:
            self._add(one, self._field(one, kind, config, heading))

    def _field(self, one: Element, kind: str, config: dict[str, Any], heading: str) -> dict[str, Any]:
        given = {
            "name": self._name(one),
            "kind": kind,
            "title": (heading or one.get("name", "") or one.tag)[:200],
            "required": one.get("required", "false").lower() == "true",
            "config": config,
        }
        if condition := self._condition(one):
            given["visible_when"] = condition
        if _is_of_region(one):
            self._miss(one, _("It was asked of each region. Here it is asked of the whole item."))
        self._miss_attributes(one)
        return given

    def _add(self, one: Element, given: dict[str, Any]) -> None:
        try:
            self.result.fields = check_fields([*self.result.fields, given])
        except BadInput as problem:
            self._miss(one, problem.sentence, **{name: str(value) for name, value in problem.values.items()})

    def _name(self, one: Element) -> str:
        given = one.get("name", "")
        slug = NOT_A_SLUG.sub("_", given).strip("_-")[:60] or str(one.tag).lower()
        taken = {field["name"] for field in self.result.fields}
        name = slug if slug not in taken else f"{slug}{len(taken) + 1}"
        self.names[given] = name
        if given and name != given:
            self._miss(one, _("Its name was changed to “%(new)s”."), new=name)
        return name

    def _condition(self, one: Element) -> dict[str, Any] | None:
        how = one.get("visibleWhen")
        field_name = self.names.get(one.get("whenTagName", ""))
        values = [value.strip() for value in one.get("whenChoiceValue", "").split(",") if value.strip()]
        if how == "choice-selected" and field_name and values:
            return {"field": field_name, "one_of": values}
        if how:
            self._miss(one, _("When it is shown (visibleWhen=“%(how)s”) was not taken over."), how=how)
        return None

    def _miss_attributes(self, one: Element) -> None:
        for name in one.attrib:
            if name not in LOOKS and name not in READ_BY_ALL and name not in READ.get(one.tag, ()):
                sentence = _("Its attribute %(name)s was not taken over.")
                self._miss(one, sentence, name=shown(name))

    def _miss(self, one: Element, sentence: str, **values: str) -> None:
        name = one.get("name") or one.get("value") or ""
        self.result.left_out.append(LeftOut(str(one.tag)[:80], name[:200], sentence, values))

    def part(self, one: Element) -> tuple[str, str]:
        """Return (type, name) of the part that a control is about."""
        return self.parts.get(self._target(one), ("text", ""))

    def _target(self, one: Element) -> str:
        return one.get("toName", "").split(",")[0].strip()

    def _about_same(self, one: Element, *tags: str) -> list[Element]:
        target = self._target(one)
        return [other for tag in tags for other in self.root.iter(tag) if self._target(other) == target]

    def labels(self, one: Element, tag: str) -> list[dict[str, str]]:
        """Return the labels inside a control."""
        return [self._label(inner) for inner in one if inner.tag == tag and inner.get("value")]

    def _label(self, one: Element) -> dict[str, str]:
        value = one.get("value", "").strip()
        key = one.get("hotkey", "")
        if key and key not in KEYS:
            self._miss(one, _("Its hotkey “%(key)s” is used by the screen here."), key=shown(key))
        for name in set(one.attrib) - {"value", "alias", "hotkey", "hint", *LOOKS}:
            self._miss(one, _("Its attribute %(name)s was not taken over."), name=shown(name))
        return {
            "id": one.get("alias", "").strip() or value,
            "title": value,
            "key": key if key in KEYS else "",
            "help": one.get("hint", ""),
        }

    # what each control becomes: (kind, config); "" for nothing

    def choices(self, one: Element) -> tuple[str, dict[str, Any]]:
        is_multiple = one.get("choice", "single") == "multiple"
        labels = self.labels(one, "Choice")
        if any(list(inner) for inner in one):
            return self.taxonomy(one)
        if not labels and one.get("value", "").startswith("$"):
            self._miss(one, _("Its options come from the data. Add a field and name them by hand."))
            return "", {}
        return ("choices", {"labels": labels, "least": 0}) if is_multiple else ("choice", {"labels": labels})

    def taxonomy(self, one: Element) -> tuple[str, dict[str, Any]]:
        lines: list[str] = []
        self._branch(one, 0, lines)
        if one.get("maxUsages", "") != "1":
            self._miss(one, _("It took several answers; here people choose one."))
        return "tree", {"tree": lines, "is_leaf_only": one.get("leafsOnly", "false").lower() == "true"}

    def _branch(self, one: Element, depth: int, lines: list[str]) -> None:
        for inner in one:
            if inner.tag == "Choice" and inner.get("value"):
                value = inner.get("value", "").strip()
                lines.append(f"{'  ' * depth}{inner.get('alias', '').strip() or value} | {value}")
                self._branch(inner, depth + 1, lines)

    def regions(self, one: Element) -> tuple[str, dict[str, Any]]:
        type_, part = self.part(one)
        labels = self.labels(one, "Label")
        if type_ == "audio":
            has_text = any(map(_is_of_region, self._about_same(one, "TextArea")))
            return "segments", {"part": part, "labels": labels, "has_text": has_text}
        if type_ == "turns":
            return "turns", {"part": part, "labels": labels, "is_every_turn": False}
        if type_ == "text":
            return "spans", {"part": part, "labels": labels}
        if not self._about_same(one, *TOOLS):
            self._miss(one, _("Labels on an image say nothing without a shape."))
        return "", {}

    def tool(self, one: Element) -> tuple[str, dict[str, Any]]:
        holders = self._about_same(one, "Labels")
        if not holders:
            self._miss(one, _("A shape needs labels. Add them by hand."))
            return "", {}
        return TOOLS[str(one.tag)], {"part": self.part(one)[1], "labels": self.labels(holders[0], "Label")}

    def shapes(self, kind: str) -> Callable[[Element], tuple[str, dict[str, Any]]]:
        return lambda one: (kind, {"part": self.part(one)[1], "labels": self.labels(one, "Label")})

    def relations(self, one: Element) -> dict[str, Any] | None:
        spans = next((each for each in self.result.fields if each["kind"] == "spans"), None)
        labels = self.labels(one, "Relation")
        if spans is None or not labels:
            self._miss(one, _("Relations need named relations and a field of spans."))
            return None
        return {"spans": spans["name"], "part": spans["config"]["part"], "labels": labels}

    def text(self, one: Element) -> tuple[str, dict[str, Any]]:
        if (
            _is_of_region(one)
            and self.part(one)[0] == "audio"
            and self._about_same(one, "Labels", "AudioLabels")
        ):
            self._miss_attributes(one)
            return "", {}
        if one.get("maxSubmissions", "1") != "1":
            self._miss(one, _("It took several answers; here people write one."))
        return "text", {}

    def number(self, one: Element) -> tuple[str, dict[str, Any]]:
        bounds = {"least": one.get("min"), "most": one.get("max"), "step": one.get("step")}
        return "number", {name: self._figure(one, text) for name, text in bounds.items() if text}

    def rating(self, one: Element) -> tuple[str, dict[str, Any]]:
        return "scale", {"least": 1, "most": self._figure(one, one.get("maxRating", "5")), "step": 1}

    def _figure(self, one: Element, text: str) -> float | None:
        try:
            value = float(text)
        except ValueError:
            self._miss(one, _("“%(value)s” is not a number."), value=shown(text))
            return None
        return int(value) if value.is_integer() else value

    def pairwise(self, one: Element) -> tuple[str, dict[str, Any]]:
        names = [name.strip() for name in one.get("toName", "").split(",")]
        parts = [self.parts.get(name, ("text", name))[1] for name in names if name]
        if len(parts) != 2:
            self._miss(one, _("A comparison needs two parts in toName."))
            return "", {}
        return "preference", {"a": parts[0], "b": parts[1]}

    def ranker(self, one: Element) -> tuple[str, dict[str, Any]]:
        self._miss(one, _("Its candidates come from the data. Add a ranking and name the parts by hand."))
        return "", {}


def _is_of_region(one: Element) -> bool:
    return one.get("perRegion", "false").lower() == "true"


def _hand_down(view: Element) -> None:
    """Let what is inside a view be shown when the view is."""
    if view.get("visibleWhen"):
        for inner in view.iter():
            if inner.tag in CONTROLS and not inner.get("visibleWhen"):
                for name in CONDITION:
                    inner.set(name, view.get(name, ""))


CONDITION = ("visibleWhen", "whenTagName", "whenChoiceValue")
READ_BY_ALL = {"name", "toName", "required", "visibleWhen", "whenTagName", "whenChoiceValue", "perRegion"}
READ: dict[str, tuple[str, ...]] = {
    "Choices": ("choice",),
    "Taxonomy": ("leafsOnly", "maxUsages"),
    "TextArea": ("maxSubmissions",),
    "Number": ("min", "max", "step"),
    "Rating": ("maxRating",),
}
CONTROLS: dict[str, Callable[[_Reader, Element], tuple[str, dict[str, Any]]]] = {
    "Choices": _Reader.choices,
    "Taxonomy": _Reader.taxonomy,
    "Labels": _Reader.regions,
    "HyperTextLabels": _Reader.regions,
    "ParagraphLabels": _Reader.regions,
    "AudioLabels": _Reader.regions,
    "RectangleLabels": lambda reader, one: reader.shapes("boxes")(one),
    "Rectangle": _Reader.tool,
    "Polygon": _Reader.tool,
    "KeyPoint": _Reader.tool,
    "PolygonLabels": lambda reader, one: reader.shapes("polygons")(one),
    "KeyPointLabels": lambda reader, one: reader.shapes("keypoints")(one),
    "TextArea": _Reader.text,
    "Number": _Reader.number,
    "Rating": _Reader.rating,
    "Pairwise": _Reader.pairwise,
    "Ranker": _Reader.ranker,
    "List": _Reader.ranker,
}
