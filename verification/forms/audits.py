"""What people choose and type about audits."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from guidelines.domain.kinds import KINDS
from verification.domain.acceptance import AQLS, Level, Method
from verification.domain.dimensions import Dimension
from verification.domain.ethics import EthicsQuestion
from verification.forms.quality import KeyedRadios
from verification.models import (
    ABOUT_NAMES,
    DIMENSION_NAMES,
    ETHICS_VERDICT_NAMES,
    LARGEST_SEED,
    LONGEST_SENTENCE,
    METHOD_TITLES,
    MOST_DRAWN,
    QUESTION_NAMES,
    SEVERITY_NAMES,
    STRATA_NAMES,
    AuditJudgement,
    ConsensusRun,
    Severity,
)

CONFIDENCES = [("0.9", "90 %"), ("0.95", "95 %"), ("0.99", "99 %")]
BETWEEN = ":"


def _is_yes(value: str) -> bool:
    return value == "yes"


def _sentence(label: Any, help_text: Any = "", **facts: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_SENTENCE, widget=area, **facts
    )


class AuditForm(forms.Form):
    """The plan of a sample."""

    batches = forms.MultipleChoiceField(
        label=_("Batches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all of them, as the gate asks."),
    )
    method = forms.ChoiceField(
        label=_("What the sample is for"),
        choices=[(method.value, name) for method, name in METHOD_TITLES.items()],
        initial=Method.ESTIMATE.value,
        required=False,
        widget=forms.RadioSelect,
    )
    tolerable_error = forms.FloatField(
        label=_("Tolerable error, in percent"),
        min_value=0.1,
        max_value=50,
        initial=5,
        help_text=_("The largest share of wrong answers you accept. The sample is large enough to see it."),
    )
    confidence = forms.ChoiceField(label=_("Confidence"), choices=CONFIDENCES, initial="0.95")
    accepted = forms.IntegerField(
        label=_("Errors accepted in the sample"),
        min_value=0,
        max_value=MOST_DRAWN,
        initial=0,
        required=False,
        help_text=_("Only to accept or reject: each error more that is accepted takes a larger sample."),
    )
    aql = forms.TypedChoiceField(
        label=_("Acceptable quality level, in percent of wrong answers"),
        choices=[(f"{aql:g}", f"{aql:g} %") for aql in AQLS],
        coerce=float,
        initial="1",
        required=False,
        help_text=_("Only for ISO 2859-1: data of this quality is nearly always accepted."),
    )
    level = forms.ChoiceField(
        label=_("Inspection level"),
        choices=[(level.value, level.value) for level in Level],
        initial=Level.II.value,
        required=False,
        help_text=_("Only for ISO 2859-1: II is usual, I draws less, III draws more."),
    )
    strata_by = forms.ChoiceField(
        label=_("Draw in proportion from each of the"),
        choices=[
            ("", _("nothing: from all alike")),
            *((by.value, name) for by, name in STRATA_NAMES.items()),
        ],
        required=False,
    )
    size = forms.IntegerField(
        label=_("Number of items"),
        min_value=1,
        max_value=MOST_DRAWN,
        required=False,
        help_text=_("Empty: it follows from tolerable error, confidence and the number of items in force."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=LARGEST_SEED,
        initial=0,
        help_text=_("The same seed draws the same items again."),
    )

    def __init__(self, *args: Any, runs: Sequence[ConsensusRun], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        batches = self.fields["batches"]
        assert isinstance(batches, forms.MultipleChoiceField)
        batches.choices = [(str(run.batch_id), run.batch.name) for run in runs]

    def plan(self) -> dict[str, Any]:
        """Return the checked plan as `draw_audit` takes it."""
        return {
            **self.cleaned_data,
            "batches": [int(batch) for batch in self.cleaned_data["batches"]],
            "tolerable_error": self.cleaned_data["tolerable_error"] / 100,
            "confidence": float(self.cleaned_data["confidence"]),
            "method": self.cleaned_data["method"] or Method.ESTIMATE,
            "accepted": self.cleaned_data["accepted"] or 0,
            "aql": self.cleaned_data["aql"] or 1.0,
            "level": self.cleaned_data["level"] or Level.II,
        }


class JudgementForm(forms.Form):
    """Whether a drawn item conforms, and if not, why."""

    conforms = forms.TypedChoiceField(
        label=_("Does the answer conform to the guideline?"),
        choices=[("yes", _("It conforms")), ("no", _("It does not"))],
        coerce=_is_yes,
        widget=KeyedRadios,
    )
    about = forms.ChoiceField(
        label=_("What is wrong"),
        required=False,
        choices=[("", "—"), *((about.value, name) for about, name in ABOUT_NAMES.items())],
        help_text=_("Only where it does not conform."),
    )
    severity = forms.ChoiceField(
        label=_("How bad it is"),
        required=False,
        initial=Severity.MAJOR.value,
        choices=[(severity.value, name) for severity, name in SEVERITY_NAMES.items()],
        help_text=_("Only where it does not conform."),
    )
    note = _sentence(
        _("Finding"),
        _("What you see, so that others can correct it. Only where it does not conform."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Return the judgement; one that does not conform says what is wrong."""
        given = super().clean() or {}
        if given.get("conforms") is False:
            for name in ("about", "note"):
                if not given.get(name):
                    self.add_error(name, _("Say what is wrong, so that it can be corrected."))
        return {**given, "severity": given.get("severity") or Severity.MAJOR.value}


class DimensionForm(forms.Form):
    """A judgement on one dimension."""

    dimension = forms.ChoiceField(
        choices=[(dimension.value, name) for dimension, name in DIMENSION_NAMES.items()],
        widget=forms.HiddenInput,
    )
    has_concern = forms.TypedChoiceField(
        label=_("Your judgement"),
        choices=[("no", _("In order")), ("yes", _("A concern"))],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    sentence = _sentence(_("Why"))

    def __init__(self, *args: Any, of: Dimension | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dimension"].initial = of.value if of else None


class EthicsForm(forms.Form):
    """A judgement on one question of ethics."""

    question = forms.ChoiceField(
        choices=[(question.value, name) for question, name in QUESTION_NAMES.items()],
        widget=forms.HiddenInput,
    )
    verdict = forms.ChoiceField(
        label=_("Your judgement"),
        choices=[(verdict.value, name) for verdict, name in ETHICS_VERDICT_NAMES.items()],
        widget=forms.RadioSelect,
    )
    sentence = _sentence(_("Why"))

    def __init__(self, *args: Any, of: EthicsQuestion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].initial = of.value if of else None


class SignForm(forms.Form):
    """The auditor's last word."""

    is_signed = forms.TypedChoiceField(
        label=_("Your last word"),
        choices=[("yes", _("I sign this audit off")), ("no", _("I object"))],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    sentence = _sentence(_("In a sentence"), _("It stands in the quality report as you write it."))


class FindingForm(forms.Form):
    """What moves one finding on."""

    def __init__(self, *args: Any, finding: AuditJudgement, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"finding{finding.pk}_%s", **kwargs})
        self.finding = finding


class CorrectionForm(FindingForm):
    """How a finding was corrected; an answer gives the item that answer."""

    answer = forms.ChoiceField(label=_("New answer"), required=False)
    text = _sentence(
        _("How it was corrected"),
        _("With a reference: a guideline version, a recipe run, or why the new answer is right."),
    )

    def __init__(self, *args: Any, finding: AuditJudgement, **kwargs: Any) -> None:
        super().__init__(*args, finding=finding, **kwargs)
        answer = self.fields["answer"]
        assert isinstance(answer, forms.ChoiceField)
        drawn = finding.audit_item
        answer.choices = [("", _("The item keeps its answer"))] + [
            (f"{field['name']}{BETWEEN}{label}", f"{field['title']}: {title}")
            for field in drawn.batch.schema.fields
            if field["name"] in drawn.answers
            for label, title in KINDS[field["kind"]].titles(field["config"]).items()
        ]

    def correction(self) -> dict[str, Any]:
        """Return the checked correction as `correct_finding` takes it."""
        field, _between, label = self.cleaned_data["answer"].partition(BETWEEN)
        return {"text": self.cleaned_data["text"], "field": field, "answer": label or None}


class AssignmentForm(FindingForm):
    """Who is to correct a finding, and until when."""

    owner = forms.TypedChoiceField(label=_("Who corrects it"), coerce=int)
    due_on = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, finding: AuditJudgement, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, finding=finding, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.TypedChoiceField)
        owner.choices = [(person.pk, str(person)) for person in people]


class VerificationForm(FindingForm):
    """Whether a correction is good."""

    is_verified = forms.TypedChoiceField(
        label=_("Is it corrected?"),
        choices=[("yes", _("Yes, it is")), ("no", _("No, it stays open"))],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    text = _sentence(_("In a sentence"))
