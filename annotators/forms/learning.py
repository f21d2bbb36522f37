"""What people answer and write on the path."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from annotators.domain.learning import LONGEST_CHECK, MOST_OPTIONS
from annotators.models import CheckQuestion, TeachingSession
from annotators.models.learning import LONGEST_MINUTES
from guidelines.domain.sections import SECTIONS


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CheckForm(forms.Form):
    """The comprehension check: one choice a question. A question may be left out; it is not right then."""

    def __init__(self, *args: Any, questions: Sequence[CheckQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"question-{question.pk}"] = forms.ChoiceField(
                label=question.text,
                choices=list(enumerate(question.options)),
                widget=forms.RadioSelect,
                required=False,
            )

    def answers(self) -> dict[int, int]:
        """Return question → chosen option."""
        return {
            int(name.removeprefix("question-")): int(value)
            for name, value in self.cleaned_data.items()
            if value != ""
        }


class CheckQuestionForm(forms.Form):
    """A question of the check. Options are lines; a star begins the right one."""

    text = forms.CharField(label=_("Question"), max_length=LONGEST_CHECK, widget=_words(2))
    options = forms.CharField(
        label=_("Options, one a line"),
        help_text=_("Begin the right one with a star: * like this."),
        max_length=MOST_OPTIONS * 510,
        widget=_words(5),
    )
    why = forms.CharField(label=_("Why"), max_length=LONGEST_CHECK, required=False, widget=_words(2))
    section = forms.ChoiceField(label=_("Part of the guideline"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(one.id, gettext(one.title)) for one in SECTIONS]
        self.fields["section"].choices = [("", "–"), *sections]  # type: ignore[attr-defined]

    def clean_options(self) -> tuple[list[str], int]:
        """Return the options and which is right."""
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        starred = [place for place, line in enumerate(lines) if line.startswith("*")]
        if len(starred) != 1:
            raise forms.ValidationError(_("Begin exactly one line with a star."), code="no_star")
        return [line.removeprefix("*").strip() for line in lines], starred[0]

    def question(self) -> dict[str, Any]:
        """Return what `add_check_question` wants to know."""
        options, right = self.cleaned_data["options"]
        return {**self.cleaned_data, "options": options, "right": right}


class SessionForm(forms.Form):
    """A live session to plan."""

    title = forms.CharField(label=_("Title"), max_length=200)
    held_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    agenda = forms.CharField(label=_("Agenda"), max_length=LONGEST_MINUTES, required=False, widget=_words(4))


class MinutesForm(forms.Form):
    """What came of a live session."""

    attendees = forms.MultipleChoiceField(
        label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.CharField(label=_("Minutes"), max_length=LONGEST_MINUTES, widget=_words(6))
    open_points = forms.CharField(
        label=_("What stays open"), max_length=LONGEST_MINUTES, required=False, widget=_words(3)
    )

    def __init__(self, data: QueryDict | None, *, people: Iterable[User], session: TeachingSession) -> None:
        came = [str(pk) for pk in session.attendees.values_list("pk", flat=True)]
        initial = {"minutes": session.minutes, "open_points": session.open_points, "attendees": came}
        super().__init__(data, initial=initial)
        self.fields["attendees"].choices = [(str(one.pk), str(one)) for one in people]  # type: ignore[attr-defined]

    def outcome(self) -> dict[str, Any]:
        """Return what `write_minutes` wants to know."""
        return {**self.cleaned_data, "attendees": [int(pk) for pk in self.cleaned_data["attendees"]]}
