"""What a manager fills in about self-checks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SelfCheckForm(forms.Form):
    """How many answers are asked again of whoever gave them, and how long after."""

    percent = forms.IntegerField(
        label=_("Share of each person's answers, in percent"),
        min_value=1,
        max_value=100,
        initial=5,
        help_text=_("Drawn at random, rounded up. Each repeated item is paid like any other."),
    )
    delay_hours = forms.IntegerField(
        label=_("Hours after the first answer"),
        min_value=0,
        max_value=24 * 365,
        initial=48,
        help_text=_("Long enough that nobody remembers the item: two days or more."),
    )
