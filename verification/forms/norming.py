"""What people fill in about norming sessions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from verification.domain.norming import MOST_ITEMS
from verification.models import Dispute
from verification.selectors.norming import NormedItem

MOST_RADIOS = 9
SUGGESTED = 8


class NormingForm(forms.Form):
    """A session to start: about which disputed items, with whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    items = forms.MultipleChoiceField(
        label=_("Items"), widget=forms.CheckboxSelectMultiple, help_text=_("Up to 30; eight fill an hour.")
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Who votes"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, disputes: Sequence[Dispute], people: QuerySet[User], **kwargs: Any
    ) -> None:
        suggested = [str(dispute.item_id) for dispute in disputes[:SUGGESTED]]
        kwargs.setdefault("initial", {"items": suggested, "members": list(people)})
        super().__init__(*args, **kwargs)
        items, members = self.fields["items"], self.fields["members"]
        assert isinstance(items, forms.MultipleChoiceField)
        assert isinstance(members, forms.ModelMultipleChoiceField)
        items.choices = [(str(one.item_id), _line(one)) for one in disputes]
        members.queryset = people

    def clean_items(self) -> list[int]:
        """Return the chosen items as ids; refuse more than a session holds."""
        items = [int(item) for item in self.cleaned_data["items"]]
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(_("A session has at most %(n)s items.") % {"n": MOST_ITEMS})
        return items


def _line(dispute: Dispute) -> str:
    texts = [part for part in dispute.item_version.parts.values() if isinstance(part, str)]
    words = " · ".join([dispute.item.name, *texts])
    return words if len(words) <= 120 else f"{words[:119]}…"


class VotesForm(forms.Form):
    """One vote an item. What is left out is not voted on yet."""

    def __init__(
        self, *args: Any, items: Sequence[NormedItem], titles: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        is_short = len(titles) <= MOST_RADIOS
        for item in items:
            self.fields[f"vote-{item.row.pk}"] = forms.ChoiceField(
                label=_("Your vote"),
                choices=list(titles.items()) if is_short else [("", "—"), *titles.items()],
                widget=forms.RadioSelect if is_short else forms.Select,
                initial=item.mine,
                required=False,
            )

    def votes(self) -> dict[int, str]:
        """Return item of the session → label, of those that were voted on."""
        return {int(name.removeprefix("vote-")): label for name, label in self.cleaned_data.items() if label}


class DiscussForm(forms.Form):
    """Something to say about an item."""

    text = forms.CharField(
        label=_("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class EdgeCaseForm(forms.Form):
    """What is hard about an item, and what holds."""

    text = forms.CharField(
        label=_("What is hard about it"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    decision = forms.CharField(
        label=_("What holds"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )
