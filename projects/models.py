"""Projects, who belongs to them, what was done in them, and what was said."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from projects.domain.briefs import Side
from projects.domain.invitations import InvitationState
from projects.domain.phases import Phase
from projects.domain.roles import Right, Role

ROLE_NAMES = {
    Role.PM: _("Project manager"),
    Role.ANNOTATOR: _("Annotator"),
    Role.REVIEWER: _("Reviewer"),
    Role.DATA_ENGINEER: _("Data engineer"),
    Role.LEGAL: _("Legal reviewer"),
    Role.FINANCE: _("Finance"),
    Role.AUDITOR: _("External auditor"),
    Role.CLIENT: _("Client"),
}
SIDE_NAMES = {Side.CLIENT: _("The client"), Side.MODEL_TEAM: _("The model team")}
PHASE_NAMES = {Phase.PILOT: _("Pilot"), Phase.MAIN: _("Main")}


INVITATION_STATE_NAMES = {
    InvitationState.OPEN: _("Waits to be accepted"),
    InvitationState.ACCEPTED: _("Accepted by the person"),
    InvitationState.EXPIRED: _("Expired"),
    InvitationState.REVOKED: _("Taken back"),
}


class Client(models.Model):
    """Who needs the data."""

    name = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """One need of one client, taken through the twelve stages."""

    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="projects")
    name = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=8, default="en")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        permissions = tuple((right.value, str(right.value).replace("_", " ")) for right in Right)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the project's page."""
        return reverse("projects:project_page", args=[self.pk])


class Membership(models.Model):
    """One role of one person in one project. Written only by projects.services."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices())
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "user", "role"], name="membership_unique"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.role_name}"

    @property
    def role_name(self) -> str:
        """Return the role in the reader's language."""
        return str(ROLE_NAMES[Role(self.role)])


class Activity(models.Model):
    """One line of what was done: by whom, to what, when. Never changed."""

    project = models.ForeignKey(Project, null=True, on_delete=models.CASCADE, related_name="activities")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=80)
    about = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["project", "-id"], name="activity_of_project"),)

    def __str__(self) -> str:
        return f"{self.action} {self.about}"


class Invitation(models.Model):
    """A letter that gives one role in one project to whoever holds its link and this e-mail address, once.

    Of the link only the digest of its token is kept.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=16, choices=Role.choices())
    email = models.EmailField(max_length=254)
    digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["project", "-id"], name="invitation_of_project"),)

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def role_name(self) -> str:
        """Return the role in the reader's language."""
        return str(ROLE_NAMES[Role(self.role)])

    @property
    def state(self) -> InvitationState:
        """Return where it stands now."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        return InvitationState.EXPIRED if self.expires_at <= timezone.now() else InvitationState.OPEN

    @property
    def state_name(self) -> str:
        """Return where it stands, in the reader's language."""
        return str(INVITATION_STATE_NAMES[self.state])


class AccessLog(models.Model):
    """One look at personal or raw data: who, when, from where, whose data, what of it, and why. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="accesses")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=80)
    whose = models.CharField(max_length=250)
    about = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["project", "-id"], name="access_of_project"),)

    def __str__(self) -> str:
        return f"{self.action} {self.about}"


class Thread(models.Model):
    """A discussion; what it is about points at it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="threads")
    opened_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Message(models.Model):
    """One thing said in a thread. Never changed."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text[:60]


class Brief(models.Model):
    """One version of what the client needs. A published brief never changes."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="briefs")
    number = models.PositiveIntegerField()
    is_published = models.BooleanField(default=False)
    purpose = models.TextField(blank=True)
    model_input = models.TextField(blank=True)
    model_output = models.TextField(blank=True)
    languages = models.CharField(max_length=100, blank=True)
    is_commercial = models.BooleanField(default=True)
    deadline_on = models.DateField(null=True)
    budget = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, default="KRW")
    change_note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["project", "number"], name="brief_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(is_published=False), name="brief_one_draft"
            ),
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(budget__gte=0), name="brief_budget_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"v{self.number}"


class Requirement(models.Model):
    """One thing the client asks for; measured where `metric` is named: metric, comparison, threshold.

    A draft's requirements are written anew at each save; no row is ever changed.
    """

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField()
    sentence = models.CharField(max_length=500)
    metric = models.CharField(max_length=100, blank=True)
    comparison = models.CharField(max_length=2, blank=True)
    threshold = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["brief", "position"], name="requirement_position_unique"),
            models.CheckConstraint(
                condition=models.Q(metric="", comparison="", threshold=None)
                | models.Q(comparison__in=[">=", ">", "<=", "<", "="], threshold__isnull=False)
                & ~models.Q(metric=""),
                name="requirement_measured_or_not",
            ),
        )

    def __str__(self) -> str:
        return self.sentence


class PlanStep(models.Model):
    """How many items are wanted by when, in which phase."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="plan")
    phase = models.CharField(max_length=8, choices=Phase.choices())
    items = models.PositiveIntegerField()
    due_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(items__gte=1), name="plan_step_wants_items"),
        )

    def __str__(self) -> str:
        return f"{self.phase}: {self.items}"

    @property
    def phase_name(self) -> str:
        """Return the phase in the reader's language."""
        return str(PHASE_NAMES[Phase(self.phase)])


class SignOff(models.Model):
    """One side's yes to one version of the brief."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="sign_offs")
    side = models.CharField(max_length=10, choices=[("client", "client"), ("model_team", "model team")])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["brief", "side"], name="sign_off_once_a_side"),)

    def __str__(self) -> str:
        return f"{self.side}: {self.by}"

    @property
    def side_name(self) -> str:
        """Return the side in the reader's language."""
        return str(SIDE_NAMES[Side(self.side)])


class Cycle(models.Model):
    """One more round of stages 7 to 10, and why it was opened. The first round has no row."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveIntegerField()
    reason = models.TextField(max_length=2_000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "number"], name="cycle_number_unique"),)

    def __str__(self) -> str:
        return f"cycle {self.number}"


class StagePass(models.Model):
    """A judgement that lower apps obey, or a gate passed by hand: for which stage, in which cycle, on what evidence."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="stage_passes")
    stage = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=40)
    cycle = models.PositiveIntegerField(default=1)
    reason = models.TextField(max_length=2_000, blank=True)
    evidence = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=["project", "stage", "what"], name="stage_pass_of_project"),)

    def __str__(self) -> str:
        return f"{self.stage} {self.what}"


class Notice(models.Model):
    """One line of news for one person: an English sentence with %(name)s places, and what fills them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        )

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return the news in the reader's language."""
        return str(gettext(self.text) % self.values)
