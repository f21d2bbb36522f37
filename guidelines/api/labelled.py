"""Files that bring labels, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, _
from dmops_platform.strict import StrictSerializer, asked
from dmops_platform.types import ApiRequest
from guidelines import services
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.api.imports import ImportOut
from sourcing.domain.formats import READ as LABEL_FORMATS
from sourcing.forms import LARGEST_ID
from sourcing.selectors import import_source
from sourcing.services import files


class LabelsQuery(StrictSerializer):
    """Where a file with labels comes from, its format, and the field its labels are suggestions for."""

    file_format = serializers.ChoiceField(choices=list(LABEL_FORMATS))
    field = serializers.CharField(help_text="One of kind spans, boxes, polygons, keypoints or segments.")
    source = serializers.IntegerField(  # type: ignore[assignment]
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="May be left out where there is only one.",
    )
    partial = serializers.BooleanField(  # type: ignore[assignment]
        default=False, help_text="Import what is right even if the rest is refused."
    )


class ImportLabels(APIView):
    """Upload sentences, or a ZIP of images or recordings, with labels that become suggestions."""

    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before anything reads the body."""
        files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="import_labels",
        parameters=[LabelsQuery],
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
        responses={202: ImportOut},
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
        choice = asked(LabelsQuery, request)
        file = request.FILES.get("file")
        if file is None:
            raise BadInput(_("Send it as “file” of a multipart form."), path="file", code="no_file")
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
