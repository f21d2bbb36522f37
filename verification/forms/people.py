"""What people type about somebody's work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.models import Project
from verification.models import LONGEST_REASON, STEP_NAMES
from verification.selectors.conduct import annotators_of


class PersonDecisionForm(forms.Form):
    """A decision about somebody's work."""

    person = forms.ModelChoiceField(label=_("About"), queryset=User.objects.none(), empty_label="—")
    step = forms.ChoiceField(
        label=_("What to do"), choices=[(step.value, name) for step, name in STEP_NAMES.items()]
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this and can appeal."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = annotators_of(project)


class AppealForm(forms.Form):
    """What somebody says against a decision about their work."""

    text = forms.CharField(
        label=_("Why this is not right"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 4})
    )


class AppealAnswerForm(forms.Form):
    """The answer to an appeal."""

    is_upheld = forms.TypedChoiceField(
        label=_("The appeal"),
        choices=[
            ("yes", _("is right: the decision is taken back")),
            ("no", _("is not right: the decision stands")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Why"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
