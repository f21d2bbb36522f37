"""What people state and judge about sources."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sourcing.domain.licences import CUSTOM, LICENCES, LONGEST_LICENCE_TEXT, Terms
from sourcing.domain.rights import (
    LARGEST_SEED,
    LONGEST_FACT,
    LONGEST_NAME,
    LONGEST_TEXT,
    MADE_BY_MACHINE,
    TEXTS,
    SourceKind,
)
from sourcing.models import CRITERION_NAMES, KIND_NAMES, VERDICT_NAMES, Source

LICENCE_CHOICES = [
    ("", "—"),
    (_("SPDX"), [(name, name) for name in LICENCES]),
    (CUSTOM, _("Another one: its text and terms are given below")),
]
TERM_LABELS = {
    "commercial": _("Custom licence: commercial use is allowed"),
    "derivatives": _("Custom licence: derivatives are allowed (cleaning and labelling make one)"),
    "share_alike": _("Custom licence: what is made of it carries the same licence"),
    "attribution": _("Custom licence: the authors have to be named"),
}
LONGEST_REASON = 500


#: field → what has to be chosen before it is asked; the form's style hides it until then
ONLY_FOR = {
    **dict.fromkeys(("licence_text", *Terms._fields), CUSTOM),
    **dict.fromkeys(MADE_BY_MACHINE, SourceKind.MACHINE_GENERATED.value),
}


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _line(label: Any, help_text: Any = "", most: int = LONGEST_FACT, **facts: Any) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=most, required=False, **facts)


class SourceForm(forms.Form):
    """Where data comes from, and by what right it is used."""

    name = forms.CharField(
        label=_("Name"), max_length=LONGEST_NAME, help_text=_("For people: “Reviews of 2025 from the shop”.")
    )
    kind = forms.ChoiceField(
        label=_("How the data came about"), choices=[(kind.value, name) for kind, name in KIND_NAMES.items()]
    )
    origin = _line(
        _("Origin"),
        _("Where exactly: the system, the address, the event, the people asked."),
        LONGEST_TEXT,
        widget=_area(),
    )
    collector = _line(_("Collected by"))
    collected_on = forms.DateField(
        label=_("Collected on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    copyright_holder = _line(_("Copyright holder"))
    licence = forms.ChoiceField(label=_("Licence"), choices=LICENCE_CHOICES)
    licence_text = _line(
        _("Custom licence: its text"),
        _("The text of the licence or the passage of the agreement. Only for another licence."),
        LONGEST_LICENCE_TEXT,
        widget=_area(3),
    )
    commercial = forms.BooleanField(label=TERM_LABELS["commercial"], required=False)
    derivatives = forms.BooleanField(label=TERM_LABELS["derivatives"], required=False)
    share_alike = forms.BooleanField(label=TERM_LABELS["share_alike"], required=False)
    attribution = forms.BooleanField(label=TERM_LABELS["attribution"], required=False)
    has_personal_data = forms.BooleanField(
        label=_("It holds personal data"),
        required=False,
        help_text=_("Names, addresses, numbers: anything that leads to a living person."),
    )
    consent_basis = _line(
        _("Basis of consent"),
        _("By what consent or law personal data may be used, and for what."),
        LONGEST_TEXT,
        widget=_area(),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        max_length=None,
        help_text=_("The signed agreement, consent form or permit. It is kept unchanged."),
    )
    model = _line(_("Made by a machine: model"), _("With its version. Only for data made by a machine."))
    prompt = _line(_("Made by a machine: prompt"), "", LONGEST_TEXT, widget=_area())
    seed = forms.IntegerField(
        label=_("Made by a machine: seed"), required=False, min_value=0, max_value=LARGEST_SEED
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def parts(self) -> Iterator[dict[str, Any]]:
        """Yield the fields in runs: those that are asked always, and those of one licence or way of origin only."""
        for only_for, fields in groupby(self, key=lambda field: ONLY_FOR.get(field.name, "")):
            yield {"only_for": only_for, "fields": list(fields)}

    def facts(self) -> dict[str, Any]:
        """Return the facts as `add_source` takes them."""
        given: dict[str, Any] = self.cleaned_data
        return given | {"licence_terms": {name: given[name] for name in Terms._fields}}

    @staticmethod
    def initial_of(source: Source, seen: str) -> dict[str, Any]:
        """Return what the form shows of a source."""
        names = ("name", "kind", "collected_on", "licence", "licence_text", "has_personal_data")
        facts: dict[str, Any] = {name: getattr(source, name) for name in (*names, *TEXTS, *MADE_BY_MACHINE)}
        facts |= source.licence_terms
        return facts | {"seen": seen}


class ReviewForm(forms.Form):
    """What a legal reviewer says."""

    verdict = forms.ChoiceField(
        label=_("Your verdict"),
        widget=forms.RadioSelect,
        choices=[(verdict.value, name) for verdict, name in VERDICT_NAMES.items()],
    )
    reason = _line(
        _("Conditions or reason"),
        _("Needed unless you approve without conditions."),
        LONGEST_TEXT,
        widget=_area(3),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AssessmentForm(forms.Form):
    """What somebody judges by a criterion."""

    criterion = forms.ChoiceField(
        label=_("Criterion"), choices=[(criterion.value, name) for criterion, name in CRITERION_NAMES.items()]
    )
    is_met = forms.TypedChoiceField(
        label=_("Your judgement"),
        choices=[("yes", _("Met")), ("no", _("Not met"))],
        coerce="yes".__eq__,
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(label=_("On what evidence"), max_length=LONGEST_TEXT, widget=_area())


class ReasonForm(forms.Form):
    """Why somebody wants to see raw data."""

    reason = forms.CharField(
        label=_("Why do you need the raw data?"),
        max_length=LONGEST_REASON,
        help_text=_("It is written into the access log, with your name and address."),
    )
