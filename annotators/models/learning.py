"""How people are taught: steps done, questions that check understanding, live sessions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotators.domain.learning import LONGEST_CHECK, Step
from projects.models import Project

STEP_NAMES = {
    Step.READ: _("Read the guideline"),
    Step.EXAMPLES: _("See worked examples"),
    Step.PRACTICE: _("Practise"),
    Step.CHECK: _("Show that you understood"),
}
LONGEST_MINUTES = 20_000


class PathMark(models.Model):
    """One step of the path that a person has done. Reading and practice have rows of their own kind."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="path_marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="path_marks")
    step = models.CharField(max_length=8, choices=Step.choices())
    tries = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "person", "step"], name="path_mark_unique"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.step}"


class CheckQuestion(models.Model):
    """A choice question that checks whether the guideline was understood. `right` counts options from 0."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="check_questions")
    text = models.CharField(max_length=LONGEST_CHECK)
    options = models.JSONField()
    right = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=LONGEST_CHECK, blank=True)
    section = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.text[:60]


class TeachingSession(models.Model):
    """A live session: what is planned, who came, what was said, and what stays open."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="teaching_sessions")
    title = models.CharField(max_length=200)
    held_at = models.DateTimeField()
    agenda = models.TextField(max_length=LONGEST_MINUTES, blank=True)
    minutes = models.TextField(max_length=LONGEST_MINUTES, blank=True)
    open_points = models.TextField(max_length=LONGEST_MINUTES, blank=True)
    attendees = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="teaching_sessions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.title
