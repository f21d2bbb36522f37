"""A batch while it is worked on, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.types import ApiRequest
from labeling import selectors
from labeling.api.batches import ProgressOut
from labeling.selectors import AlertKind
from projects.domain.roles import Right


class IntervalOut(serializers.Serializer[Any]):
    """A share with its 95 % interval and n; null where nothing was measured."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class ForecastOut(serializers.Serializer[Any]):
    """Answers a day, when the last one will come, and when it is due."""

    per_day = serializers.FloatField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class LeanOut(serializers.Serializer[Any]):
    """The label somebody gives more often than the others do."""

    leans_to = serializers.CharField(source="label")
    own = IntervalOut()
    others = IntervalOut()
    is_one_sided = serializers.BooleanField()


class PersonInspectionOut(serializers.Serializer[Any]):
    """How one person works in the batch."""

    person = serializers.IntegerField(source="person.pk")
    name = serializers.CharField(source="person")
    items = serializers.IntegerField()
    seconds = serializers.FloatField(allow_null=True)
    hasty = IntervalOut()
    skipped = IntervalOut()
    gold = IntervalOut()
    lean = LeanOut(allow_null=True)
    is_paused = serializers.SerializerMethodField()

    def get_is_paused(self, row: Any) -> bool:
        return row.pause is not None


class AlertOut(serializers.Serializer[Any]):
    """One thing to look into; `person` is null where it is about the batch."""

    what = serializers.ChoiceField(AlertKind.choices(), source="kind")
    person = serializers.IntegerField(source="person.pk", allow_null=True, default=None)
    sentence = serializers.CharField()


class InspectionOut(serializers.Serializer[Any]):
    """Progress, forecast, people and alerts of a batch."""

    progress = ProgressOut()
    forecast = ForecastOut()
    people = PersonInspectionOut(many=True)
    alerts = AlertOut(many=True)


class InspectBatch(APIView):
    """A batch while it is worked on: pace, people, and what somebody should look into."""

    @extend_schema(responses=InspectionOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
        return Response(InspectionOut(selectors.inspection(batch)).data)
