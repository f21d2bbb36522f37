"""What people fill in about norming sessions."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.models import User
from dmops_platform.errors import BadInput
from dmops_platform.http import refusal_sentence
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from verification.domain.answers import as_label
from verification.domain.norming import DRAWN_KINDS, MOST_ITEMS
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
    """One vote an item, asked as the kind of the field allows. What is left out is not voted on yet."""

    def __init__(
        self, *args: Any, items: Sequence[NormedItem], field: Field, titles: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._kind, self._config = KINDS[field["kind"]], field["config"]
        self._is_drawn = field["kind"] in DRAWN_KINDS
        self._items = {f"vote-{item.row.pk}": item.row for item in items}
        self._listed = {as_label(value): value for value in self._kind.values(self._config)}
        for item in items:
            self.fields[f"vote-{item.row.pk}"] = _vote_field(field, titles, item.mine)

    def clean(self) -> dict[str, Any]:
        """Return field name → answer, None where nothing was voted; what the field does not allow is refused."""
        given: dict[str, Any] = super().clean() or {}
        return {name: self._answer(name, value) for name, value in list(given.items())}

    def _answer(self, name: str, value: Any) -> Any:
        if value in ("", None, []):
            return None
        if self._listed:
            return self._listed[value]
        chosen = [label for label in value if label] if isinstance(value, list) else value
        try:
            chosen = _drawn(value, name) if self._is_drawn else chosen
            return self._kind.clean(chosen, self._config, self._items[name].item_version.parts, name)
        except BadInput as error:
            self.add_error(name, refusal_sentence(error))
            return None

    def votes(self) -> dict[int, Any]:
        """Return item of the session → answer, of those that were voted on."""
        cleaned = self.cleaned_data.items()
        return {self._items[name].pk: answer for name, answer in cleaned if answer is not None}


def _drawn(value: str, path: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        sentence = gettext_noop("Make your vote in the editor; this page needs scripts for it.")
        raise BadInput(sentence, path=path) from None


def _vote_field(field: Field, titles: Mapping[str, str], mine: Any) -> forms.Field:
    """Return how a vote on this field is asked: by buttons, from a list, or in a line."""
    facts: dict[str, Any] = {"label": _("Your vote"), "required": False, "initial": mine}
    outside = {"form": "votes", "aria-label": _("Your vote")}
    if field["kind"] in DRAWN_KINDS:
        facts["initial"] = "" if mine is None else json.dumps(mine, ensure_ascii=False)
        return forms.CharField(widget=forms.HiddenInput(attrs={"form": "votes"}), **facts)
    if titles:
        facts["initial"] = "" if mine is None else as_label(mine)
        if len(titles) <= MOST_RADIOS:
            return forms.ChoiceField(choices=list(titles.items()), widget=forms.RadioSelect, **facts)
        listed = [("", "—"), *titles.items()]
        return forms.ChoiceField(choices=listed, widget=forms.Select(attrs=outside), **facts)
    if field["kind"] == "choices":
        none = [("", _("None of them"))] if not field["config"]["least"] else []
        facts["initial"] = [""] if mine == [] else mine
        choices = [*KINDS["choices"].titles(field["config"]).items(), *none]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **facts)
    if field["kind"] == "number":
        return forms.FloatField(widget=forms.NumberInput(attrs={**outside, "step": "any"}), **facts)
    return forms.CharField(strip=False, widget=forms.Textarea(attrs={**outside, "rows": 2}), **facts)


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
