"""What people choose and type about disputes."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guidelines.models import Schema
from guidelines.reading import label_titles
from labeling.domain.batching import MOST_OVERLAP
from labeling.models import Batch
from projects.models import Project
from verification.forms.quality import MOST_KEYS, KeyedRadios
from verification.models import CAUSE_NAMES, LONGEST_REASON, STATE_NAMES, DisputeState
from verification.selectors import Pair, Wanted
from verification.selectors.queue import blind_people, fields_in_dispute, pairs_in_dispute

MOST_RADIOS = 30


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
    edge_case = forms.CharField(
        label=_("For the guideline: what is hard about it"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the guideline leaves it open: goes into its next version as an edge case."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

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
        label=_("Your message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("@username tells a reviewer about it."),
    )


class RelabelForm(forms.Form):
    """A batch over the items that a decision touches."""

    name = forms.CharField(label=_("Name"), max_length=200)
    overlap = forms.IntegerField(
        label=_("People for each item"), min_value=1, max_value=MOST_OVERLAP, initial=1
    )


class DisputeFilter(forms.Form):
    """Which disputes to list. A person is a blind number of the batch, so a batch is chosen first."""

    state = forms.ChoiceField(label=_("State"), required=False)
    batch = forms.ModelChoiceField(
        label=_("Batch"), required=False, queryset=Batch.objects.none(), empty_label=_("All batches")
    )
    field = forms.ChoiceField(label=_("Field"), required=False)
    pair = forms.ChoiceField(label=_("Labels against each other"), required=False)
    person = forms.ChoiceField(label=_("Blind person"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        titles = _titles(project)
        self._offer(
            "state", _("All, undecided first"), [(one.value, name) for one, name in STATE_NAMES.items()]
        )
        names = [(name, titles.get((name, ""), name)) for name in fields_in_dispute(project)]
        self._offer("field", _("All fields"), names)
        self._offer(
            "pair", _("All labels"), [_pair_choice(pair, n, titles) for pair, n in pairs_in_dispute(project)]
        )
        batch = self.fields["batch"]
        assert isinstance(batch, forms.ModelChoiceField)
        batch.queryset = Batch.objects.filter(project=project).order_by("pk")
        self._offer_people()

    def _offer(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", nothing), *choices]

    def _offer_people(self) -> None:
        """Offer the people of the batch that is chosen; without one there is nobody to choose."""
        chosen = str(self.data.get("batch", ""))
        batch = Batch.objects.filter(project=self.project, pk=int(chosen)).first() if _is_id(chosen) else None
        people = blind_people(batch) if batch else []
        self._offer(
            "person",
            _("Everybody") if batch else _("Choose a batch first"),
            [(str(n), gettext("Person %(n)s") % {"n": n}) for n in people],
        )
        self.fields["person"].disabled = batch is None


def read_wanted(query: Mapping[str, str], project: Project) -> Wanted:
    """Return the filters that a query sets; senseless ones are left out."""
    state, field, batch = query.get("state"), query.get("field"), query.get("batch", "")
    person = query.get("person", "")
    return Wanted(
        state=state if state in set(DisputeState) else None,
        batch=Batch.objects.filter(project=project, pk=int(batch)).first() if _is_id(batch) else None,
        field=field or None,
        pair=_read_pair(query.get("pair", "")),
        person=int(person) if _is_id(person) else None,
    )


def _read_pair(text: str) -> Pair | None:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_pair = isinstance(read, list) and len(read) == 3 and all(isinstance(part, str) for part in read)
    return Pair(*read) if is_pair else None


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _titles(project: Project) -> dict[tuple[str, str], str]:
    """Return (field, label) → title, "" standing for the field itself, by the latest schema that has it."""
    found: dict[tuple[str, str], str] = {}
    for schema in Schema.objects.filter(project=project, batches__isnull=False).distinct().order_by("number"):
        found |= {(field["name"], ""): field["title"] for field in schema.fields}
        found |= label_titles(schema.fields)
    return found


def _pair_choice(pair: Pair, n: int, titles: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    one, other = (
        (titles.get((pair.field, label), label) if label else gettext("nothing"))
        for label in (pair.one, pair.other)
    )
    return json.dumps(pair, ensure_ascii=False), f"{one} ↔ {other} ({n})"
