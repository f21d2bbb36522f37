"""What people ask and answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotators.domain.questions import LONGEST_ANSWER, LONGEST_QUESTION, MOST_HOURS
from annotators.models import Question
from annotators.models.questions import QUESTION_NAMES
from guidelines.domain.schema import Field
from guidelines.domain.sections import SECTIONS
from guidelines.reading import label_titles
from projects.forms import LARGEST_ID

#: between field and label in one choice; no field name has it
BETWEEN = ":"
STATES = [("", _("Every state")), *((state.value, name) for state, name in QUESTION_NAMES.items())]


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AskForm(forms.Form):
    """A question. `place` is a field or one of its labels, written `field` or `field:label`."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("What you would decide, and what makes you doubt. Everybody in the project can read it."),
        max_length=LONGEST_QUESTION,
        widget=_words(4),
    )
    place = forms.ChoiceField(label=_("About which answer"), required=False)
    section = forms.ChoiceField(label=_("About which part of the guideline"), required=False)
    item = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False, widget=forms.HiddenInput)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, fields: Sequence[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", gettext("No certain one")), *_places(fields)]  # type: ignore[attr-defined]
        sections = [(one.id, gettext(one.title)) for one in SECTIONS]
        self.fields["section"].choices = [("", gettext("No certain one")), *sections]  # type: ignore[attr-defined]

    def question(self) -> dict[str, Any]:
        """Return what `ask` wants to know."""
        given = self.cleaned_data
        field, _between, label = given["place"].partition(BETWEEN)
        facts = {name: given[name] for name in ("text", "section", "item", "version")}
        return {**facts, "field": field, "label": label}


def _places(fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    titles = label_titles(fields)
    for field in fields:
        yield field["name"], field["title"]
        for (name, label), title in titles.items():
            if name == field["name"]:
                yield f"{name}{BETWEEN}{label}", f"{field['title']}: {title}"


class QuestionFilter(forms.Form):
    """Which questions of the list."""

    q = forms.CharField(label=_("Search"), max_length=200, required=False)
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    field = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    label = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    section = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    item = forms.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What somebody says under a question. Only who teaches says what is official."""

    text = forms.CharField(label=_("Your answer"), max_length=LONGEST_ANSWER, widget=_words(4))
    is_official = forms.BooleanField(
        label=_("This is the official answer"),
        help_text=_("Everybody sees it, and who asked is told. Without it you are asking back."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, teaches: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not teaches:
            del self.fields["is_official"]
            self.fields["text"].label = gettext("Write something")


class MergeForm(forms.Form):
    """Which question stands for this one."""

    into = forms.ModelChoiceField(
        label=_("The question that stays"), queryset=Question.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, candidates: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = [one.pk for one in candidates]
        self.fields["into"].queryset = Question.objects.filter(pk__in=ids)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """Why a question needs no answer."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_ANSWER, required=False, widget=_words(2))


class EdgeCaseForm(forms.Form):
    """How the guideline says it."""

    decision = forms.CharField(
        label=_("How the guideline says it"),
        help_text=_("It goes into the draft of the next version, among the edge cases, under the question."),
        max_length=LONGEST_ANSWER,
        widget=_words(4),
    )


class LimitForm(forms.Form):
    """Within how many hours questions are answered."""

    hours = forms.IntegerField(label=_("Hours to answer"), min_value=1, max_value=MOST_HOURS)
