"""What a model suggests, for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.types import ApiRequest
from guidelines.api.labelled import LabelImportOut
from guidelines.selectors import label_import_for
from labeling.services import suggestions


class UndoLabels(APIView):
    """Take back the suggestions of a file, as long as nobody has worked with them."""

    @extend_schema(operation_id="undo_labels", request=None, responses=LabelImportOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        suggestions.undo_labels(job=label_import_for(request.user, pk), by=request.user)
        return Response(LabelImportOut(label_import_for(request.user, pk)).data)
