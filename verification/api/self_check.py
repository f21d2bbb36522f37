"""Self-checks for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.selectors import project_for
from verification.api.audits import ShareOut
from verification.selectors import self_check as selectors
from verification.services import self_checks as services


class SelfCheckIn(StrictSerializer):
    """How many of each person's answers are asked again, and how many hours after."""

    percent = serializers.IntegerField(min_value=1, max_value=100)
    delay_hours = serializers.IntegerField(min_value=0, max_value=services.MOST_HOURS)


class SelfAgreementOut(serializers.Serializer[Any]):
    """How often a person (user id) gave the same answer to a field again."""

    person = serializers.IntegerField(source="person.pk")
    field = serializers.CharField()
    same = ShareOut()


class SelfCheckOut(serializers.Serializer[Any]):
    """The rule in force, null where there is none, and how often people answered the same."""

    rule = SelfCheckIn(allow_null=True)
    figures = SelfAgreementOut(many=True)


class OwnAgreementOut(serializers.Serializer[Any]):
    """How often the caller gave the same answer to a question again."""

    title = serializers.CharField()
    same = ShareOut()


class SelfCheckOfBatch(APIView):
    """Items that come again to whoever answered them."""

    @extend_schema(operation_id="self_check", responses=SelfCheckOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        found = {
            "rule": selectors.self_check_of(batch),
            "figures": selectors.self_check_figures(batch),
        }
        return Response(SelfCheckOut(found).data)

    @extend_schema(operation_id="set_self_check", request=SelfCheckIn, responses=SelfCheckIn)
    def put(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        rule = services.set_self_check(batch=batch, by=request.user, **read(SelfCheckIn, request))
        return Response(SelfCheckIn(rule).data)

    @extend_schema(operation_id="stop_self_check", responses={204: None})
    def delete(self, request: ApiRequest, pk: int) -> Response:
        services.stop_self_check(batch=batch_for(request.user, pk, Right.MANAGE_PROJECT), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class OwnSelfCheck(APIView):
    """How often the caller answers the same when asked again."""

    @extend_schema(operation_id="own_self_check", responses=OwnAgreementOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.LABEL)
        return Response(OwnAgreementOut(selectors.own_self_check(request.user, project), many=True).data)
