"""What a project manager types of a guideline, and what its readers say."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from guidelines.domain.cases import MAX_TEXT
from guidelines.domain.sections import MAX_SECTION, SECTIONS
from guidelines.forms.counting import MOST_LABELS, count

#: no label: it goes away without a successor
RETIRED = "\u2205"
PARAGRAPHS = re.compile(r"\n\s*\n")


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
    use = DraftText(label=_("When to use it"), max_length=MAX_SECTION, rows=2, required=False)
    avoid = DraftText(label=_("When not to"), max_length=MAX_SECTION, rows=2, required=False)
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
            "use": given["use"],
            "avoid": given["avoid"],
            "examples": PARAGRAPHS.split(given["examples"]),
            "counter_examples": PARAGRAPHS.split(given["counter_examples"]),
        }


class CaseForm(forms.Form):
    """One edge case of the guideline. Emptied, it is left out of the next version."""

    id = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    field = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    label = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200, strip=False)
    text = DraftText(label=_("What is hard about it"), max_length=MAX_TEXT, rows=2)
    decision = DraftText(label=_("What holds, and why"), max_length=MAX_TEXT, rows=2)

    @property
    def about(self) -> tuple[str, str]:
        """Return the field and label this is about, each may be empty."""
        return self["field"].value() or "", self["label"].value() or ""

    def value(self) -> dict[str, str]:
        """Return the case in the guideline's own shape, still to be checked."""
        return {part: self.cleaned_data[part] for part in self.fields}


class EdgeCaseForm(forms.Form):
    """A new edge case."""

    about = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(
        label=_("What is hard about it"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )
    decision = forms.CharField(
        label=_("What holds, and why"), max_length=MAX_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, titles: Mapping[tuple[str, str], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {str(place): key for place, key in enumerate(titles, 1)}
        named = [(str(place), title) for place, title in enumerate(titles.values(), 1)]
        chooser: Any = self.fields["about"]
        chooser.choices = [("", _("The whole guideline")), *named]

    def facts(self) -> dict[str, Any]:
        """Return what the service asks for."""
        field, label = self.places.get(self.cleaned_data["about"], ("", ""))
        texts = {part: self.cleaned_data[part] for part in ("text", "decision")}
        return {**texts, "field": field, "label": label}


class GuidelineForm(forms.Form):
    """The sections of a guideline, its entries about some of the labels, and its edge cases."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    total = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST_LABELS)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        entries: Sequence[Mapping[str, Any]] = (),
        cases: Sequence[Mapping[str, Any]] = (),
        **kwargs: Any,
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
        shown: list[Any] = list(entries) if data is None else [None] * count(data, "total")
        self.entries = [
            EntryForm(data, prefix=f"entries-{place}", initial=row and _entry_initial(row))
            for place, row in enumerate(shown)
        ]
        self.has_cases = data is None or "cases-total" in data
        told: list[Any] = list(cases) if data is None else [None] * count(data, "cases-total")
        self.cases = [
            CaseForm(data, prefix=f"cases-{place}", initial=row)
            for place, row in enumerate(told[:MOST_LABELS])
        ]

    def is_valid(self) -> bool:
        rows = (*self.entries, *self.cases)
        return all([super().is_valid(), *(row.is_valid() for row in rows)])

    def case_values(self) -> list[dict[str, str]] | None:
        """Return the edge cases still to be checked, or None where the form did not ask for them."""
        return [case.value() for case in self.cases] if self.has_cases else None

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


def _entry_initial(entry: Mapping[str, Any]) -> dict[str, str]:
    joined = {part: "\n\n".join(entry[part]) for part in ("examples", "counter_examples")}
    return {**entry, **joined}


class PublishSchemaForm(PublishForm):
    """What changed, and what becomes of every label that goes away."""

    def __init__(
        self,
        *args: Any,
        gone: Sequence[tuple[tuple[str, str], str]] = (),
        targets: Mapping[str, Sequence[tuple[str, str]]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.gone = [place for place, _title in gone]
        for number, ((field, label), title) in enumerate(gone):
            choices = [(RETIRED, _("Retired: nothing takes its place")), *targets["" if not label else field]]
            self.fields[f"becomes-{number}"] = forms.MultipleChoiceField(
                label=_("What becomes of “%(title)s”?") % {"title": title},
                help_text=_("One: it was renamed or merged. Several: it was split, and people answer again.")
                if label
                else "",
                choices=choices,
                widget=forms.SelectMultiple(attrs={"size": min(8, len(choices))}),
            )

    def mapping(self) -> list[dict[str, Any]]:
        """Return what becomes of everything that goes away, still to be checked."""
        return [
            {
                "field": field,
                "label": label,
                "to": [one for one in self.cleaned_data[f"becomes-{number}"] if one != RETIRED],
            }
            for number, (field, label) in enumerate(self.gone)
        ]
