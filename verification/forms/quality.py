"""What people choose and type about quality and disputes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from labeling.domain.batching import MOST_OVERLAP
from verification.domain.ratings import Scale
from verification.models import LARGEST_SEED, METHOD_NAMES

MOST_KEYS = 9
SCALE_NAMES = {
    Scale.NOMINAL: _("Nominal: labels are just different"),
    Scale.ORDINAL: _("Ordinal: labels have an order"),
    Scale.INTERVAL: _("Interval: labels are numbers with equal steps"),
    Scale.RATIO: _("Ratio: labels are numbers from a true zero"),
}


class ComputeForm(forms.Form):
    """How to compute agreement and consensus."""

    method = forms.ChoiceField(
        label=_("One answer out of several by"),
        choices=[(method.value, name) for method, name in METHOD_NAMES.items()],
    )
    scale = forms.ChoiceField(
        label=_("Scale of the labels"), choices=[(scale.value, name) for scale, name in SCALE_NAMES.items()]
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=0,
        help_text=_("The same seed draws the same interval again."),
    )


class CollectForm(forms.Form):
    """Where to ask for one more answer."""

    goal = forms.FloatField(
        label=_("Confidence to reach"),
        min_value=0.01,
        max_value=1,
        initial=0.8,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
        help_text=_("Items whose answer has less speaking for it get one more."),
    )
    cap = forms.IntegerField(
        label=_("Answers an item at most"), min_value=1, max_value=MOST_OVERLAP, initial=5
    )


class KeyedRadios(forms.RadioSelect):
    """Radio buttons of which the first nine have the digits as access keys."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if int(option["index"]) < MOST_KEYS:
            option["attrs"]["accesskey"] = str(int(option["index"]) + 1)
        return option
