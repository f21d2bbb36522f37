"""What people choose to find items."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sourcing.forms import LARGEST_ID


class ItemSearch(forms.Form):
    """Which items to show."""

    q = forms.CharField(label=_("Search in names and texts"), required=False, max_length=200, strip=False)
    after = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)
