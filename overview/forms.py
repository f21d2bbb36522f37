"""What people type on the board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.domain.batching import MOST_OVERLAP
from overview.domain.board import LONGEST_REASON


class ReasonForm(forms.Form):
    """Why a gate is passed by hand, or no longer."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "It is shown on the board with your name and the date, and printed in the quality report."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SecondLookForm(forms.Form):
    """A batch over items whose answers a new version touches."""

    name = forms.CharField(label=_("Name"), max_length=200)
    overlap = forms.IntegerField(
        label=_("Overlap"),
        help_text=_("How many people answer each item."),
        min_value=1,
        max_value=MOST_OVERLAP,
    )
