"""What a project manager types: fields with their labels, and the parts of a guideline."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from dmops_platform.errors import BadInput
from guidelines.domain.schema import MAX_FIELDS, Field
from guidelines.domain.sections import MAX_SECTION, SECTIONS

MANY_LABELS = 30
#: with more labels than this in all, each field's labels are one text: a request has room for 1,000 inputs
MOST_ROWS = 150
MOST_LABELS = MOST_ROWS + 50
STEP = re.compile(r"(add_field|remove_field|add_label|remove_label)(?::(\d{1,3}))?(?::(\d{1,3}))?")
FIELD_PATH = re.compile(r"fields\[(\d+)\](?:\.config)?(?:\.labels(?:\[(\d+)\])?)?(?:\.(\w+))?")
BREAKS = re.compile(r"[\t\r\n]+")
PARAGRAPHS = re.compile(r"\n\s*\n")
COUNT = re.compile(r"[0-9]{1,4}")
LABEL_PARTS = ("id", "title", "key", "help")
NEW_LABEL = dict.fromkeys(LABEL_PARTS, "")


class LabelForm(forms.Form):
    """One label of a choice."""

    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    id = forms.CharField(label=_("Id"), max_length=200, required=False)
    key = forms.CharField(label=_("Key"), max_length=1, required=False)
    help = forms.CharField(label=_("Help"), max_length=2_000, required=False)

    def value(self) -> dict[str, str] | None:
        """Return the label, or None when the row was left empty."""
        label = {name: self.cleaned_data.get(name, "") for name in NEW_LABEL}
        label["id"] = label["id"] or label["title"][:200]
        return label if any(label.values()) else None


class FieldForm(forms.Form):
    """One field. Its labels are rows, or one text when there are too many for rows."""

    title = forms.CharField(label=_("What is asked"), max_length=200)
    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        required=False,
        help_text=_("How programs and files call it, e.g. sentiment. Empty takes it from what is asked."),
    )
    required = forms.BooleanField(label=_("Every item needs an answer"), required=False)
    is_ordered = forms.BooleanField(label=_("The labels are steps of a scale, in this order"), required=False)
    labels_text = forms.CharField(
        label=_("Labels"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "wrap": "off"}),
        help_text=_("One label a line: id, title, key, help, separated by tabs."),
    )
    total = forms.IntegerField(min_value=0, max_value=MOST_LABELS, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        typed = self.initial if data is None else data
        self.is_text = ("labels_text" if data is None else self.add_prefix("labels_text")) in typed
        rows = (
            self.initial.get("labels", [])
            if data is None
            else [None] * _count(data, self.add_prefix("total"))
        )
        self.labels = [
            LabelForm(data, prefix=f"{self.prefix}-labels-{place}", initial=row)
            for place, row in enumerate(rows)
        ]

    @property
    def has_many(self) -> bool:
        """True when there are more labels than keys to choose them with."""
        return len(self.labels) > MANY_LABELS

    @property
    def may_grow(self) -> bool:
        """True while there is room for another row."""
        return len(self.labels) < MOST_LABELS

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(label.is_valid() for label in self.labels)])

    def rows(self) -> list[LabelForm]:
        """Return the forms of the labels that are not empty, in order."""
        return [label for label in self.labels if label.value()]

    def value(self, place: int) -> dict[str, Any]:
        """Return the field in the schema's own shape, still to be checked."""
        given = self.cleaned_data
        labels = (
            list(_labels_of_text(given["labels_text"]))
            if self.is_text
            else [row.value() for row in self.rows()]
        )
        return {
            "name": given["name"] or slugify(given["title"])[:64].strip("-_") or f"field{place + 1}",
            "kind": "choice",
            "title": given["title"],
            "required": given["required"],
            "config": {"labels": labels, "is_ordered": given["is_ordered"]},
        }


class SchemaForm:
    """The fields of a schema as a page of forms, which may grow and shrink before they are saved."""

    def __init__(self, fields: list[FieldForm], seen: str) -> None:
        self.fields = fields
        self.seen = seen
        self.problems: list[str] = []

    @classmethod
    def of(cls, fields: Sequence[Field], seen: str = "") -> Self:
        """Return the form that shows these fields, or a first empty one."""
        is_text = sum(len(field["config"]["labels"]) for field in fields) > MOST_ROWS
        return cls._shown([_initial(field, is_text=is_text) for field in fields] or [_new_field()], seen)

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """Return the form with what somebody typed, to be judged."""
        places = range(_count(data, "fields-total"))
        return cls([FieldForm(data, prefix=f"fields-{place}") for place in places], data.get("seen", ""))

    @classmethod
    def stepped(cls, data: QueryDict) -> Self | None:
        """Return what was typed with a row more or less, not yet judged; None when no such button was pressed."""
        found = STEP.fullmatch(data.get("step", ""))
        if not found:
            return None
        fields = _typed_fields(data)
        what, place = found[1], int(found[2] or 0)
        _step(fields, what, place, int(found[3] or 0))
        form = cls._shown(fields, data.get("seen", ""))
        form._focus_new_row(what, place)
        return form

    def _focus_new_row(self, what: str, place: int) -> None:
        new: forms.Form | None = None
        if what == "add_field":
            new = self.fields[-1]
        elif what == "add_label" and place < len(self.fields):
            new = self.fields[place].labels[-1]
        if new is not None:
            new.fields["title"].widget.attrs["autofocus"] = True

    @classmethod
    def _shown(cls, fields: Iterable[dict[str, Any]], seen: str) -> Self:
        return cls([FieldForm(prefix=f"fields-{n}", initial=field) for n, field in enumerate(fields)], seen)

    def is_valid(self) -> bool:
        """Say whether every part can be read; the rules of schemas come after."""
        refused = [field for field in self.fields if not field.is_valid()]
        return not refused

    @property
    def has_errors(self) -> bool:
        """True when an input below carries an error."""
        return any(form.errors for field in self.fields for form in (field, *field.labels))

    def value(self) -> list[dict[str, Any]]:
        """Return the fields in the schema's own shape, still to be checked."""
        return [field.value(place) for place, field in enumerate(self.fields)]

    def refuse(self, problem: BadInput, sentence: str) -> None:
        """Put what is wrong at the input it is about."""
        found = FIELD_PATH.fullmatch(problem.path)
        if found is None:
            self.problems.append(sentence)
            return
        field, part = self.fields[int(found[1])], found[3] or ""
        if found[2] and not field.is_text:
            field.rows()[int(found[2])].add_error(part if part in LABEL_PARTS else "id", sentence)
        else:
            field.add_error(
                part if part in field.fields else "labels_text" if field.is_text else None, sentence
            )


class DraftText(forms.CharField):
    """A Markdown text that a draft may leave empty even where the finished guideline needs it."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def validate(self, value: str) -> None:
        if value not in self.empty_values:
            super().validate(value)

    def clean(self, value: Any) -> str:
        return str(super().clean(value)).replace("\r\n", "\n")


class EntryForm(forms.Form):
    """What the guideline says about one label."""

    field = forms.CharField(widget=forms.HiddenInput, max_length=64)
    label = forms.CharField(widget=forms.HiddenInput, max_length=200, strip=False)
    definition = DraftText(
        label=_("Definition"),
        help_text=_("What it means, and how it differs from its neighbours."),
        max_length=MAX_SECTION,
        rows=3,
    )
    examples = DraftText(
        label=_("Examples"), help_text=_("Texts that get this label. An empty line between two."), rows=3
    )
    counter_examples = DraftText(
        label=_("Counter-examples"),
        help_text=_("Texts that seem to get it but do not. An empty line between two."),
        rows=3,
    )

    @property
    def key(self) -> tuple[str, str]:
        """Return the field and label this is about."""
        return self["field"].value() or "", self["label"].value() or ""

    def value(self) -> dict[str, Any]:
        """Return the entry in the guideline's own shape, still to be checked."""
        given = self.cleaned_data
        return {
            "field": given["field"],
            "label": given["label"],
            "definition": given["definition"],
            "examples": PARAGRAPHS.split(given["examples"]),
            "counter_examples": PARAGRAPHS.split(given["counter_examples"]),
        }


class GuidelineForm(forms.Form):
    """The sections of a guideline, and its entries about some of the labels."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    total = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_LABELS)

    def __init__(
        self, data: QueryDict | None = None, *, entries: Sequence[Mapping[str, Any]] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        for section in SECTIONS:
            self.fields[section.id] = DraftText(
                label=_(section.title),
                help_text=_(section.help),
                required=section.is_required,
                max_length=MAX_SECTION,
                rows=6,
            )
        shown: list[Any] = list(entries) if data is None else [None] * _count(data, "total")
        self.entries = [
            EntryForm(data, prefix=f"entries-{place}", initial=row and _entry_initial(row))
            for place, row in enumerate(shown)
        ]

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(entry.is_valid() for entry in self.entries)])

    def sections(self) -> dict[str, str]:
        """Return section → Markdown as typed."""
        return {section.id: self.cleaned_data[section.id] for section in SECTIONS}

    def entry_values(self) -> list[dict[str, Any]]:
        """Return the entries in the guideline's own shape, still to be checked."""
        return [entry.value() for entry in self.entries]

    def section_inputs(self) -> list[forms.BoundField]:
        """Return the inputs of the sections, in order."""
        return [self[section.id] for section in SECTIONS]


class AcknowledgeForm(forms.Form):
    """The number of the version that was read."""

    guideline = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class PublishForm(forms.Form):
    """What changed, said when a version is published. The first version needs no words."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    change_note = forms.CharField(
        label=_("What changed and why"),
        help_text=_("Everybody who labels reads this line first."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].required = not is_first


def _step(fields: list[dict[str, Any]], what: str, field: int, label: int) -> None:
    if what == "add_field" and len(fields) < MAX_FIELDS:
        fields.append(_new_field())
    elif what == "remove_field" and field < len(fields):
        fields.pop(field)
    elif what == "add_label" and field < len(fields):
        fields[field]["labels"].append(NEW_LABEL)
    elif what == "remove_label" and field < len(fields) and label < len(fields[field]["labels"]):
        fields[field]["labels"].pop(label)
    for one in fields:
        one["total"] = len(one["labels"])


def _typed_fields(data: QueryDict) -> list[dict[str, Any]]:
    fields = []
    for field in (f"fields-{place}" for place in range(_count(data, "fields-total"))):
        labels = range(_count(data, f"{field}-total"))
        rows = [{part: data.get(f"{field}-labels-{n}-{part}", "") for part in LABEL_PARTS} for n in labels]
        typed = {part: data[f"{field}-{part}"] for part in FieldForm.base_fields if f"{field}-{part}" in data}
        fields.append({**typed, "labels": rows})
    return fields


def _new_field() -> dict[str, Any]:
    return {"required": True, "labels": [NEW_LABEL, NEW_LABEL], "total": 2}


def _initial(field: Field, *, is_text: bool) -> dict[str, Any]:
    labels = field["config"]["labels"]
    is_ordered = field["config"].get("is_ordered", False)
    shown = {
        "title": field["title"],
        "name": field["name"],
        "required": field["required"],
        "is_ordered": is_ordered,
    }
    if is_text:
        return {**shown, "labels_text": "\n".join(_line(label) for label in labels), "total": 0}
    return {**shown, "labels": labels, "total": len(labels)}


def _line(label: Mapping[str, str]) -> str:
    return "\t".join(BREAKS.sub(" ", label.get(part, "")) for part in LABEL_PARTS).rstrip("\t")


def _labels_of_text(text: str) -> Iterator[dict[str, str]]:
    for line in text.split("\n"):
        if line.strip():
            yield dict(zip(LABEL_PARTS, line.rstrip("\r").split("\t", 3), strict=False))


def _entry_initial(entry: Mapping[str, Any]) -> dict[str, str]:
    joined = {part: "\n\n".join(entry[part]) for part in ("examples", "counter_examples")}
    return {**entry, **joined}


def _count(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return min(int(value), MOST_LABELS) if COUNT.fullmatch(value) else 0
