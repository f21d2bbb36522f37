"""A guideline as people read it: the same on its page and beside the item in the labelling screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext

from accounts.models import User
from guidelines.domain.cases import Case
from guidelines.domain.diff import Run, diff
from guidelines.domain.kinds import KINDS
from guidelines.domain.picked import Picked
from guidelines.domain.schema import Field
from guidelines.domain.sections import EDGE_CASES, LABEL_SCHEME, SECTIONS, Gap, Section
from guidelines.markdown import Heading, render_markdown
from guidelines.models import Guideline, Schema
from guidelines.selectors import fields_of, last_read, published_guideline, schema_fields
from projects.models import Project


@dataclass(frozen=True, slots=True)
class PickedReading:
    """An example picked from an item: its text, the answer it gets in words, and why."""

    item_version: int
    text: str
    answer: str
    why: str


@dataclass(frozen=True, slots=True)
class LabelReading:
    """What the guideline says about one label, ready to show."""

    id: str
    label: str
    title: str
    definition: str
    use: str
    avoid: str
    examples: Sequence[str]
    counter_examples: Sequence[str]
    picked: Sequence[PickedReading]
    picked_against: Sequence[PickedReading]


@dataclass(frozen=True, slots=True)
class FieldReading:
    """The labels of one field about which the guideline says something."""

    name: str
    title: str
    labels: Sequence[LabelReading]


@dataclass(frozen=True, slots=True)
class CaseReading:
    """One edge case, ready to show. `about` names the field or label it is about, if any."""

    id: str
    about: str
    text: str
    decision: str


@dataclass(frozen=True, slots=True)
class SectionReading:
    """One section, ready to show. The label scheme also carries the labels, the edge cases their rows."""

    id: str
    title: str
    html: str
    headings: Sequence[Heading]
    fields: Sequence[FieldReading]
    cases: Sequence[CaseReading] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """One section or label that differs between two versions, as runs of words."""

    title: str
    runs: Sequence[Run]


def read_guideline(guideline: Guideline, fields: Sequence[Field]) -> list[SectionReading]:
    """Return the sections that say something, in the recommended order, with the labels of these fields."""
    labels = {LABEL_SCHEME: list(_fields(guideline.entries, fields))}
    cases = {EDGE_CASES: [_case(case, fields) for case in guideline.cases]}
    read = [
        _section(section, guideline, labels.get(section.id, []), cases.get(section.id, []))
        for section in SECTIONS
    ]
    return [one for one in read if one.html or one.fields or one.cases]


def _section(
    section: Section, guideline: Guideline, fields: Sequence[FieldReading], cases: Sequence[CaseReading]
) -> SectionReading:
    text = render_markdown(guideline.sections.get(section.id, ""), f"{section.id}-")
    title = gettext(section.title)
    return SectionReading(
        section.id, title, text.html, text.headings, fields, cases, is_required=section.is_required
    )


def short_form(sections: Sequence[SectionReading]) -> list[SectionReading]:
    """Return what a newcomer reads first: the required sections, and of each label one example and one against."""
    return [
        replace(section, fields=[_short_field(field) for field in section.fields])
        for section in sections
        if section.is_required
    ]


def _short_field(field: FieldReading) -> FieldReading:
    return replace(field, labels=[_short_label(label) for label in field.labels])


def _short_label(label: LabelReading) -> LabelReading:
    return replace(
        label,
        examples=label.examples[:1],
        counter_examples=label.counter_examples[:1],
        picked=label.picked[: 0 if label.examples else 1],
        picked_against=label.picked_against[: 0 if label.counter_examples else 1],
    )


def _case(case: Case, fields: Sequence[Field]) -> CaseReading:
    place = f"case-{case['id']}"
    return CaseReading(
        id=place,
        about=about_words(case["field"], case["label"], fields),
        text=render_markdown(case["text"], f"{place}-text-").html,
        decision=render_markdown(case["decision"], f"{place}-decision-").html,
    )


def about_words(field: str, label: str, fields: Sequence[Field]) -> str:
    """Return the title of the label, else of the field, that something is about; "" for the whole."""
    titles = {one["name"]: one["title"] for one in fields}
    return label_titles(fields).get((field, label), label) if label else titles.get(field, field)


def label_titles(fields: Sequence[Field]) -> dict[tuple[str, str], str]:
    """Return (field name, label) → title, in the order of the schema."""
    return {
        (field["name"], label): title
        for field in fields
        for label, title in KINDS[field["kind"]].titles(field["config"]).items()
    }


class GapRow(NamedTuple):
    """A section or label, and what it lacks. `field` and `label` are empty for a section."""

    title: str
    lacks: list[str]
    section: str
    field: str
    label: str


def told_gaps(gaps: Sequence[Gap], fields: Sequence[Field]) -> list[GapRow]:
    """Return what each section or label lacks, one row each."""
    labels = label_titles(fields)
    sections = {section.id: gettext(section.title) for section in SECTIONS}
    by_place: dict[tuple[str, str, str], list[str]] = {}
    for gap in gaps:
        by_place.setdefault((gap.section, gap.field, gap.label), []).append(gap.lacks)
    return [
        GapRow(labels.get((field, label)) or sections[section], lacks, section, field, label)
        for (section, field, label), lacks in by_place.items()
    ]


def changed_places(before: Guideline, after: Guideline) -> list[tuple[str, str]]:
    """Return the (field, label) pairs whose rules differ: their entry, or an edge case about them."""
    old, new = _entry_texts(before), _entry_texts(after)
    places = [key for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    known, told = ({case["id"]: case for case in one.cases} for one in (before, after))
    cases = [
        (case["field"], case["label"])
        for id, case in (known | told).items()
        if case["field"] and known.get(id) != told.get(id)
    ]
    return list(dict.fromkeys([*places, *cases]))


def changes(before: Guideline, after: Guideline, fields: Sequence[Field]) -> list[Change]:
    """Return what differs between two versions: changed sections first, then changed labels."""
    titles = label_titles(fields)
    old_entries, new_entries = _entry_texts(before), _entry_texts(after)
    told = [
        (gettext(one.title), before.sections.get(one.id, ""), after.sections.get(one.id, ""))
        for one in SECTIONS
    ]
    told += [
        (titles.get(key, key[1]), old_entries.get(key, ""), new_entries.get(key, ""))
        for key in dict.fromkeys([*old_entries, *new_entries])
    ]
    told += _case_texts(before, after, fields)
    return [Change(title, diff(old, new)) for title, old, new in told if old != new]


def _case_texts(
    before: Guideline, after: Guideline, fields: Sequence[Field]
) -> Iterator[tuple[str, str, str]]:
    old, new = ({case["id"]: case for case in one.cases} for one in (before, after))
    for id, case in (old | new).items():
        about = about_words(case["field"], case["label"], fields)
        title = gettext("Edge case: %(about)s") % {"about": about} if about else gettext("Edge case")
        texts = (f"{one[id]['text']}\n→ {one[id]['decision']}\n" if id in one else "" for one in (old, new))
        yield (title, *texts)  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person has to read: the whole guideline at first, later just what changed since they confirmed."""

    guideline: Guideline
    since: Guideline | None
    is_confirmed: bool
    sections: Sequence[SectionReading]
    changes: Sequence[Change]

    @property
    def html(self) -> str:
        """Return the text or its changes, safe to show."""
        return render_to_string("guidelines/_news.html", {"reading": self})


def reading_of(user: User, project: Project) -> Reading | None:
    """Return what this person has to read, or None while no guideline is published."""
    guideline = published_guideline(project)
    if guideline is None:
        return None
    since, fields = last_read(user, project), schema_fields(project)
    is_confirmed = since == guideline
    is_news = since is not None and not is_confirmed
    return Reading(
        guideline=guideline,
        since=since,
        is_confirmed=is_confirmed,
        sections=[] if is_news else read_guideline(guideline, fields),
        changes=changes(since, guideline, fields) if since and is_news else [],
    )


def guideline_for_screen(guideline: Guideline | None, schema: Schema) -> dict[str, Any] | None:
    """Return the labelling screen's `guideline`: {"version", "html", "anchors": {label id: id of its heading}}."""
    if guideline is None:
        return None
    sections = read_guideline(guideline, fields_of(schema))
    labels = [label for section in sections for field in section.fields for label in field.labels]
    return {
        "version": guideline.number,
        "html": render_to_string("guidelines/_reading.html", {"sections": sections}),
        "anchors": {label.label: label.id for label in reversed(labels)},
    }


def _entry_texts(guideline: Guideline) -> dict[tuple[str, str], str]:
    return {(entry["field"], entry["label"]): _entry_text(entry) for entry in guideline.entries}


def _entry_text(entry: Mapping[str, Any]) -> str:
    examples = [f"+ {text}\n" for text in entry["examples"]]
    counter_examples = [f"− {text}\n" for text in entry["counter_examples"]]
    picked = [
        f"{'+' if one['is_example'] else '−'} {one['text']} {one['why']}\n" for one in entry.get("picked", ())
    ]
    more = [f"{text}\n" for part in ("use", "avoid") if (text := entry.get(part))]
    return "".join([entry["definition"], "\n", *more, *examples, *counter_examples, *picked])


def _fields(entries: Sequence[Mapping[str, Any]], fields: Sequence[Field]) -> Iterator[FieldReading]:
    by_label = {(entry["field"], entry["label"]): entry for entry in entries}
    for field in fields:
        titles = KINDS[field["kind"]].titles(field["config"])
        labels = [
            _label(by_label[field["name"], label], f"label-{field['name']}-{place}", title, field)
            for place, (label, title) in enumerate(titles.items(), 1)
            if (field["name"], label) in by_label
        ]
        if labels:
            yield FieldReading(field["name"], field["title"], labels)


def read_label(guideline: Guideline, place: tuple[str, str], fields: Sequence[Field]) -> LabelReading | None:
    """Return what the guideline says about one label, or None."""
    for field in fields:
        for entry in guideline.entries:
            if (entry["field"], entry["label"]) == place and field["name"] == place[0]:
                return _label(entry, "label", label_titles([field]).get(place, place[1]), field)
    return None


def _label(entry: Mapping[str, Any], id: str, title: str, field: Field) -> LabelReading:
    texts = {
        part: render_markdown(entry.get(part, ""), f"{id}-{part}-").html
        for part in ("definition", "use", "avoid")
    }
    picked = entry.get("picked", ())
    return LabelReading(
        id=id,
        label=entry["label"],
        title=title,
        **texts,
        examples=entry["examples"],
        counter_examples=entry["counter_examples"],
        picked=[_picked(one, field) for one in picked if one["is_example"]],
        picked_against=[_picked(one, field) for one in picked if not one["is_example"]],
    )


def _picked(one: Picked, field: Field) -> PickedReading:
    kind, answer = KINDS[field["kind"]], one["answer"]
    return PickedReading(
        one["item_version"],
        one["text"],
        kind.show(answer, field["config"]) if answer is not None else "",
        one["why"],
    )


def text_of(parts: Mapping[str, Any]) -> str:
    """Return what an item says as one text; what is no text is told by its name."""
    told = [part if isinstance(part, str) else str(part.get("name") or name) for name, part in parts.items()]
    return "\n\n".join(text for text in told if text.strip()) or "–"
