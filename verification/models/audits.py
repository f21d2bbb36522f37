"""Audits: a frozen sample, what an outsider judged of it, and what became of the findings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dmops_platform.states import State
from labeling.models import Batch
from projects.models import Project
from sourcing.models import Item, ItemVersion
from verification.domain.acceptance import Method
from verification.domain.dimensions import Dimension
from verification.domain.ethics import EthicsQuestion
from verification.domain.ethics import Verdict as EthicsVerdict
from verification.domain.findings import FindingState
from verification.models.consensus import Decision

LONGEST_SENTENCE = 2_000
MOST_DRAWN = 5_000


class Severity(State):
    """How bad a finding is."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"


SEVERITY_NAMES = {
    Severity.MINOR: _("Minor: the data can be used as it is"),
    Severity.MAJOR: _("Major: it misleads a model"),
    Severity.CRITICAL: _("Critical: nothing is delivered before it is corrected"),
}


class StrataBy(State):
    """What the data is parted by before drawing."""

    LABEL = "label"
    SOURCE = "source"
    ANNOTATOR = "annotator"


class About(State):
    """What is wrong with an item that does not conform."""

    GUIDELINE = "guideline"
    PRIVACY = "privacy"
    ETHICS = "ethics"


ABOUT_NAMES = {
    About.GUIDELINE: _("The answer does not follow the guideline"),
    About.PRIVACY: _("It shows personal data"),
    About.ETHICS: _("It could harm somebody"),
}
DIMENSION_NAMES = {
    Dimension.CONFORMANCE: _("Conformance to the guideline"),
    Dimension.SUFFICIENCY: _("Sufficiency"),
    Dimension.DIVERSITY: _("Diversity"),
    Dimension.TRUSTWORTHINESS: _("Trustworthiness"),
    Dimension.PRIVACY: _("Privacy and security"),
    Dimension.ETHICS: _("Ethics"),
}
QUESTION_NAMES = {
    EthicsQuestion.CONSENT: _("Did the people the data is about agree, and is it said on what basis?"),
    EthicsQuestion.HARM: _("Were people warned of sensitive or harmful content, and is it handled?"),
    EthicsQuestion.WELFARE: _("Were those who labelled treated fairly: pay, hours, pauses, appeals?"),
    EthicsQuestion.WITHDRAWAL: _("Can people withdraw, and is what they withdraw taken out?"),
    EthicsQuestion.BIAS: _("Are groups and sources treated alike?"),
    EthicsQuestion.VULNERABLE: _("Are children and other vulnerable people protected?"),
}
ETHICS_VERDICT_NAMES = {
    EthicsVerdict.MET: _("Met"),
    EthicsVerdict.CONCERN: _("A concern"),
    EthicsVerdict.NOT_APPLICABLE: _("Does not apply"),
}
METHOD_TITLES = {
    Method.ESTIMATE: _(
        "Estimate the error rate: the sample is large enough to know it to within the tolerable error"
    ),
    Method.ATTRIBUTE: _("Accept or reject: data with the tolerable error is rejected at this confidence"),
    Method.ISO_2859: _("Accept or reject by ISO 2859-1: single sampling, normal inspection"),
}
STRATA_NAMES = {
    StrataBy.LABEL: _("Labels"),
    StrataBy.SOURCE: _("Sources"),
    StrataBy.ANNOTATOR: _("Annotators"),
}


class Audit(models.Model):
    """One random sample of the answers in force, frozen when it was drawn, for somebody outside to judge.

    `moment` says of what state of the data it is a sample, `evidence` has the facts of that state by
    dimension, `strata` how many were drawn of which part. With an acceptance number the data is accepted when
    at most so many errors are found; without one, when the error rate is tolerable.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="audits")
    number = models.PositiveIntegerField()
    method = models.CharField(max_length=10, choices=Method.choices(), default=Method.ESTIMATE.value)
    tolerable_error = models.FloatField()
    confidence = models.FloatField()
    seed = models.PositiveIntegerField()
    population = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    acceptance = models.PositiveIntegerField(null=True)
    letter = models.CharField(max_length=1, blank=True)
    strata_by = models.CharField(max_length=10, choices=StrataBy.choices(), blank=True)
    strata = models.JSONField(default=list)
    moment = models.JSONField()
    evidence = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="audit_number_unique"),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=models.F("population")), name="audit_size"
            ),
            models.CheckConstraint(
                condition=Q(tolerable_error__gt=0, tolerable_error__lt=1), name="audit_tolerable_error"
            ),
        )

    def __str__(self) -> str:
        return f"audit {self.number}"


class AuditItem(models.Model):
    """One drawn item: its text and its answers (field → answer) as they stood."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    stratum = models.CharField(max_length=255, blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="audited")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["audit", "position"], name="audit_item_position_unique"),
            models.UniqueConstraint(fields=["audit", "item"], name="audit_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.audit_id}/{self.position}"


class AuditJudgement(models.Model):
    """Whether a drawn item conforms. A later judgement is a new row, and the last is in force.

    One that does not conform is a finding.
    """

    audit_item = models.ForeignKey(AuditItem, on_delete=models.CASCADE, related_name="judgements")
    conforms = models.BooleanField()
    about = models.CharField(max_length=10, choices=About.choices(), blank=True)
    note = models.TextField(max_length=LONGEST_SENTENCE, blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices(), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(conforms=True) | ~(Q(note="") | Q(about="")), name="audit_finding_has_note"
            ),
        )

    def __str__(self) -> str:
        return f"judgement on {self.audit_item_id}"

    @property
    def severity_name(self) -> str:
        """Return how bad it is, in the reader's language; older findings have none."""
        return str(SEVERITY_NAMES[Severity(self.severity)]) if self.severity else ""

    @property
    def about_name(self) -> str:
        """Return what is wrong, in the reader's language."""
        return str(ABOUT_NAMES[About(self.about)]) if self.about else ""


class FindingStep(models.Model):
    """One step of a finding: corrected (with what was done), verified, or open again."""

    judgement = models.ForeignKey(AuditJudgement, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=FindingState.choices())
    text = models.TextField(max_length=LONGEST_SENTENCE)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="finding_steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.judgement_id} {self.state}"


class FindingAssignment(models.Model):
    """Who is to correct a finding, and until when. A later row replaces an earlier one."""

    judgement = models.ForeignKey(AuditJudgement, on_delete=models.CASCADE, related_name="assignments")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.judgement_id} until {self.due_on}"


class DimensionJudgement(models.Model):
    """What the auditor says of one dimension; the last one is in force."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="dimensions")
    dimension = models.CharField(max_length=16, choices=Dimension.choices())
    has_concern = models.BooleanField()
    sentence = models.TextField(max_length=LONGEST_SENTENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.dimension} of {self.audit_id}"


class EthicsJudgement(models.Model):
    """What the auditor says to one question of ethics; the last one is in force."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="ethics")
    question = models.CharField(max_length=12, choices=EthicsQuestion.choices())
    verdict = models.CharField(max_length=14, choices=EthicsVerdict.choices())
    sentence = models.TextField(max_length=LONGEST_SENTENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.question} of {self.audit_id}"

    @property
    def verdict_name(self) -> str:
        """Return the verdict in the reader's language."""
        return str(ETHICS_VERDICT_NAMES[EthicsVerdict(self.verdict)])


class AuditSignOff(models.Model):
    """The auditor's last word on an audit: signed, or objected with what stands against it."""

    audit = models.OneToOneField(Audit, on_delete=models.CASCADE, related_name="sign_off")
    is_signed = models.BooleanField()
    sentence = models.TextField(max_length=LONGEST_SENTENCE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{'signed' if self.is_signed else 'objected to'}: {self.audit_id}"
