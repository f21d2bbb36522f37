"""Campaigns, applicants and gold in use, for programs."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from annotators.domain.entrance import MOST_ATTEMPTS, MOST_ITEMS, MOST_MINUTES, MOST_PACE
from annotators.domain.recruiting import ApplicationState, How, Mode
from annotators.models import Campaign, Use
from annotators.models.recruiting import LONGEST_REASON, LONGEST_TEXT
from annotators.selectors import attempts as pieces
from annotators.selectors import recruiting as selectors
from annotators.services import attempts as gold_services
from annotators.services import recruiting as services
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines.services import record_gold
from projects.domain.roles import Right
from projects.forms import LARGEST_ID
from projects.selectors import project_for


class CampaignIn(StrictSerializer):
    """A campaign to open. `pass_accuracy` is a share from 0 to 1, `pass_pace` items a minute."""

    title = serializers.CharField(max_length=200)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    mode = serializers.ChoiceField(choices=Mode.choices())
    agreement = serializers.CharField(max_length=LONGEST_TEXT)
    languages = serializers.CharField(max_length=200, allow_blank=True, default="")
    opens_on = serializers.DateField(allow_null=True, default=None)
    closes_on = serializers.DateField(allow_null=True, default=None)
    test_size = serializers.IntegerField(min_value=0, max_value=MOST_ITEMS, default=10)
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES, default=20)
    attempts = serializers.IntegerField(min_value=1, max_value=MOST_ATTEMPTS, default=2)
    pass_accuracy = serializers.FloatField(min_value=0, max_value=1, default=0.8)
    pass_pace = serializers.FloatField(min_value=0, max_value=MOST_PACE, default=1.0)
    pays_test = serializers.BooleanField(default=True)


class CampaignOut(serializers.ModelSerializer[Campaign]):
    """A campaign with the path of its public page."""

    path = serializers.SerializerMethodField()

    class Meta:
        model = Campaign
        fields = (
            "id",
            "title",
            "text",
            "mode",
            "agreement",
            "languages",
            "opens_on",
            "closes_on",
            "test_size",
            "minutes",
            "attempts",
            "pass_accuracy",
            "pass_pace",
            "pays_test",
            "closed_at",
            "path",
        )

    def get_path(self, campaign: Campaign) -> str:
        """Return where people apply."""
        return reverse("annotators:join", args=[campaign.token])


class EntranceOut(serializers.Serializer[Any]):
    """What the best test of a person came to."""

    accuracy = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    n = serializers.IntegerField()
    answered = serializers.IntegerField()
    items = serializers.IntegerField()
    pace = serializers.FloatField()
    score = serializers.FloatField()
    is_passed = serializers.BooleanField()


class ApplicantOut(serializers.Serializer[Any]):
    """Who applied, what they told, and how far they are."""

    id = serializers.IntegerField(source="application.pk")
    username = serializers.CharField(source="application.person.username")
    full_name = serializers.CharField(source="application.person.full_name")
    languages = serializers.CharField(source="application.languages")
    experience = serializers.CharField(source="application.experience")
    note = serializers.CharField(source="application.note")
    agreed_at = serializers.DateTimeField(source="application.agreed_at")
    state = serializers.ChoiceField(choices=ApplicationState.choices(), source="application.state")
    reason = serializers.CharField(source="application.reason")
    attempts = serializers.IntegerField()
    best = EntranceOut(allow_null=True)


class CampaignInFull(CampaignOut):
    """A campaign with its applicants."""

    applicants = serializers.SerializerMethodField()

    class Meta(CampaignOut.Meta):
        fields = (*CampaignOut.Meta.fields, "applicants")  # type: ignore[assignment]

    def get_applicants(self, campaign: Campaign) -> list[dict[str, Any]]:
        """Return who applied, those who wait for a decision first."""
        return list(ApplicantOut(selectors.applicants(campaign), many=True).data)


class QualifiedOut(serializers.Serializer[Any]):
    """An annotator and by what they are qualified."""

    username = serializers.CharField(source="person.username")
    full_name = serializers.CharField(source="person.full_name")
    how = serializers.ChoiceField(choices=How.choices())
    at = serializers.DateTimeField()
    reason = serializers.CharField()
    evidence = serializers.DictField(allow_null=True)


class ApplicationDecisionIn(StrictSerializer):
    """Why. Needed to decline, and to accept somebody who passed no test."""

    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, default="")


class ApplicationOut(serializers.Serializer[Any]):
    """How far an application is now."""

    id = serializers.IntegerField(source="pk")
    state = serializers.ChoiceField(choices=ApplicationState.choices())
    reason = serializers.CharField()


class GoldUseOut(serializers.Serializer[Any]):
    """An item with gold, and what its gold is used for; empty while it stays hidden."""

    item_version = serializers.IntegerField(source="pk")
    item = serializers.IntegerField(source="item_id")
    name = serializers.CharField(source="item.name")
    use = serializers.SerializerMethodField()

    def get_use(self, version: Any) -> str:
        """Return the use, or an empty text."""
        used = getattr(version, "gold_use", None)
        return str(used.use) if used else ""


class GoldUseIn(StrictSerializer):
    """What the gold of one item is used for; empty to hide it again."""

    item_version = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    use = serializers.ChoiceField(choices=Use.choices(), allow_blank=True)


class GoldUsesIn(StrictSerializer):
    """Several uses at once, all or none."""

    uses = GoldUseIn(many=True)


class GoldRowIn(StrictSerializer):
    """The right answer to one item; `why` and `section` explain it."""

    item_version_id = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    answer = serializers.JSONField()
    why = serializers.CharField(max_length=10_000, allow_blank=True, default="")
    section = serializers.CharField(max_length=64, allow_blank=True, default="")


class GoldIn(StrictSerializer):
    """Right answers to one field, all or none; an earlier one for the same item version is replaced."""

    field = serializers.CharField(max_length=64)
    rows = GoldRowIn(many=True)


class GoldOut(serializers.Serializer[Any]):
    """How many were recorded."""

    n = serializers.IntegerField()


class CampaignList(APIView):
    """The campaigns of a project."""

    @extend_schema(operation_id="campaign_list", responses=CampaignOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return them, latest first."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        rows = selectors.campaigns_for(request.user).filter(project=project)
        return Response(CampaignOut(rows, many=True).data)

    @extend_schema(operation_id="open_campaign", request=CampaignIn, responses={201: CampaignOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Open one."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = read(CampaignIn, request)
        given["mode"] = Mode(given["mode"])
        campaign = services.open_campaign(project=project, by=request.user, **given)
        return Response(CampaignOut(campaign).data, status=status.HTTP_201_CREATED)


class CampaignDetail(APIView):
    """One campaign."""

    @extend_schema(operation_id="campaign", responses=CampaignInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(CampaignInFull(selectors.campaign_for(request.user, pk)).data)


class CloseCampaign(APIView):
    """Take no more applications."""

    @extend_schema(operation_id="close_campaign", request=None, responses=CampaignOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        campaign = services.close_campaign(campaign=selectors.campaign_for(request.user, pk), by=request.user)
        return Response(CampaignOut(campaign).data)


class AcceptApplication(APIView):
    """Let an applicant label."""

    @extend_schema(operation_id="accept_application", request=ApplicationDecisionIn, responses=ApplicationOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        application = selectors.application_for(request.user, pk)
        services.accept_application(
            application=application, by=request.user, **read(ApplicationDecisionIn, request)
        )
        application.refresh_from_db()
        return Response(ApplicationOut(application).data)


class DeclineApplication(APIView):
    """Turn an applicant down."""

    @extend_schema(
        operation_id="decline_application", request=ApplicationDecisionIn, responses=ApplicationOut
    )
    def post(self, request: ApiRequest, pk: int) -> Response:
        application = selectors.application_for(request.user, pk)
        declined = services.decline_application(
            application=application, by=request.user, **read(ApplicationDecisionIn, request)
        )
        return Response(ApplicationOut(declined).data)


class QualifiedPeople(APIView):
    """Who may label in a project, and by what."""

    @extend_schema(operation_id="qualified_people", responses=QualifiedOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(QualifiedOut(selectors.qualified_people(project), many=True).data)


class RecordGold(APIView):
    """Right answers, for tests, teaching and hidden checks."""

    @extend_schema(operation_id="record_gold", request=GoldIn, responses={201: GoldOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Record them."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        n = record_gold(project=project, by=request.user, **read(GoldIn, request))
        return Response({"n": n}, status=status.HTTP_201_CREATED)


class GoldUses(APIView):
    """What the gold of a project is used for."""

    @extend_schema(operation_id="gold_uses", responses=GoldUseOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return every item with gold, oldest first."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(GoldUseOut(pieces.gold_items(project), many=True).data)

    @extend_schema(operation_id="set_gold_uses", request=GoldUsesIn, responses=GoldUseOut(many=True))
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        """Say for some items what their gold is used for."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        uses = {row["item_version"]: row["use"] for row in read(GoldUsesIn, request)["uses"]}
        gold_services.set_gold_uses(project=project, uses=uses, by=request.user)
        return Response(GoldUseOut(pieces.gold_items(project).filter(pk__in=uses), many=True).data)
