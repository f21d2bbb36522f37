"""Campaigns, who applied, and by what people are qualified."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from annotators.domain.entrance import PassMarks
from annotators.domain.recruiting import MODE_RULES, ApplicationState, How, Mode, ModeRule
from projects.models import Project

APPLICATION_NAMES = {
    ApplicationState.APPLIED: _("Applied"),
    ApplicationState.TESTING: _("Takes the test"),
    ApplicationState.PASSED: _("Passed the test"),
    ApplicationState.FAILED: _("Did not pass"),
    ApplicationState.ACCEPTED: _("Taken on"),
    ApplicationState.DECLINED: _("Declined"),
}
HOW_NAMES = {
    How.TEST: _("Entrance test"),
    How.VOUCHED: _("A manager's word"),
    How.APPOINTED: _("Appointed by a manager"),
}
LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000


class Campaign(models.Model):
    """One call for annotators, with a public page. What it says never changes; it can be closed.

    `pass_pace` is items a minute. A campaign without a test has a `test_size` of 0.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="campaigns")
    token = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=LONGEST_TEXT)
    mode = models.CharField(max_length=8, choices=Mode.choices())
    opens_on = models.DateField(null=True)
    closes_on = models.DateField(null=True)
    languages = models.CharField(max_length=200, blank=True)
    agreement = models.TextField(max_length=LONGEST_TEXT)
    test_size = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    attempts = models.PositiveSmallIntegerField()
    pass_accuracy = models.FloatField()
    pass_pace = models.FloatField()
    pays_test = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(pass_accuracy__gte=0, pass_accuracy__lte=1), name="campaign_accuracy_a_share"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def rule(self) -> ModeRule:
        """Return what the mode of the campaign means."""
        return MODE_RULES[Mode(self.mode)]

    @property
    def mode_name(self) -> str:
        """Return how its people are organised, in the reader's language."""
        return gettext(self.rule.title)

    @property
    def marks(self) -> PassMarks:
        """Return what its test asks."""
        return PassMarks(self.pass_accuracy, self.pass_pace)

    def is_open_on(self, day: date) -> bool:
        """Return whether people can apply on this day."""
        is_begun = self.opens_on is None or self.opens_on <= day
        return self.closed_at is None and is_begun and (self.closes_on is None or day <= self.closes_on)


class Application(models.Model):
    """One person who wants to label in a project: what they told of themselves and agreed to."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="applications"
    )
    languages = models.CharField(max_length=200, blank=True)
    experience = models.TextField(max_length=2_000, blank=True)
    note = models.TextField(max_length=2_000, blank=True)
    agreed_at = models.DateTimeField()
    state = models.CharField(
        max_length=8, choices=ApplicationState.choices(), default=ApplicationState.APPLIED.value
    )
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["campaign", "person"], name="application_once_a_person"),
        )

    def __str__(self) -> str:
        return str(self.person)

    @property
    def state_name(self) -> str:
        """Return how far the application is, in the reader's language."""
        return str(APPLICATION_NAMES[ApplicationState(self.state)])


class Qualification(models.Model):
    """By what a person may label in a project. `evidence` is the result of the test, where there was one."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="qualifications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="qualifications"
    )
    how = models.CharField(max_length=9, choices=How.choices())
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    evidence = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["project", "person"], name="qualification_of_person"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.how}"

    @property
    def how_name(self) -> str:
        """Return by what, in the reader's language."""
        return str(HOW_NAMES[How(self.how)])
