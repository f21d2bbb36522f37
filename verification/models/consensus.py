"""Agreement, consensus, disputes and their decisions."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dmops_platform.background import Job
from dmops_platform.states import State
from guidelines.models import EdgeCase, Guideline
from labeling.models import Batch
from projects.models import Thread
from sourcing.models import Item, ItemVersion

LARGEST_SEED = 2**31 - 1
LONGEST_REASON = 5_000


class ConsensusMethod(State):
    """How one answer is made out of several."""

    MAJORITY = "majority"
    WEIGHTED = "weighted"
    DAWID_SKENE = "dawid_skene"
    MACE = "mace"
    GLAD = "glad"


class How(State):
    """How an answer came to be in force."""

    ONLY = "only"
    UNANIMOUS = "unanimous"
    MAJORITY = "majority"
    WEIGHTED = "weighted"
    DAWID_SKENE = "dawid_skene"
    MACE = "mace"
    GLAD = "glad"
    DECISION = "decision"


class DisputeState(State):
    """A dispute waits for a decision, has one, ended because the answers came to agree, or is about a field that what
    was decided on another one leaves unasked.
    """

    OPEN = "open"
    SETTLED = "settled"
    DISSOLVED = "dissolved"
    NOT_ASKED = "not_asked"


class Cause(State):
    """Why people disagreed."""

    MISTAKE = "mistake"
    GUIDELINE_GAP = "guideline_gap"
    AMBIGUITY = "ambiguity"
    BAD_ITEM = "bad_item"


#: nothing is left to decide
OVER = (DisputeState.DISSOLVED, DisputeState.NOT_ASKED)
HOW_NAMES = {
    How.ONLY: _("the only answer"),
    How.UNANIMOUS: _("unanimous"),
    How.MAJORITY: _("by majority"),
    How.WEIGHTED: _("by weighted majority"),
    How.DAWID_SKENE: _("by Dawid and Skene"),
    How.MACE: _("by MACE"),
    How.GLAD: _("by GLAD"),
    How.DECISION: _("by decision"),
}
METHOD_NAMES = {
    ConsensusMethod.MAJORITY: _("Majority of the votes"),
    ConsensusMethod.WEIGHTED: _("Majority weighted by how often people agree with it"),
    ConsensusMethod.DAWID_SKENE: _("Dawid and Skene: people weigh as much as they proved reliable"),
    ConsensusMethod.MACE: _("MACE: who guesses counts for nothing (needs crowd-kit)"),
    ConsensusMethod.GLAD: _("GLAD: able people and hard items (needs crowd-kit)"),
}
STATE_NAMES = {
    DisputeState.OPEN: _("Undecided"),
    DisputeState.SETTLED: _("Settled"),
    DisputeState.DISSOLVED: _("Dissolved"),
    DisputeState.NOT_ASKED: _("Not asked any more"),
}
CAUSE_NAMES = {
    Cause.MISTAKE: _("A mistake"),
    Cause.GUIDELINE_GAP: _("The guideline leaves it open"),
    Cause.AMBIGUITY: _("The item can be read both ways"),
    Cause.BAD_ITEM: _("The item is bad"),
}


class ConsensusRun(Job):
    """One computation of agreement and consensus over a batch as it stood. `report` holds the figures."""

    task = "verification.tasks.run_consensus"

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="consensus_runs")
    method = models.CharField(
        max_length=12, choices=ConsensusMethod.choices(), default=ConsensusMethod.MAJORITY.value
    )
    scale = models.CharField(max_length=8, default="nominal")
    seed = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.method} of {self.batch_id}"

    @property
    def method_name(self) -> str:
        """Return the method in the reader's language."""
        return str(METHOD_NAMES[ConsensusMethod(self.method)])


class Consensus(models.Model):
    """One answer out of several, for one field of one item, as one run saw it.

    `soft` holds [answer, how much speaks for it] of every answer given, most first; empty where all are equal.
    """

    run = models.ForeignKey(ConsensusRun, on_delete=models.CASCADE, related_name="consensus")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="consensus")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=64)
    answer = models.JSONField()
    how = models.CharField(max_length=12)
    share = models.FloatField()
    n = models.PositiveIntegerField()
    is_tie = models.BooleanField(default=False)
    annotations = models.JSONField(default=list)
    soft = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "item", "field"], name="consensus_unique"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.item_id}"


class Dispute(models.Model):
    """Two or more answers to one field of one item that differ."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="disputes")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="disputes")
    item_version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=DisputeState.choices(), default=DisputeState.OPEN.value)
    thread = models.OneToOneField(Thread, null=True, on_delete=models.PROTECT, related_name="dispute")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "item", "field"], name="dispute_unique"),)
        indexes = (models.Index(fields=["batch", "state", "id"], name="dispute_of_batch"),)

    def __str__(self) -> str:
        return f"{self.field} of {self.item_id}"

    @property
    def state_name(self) -> str:
        """Return the state in the reader's language."""
        return str(STATE_NAMES[DisputeState(self.state)])

    @property
    def field_title(self) -> str:
        """Return the question of the disputed field."""
        [title] = [field["title"] for field in self.batch.schema.fields if field["name"] == self.field]
        return str(title)


class Decision(models.Model):
    """What was decided in a dispute, why, and what had caused it. A later decision is a new row.

    `guideline` is the version that settles it: the one the edge case went into, else the one then in force.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="decisions")
    answer = models.JSONField()
    cause = models.CharField(max_length=14, choices=Cause.choices())
    reason = models.TextField(max_length=LONGEST_REASON)
    guideline = models.ForeignKey(Guideline, null=True, on_delete=models.RESTRICT, related_name="+")
    edge_case = models.ForeignKey(EdgeCase, null=True, on_delete=models.RESTRICT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"decision on {self.dispute_id}"

    @property
    def cause_name(self) -> str:
        """Return the cause in the reader's language."""
        return str(CAUSE_NAMES[Cause(self.cause)])
