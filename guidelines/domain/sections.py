"""What a guideline should say, in the recommended order, and what one still lacks.

The order is that of the DMOps guideline stage: overview, glossary, label scheme, what happens afterwards, cautions,
edge cases.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text
from guidelines.domain.kinds import KINDS
from guidelines.domain.picked import Picked, check_picked
from guidelines.domain.schema import Field

MAX_SECTION = 50_000
MAX_ENTRIES = 100_000
MAX_EXAMPLES = 50
#: the form parts examples by empty lines, so none has any inside
EMPTY_LINES = re.compile(r"\s*\n\s*\n")
ENTRY_PARTS = frozenset(
    {"field", "label", "definition", "use", "avoid", "examples", "counter_examples", "picked"}
)


@dataclass(frozen=True)
class Section:
    """One section: what it is called, what belongs in it, and whether a guideline needs it."""

    id: str
    title: str
    help: str
    is_required: bool


class Entry(TypedDict):
    """What the guideline says about one label of one field.

    The keys after `counter_examples` are left out where they say nothing: when to use the label, when not, and
    examples picked from items.
    """

    field: str
    label: str
    definition: str
    examples: list[str]
    counter_examples: list[str]
    use: NotRequired[str]
    avoid: NotRequired[str]
    picked: NotRequired[list[Picked]]


@dataclass(frozen=True)
class Gap:
    """Something a guideline lacks: a section, or part of what it should say about a label."""

    lacks: Literal["section", "definition", "example", "counter_example"]
    section: str = ""
    field: str = ""
    label: str = ""


#: what an entry is about; the other parts are what it says
KEY = ("field", "label")
LABEL_SCHEME = "label_scheme"
EDGE_CASES = "edge_cases"
SECTIONS: tuple[Section, ...] = (
    Section(
        "overview",
        _("Overview and purpose"),
        _("What the data is for, what annotators decide, and why it matters."),
        is_required=True,
    ),
    Section(
        "glossary", _("Glossary"), _("Words an annotator may not know, one line each."), is_required=False
    ),
    Section(
        LABEL_SCHEME,
        _("Label scheme"),
        _("How the labels relate to each other. Definition and examples of each label follow below."),
        is_required=True,
    ),
    Section(
        "procedure",
        _("Procedure"),
        _("The steps from reading an item to submitting it, and how to use the labelling screen."),
        is_required=True,
    ),
    Section(
        "afterwards",
        _("What happens afterwards"),
        _("How answers are checked, what makes work pass or be rejected, and what follows."),
        is_required=True,
    ),
    Section("cautions", _("Cautions"), _("Common mistakes and what never to do."), is_required=False),
    Section(
        EDGE_CASES, _("Edge cases"), _("Hard cases that were decided, with the reason."), is_required=False
    ),
)
SECTION_IDS = tuple(section.id for section in SECTIONS)


def check_sections(sections: object) -> dict[str, str]:
    """Return section id → Markdown in the recommended order, empty ones left out; BadInput names the path."""
    given = clean_object(sections, "sections", SECTION_IDS)
    texts = {
        section: clean_text(given.get(section, ""), f"sections.{section}", limit=MAX_SECTION)
        for section in SECTION_IDS
    }
    return {section: text for section, text in texts.items() if text.strip()}


def check_entries(entries: object) -> list[Entry]:
    """Return the canonical entries, empty ones left out, or raise BadInput naming the path."""
    given = clean_list(entries, "entries", limit=MAX_ENTRIES)
    checked = [_check_entry(entry, f"entries[{place}]") for place, entry in enumerate(given)]
    seen: set[tuple[str, str]] = set()
    for place, entry in enumerate(checked):
        key = (entry["field"], entry["label"])
        if key in seen:
            raise BadInput(_("This label has an entry already."), path=f"entries[{place}].label")
        seen.add(key)
    return [entry for entry in checked if any(value for part, value in entry.items() if part not in KEY)]


def completeness(
    fields: Sequence[Field], sections: Mapping[str, str], entries: Sequence[Mapping[str, Any]]
) -> list[Gap]:
    """Return what is missing: required sections without text, labels without definition or examples."""
    by_label = {(entry["field"], entry["label"]): entry for entry in entries}
    gaps = [Gap("section", section=section.id) for section in SECTIONS if _is_missing(section, sections)]
    for field in fields:
        for label in KINDS[field["kind"]].titles(field["config"]):
            gaps.extend(_label_gaps(field["name"], label, by_label.get((field["name"], label), {})))
    return gaps


def strangers(fields: Sequence[Field], entries: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return (field, label) of the entries about labels that these fields do not have."""
    known = {
        (field["name"], label) for field in fields for label in KINDS[field["kind"]].titles(field["config"])
    }
    return [key for entry in entries if (key := (entry["field"], entry["label"])) not in known]


def _is_missing(section: Section, sections: Mapping[str, str]) -> bool:
    return section.is_required and not sections.get(section.id, "").strip()


def _label_gaps(field: str, label: str, entry: Mapping[str, Any]) -> list[Gap]:
    missing: list[Gap] = []
    if not entry.get("definition"):
        missing.append(Gap("definition", LABEL_SCHEME, field, label))
    picked = entry.get("picked", ())
    if not entry.get("examples") and not any(one["is_example"] for one in picked):
        missing.append(Gap("example", LABEL_SCHEME, field, label))
    if not entry.get("counter_examples") and all(one["is_example"] for one in picked):
        missing.append(Gap("counter_example", LABEL_SCHEME, field, label))
    return missing


def _check_entry(entry: object, path: str) -> Entry:
    given = clean_object(entry, path, ENTRY_PARTS)
    checked: Entry = {
        "field": clean_text(given.get("field", ""), f"{path}.field", limit=64, is_empty_allowed=False),
        "label": clean_text(given.get("label", ""), f"{path}.label", limit=200, is_empty_allowed=False),
        "definition": clean_text(
            given.get("definition", ""), f"{path}.definition", limit=MAX_SECTION
        ).strip(),
        "examples": _check_examples(given.get("examples", ()), f"{path}.examples"),
        "counter_examples": _check_examples(given.get("counter_examples", ()), f"{path}.counter_examples"),
    }
    if use := clean_text(given.get("use", ""), f"{path}.use", limit=MAX_SECTION).strip():
        checked["use"] = use
    if avoid := clean_text(given.get("avoid", ""), f"{path}.avoid", limit=MAX_SECTION).strip():
        checked["avoid"] = avoid
    if picked := check_picked(given.get("picked", ()), f"{path}.picked"):
        checked["picked"] = picked
    return checked


def _check_examples(examples: object, path: str) -> list[str]:
    given = clean_list(examples, path, limit=MAX_EXAMPLES)
    texts = [clean_text(text, f"{path}[{place}]", limit=10_000).strip() for place, text in enumerate(given)]
    return [EMPTY_LINES.sub("\n", text) for text in texts if text]
