"""What people type about projects and their members."""

import re
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dmops_platform.errors import BadInput
from projects.domain.briefs import (
    LARGEST_THRESHOLD,
    LONGEST_NOTE,
    LONGEST_SENTENCE,
    LONGEST_TEXT,
    MOST_ITEMS,
    MOST_REQUIREMENTS,
    MOST_STEPS,
    Content,
)
from projects.domain.metrics import LONGEST_NAME, Comparison
from projects.domain.money import CURRENCIES, LARGEST_AMOUNT, to_major, to_minor
from projects.models import PHASE_NAMES, ROLE_NAMES

LARGEST_ID = 2**63 - 1
ROLES = [(role.value, name) for role, name in ROLE_NAMES.items()]
LINE_PATH = re.compile(r"(requirements|plan)\[(\d+)\]\.(\w+)")
NOT_WHOLE: dict[str, Any] = {
    "missing_management_form": _("The form did not arrive whole. Reload the page and try again.")
}
COMPARISONS = {
    Comparison.AT_LEAST: _("at least (≥)"),
    Comparison.MORE: _("more than (>)"),
    Comparison.AT_MOST: _("at most (≤)"),
    Comparison.LESS: _("less than (<)"),
    Comparison.EQUAL: _("exactly (=)"),
}


class ProjectForm(forms.Form):
    """A new project."""

    name = forms.CharField(label=_("Name"), max_length=200)
    client = forms.CharField(
        label=_("Client"), help_text=_("Who needs the data."), max_length=200, required=False
    )
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("What the data is for and what is asked, in a few sentences. Every member reads it."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(label=_("Language of the items"), choices=settings.LANGUAGES)


class AddMemberForm(forms.Form):
    """A person with an account who gets a role."""

    prefix = "add"
    who = forms.CharField(label=_("Username or e-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="annotator")


class CreateMemberForm(forms.Form):
    """A person without an account who gets one, and a role."""

    prefix = "create"
    username = forms.CharField(label=_("Username"), max_length=150)
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="annotator")


class InviteForm(forms.Form):
    """Somebody who is invited by mail, and to which role."""

    prefix = "invite"
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial="auditor")


class NewcomerForm(forms.Form):
    """The account of somebody who accepts an invitation."""

    username = forms.CharField(label=_("Username"), max_length=150)
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    password = forms.CharField(label=_("Password"), max_length=128, strip=False, widget=forms.PasswordInput)


class BeforeForm(forms.Form):
    """Where a page of a long list starts."""

    before = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


class ClientForm(forms.Form):
    """Who needs the data."""

    client = forms.CharField(label=_("Client"), max_length=200)


class UpToForm(forms.Form):
    """The latest news that was seen."""

    up_to = forms.IntegerField(min_value=1, max_value=LARGEST_ID)


class BriefForm(forms.Form):
    """What a brief says besides its requirements and plan. A draft may leave anything empty."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("What the client wants to achieve, and how this data helps."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    model_input = forms.CharField(
        label=_("What the model gets"),
        help_text=_("For example: one film review in Korean, up to 2,000 characters."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    model_output = forms.CharField(
        label=_("What the model answers"),
        help_text=_("For example: positive, negative or neutral."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    languages = forms.CharField(label=_("Languages of the data"), max_length=100, required=False)
    is_commercial = forms.BooleanField(
        label=_("The data will be used commercially"),
        help_text=_("Sources whose licence forbids that cannot be used then."),
        required=False,
    )
    deadline_on = forms.DateField(
        label=_("Deadline"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    budget = forms.DecimalField(
        label=_("Budget"),
        min_value=0,
        max_value=LARGEST_AMOUNT // 1_000,
        max_digits=18,
        decimal_places=3,
        required=False,
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in sorted(CURRENCIES)])


class RequirementForm(forms.Form):
    """One requirement; without a metric it is judged by people."""

    sentence = forms.CharField(label=_("What is required"), max_length=LONGEST_SENTENCE, required=False)
    metric = forms.CharField(
        label=_("Metric"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "metrics", "autocomplete": "off", "spellcheck": "false"}),
    )
    comparison = forms.ChoiceField(
        label=_("Comparison"),
        choices=[("", "–"), *((comparison.value, name) for comparison, name in COMPARISONS.items())],
        required=False,
    )
    threshold = forms.FloatField(
        label=_("Threshold"),
        min_value=-LARGEST_THRESHOLD,
        max_value=LARGEST_THRESHOLD,
        required=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )


class PlanForm(forms.Form):
    """One step of the quantity plan."""

    phase = forms.ChoiceField(
        label=_("Phase"), choices=[(phase.value, name) for phase, name in PHASE_NAMES.items()], initial="main"
    )
    items = forms.IntegerField(label=_("Items"), min_value=1, max_value=MOST_ITEMS, required=False)
    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


RequirementForms = forms.formset_factory(
    RequirementForm, extra=2, max_num=MOST_REQUIREMENTS, absolute_max=MOST_REQUIREMENTS + 10
)
PlanForms = forms.formset_factory(PlanForm, extra=2, max_num=MOST_STEPS, absolute_max=MOST_STEPS + 10)


class BriefDraft:
    """The whole draft of a brief as one page of forms. Lines left empty are left out."""

    def __init__(self, data: QueryDict | None = None, initial: Mapping[str, Any] | None = None) -> None:
        shown = dict(initial or {})
        self.main = BriefForm(data, initial=shown)
        self.requirements = RequirementForms(
            data, prefix="requirements", initial=shown.get("requirements"), error_messages=NOT_WHOLE
        )
        self.plan = PlanForms(data, prefix="plan", initial=shown.get("plan"), error_messages=NOT_WHOLE)

    @classmethod
    def of(cls, content: Content | None, seen: str) -> Self:
        """Return the form that shows this content, or an empty one."""
        if content is None:
            return cls(initial={"seen": seen, "is_commercial": True, "currency": "KRW"})
        budget = content["budget"]
        major = None if budget is None else to_major(budget, content["currency"])
        lines = [
            {**line, "threshold": None if line["threshold"] is None else f"{line['threshold']:.12g}"}
            for line in content["requirements"]
        ]
        return cls(initial={**content, "requirements": lines, "budget": major, "seen": seen})

    @property
    def parts(self) -> list[Any]:
        """Return every form that may carry an error."""
        return [self.main, *self.requirements, *self.plan]

    @property
    def problems(self) -> list[str]:
        """Return what is wrong with the lists as wholes."""
        return [str(error) for rows in (self.requirements, self.plan) for error in rows.non_form_errors()]

    def is_valid(self) -> bool:
        """Say whether every part can be read; the rules of briefs come after."""
        return all([self.main.is_valid(), self.requirements.is_valid(), self.plan.is_valid()])

    def content(self) -> dict[str, Any]:
        """Return the content in its own shape, still to be checked; BadInput where the budget is too fine."""
        given = self.main.cleaned_data
        budget = given["budget"]
        return {
            **given,
            "budget": None if budget is None else to_minor(budget, given["currency"]),
            "requirements": [row.cleaned_data for row in self._filled("requirements")],
            "plan": [row.cleaned_data for row in self._filled("plan")],
        }

    def refuse(self, problem: BadInput, sentence: str) -> None:
        """Put what is wrong at the input it is about."""
        found = LINE_PATH.fullmatch(problem.path)
        if found:
            self._filled(found[1])[int(found[2])].add_error(found[3], sentence)
        else:
            self.main.add_error(problem.path if problem.path in self.main.fields else None, sentence)

    def _filled(self, name: str) -> list[Any]:
        return [row for row in getattr(self, name) if _is_filled(row.cleaned_data)]


def _is_filled(line: Mapping[str, Any]) -> bool:
    return any(
        line.get(name) not in (None, "") for name in ("sentence", "metric", "threshold", "items", "due_on")
    )


class PublishBriefForm(forms.Form):
    """What changed, said when a version is published. The first version needs no words."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    change_note = forms.CharField(
        label=_("What changed and why"),
        help_text=_("Both sides read this line before they sign."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].required = not is_first
