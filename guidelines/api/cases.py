"""Edge cases and picked examples for programs."""

from collections.abc import Callable

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines import selectors, services
from guidelines.api.shapes import GuidelineOut
from guidelines.domain.cases import MAX_TEXT
from guidelines.models import EdgeCase, Guideline
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.models import ItemVersion
from sourcing.selectors import items_for


class EdgeCaseOut(serializers.ModelSerializer[EdgeCase]):
    """An edge case and where it came from. `guideline` is the number of the version it went into."""

    id = serializers.CharField(source="case_id", help_text="Its id among the `cases` of a guideline.")
    guideline = serializers.IntegerField(source="guideline.number")
    is_in_force = serializers.BooleanField(source="guideline.is_published")
    item = serializers.IntegerField(source="item_version.item_id", default=None, allow_null=True)

    class Meta:
        model = EdgeCase
        fields = ("id", "field", "label", "text", "decision", "guideline", "is_in_force", "item", "at")


class EdgeCaseIn(StrictSerializer):
    """A hard case and what holds; about a field, one of its labels, or the whole."""

    text = serializers.CharField(max_length=MAX_TEXT)
    decision = serializers.CharField(max_length=MAX_TEXT)
    field = serializers.CharField(max_length=64, allow_blank=True, default="")
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=200, allow_blank=True, default="", trim_whitespace=False
    )


class EdgeCases(APIView):
    """The edge cases of a project, latest first; those of a draft to managers only."""

    @extend_schema(responses=EdgeCaseOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        rows = selectors.edge_cases_for(request.user).filter(project=project)
        return Response(EdgeCaseOut(rows, many=True).data)

    @extend_schema(request=EdgeCaseIn, responses={201: EdgeCaseOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write one into the draft of the next guideline version."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        row = services.add_edge_case(project=project, by=request.user, **read(EdgeCaseIn, request))
        return Response(EdgeCaseOut(row).data, status=status.HTTP_201_CREATED)


class PlaceIn(StrictSerializer):
    """An item version, and the label it is an example of."""

    field = serializers.CharField(max_length=64)
    label = serializers.CharField(max_length=200, trim_whitespace=False)  # type: ignore[assignment]
    item_version = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class PickIn(PlaceIn):
    """An item version to pick, for the label or (`is_example` false) against it."""

    is_example = serializers.BooleanField(default=True)
    why = serializers.CharField(max_length=2_000, allow_blank=True, default="")


class PickExample(APIView):
    """Add an item to the examples of a label, in the draft of the next guideline version."""

    @extend_schema(request=PickIn, responses=GuidelineOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        return _with_item(PickIn, services.pick_example, request, project_pk)


class RemoveExample(APIView):
    """Take an item out of the examples of a label, in the draft of the next guideline version."""

    @extend_schema(request=PlaceIn, responses=GuidelineOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        return _with_item(PlaceIn, services.remove_example, request, project_pk)


def _with_item(
    shape: type[PlaceIn], service: Callable[..., Guideline], request: ApiRequest, project_pk: int
) -> Response:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    given = read(shape, request)
    mine = ItemVersion.objects.filter(item__in=items_for(request.user).filter(project=project))
    given["item_version"] = get_object_or_404(mine, pk=given["item_version"])
    return Response(GuidelineOut(service(project=project, by=request.user, **given)).data)
