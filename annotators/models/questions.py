"""What people ask while they learn and label, and what is answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotators.domain.questions import LONGEST_QUESTION, USUAL_HOURS, QuestionState
from projects.models import Message, Project, Thread
from sourcing.models import ItemVersion

QUESTION_NAMES = {
    QuestionState.OPEN: _("Waits for an answer"),
    QuestionState.ANSWERED: _("Answered"),
    QuestionState.CLOSED: _("Closed"),
    QuestionState.MERGED: _("Merged"),
}


class Teaching(models.Model):
    """How a project teaches: within how many hours questions are answered. Without a row, 48."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, related_name="teaching")
    answer_hours = models.PositiveSmallIntegerField(default=USUAL_HOURS)

    def __str__(self) -> str:
        return f"{self.answer_hours} h"


class Question(models.Model):
    """One question about an item, a label or a part of the guideline.

    `waiting_since` is when it began to want an answer: when it was asked, or asked again.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="questions")
    item_version = models.ForeignKey(
        ItemVersion, null=True, on_delete=models.PROTECT, related_name="questions"
    )
    field = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=64, blank=True)
    text = models.TextField(max_length=LONGEST_QUESTION)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField(auto_now_add=True)
    waiting_since = models.DateTimeField()
    state = models.CharField(max_length=8, choices=QuestionState.choices(), default=QuestionState.OPEN.value)
    thread = models.OneToOneField(Thread, on_delete=models.PROTECT, related_name="question")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    is_faq = models.BooleanField(default=False)
    promoted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into=None),
                name="question_merged_into_one",
            ),
        )
        indexes = (
            models.Index(fields=["project", "-id"], name="question_of_project"),
            models.Index(
                fields=["project", "waiting_since"], condition=Q(state="open"), name="question_waiting"
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def state_name(self) -> str:
        """Return how far the question is, in the reader's language."""
        return str(QUESTION_NAMES[QuestionState(self.state)])


class Answer(models.Model):
    """One message under a question: whether it is the official answer, and whether a teacher wrote it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, related_name="answer")
    is_official = models.BooleanField()
    is_from_teacher = models.BooleanField()

    def __str__(self) -> str:
        return str(self.message)
