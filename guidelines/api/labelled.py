"""Files that bring labels, for programs."""

import orjson
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked
from dmops_platform.types import ApiRequest
from guidelines import selectors, services
from guidelines.domain.label_report import MAX_ORIGIN, TABLE
from guidelines.models import LabelImport
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.api.imports import ImportOut
from sourcing.api.uploads import FILE_FORM, UploadQuery, UploadView, sent_file
from sourcing.domain.formats import READ as LABEL_FORMATS
from sourcing.forms import LARGEST_ID
from sourcing.selectors import import_source


class LabelsQuery(UploadQuery):
    """Where a file with labels comes from, its format, and the field its labels are suggestions for."""

    file_format = serializers.ChoiceField(choices=list(LABEL_FORMATS))
    field = serializers.CharField(help_text="One of kind spans, boxes, polygons, keypoints or segments.")


class ImportLabels(UploadView):
    """Upload sentences, or a ZIP of images or recordings, with labels that become suggestions."""

    @extend_schema(
        operation_id="import_labels",
        parameters=[LabelsQuery],
        request=FILE_FORM,
        responses={202: ImportOut},
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
        choice = asked(LabelsQuery, request)
        file = sent_file(request)
        job = services.import_labels(
            source=import_source(project, choice.get("source")),
            name=file.name or "",
            chunks=file.chunks(),
            format=choice["file_format"],
            field=choice["field"],
            is_partial_allowed=choice["partial"],
            by=request.user,
        )
        return Response(ImportOut(job).data, status=status.HTTP_202_ACCEPTED)


class AddLabelsQuery(StrictSerializer):
    """In which format a file has labels for items that exist, for which field, and who or what they are from."""

    source = serializers.IntegerField(  # type: ignore[assignment]
        min_value=1, max_value=LARGEST_ID, required=False, help_text="The source with which the file is kept."
    )
    file_format = serializers.ChoiceField(choices=[TABLE, *LABEL_FORMATS])
    field = serializers.CharField(help_text="One that a model suggests and a person confirms.")
    origin = serializers.CharField(max_length=MAX_ORIGIN, help_text="Say a model and its version.")


class LabelImportOut(serializers.ModelSerializer[LabelImport]):
    """A file of labels: how far it is, then what it holds and which labels are refused or have no item."""

    file = serializers.CharField(source="file.name", read_only=True)
    is_waiting_for_worker = serializers.BooleanField(read_only=True)

    class Meta:
        model = LabelImport
        fields = (
            "id",
            "project",
            "state",
            "done",
            "total",
            "error",
            "file",
            "field",
            "format",
            "origin",
            "is_preview",
            "preview",
            "is_waiting_for_worker",
            "queued_at",
            "finished_at",
            "report",
        )
        read_only_fields = fields


class PreviewLabels(UploadView):
    """Upload labels for items that exist and have them looked through; `add` makes suggestions of them."""

    @extend_schema(
        operation_id="preview_labels",
        parameters=[AddLabelsQuery],
        request=FILE_FORM,
        responses={202: LabelImportOut},
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
        choice = asked(AddLabelsQuery, request)
        file = sent_file(request)
        job = services.preview_labels(
            source=import_source(project, choice.get("source")),
            name=file.name or "",
            chunks=file.chunks(),
            format=choice["file_format"],
            field=choice["field"],
            origin=choice["origin"],
            by=request.user,
        )
        return Response(LabelImportOut(job).data, status=status.HTTP_202_ACCEPTED)


class LabelImportState(APIView):
    """How far a file of labels is, and what it holds."""

    @extend_schema(operation_id="label_import", responses=LabelImportOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(LabelImportOut(selectors.label_import_for(request.user, pk)).data)


class AddLabels(APIView):
    """Make suggestions of the labels that were looked through; asked twice, nothing is added twice."""

    @extend_schema(operation_id="add_labels", request=None, responses={202: LabelImportOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        preview = selectors.label_import_for(request.user, pk)
        job = services.add_labels(preview=preview, by=request.user)
        return Response(LabelImportOut(job).data, status=status.HTTP_202_ACCEPTED)


class CancelLabels(APIView):
    """Stop looking through a file of labels, or adding it: nothing of it is kept."""

    @extend_schema(operation_id="cancel_labels", request=None, responses=LabelImportOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        job = selectors.label_import_for(request.user, pk)
        services.cancel_labels(job=job, by=request.user)
        return Response(LabelImportOut(selectors.label_import_for(request.user, pk)).data)


class RefusedLabels(APIView):
    """Every label of a file that is no suggestion, with its line and the reason; `report.errors` has the first 100."""

    @extend_schema(
        operation_id="refused_labels",
        responses={(200, "application/x-ndjson"): OpenApiResponse(OpenApiTypes.STR, "One line a refusal.")},
    )
    def get(self, request: ApiRequest, pk: int) -> StreamingHttpResponse:
        job = selectors.label_import_for(request.user, pk)
        lines = (orjson.dumps(refusal) + b"\n" for refusal in services.refused_labels(job))
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")
