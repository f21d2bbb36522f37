"""What people choose about the steps of a recipe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sourcing.domain.steps import STEPS
from sourcing.domain.steps.base import Param, ParamKind
from sourcing.forms import LARGEST_ID
from sourcing.models import Source

LONGEST_NOTE = 500
LONGEST_REASON = 500


def _number(param: Param) -> forms.Field:
    if param.kind == ParamKind.SHARE:
        return forms.FloatField(required=not param.is_optional, min_value=param.least, max_value=param.most)
    return forms.IntegerField(
        required=not param.is_optional, min_value=int(param.least), max_value=int(param.most)
    )


def _flag(param: Param) -> forms.Field:
    return forms.BooleanField(required=False)


def _one(param: Param) -> forms.Field:
    return forms.ChoiceField(choices=[(name, gettext(title)) for name, title in param.choices])


def _some(param: Param) -> forms.Field:
    choices = [(name, gettext(title)) for name, title in param.choices]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)


def _words(param: Param) -> forms.Field:
    return forms.CharField(required=not param.is_optional, widget=forms.Textarea(attrs={"rows": 4}))


FIELDS = {
    ParamKind.NUMBER: _number,
    ParamKind.SHARE: _number,
    ParamKind.FLAG: _flag,
    ParamKind.CHOICE: _one,
    ParamKind.CHOICES: _some,
    ParamKind.WORDS: _words,
}


class StepForm(forms.Form):
    """The parameters of one step."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.step = STEPS[name]
        for param in self.step.params:
            field = FIELDS[param.kind](param)
            field.label, field.help_text = gettext(param.title), gettext(param.help)
            self.fields[param.name] = field

    @property
    def title(self) -> str:
        """Return the name of the step in the reader's language."""
        return gettext(self.step.title)

    @property
    def help(self) -> str:
        """Return what the step does, in the reader's language."""
        return gettext(self.step.help)

    def written(self) -> dict[str, Any]:
        """Return the step as a recipe holds it."""
        return {"step": self.step.name, "params": self.cleaned_data}


@dataclass(frozen=True)
class RecipeForm:
    """A draft as a form: one form for each step, in order, and the note."""

    steps: list[StepForm]
    change_note: str
    seen: str

    @property
    def is_valid(self) -> bool:
        """True when every step is."""
        return not [form for form in self.steps if not form.is_valid()]

    def written(self) -> list[dict[str, Any]]:
        """Return the steps as a recipe holds them."""
        return [form.written() for form in self.steps]


def recipe_form(steps: Sequence[Mapping[str, Any]], change_note: str, seen: str) -> RecipeForm:
    """Return the form of what is written."""
    forms_of_steps = [
        StepForm(step["step"], prefix=f"step{place}", initial=_shown(step["params"]))
        for place, step in enumerate(steps)
    ]
    return RecipeForm(forms_of_steps, change_note, seen)


def _shown(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as fields show them: a list of words has one on each line."""
    return {
        name: "\n".join(value) if isinstance(value, list) and name.endswith("words") else value
        for name, value in params.items()
    }


def sent_recipe(data: Any) -> RecipeForm:
    """Return the form as it was sent; steps that do not exist are left out."""
    names = [name for name in data.getlist("steps") if name in STEPS][:100]
    forms_of_steps = [StepForm(name, data, prefix=f"step{place}") for place, name in enumerate(names)]
    return RecipeForm(forms_of_steps, data.get("change_note", "")[:LONGEST_NOTE], data.get("seen", "")[:64])


def arranged(steps: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    """Return the steps after "add:<name>", "up:<place>", "down:<place>" or "remove:<place>"; else unchanged."""
    verb, _colon, what = wanted.partition(":")
    if verb == "add" and what in STEPS:
        return [*steps, {"step": what, "params": {}}]
    if verb not in ("up", "down", "remove") or not what.isdecimal() or int(what) >= len(steps):
        return steps
    place = int(what)
    rest = steps[:place] + steps[place + 1 :]
    if verb == "remove":
        return rest
    to = max(0, place - 1) if verb == "up" else place + 1
    return [*rest[:to], steps[place], *rest[to:]]


class RunForm(forms.Form):
    """Over which items a run goes."""

    source = forms.ChoiceField(label=_("Items of"), required=False)

    def __init__(self, *args: Any, sources: Iterable[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all sources")), *((str(source.pk), source.name) for source in sources)]


class WhyForm(forms.Form):
    """Why a decision is taken back, or masked values are looked at."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)


class DecisionQuery(forms.Form):
    """Which decisions of a run to show."""

    position = forms.IntegerField(min_value=1, max_value=100)
    outcome = forms.ChoiceField(choices=[("changed", "changed"), ("dropped", "dropped")])
    after = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
