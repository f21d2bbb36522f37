"""What a project manager types of a schema: fields of any kind, whose settings the kind itself declares."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS, Kind
from guidelines.domain.label_studio import MOST_CHARACTERS
from guidelines.domain.schema import MAX_FIELDS, Field
from guidelines.forms.counting import MOST_ROWS, count
from guidelines.forms.settings import (
    LABEL_PARTS,
    NEW_LABEL,
    TABLE,
    LabelTable,
    config_of,
    first_config,
    inputs_of,
    shown_config,
)

STEP = re.compile(r"(add_field|remove_field|move_up|move_down|add_label|remove_label)((?::\w{1,64}){0,3})")
FIELD_PATH = re.compile(r"fields\[(\d+)\](?:\.config)?(?:\.(\w+))?(?:\[(\d+)\])?(?:\.(\w+))?.*")
#: earlier states that a form carries along, to go back to
MOST_STATES = 20
MOST_STATE_CHARACTERS = 200_000
NOT_STATE = ("csrfmiddlewaretoken", "step", "before", "seen", "item")
FILLERS = (
    ("person", _("A person")),
    ("model", _("A model")),
    ("model_confirmed", _("A model, and a person confirms it")),
)
RATIONALES = (
    ("off", _("Not asked")),
    ("optional", _("They may say why")),
    ("required", _("They must say why")),
)
FIRST_KIND = next(iter(KINDS))


class FieldForm(forms.Form):
    """One field: what is asked, how it is answered, and what its kind lets one decide."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=64)
    title = forms.CharField(label=_("What is asked"), max_length=200)
    name = forms.CharField(
        label=_("Name"),
        max_length=64,
        required=False,
        help_text=_("How programs and files call it, e.g. sentiment. Empty takes it from what is asked."),
    )
    help = forms.CharField(
        label=_("Hint"),
        max_length=2_000,
        required=False,
        help_text=_("One line under the question, for what people forget."),
    )
    required = forms.BooleanField(label=_("Every item needs an answer"), required=False)
    filled_by = forms.ChoiceField(label=_("Who answers"), choices=FILLERS, required=False)
    is_suggestion_hidden = forms.BooleanField(
        label=_("A suggestion stays hidden until the person has answered"), required=False
    )
    rationale = forms.ChoiceField(label=_("Is the reason asked for?"), choices=RATIONALES, required=False)
    confidence = forms.BooleanField(label=_("Ask how sure people are"), required=False)
    asked_after = forms.CharField(
        label=_("Only asked after"),
        max_length=64,
        required=False,
        help_text=_("The name of a field above. Empty: always asked."),
    )
    asked_for = forms.CharField(
        label=_("… when its answer is"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ids of labels or numbers, one a line."),
    )

    #: inputs behind the disclosure
    MORE = (
        "help",
        "filled_by",
        "is_suggestion_hidden",
        "rationale",
        "confidence",
        "asked_after",
        "asked_for",
    )

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        named = self.initial.get("kind") if data is None else data.get(self.add_prefix("kind"))
        self.of: Kind = KINDS.get(named or "", KINDS[FIRST_KIND])
        self.settings = inputs_of(self.of)
        self.fields.update(self.settings)
        self.tables = [
            LabelTable(setting, self.prefix or "", data, self.initial.get(setting.name))
            for setting in self.of.settings
            if setting.type == TABLE
        ]

    def clean_kind(self) -> str:
        """Refuse a kind that nobody knows."""
        kind = str(self.cleaned_data["kind"])
        if kind not in KINDS:
            raise forms.ValidationError(
                _("There is no such kind of field. Remove this field and add another.")
            )
        return kind

    @property
    def kind_title(self) -> str:
        """Return what people call the kind."""
        return gettext(self.of.title)

    @property
    def kind_help(self) -> str:
        """Return when to take the kind."""
        return gettext(self.of.help)

    @property
    def setting_inputs(self) -> list[forms.BoundField]:
        """Return the inputs of the kind's settings."""
        return [self[name] for name in self.settings]

    @property
    def more_inputs(self) -> list[forms.BoundField]:
        """Return the inputs that most fields leave as they are."""
        return [self[name] for name in self.MORE]

    @property
    def says_more(self) -> bool:
        """True when one of those inputs says something, or carries an error."""
        said = [name for name in self.MORE if self[name].value() not in (None, "", False, "off", "person")]
        return bool(said) or any(self[name].errors for name in self.MORE)

    @property
    def parts(self) -> list[forms.Form]:
        """Return the form and those of its tables."""
        return [self, *(form for table in self.tables for form in table.forms)]

    def is_sound(self) -> bool:
        """Say whether every part can be read."""
        refused = [form for form in self.parts if not form.is_valid()]
        return not refused

    def value(self, place: int) -> dict[str, Any]:
        """Return the field in the schema's own shape, still to be checked."""
        given = self.cleaned_data
        labels = {table.name: table.value() for table in self.tables}
        field = {
            "name": given["name"] or slugify(given["title"])[:64].strip("-_") or f"field{place + 1}",
            "kind": self.of.name,
            "title": given["title"],
            "required": given["required"],
            "config": config_of(self.of, given) | labels,
            "help": given["help"],
            "filled_by": given["filled_by"] or "person",
            "rationale": given["rationale"] or "off",
            "confidence": given["confidence"],
            "is_suggestion_hidden": given["is_suggestion_hidden"],
        }
        if given["asked_after"] or given["asked_for"].strip():
            field["visible_when"] = {"field": given["asked_after"], "one_of": _lines(given["asked_for"])}
        return field


class LabelStudioForm(forms.Form):
    """A configuration of Label Studio."""

    config = forms.CharField(
        label=_("Labelling configuration (XML)"),
        max_length=MOST_CHARACTERS,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )


class SchemaForm:
    """The fields of a schema as a page of forms, which may grow, shrink and go back before they are saved."""

    def __init__(self, fields: list[FieldForm], seen: str, before: Sequence[str] = ()) -> None:
        self.fields = fields
        self.seen = seen
        self.states = list(before)
        self.problems: list[str] = []

    @property
    def before(self) -> str:
        """Return the earlier states of the form as it carries them along."""
        return "\n".join(self.states)

    @classmethod
    def of(cls, fields: Sequence[Field], seen: str = "") -> Self:
        """Return the form that shows these fields, or a first empty one."""
        is_text = sum(len(labels) for field in fields for labels in _tables(field)) > MOST_ROWS
        shown = [_initial(field, is_text=is_text) for field in fields] or [_new_field(FIRST_KIND)]
        return cls(_shown(shown), seen)

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """Return the form with what somebody typed, to be judged."""
        places = range(count(data, "fields-total"))
        forms = [FieldForm(data, prefix=f"fields-{place}") for place in places]
        return cls(forms, data.get("seen", ""), _states(data))

    @classmethod
    def stepped(cls, data: QueryDict) -> Self | None:
        """Return what was typed after one step, not yet judged; None when no such button was pressed."""
        found = STEP.fullmatch(data.get("step", ""))
        if not found:
            return None
        fields = _typed_fields(data)
        new = _step(fields, found[1], found[2].split(":")[1:])
        form = cls(_shown(fields), data.get("seen", ""), [*_states(data), _state(data)])
        if new is not None:
            form._focus(*new)
        return form

    @classmethod
    def undone(cls, data: QueryDict) -> Self | None:
        """Return the form as it was one step before; None when it carries no earlier state."""
        states = _states(data)
        if not states:
            return None
        return cls(_shown(_typed_fields(QueryDict(states[-1]))), data.get("seen", ""), states[:-1])

    def _focus(self, place: int, table: str) -> None:
        field = self.fields[place]
        rows = [row for one in field.tables if one.name == table for row in one.rows]
        inputs: forms.Form = rows[-1] if rows else field
        inputs.fields["title"].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        """Say whether every part can be read; the rules of schemas come after."""
        refused = [field for field in self.fields if not field.is_sound()]
        return not refused

    @property
    def has_errors(self) -> bool:
        """True when an input below carries an error."""
        return any(form.errors for field in self.fields for form in field.parts)

    def value(self) -> list[dict[str, Any]]:
        """Return the fields in the schema's own shape, still to be checked."""
        return with_numbers([field.value(place) for place, field in enumerate(self.fields)])

    def refuse(self, problem: BadInput, sentence: str) -> None:
        """Put what is wrong at the input it is about."""
        found = FIELD_PATH.fullmatch(problem.path)
        if found is None or int(found[1]) >= len(self.fields):
            self.problems.append(sentence)
            return
        field, name, row, part = self.fields[int(found[1])], found[2] or "", found[3], found[4] or ""
        place = None if row is None else int(row)
        if any(table.name == name and table.refuse(place, part, sentence) for table in field.tables):
            return
        name = "asked_after" if name == "visible_when" else name
        field.add_error(name if name in field.fields else None, sentence)


def kinds_to_add() -> list[dict[str, str]]:
    """Return every kind as the buttons that add a field show it."""
    return [
        {"name": kind.name, "title": gettext(kind.title), "help": gettext(kind.help)}
        for kind in KINDS.values()
    ]


def with_numbers(fields: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turn the answers that conditions name into numbers where the field they look at is answered by numbers."""
    listed = {field["name"]: _values(field) for field in fields}
    for field in fields:
        if condition := field.get("visible_when"):
            known = listed.get(condition["field"], {})
            condition["one_of"] = [known.get(value, value) for value in condition["one_of"]]
    return fields


def _values(field: Mapping[str, Any]) -> dict[str, Any]:
    kind = KINDS[field["kind"]]
    try:
        return {str(value): value for value in kind.values(kind.check(field["config"], "config"))}
    except BadInput:  # said when the field itself is checked
        return {}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _step(fields: list[dict[str, Any]], what: str, where: list[str]) -> tuple[int, str] | None:
    """Change the fields by one step; return the field and table to go to, if something new is there."""
    if what == "add_field":
        if len(fields) < MAX_FIELDS:
            fields.append(_new_field(where[0] if where else FIRST_KIND))
            return len(fields) - 1, ""
        return None
    place = int(where[0]) if where and where[0].isdecimal() else MAX_FIELDS
    if place >= len(fields):
        return None
    if what == "remove_field":
        fields.pop(place)
    elif what in ("move_up", "move_down"):
        beside = place + (1 if what == "move_down" else -1)
        if 0 <= beside < len(fields):
            fields[place], fields[beside] = fields[beside], fields[place]
    elif len(where) > 1:
        return _step_label(fields[place], what, where[1:], place)
    return None


def _step_label(field: dict[str, Any], what: str, where: list[str], place: int) -> tuple[int, str] | None:
    rows = field.get(where[0])
    if not isinstance(rows, list):
        return None
    if what == "add_label":
        rows.append(NEW_LABEL)
        return place, where[0]
    if len(where) > 1 and where[1].isdecimal() and int(where[1]) < len(rows):
        rows.pop(int(where[1]))
    return None


def _typed_fields(data: QueryDict) -> list[dict[str, Any]]:
    return [_typed_field(data, f"fields-{place}") for place in range(count(data, "fields-total"))]


def _typed_field(data: QueryDict, prefix: str) -> dict[str, Any]:
    kind = KINDS.get(data.get(f"{prefix}-kind", ""), KINDS[FIRST_KIND])
    inputs = (*FieldForm.base_fields, *inputs_of(kind))
    typed: dict[str, Any] = {part: data[f"{prefix}-{part}"] for part in inputs if f"{prefix}-{part}" in data}
    for setting in kind.settings:
        if setting.type == TABLE:
            typed[setting.name] = _typed_labels(data, f"{prefix}-{setting.name}")
    return typed


def _typed_labels(data: QueryDict, prefix: str) -> str | list[dict[str, str]]:
    if f"{prefix}_text" in data:
        return str(data[f"{prefix}_text"])
    places = range(count(data, f"{prefix}-total"))
    return [{part: data.get(f"{prefix}-{n}-{part}", "") for part in LABEL_PARTS} for n in places]


def _shown(fields: Sequence[Mapping[str, Any]]) -> list[FieldForm]:
    return [FieldForm(prefix=f"fields-{n}", initial=dict(field)) for n, field in enumerate(fields)]


def _new_field(kind_name: str) -> dict[str, Any]:
    kind = KINDS.get(kind_name, KINDS[FIRST_KIND])
    return {"required": True, "kind": kind.name, **shown_config(kind, first_config(kind), is_text=False)}


def _tables(field: Field) -> list[Sequence[Any]]:
    kind = KINDS[field["kind"]]
    return [field["config"].get(setting.name, ()) for setting in kind.settings if setting.type == TABLE]


def _initial(field: Field, *, is_text: bool) -> dict[str, Any]:
    condition = field.get("visible_when")
    shown: dict[str, Any] = {name: value for name, value in field.items() if name in FieldForm.base_fields}
    if condition:
        shown["asked_after"] = condition["field"]
        shown["asked_for"] = "\n".join(str(value) for value in condition["one_of"])
    return shown_config(KINDS[field["kind"]], field["config"], is_text=is_text) | shown


def _state(data: QueryDict) -> str:
    """Return what was typed as one line, for going back to."""
    kept = data.copy()
    for name in NOT_STATE:
        kept.pop(name, None)
    return kept.urlencode()


def _states(data: QueryDict) -> list[str]:
    """Return the earlier states that a form carried along, oldest first, as far as there is room for them."""
    states: list[str] = []
    size = 0
    for state in reversed(data.get("before", "").splitlines()[-MOST_STATES:]):
        size += len(state)
        if size > MOST_STATE_CHARACTERS:
            break
        states.insert(0, state)
    return states
