"""The shape of briefs and invitations for programs."""

from rest_framework import serializers

from dmops_platform.strict import StrictSerializer
from projects.domain.briefs import (
    LONGEST_NOTE,
    LONGEST_SENTENCE,
    LONGEST_TEXT,
    MOST_ITEMS,
)
from projects.domain.invitations import InvitationState
from projects.domain.metrics import LONGEST_NAME, Comparison
from projects.domain.money import LARGEST_AMOUNT
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.models import Brief, Invitation, SignOff
from projects.selectors import digest


class RequirementLines(StrictSerializer):
    """One requirement; with a metric it needs comparison and threshold, without one people judge it."""

    sentence = serializers.CharField(max_length=LONGEST_SENTENCE)
    metric = serializers.CharField(max_length=LONGEST_NAME, allow_blank=True, default="")
    comparison = serializers.ChoiceField([one.value for one in Comparison], allow_blank=True, default="")
    threshold = serializers.FloatField(allow_null=True, default=None)


class PlanLines(StrictSerializer):
    """How many items are wanted by when, in which phase."""

    phase = serializers.ChoiceField(Phase.choices())
    items = serializers.IntegerField(min_value=1, max_value=MOST_ITEMS)
    due_on = serializers.DateField(allow_null=True, default=None)


class InvitationIn(StrictSerializer):
    """Who is invited by mail, and to which role."""

    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=Role.choices())


class InvitationOut(serializers.ModelSerializer[Invitation]):
    """An invitation; its link is never shown again."""

    state = serializers.ChoiceField(InvitationState.choices(), read_only=True)

    class Meta:
        model = Invitation
        fields = ("id", "email", "role", "state", "at", "expires_at")


class InvitationSent(InvitationOut):
    """An invitation that was just sent, with its link."""

    link = serializers.CharField(read_only=True)

    class Meta(InvitationOut.Meta):
        fields = (*InvitationOut.Meta.fields, "link")  # type: ignore[assignment]


class BriefIn(StrictSerializer):
    """The whole content of a draft; the budget in minor units. `digest` is that of the draft being replaced."""

    purpose = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, default="")
    model_input = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, default="")
    model_output = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, default="")
    languages = serializers.CharField(max_length=100, allow_blank=True, default="")
    is_commercial = serializers.BooleanField(default=True)
    deadline_on = serializers.DateField(allow_null=True, default=None)
    budget = serializers.IntegerField(min_value=0, max_value=LARGEST_AMOUNT, allow_null=True, default=None)
    currency = serializers.CharField(max_length=3, default="KRW")
    requirements = RequirementLines(many=True, default=list)
    plan = PlanLines(many=True, default=list)
    change_note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64, allow_blank=True, default="")


class PublishBriefIn(StrictSerializer):
    """What changed; without it the note of the draft stays. `digest`, where given, must be that of the draft."""

    change_note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, required=False)
    digest = serializers.CharField(max_length=64, required=False)


class SignOffOut(serializers.ModelSerializer[SignOff]):
    """One side's signature."""

    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = SignOff
        fields = ("side", "by", "at")


class BriefOut(serializers.ModelSerializer[Brief]):
    """One version of the brief."""

    client = serializers.CharField(
        source="project.client.name", default=None, allow_null=True, read_only=True
    )
    requirements = RequirementLines(many=True, read_only=True)
    plan = PlanLines(many=True, read_only=True)
    sign_offs = SignOffOut(many=True, read_only=True)
    by = serializers.CharField(source="by.username", read_only=True)
    digest = serializers.SerializerMethodField()

    class Meta:
        model = Brief
        fields = (
            "number",
            "is_published",
            "published_at",
            "client",
            "purpose",
            "model_input",
            "model_output",
            "languages",
            "is_commercial",
            "deadline_on",
            "budget",
            "currency",
            "requirements",
            "plan",
            "sign_offs",
            "change_note",
            "by",
            "digest",
        )

    def get_digest(self, brief: Brief) -> str:
        """Return what identifies the content, to be sent back with the next save."""
        return digest(brief)
