"""What a manager fills in about peer review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from verification.domain.review_sampling import MOST_NEWCOMER_ANSWERS, RISKS, Sampling
from verification.models import REASON_NAMES, ReviewRule


class SamplingForm(forms.Form):
    """Which answers somebody looks at again."""

    percent = forms.IntegerField(
        label=_("Share of all answers, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Drawn at random. Only these tell the error rate of all answers without bias."),
    )
    newcomer_answers = forms.IntegerField(
        label=_("First answers of each person"),
        min_value=0,
        max_value=MOST_NEWCOMER_ANSWERS,
        required=False,
        help_text=_("All answers of people with fewer answers than this in the project."),
    )
    confidence_below = forms.FloatField(
        label=_("Answers to items with less confidence than"),
        min_value=0,
        max_value=1,
        required=False,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("The share that speaks for the answer in the last computed consensus, for example 0.7."),
    )
    risks = forms.MultipleChoiceField(
        label=_("All answers with one of these signs"),
        choices=[(risk.value, REASON_NAMES[risk]) for risk in RISKS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def sampling(self) -> Sampling:
        """Return what was filled in; what was left out picks nothing."""
        given = self.cleaned_data
        return Sampling(
            given["percent"] or 0,
            given["newcomer_answers"] or 0,
            given["confidence_below"] or None,
            frozenset(given["risks"]),
        )


def initial_of(rule: ReviewRule | None) -> dict[str, Any]:
    """Return what the form shows before anything is filled in: the rule in force, or a suggestion."""
    if rule is None:
        return {"percent": 10, "newcomer_answers": 20}
    names = ("percent", "newcomer_answers", "confidence_below", "risks")
    return {name: getattr(rule, name) for name in names}
