"""What people choose and type about evaluations by models."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guidelines.domain.schema import Field
from labeling.domain.batching import MOST_OVERLAP
from verification.models import LARGEST_SEED, LONGEST_SENTENCE

LARGEST_ID = 2**63 - 1


class EvaluationForm(forms.Form):
    """Which field to evaluate."""

    field = forms.ChoiceField(label=_("Field"))
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=0,
        help_text=_("The same seed holds out the same items, so that evaluations can be compared."),
    )

    def __init__(self, *args: Any, fields: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one["name"], one["title"] or one["name"]) for one in fields]


class ChosenSuspects(forms.Form):
    """The suspects that were ticked."""

    suspects = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.MultipleHiddenInput,
        error_messages={"invalid_choice": _("Choose suspected answers of the list.")},
    )

    def __init__(self, *args: Any, known: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suspects = self.fields["suspects"]
        assert isinstance(suspects, forms.TypedMultipleChoiceField)
        suspects.choices = [(pk, pk) for pk in known]


class CleanForm(ChosenSuspects):
    """How many people answer the chosen suspects anew."""

    overlap = forms.IntegerField(
        label=_("Answers for each item"),
        min_value=1,
        max_value=MOST_OVERLAP,
        initial=2,
        help_text=_("People see neither the answer in force nor what the model suggests."),
    )


class DismissForm(ChosenSuspects):
    """Why the chosen answers stand."""

    reason = forms.CharField(
        label=_("Why they stand"), max_length=LONGEST_SENTENCE, widget=forms.Textarea(attrs={"rows": 2})
    )


class CycleForm(forms.Form):
    """Why another round begins; `seen` is the round the reader saw."""

    reason = forms.CharField(
        label=_("Why another cycle begins"),
        max_length=LONGEST_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Stages 7 to 10 open again: teaching, labelling and both verifications. People are told why."
        ),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
