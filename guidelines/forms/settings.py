"""The inputs of what a kind lets one decide about a field, drawn from its settings alone."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import Kind
from guidelines.domain.kinds.base import Setting
from guidelines.forms.counting import MOST_LABELS, count

MANY_LABELS = 30
BREAKS = re.compile(r"[\t\r\n]+")
LABEL_PARTS = ("id", "title", "key", "help")
NEW_LABEL = dict.fromkeys(LABEL_PARTS, "")
TABLE = "labels"


class LabelForm(forms.Form):
    """One label of a field."""

    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    id = forms.CharField(label=_("Id"), max_length=200, required=False)
    key = forms.CharField(label=_("Key"), max_length=1, required=False)
    help = forms.CharField(label=_("Help"), max_length=2_000, required=False)

    def value(self) -> dict[str, str] | None:
        """Return the label, or None when the row was left empty."""
        label = {name: self.cleaned_data.get(name, "") for name in NEW_LABEL}
        label["id"] = label["id"] or label["title"][:200]
        return label if any(label.values()) else None


class LabelTable:
    """The labels that one setting asks for: rows, or one text when there are too many for rows."""

    def __init__(self, setting: Setting, prefix: str, data: QueryDict | None, initial: Any) -> None:
        self.name = setting.name
        self.title = gettext(setting.title)
        self.help = gettext(setting.help) if setting.help else ""
        self.prefix = f"{prefix}-{setting.name}"
        is_typed = data is not None and f"{self.prefix}_text" in data
        self.text = TextForm(data, prefix, setting, initial) if is_typed or isinstance(initial, str) else None
        rows = [None] * count(data, f"{self.prefix}-total") if data is not None else list(initial or ())
        self.rows = [] if self.text else [self._row(data, place, row) for place, row in enumerate(rows)]

    def _row(self, data: QueryDict | None, place: int, row: Any) -> LabelForm:
        return LabelForm(data, prefix=f"{self.prefix}-{place}", initial=row)

    @property
    def forms(self) -> list[forms.Form]:
        """Return every form of the table."""
        return [self.text] if self.text else [*self.rows]

    @property
    def has_many(self) -> bool:
        """True when there are more labels than keys to choose them with."""
        return len(self.rows) > MANY_LABELS

    @property
    def may_grow(self) -> bool:
        """True while there is room for another row."""
        return not self.text and len(self.rows) < MOST_LABELS

    def filled(self) -> list[LabelForm]:
        """Return the rows that are not empty, in order."""
        return [row for row in self.rows if row.value()]

    def value(self) -> list[dict[str, str]]:
        """Return the labels, still to be checked."""
        return self.text.value() if self.text else [row.value() or {} for row in self.filled()]

    def refuse(self, place: int | None, part: str, sentence: str) -> bool:
        """Put a sentence at the row it is about; return whether there is one."""
        if self.text:
            self.text.add_error(self.text.input, sentence)
        elif place is not None and place < len(self.filled()):
            self.filled()[place].add_error(part if part in LABEL_PARTS else "id", sentence)
        return self.text is not None or place is not None


class TextForm(forms.Form):
    """Many labels as one text: a line each, its parts separated by tabs."""

    def __init__(self, data: QueryDict | None, prefix: str, setting: Setting, initial: Any) -> None:
        self.input = f"{setting.name}_text"
        super().__init__(data, prefix=prefix, initial={self.input: initial})
        self.fields[self.input] = forms.CharField(
            label=gettext(setting.title),
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 16, "wrap": "off"}),
            help_text=_("One label a line: id, title, key, help, separated by tabs."),
        )

    def value(self) -> list[dict[str, str]]:
        """Return the labels, still to be checked."""
        return list(_labels_of_text(self.cleaned_data[self.input]))


def text_of_labels(labels: Sequence[Mapping[str, str]]) -> str:
    """Return labels as one text."""
    return "\n".join(
        "\t".join(BREAKS.sub(" ", label.get(part, "")) for part in LABEL_PARTS).rstrip("\t")
        for label in labels
    )


def _labels_of_text(text: str) -> Iterator[dict[str, str]]:
    for line in text.split("\n"):
        if line.strip():
            yield dict(zip(LABEL_PARTS, line.rstrip("\r").split("\t", 3), strict=False))


def _number(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    return forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), **facts)


def _flag(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    return forms.BooleanField(**facts)


def _text(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=2_000, **facts)


def _part(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=200, widget=forms.TextInput(attrs={"list": "parts"}), **facts)


def _lines(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), strip=False, **facts)


def _one_of(setting: Setting, facts: dict[str, Any]) -> forms.Field:
    choices = [(value, gettext(title)) for value, title in (setting.choices or {}).items()]
    return forms.ChoiceField(choices=choices, **facts)


INPUTS: dict[str, Callable[[Setting, dict[str, Any]], forms.Field]] = {
    "number": _number,
    "flag": _flag,
    "text": _text,
    "part": _part,
    "lines": _lines,
    "one_of": _one_of,
}


def inputs_of(kind: Kind) -> dict[str, forms.Field]:
    """Return the inputs of a kind's settings by name; labels are tables of their own."""
    return {
        setting.name: INPUTS[setting.type](
            setting,
            {
                "label": gettext(setting.title),
                "help_text": gettext(setting.help) if setting.help else "",
                "required": False,
            },
        )
        for setting in kind.settings
        if setting.type != TABLE
    }


def config_of(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the config that these cleaned inputs say; what was left empty is left to the kind."""
    config: dict[str, Any] = {}
    for setting in kind.settings:
        value = given.get(setting.name)
        if setting.type == "flag":
            config[setting.name] = bool(value)
        elif setting.type == "lines":
            config[setting.name] = [line.rstrip() for line in (value or "").splitlines() if line.strip()]
        elif setting.type == "number" and value is not None:
            config[setting.name] = int(value) if value == int(value) else value
        elif setting.type != TABLE and value not in (None, ""):
            config[setting.name] = value
    return {name: value for name, value in config.items() if value != []}


def shown_config(kind: Kind, config: Mapping[str, Any], *, is_text: bool) -> dict[str, Any]:
    """Return the initial values of the inputs for this config."""
    shown = dict(config)
    for setting in kind.settings:
        value = config.get(setting.name)
        if setting.type == "lines" and isinstance(value, list | tuple):
            shown[setting.name] = "\n".join(str(line) for line in value)
        elif setting.type == TABLE and is_text:
            shown[setting.name] = text_of_labels(value or ())
    return shown


def first_config(kind: Kind) -> dict[str, Any]:
    """Return what a new field of this kind begins with: the kind's own defaults, and empty rows for labels."""
    tables = {setting.name for setting in kind.settings if setting.type == TABLE}
    placeholder = {name: [{"id": "a"}, {"id": "b"}] for name in tables}
    try:
        defaults = kind.check(placeholder, "config")
    except BadInput:  # a kind that has no defaults for everything
        defaults = {}
    return defaults | {name: [NEW_LABEL, NEW_LABEL] for name in tables}
