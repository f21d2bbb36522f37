"""What people choose to find items."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sourcing.forms import LARGEST_ID
from sourcing.models import Source
from sourcing.selectors import Cleaned

CLEANED_NAMES = {
    Cleaned.UNDECIDED: _("Not decided yet"),
    Cleaned.KEPT: _("Kept"),
    Cleaned.DROPPED: _("Dropped"),
    Cleaned.PERSONAL: _("Personal data found"),
}
LATEST = "latest"
ORDERS = [("", _("In the order they came")), (LATEST, _("Latest first"))]


class ItemSearch(forms.Form):
    """Which items to show, and in which order."""

    q = forms.CharField(label=_("Search in names and texts"), required=False, max_length=200, strip=False)
    source = forms.TypedChoiceField(label=_("Source"), required=False, coerce=int, empty_value=None)
    cleaned = forms.ChoiceField(
        label=_("Preprocessing"), required=False, choices=[("", _("All")), *CLEANED_NAMES.items()]
    )
    order = forms.ChoiceField(label=_("Order"), required=False, choices=ORDERS)
    after = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sources: Iterable[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", _("All")), *((source.pk, source.name) for source in sources)]
