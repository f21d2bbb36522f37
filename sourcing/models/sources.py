"""Where raw data comes from, who judged the right to use it, and how its quality as a source was assessed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from sourcing.domain.criteria import Criterion
from sourcing.domain.rights import LONGEST_FACT, LONGEST_NAME, ReviewVerdict, SourceKind

KIND_NAMES = {
    SourceKind.CLIENT_PROVIDED: _("Provided by the client"),
    SourceKind.CROWDSOURCED: _("Contributed by the crowd"),
    SourceKind.CRAWLED: _("Crawled"),
    SourceKind.PUBLIC: _("Public data set"),
    SourceKind.INTERNAL_EVENT: _("Internal event"),
    SourceKind.MACHINE_GENERATED: _("Made by a machine"),
}
VERDICT_NAMES = {
    ReviewVerdict.APPROVE: _("Approved"),
    ReviewVerdict.CONDITIONS: _("Approved with conditions"),
    ReviewVerdict.REJECT: _("Rejected"),
}
CRITERION_NAMES = {
    Criterion.RELIABILITY: _("Reliability of the origin"),
    Criterion.OBTAINABILITY: _("Obtainability"),
}


class Source(models.Model):
    """One origin of raw data and what is stated about the right to use it.

    What a legal reviewer judges is told by `sourcing.domain.rights.REVIEWED`; a change of it asks for a new review.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=LONGEST_NAME)
    kind = models.CharField(max_length=20, choices=SourceKind.choices())
    origin = models.TextField(blank=True)
    collector = models.CharField(max_length=LONGEST_FACT, blank=True)
    collected_on = models.DateField(null=True)
    licence = models.CharField(max_length=40)
    licence_text = models.TextField(blank=True)
    licence_terms = models.JSONField(default=dict)
    copyright_holder = models.CharField(max_length=LONGEST_FACT, blank=True)
    has_personal_data = models.BooleanField(default=False)
    consent_basis = models.TextField(blank=True)
    model = models.CharField(max_length=LONGEST_FACT, blank=True)
    prompt = models.TextField(blank=True)
    seed = models.BigIntegerField(null=True)
    evidence = models.ForeignKey(
        "sourcing.RawFile", null=True, on_delete=models.PROTECT, related_name="evidence_of"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "name"], name="source_name_unique"),)

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """Return how the data came about, in the reader's language."""
        return str(KIND_NAMES[SourceKind(self.kind)])


class LegalReview(models.Model):
    """What a legal reviewer said of a source, and the digest of what they saw. Never changed."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=12, choices=ReviewVerdict.choices())
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.verdict} by {self.by}"

    @property
    def verdict_name(self) -> str:
        """Return the verdict in the reader's language."""
        return str(VERDICT_NAMES[ReviewVerdict(self.verdict)])


class Assessment(models.Model):
    """Whether a source meets a criterion of data quality, and on what evidence. Never changed; the latest counts."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="assessments")
    criterion = models.CharField(max_length=16, choices=Criterion.choices())
    is_met = models.BooleanField()
    evidence = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.criterion}: {self.is_met}"

    @property
    def criterion_name(self) -> str:
        """Return the criterion in the reader's language."""
        return str(CRITERION_NAMES[Criterion(self.criterion)])
