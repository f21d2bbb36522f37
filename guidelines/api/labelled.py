"""Files that bring labels, for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from dmops_platform.strict import asked
from dmops_platform.types import ApiRequest
from guidelines import services
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.api.imports import ImportOut
from sourcing.api.uploads import FILE_FORM, UploadQuery, UploadView, sent_file
from sourcing.domain.formats import READ as LABEL_FORMATS
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
