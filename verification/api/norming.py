"""Norming sessions for programs."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling.api.fields import IdsField
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.selectors import project_for
from verification.domain.norming import NormingState
from verification.models import NormingSession
from verification.selectors import norming as selectors
from verification.services import norming as services

LARGEST_ID = 2**63 - 1


class NormingIn(StrictSerializer):
    """A session to start: on which items (ids) of a batch, about which field, with whom (user ids)."""

    title = serializers.CharField(max_length=200)
    batch = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    field = serializers.CharField(max_length=64)
    items = IdsField()
    members = IdsField()


class NormingOut(serializers.ModelSerializer[NormingSession]):
    """A session and its step."""

    class Meta:
        model = NormingSession
        fields = ("id", "project", "title", "batch", "field", "state", "at")


class CountedOut(serializers.Serializer[Any]):
    """How often an answer was voted for."""

    answer = serializers.CharField(source="label")
    votes = serializers.IntegerField()


class NormingSaidOut(serializers.Serializer[Any]):
    """One message; without a name for those who label."""

    by = serializers.CharField()
    is_own = serializers.BooleanField()
    text = serializers.CharField()
    at = serializers.DateTimeField()


class NormedItemOut(serializers.Serializer[Any]):
    """One item: the caller's vote in the open round, and the votes of the rounds that are over, counted."""

    id = serializers.IntegerField(source="row.pk")
    item = serializers.IntegerField(source="row.item_version.item_id")
    name = serializers.CharField(source="row.item_version.item.name")
    parts = serializers.DictField(source="row.item_version.parts")
    mine = serializers.CharField(source="mine_label")
    rounds = serializers.ListField(child=CountedOut(many=True), source="shown")
    messages = NormingSaidOut(many=True)
    edge_case = serializers.IntegerField(source="row.edge_case_id", allow_null=True)


class NormingFigureOut(serializers.Serializer[Any]):
    """The agreement over the items of a session by its measure, with its interval."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    why_undefined = serializers.CharField(allow_null=True)


class NormingInFull(NormingOut):
    """A session as far as the caller may see it; `before` and `after` are null until their round is over."""

    items = NormedItemOut(many=True, read_only=True)
    given = serializers.IntegerField(read_only=True)
    wanted = serializers.IntegerField(read_only=True)
    before = NormingFigureOut(allow_null=True, read_only=True)
    after = NormingFigureOut(allow_null=True, read_only=True)
    measure = serializers.CharField(read_only=True)

    class Meta(NormingOut.Meta):
        fields = (*NormingOut.Meta.fields, "items", "given", "wanted", "before", "after", "measure")  # type: ignore[assignment]


class VotesIn(StrictSerializer):
    """Votes in the open round: item of the session (its `id`) → answer."""

    votes = serializers.DictField(child=serializers.JSONField(), allow_empty=False)


class AdvanceIn(StrictSerializer):
    """The step the caller saw: asked twice the session goes on once."""

    seen = serializers.ChoiceField(NormingState.choices())


class SayIn(StrictSerializer):
    """Something to say about an item."""

    text = serializers.CharField(max_length=10_000)


class CaseIn(StrictSerializer):
    """What is hard about an item, and what holds."""

    text = serializers.CharField(max_length=2_000)
    decision = serializers.CharField(max_length=2_000)


class CaseOut(serializers.Serializer[Any]):
    """The edge case that was made."""

    edge_case = serializers.IntegerField()


def in_full(session: NormingSession, reader: User) -> dict[str, Any]:
    """Return a session as this reader may see it."""
    turnout, norming = selectors.turnout(session, reader), selectors.norming_of(session)
    return {
        **NormingOut(session).data,
        "items": NormedItemOut(selectors.items_of_session(session, reader), many=True).data,
        "given": turnout.given,
        "wanted": turnout.wanted,
        "before": asdict(norming.before) if norming.before else None,
        "after": asdict(norming.after) if norming.after else None,
        "measure": norming.measure,
    }


class NormingSessions(APIView):
    """The norming sessions of a project that the caller leads or votes in."""

    @extend_schema(operation_id="norming_list", responses=NormingOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        rows = selectors.sessions_for(request.user).filter(project=project)[:200]
        return Response(NormingOut(rows, many=True).data)

    @extend_schema(operation_id="start_norming", request=NormingIn, responses={201: NormingOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.REVIEW)
        sent = read(NormingIn, request)
        batch = batch_for(request.user, sent.pop("batch"), Right.REVIEW)
        session = services.start_norming(project=project, batch=batch, by=request.user, **sent)
        return Response(NormingOut(session).data, status=status.HTTP_201_CREATED)


class NormingDetail(APIView):
    """One norming session."""

    @extend_schema(operation_id="norming", responses=NormingInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(in_full(selectors.session_for(request.user, pk), request.user))


class VoteNorming(APIView):
    """Give votes in the open round."""

    @extend_schema(operation_id="vote_norming", request=VotesIn, responses=NormingInFull)
    def post(self, request: ApiRequest, pk: int) -> Response:
        session = selectors.session_for(request.user, pk)
        votes = services.as_ids(read(VotesIn, request)["votes"])
        services.vote_norming(session=session, votes=votes, by=request.user)
        return Response(in_full(session, request.user))


class AdvanceNorming(APIView):
    """Go on: reveal the votes, vote again, end."""

    @extend_schema(operation_id="advance_norming", request=AdvanceIn, responses=NormingInFull)
    def post(self, request: ApiRequest, pk: int) -> Response:
        session = selectors.led_session_for(request.user, pk)
        session = services.advance_norming(session=session, by=request.user, **read(AdvanceIn, request))
        return Response(in_full(session, request.user))


class DiscussNorming(APIView):
    """Say something about an item of a session."""

    @extend_schema(operation_id="discuss_norming", request=SayIn, responses={204: None})
    def post(self, request: ApiRequest, pk: int) -> Response:
        item = selectors.item_for(request.user, pk)
        services.discuss_norming(item=item, by=request.user, **read(SayIn, request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PromoteNorming(APIView):
    """Make an edge case of an item of a session."""

    @extend_schema(operation_id="promote_norming", request=CaseIn, responses={201: CaseOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        item = selectors.item_for(request.user, pk, leads=True)
        case = services.promote_norming(item=item, by=request.user, **read(CaseIn, request))
        return Response({"edge_case": case.pk}, status=status.HTTP_201_CREATED)
