"""What a model suggests, and what people made of it, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.types import ApiRequest
from guidelines.api.labelled import LabelImportOut
from guidelines.selectors import label_import_for
from labeling import selectors
from labeling.api.inspection import IntervalOut
from labeling.services import suggestions
from projects.domain.roles import Right
from projects.selectors import project_for


class CountsOut(serializers.Serializer[Any]):
    """How many suggestions were taken as they were, answered otherwise, and answered with nothing."""

    accepted = serializers.IntegerField()
    changed = serializers.IntegerField()
    rejected = serializers.IntegerField()


class MediansOut(serializers.Serializer[Any]):
    """The median seconds of an item by what became of its suggestion; null where none was measured."""

    accepted = serializers.FloatField(allow_null=True)
    changed = serializers.FloatField(allow_null=True)
    rejected = serializers.FloatField(allow_null=True)


class SuggestionOutcomesOut(serializers.Serializer[Any]):
    """What became of suggestions: `accepted` is the share taken as they were."""

    accepted = IntervalOut(source="share")
    counts = CountsOut()
    seconds = MediansOut(source="medians")


class LabelOutcomesOut(serializers.Serializer[Any]):
    """The same of one label; of marks: of all marks of an item that have it."""

    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField()
    outcomes = SuggestionOutcomesOut()


class OriginOutcomesOut(serializers.Serializer[Any]):
    """The same of one origin: what a file was said to be from, "" for suggestions that came with the items."""

    origin = serializers.CharField(allow_blank=True)
    outcomes = SuggestionOutcomesOut()


class FieldOutcomesOut(serializers.Serializer[Any]):
    """The same of one field, of its labels and of the origins of its suggestions."""

    field = serializers.CharField(source="name")
    title = serializers.CharField()
    outcomes = SuggestionOutcomesOut(source="total")
    labels = LabelOutcomesOut(many=True)
    origins = OriginOutcomesOut(many=True)


class BatchSuggestions(APIView):
    """How often people took what a model suggested in a batch, and how long that took, by field, label and origin."""

    @extend_schema(operation_id="batch_suggestions", responses=FieldOutcomesOut(many=True))
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = selectors.batch_for(request.user, pk, Right.SEE_QUALITY)
        return Response(FieldOutcomesOut(selectors.suggestion_figures([batch]), many=True).data)


class ProjectSuggestions(APIView):
    """The same over all batches of a project: how models do against each other."""

    @extend_schema(operation_id="project_suggestions", responses=FieldOutcomesOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_QUALITY)
        batches = (
            selectors.batches_for(request.user, Right.SEE_QUALITY).filter(project=project).order_by("pk")
        )
        return Response(FieldOutcomesOut(selectors.suggestion_figures(list(batches)), many=True).data)


class UndoLabels(APIView):
    """Take back the suggestions of a file, as long as nobody has worked with them."""

    @extend_schema(operation_id="undo_labels", request=None, responses=LabelImportOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        suggestions.undo_labels(job=label_import_for(request.user, pk), by=request.user)
        return Response(LabelImportOut(label_import_for(request.user, pk)).data)
