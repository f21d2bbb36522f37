"""What managers and applicants type about campaigns."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotators.domain.entrance import MOST_ATTEMPTS, MOST_GOLD_AT_ONCE, MOST_ITEMS, MOST_MINUTES, MOST_PACE
from annotators.domain.recruiting import MODE_RULES
from annotators.forms.pay import DAY
from annotators.models.attempts import USE_NAMES
from annotators.models.recruiting import LONGEST_REASON, LONGEST_TEXT
from guidelines.domain.sections import SECTIONS

MODES = [(mode.value, _(rule.title)) for mode, rule in MODE_RULES.items()]
USES = [
    ("", _("Hidden, for checks during the work")),
    *((use.value, name) for use, name in USE_NAMES.items()),
]


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CampaignForm(forms.Form):
    """A campaign to open."""

    title = forms.CharField(label=_("Title"), max_length=200)
    mode = forms.ChoiceField(label=_("How people are organised"), choices=MODES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What you offer and whom you look for"),
        help_text=_(
            "Markdown. Everybody with the link reads it: the work, the time it takes, how it is paid."
        ),
        max_length=LONGEST_TEXT,
        widget=_words(8),
    )
    languages = forms.CharField(
        label=_("Languages people need"),
        help_text=_("For example: Korean, English."),
        max_length=200,
        required=False,
    )
    agreement = forms.CharField(
        label=_("What people agree to"),
        help_text=_("What applicants agree to: confidentiality, how their data is used, when work is paid."),
        max_length=LONGEST_TEXT,
        widget=_words(6),
    )
    opens_on = forms.DateField(label=_("First day"), required=False, widget=DAY)
    closes_on = forms.DateField(label=_("Last day"), required=False, widget=DAY)
    test_size = forms.IntegerField(
        label=_("Items in the test"),
        help_text=_("Drawn by chance from the gold marked for tests. 0 for no test."),
        min_value=0,
        max_value=MOST_ITEMS,
        initial=10,
    )
    minutes = forms.IntegerField(
        label=_("Minutes for the test"), min_value=1, max_value=MOST_MINUTES, initial=20
    )
    attempts = forms.IntegerField(label=_("Attempts"), min_value=1, max_value=MOST_ATTEMPTS, initial=2)
    percent = forms.IntegerField(
        label=_("Right answers to pass, in percent"), min_value=0, max_value=100, initial=80
    )
    pass_pace = forms.FloatField(
        label=_("Items a minute to pass"), min_value=0, max_value=MOST_PACE, initial=1
    )
    pays_test = forms.BooleanField(
        label=_("The test is paid like the work"),
        help_text=_("Every answer of a finished test, passed or not, by the terms for annotators."),
        required=False,
        initial=True,
    )

    def campaign(self) -> dict[str, Any]:
        """Return what `open_campaign` wants to know."""
        given = dict(self.cleaned_data)
        share = given.pop("percent") / 100
        return {**given, "pass_accuracy": share}


class ApplyForm(forms.Form):
    """What an applicant tells of themselves."""

    languages = forms.CharField(label=_("Languages you know well"), max_length=200, required=False)
    experience = forms.CharField(
        label=_("What you have done that helps here"), max_length=2_000, required=False, widget=_words(3)
    )
    note = forms.CharField(label=_("Anything else"), max_length=2_000, required=False, widget=_words(2))
    agrees = forms.BooleanField(label=_("I have read the agreement and agree to it."))


class SignUpForm(ApplyForm):
    """The same, with a new account."""

    field_order = ("full_name", "username", "password", "email")
    full_name = forms.CharField(label=_("Your name"), max_length=200)
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only for a lost password."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def account(self) -> dict[str, str]:
        """Return what the account is made of."""
        return {name: self.cleaned_data[name] for name in ("username", "full_name", "email", "password")}

    def profile(self) -> dict[str, Any]:
        """Return what `apply_to` wants to know."""
        return {name: self.cleaned_data[name] for name in ("languages", "experience", "note", "agrees")}


class DecisionForm(forms.Form):
    """Why an applicant is accepted or declined."""

    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON, required=False, widget=_words(2))


class UseForm(forms.Form):
    """What the gold of one item is used for."""

    use = forms.ChoiceField(label=_("Used for"), choices=USES, required=False)


class WhyForm(forms.Form):
    """Why one right answer is right, and which section says so."""

    why = forms.CharField(label=_("Why"), max_length=10_000, required=False, widget=_words(2))
    section = forms.ChoiceField(label=_("Part of the guideline"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sections = [(one.id, gettext(one.title)) for one in SECTIONS]
        self.fields["section"].choices = [("", "–"), *sections]  # type: ignore[attr-defined]

    def clean_why(self) -> str:
        """Return the reason with line breaks as they are stored."""
        return str(self.cleaned_data["why"]).replace("\r\n", "\n")


class GoldSizeForm(forms.Form):
    """How many items to answer as gold."""

    size = forms.IntegerField(label=_("Items"), min_value=1, max_value=MOST_GOLD_AT_ONCE, initial=10)
