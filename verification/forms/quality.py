"""What people choose and type about quality and disputes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from labeling.domain.batching import MOST_OVERLAP
from labeling.models import Batch
from projects.models import Project
from verification.domain.ratings import Scale
from verification.models import CAUSE_NAMES, LARGEST_SEED, LONGEST_REASON, METHOD_NAMES, STATE_NAMES

MOST_KEYS = 9
MOST_RADIOS = 30
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


class DecisionForm(forms.Form):
    """The answer that stands in a dispute, what had caused it, and why."""

    prefix = "decision"
    answer = forms.ChoiceField(label=_("The answer that stands"), widget=KeyedRadios)
    cause = forms.ChoiceField(
        label=_("What made people differ"),
        choices=[(cause.value, name) for cause, name in CAUSE_NAMES.items()],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that would settle the next case like this one."),
    )

    def __init__(self, *args: Any, titles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        if len(titles) > MOST_RADIOS:
            answer.widget = forms.Select()
            answer.choices = [("", "—"), *titles.items()]
        else:
            answer.choices = [
                (label, _keyed(place, title)) for place, (label, title) in enumerate(titles.items(), start=1)
            ]


def _keyed(place: int, title: str) -> SafeString | str:
    return format_html('<kbd class="keycap">{}</kbd> {}', place, title) if place <= MOST_KEYS else title


class MessageForm(forms.Form):
    """Something to say about a dispute."""

    prefix = "message"
    text = forms.CharField(
        label=_("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DisputeFilter(forms.Form):
    """Which disputes to list."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All, undecided first")),
            *((state.value, name) for state, name in STATE_NAMES.items()),
        ],
    )
    batch = forms.ModelChoiceField(
        label=_("Batch"), required=False, queryset=Batch.objects.none(), empty_label=_("All batches")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        batch = self.fields["batch"]
        assert isinstance(batch, forms.ModelChoiceField)
        batch.queryset = Batch.objects.filter(project=project).order_by("pk")

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are set; senseless ones are left out."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
