"""What a project manager types to open a batch."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from labeling.domain.batching import (
    LEAST_GOLD_EVERY,
    LONGEST_REASON,
    MOST_GOLD_EVERY,
    MOST_ITEMS,
    MOST_OVERLAP,
)
from labeling.domain.lifecycle import Order
from projects.domain.phases import Phase

#: more annotators than this are named through the API
MOST_NAMED = 200


class BatchForm(forms.Form):
    """A batch to open over the items that no batch has yet."""

    name = forms.CharField(label=_("Name"), max_length=200)
    phase = forms.ChoiceField(
        label=_("Phase"),
        choices=[(Phase.PILOT.value, _("Pilot")), (Phase.MAIN.value, _("Main"))],
        help_text=_("A pilot tries schema, guideline and people out on a few items before the main work."),
    )
    size = forms.IntegerField(
        label=_("Number of items"),
        min_value=1,
        max_value=MOST_ITEMS,
        required=False,
        help_text=_("The first so many items that no batch has yet. Empty takes them all."),
    )
    overlap = forms.IntegerField(
        label=_("Overlap"),
        min_value=1,
        max_value=MOST_OVERLAP,
        initial=3,
        help_text=_("How many people answer each item independently. Agreement needs at least 2."),
    )
    lease_minutes = forms.IntegerField(
        label=_("Minutes a person may hold an item"),
        min_value=1,
        max_value=1440,
        initial=30,
        help_text=_("After that without a sign of life the item goes to somebody else."),
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            (Order.IMPORTED.value, _("As they were imported")),
            (Order.SHUFFLED.value, _("Shuffled, the same for everybody")),
        ],
    )
    gold_every = forms.IntegerField(
        label=_("Hidden gold: one item in"),
        min_value=LEAST_GOLD_EVERY,
        max_value=MOST_GOLD_EVERY,
        required=False,
        help_text=_(
            "Items whose right answer is recorded and that no batch has come in between, looking like any other."
            " Empty: none."
        ),
    )
    deadline_on = forms.DateField(
        label=_("Deadline"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The forecast on the batch page is held against it."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every annotator; in main work those chosen by their pilot."),
    )
    without_pilot = forms.CharField(
        label=_("Reason to go without a pilot"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only for main work whose pilot is not settled. The reason stays on record and is shown on the board."
        ),
    )

    def __init__(self, *args: Any, annotators: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if 0 < len(annotators) <= MOST_NAMED:
            choices = [(person.pk, str(person)) for person in annotators]
            self.fields["people"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["people"]

    def plan(self) -> dict[str, Any]:
        """Return what `open_batch` asks for."""
        chosen = dict(self.cleaned_data)
        return chosen | {"phase": Phase(chosen["phase"]), "order": Order(chosen["order"] or Order.IMPORTED)}


class ReasonForm(forms.Form):
    """Why, in a sentence or two."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class PersonReasonForm(ReasonForm):
    """Which annotator, and why."""

    person = forms.IntegerField(min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)


class ChoosePeopleForm(forms.Form):
    """Who gets the main work."""

    people = forms.TypedMultipleChoiceField(label=_("People"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where somebody is chosen who did nothing in the pilot."),
    )

    def __init__(self, *args: Any, annotators: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(person.pk, str(person)) for person in annotators]
        self.fields["people"].choices = choices  # type: ignore[attr-defined]
