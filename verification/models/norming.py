"""Norming sessions: a team votes on hard items, talks, and votes again."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from guidelines.models import EdgeCase
from labeling.models import Batch
from projects.models import Project, Thread
from sourcing.models import ItemVersion
from verification.domain.norming import NormingState

NORMING_NAMES = {
    NormingState.VOTING: _("Blind vote"),
    NormingState.DISCUSSING: _("Discussion"),
    NormingState.VOTING_AGAIN: _("Second vote"),
    NormingState.DONE: _("Done"),
}


class NormingSession(models.Model):
    """One session about one field, over items of a batch and under its schema."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="norming_sessions")
    title = models.CharField(max_length=200)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="norming_sessions")
    field = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=NormingState.choices(), default=NormingState.VOTING.value)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="norming_sessions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title

    @property
    def state_name(self) -> str:
        """Return the step in the reader's language."""
        return str(NORMING_NAMES[NormingState(self.state)])


class NormingItem(models.Model):
    """One item of a session, with its discussion, and the edge case that came of it."""

    session = models.ForeignKey(NormingSession, on_delete=models.CASCADE, related_name="items")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    thread = models.OneToOneField(Thread, null=True, on_delete=models.PROTECT, related_name="norming_item")
    edge_case = models.ForeignKey(EdgeCase, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["session", "position"], name="norming_item_position"),
            models.UniqueConstraint(fields=["session", "item_version"], name="norming_item_once"),
        )

    def __str__(self) -> str:
        return f"{self.session_id}/{self.position}"


class NormingVote(models.Model):
    """What one person voted on one item in one round. It can be changed until the round is over."""

    item = models.ForeignKey(NormingItem, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "person", "round"], name="norming_vote_once"),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="norming_vote_round"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} by {self.person_id}"
