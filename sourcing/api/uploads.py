"""What every endpoint shares that takes a file."""

from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, _
from dmops_platform.strict import StrictSerializer
from dmops_platform.types import ApiRequest
from sourcing.forms import LARGEST_ID
from sourcing.services import files

#: how the OpenAPI document describes the body
FILE_FORM = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
    }
}


class UploadQuery(StrictSerializer):
    """Where a file comes from, and what is done if something in it cannot be an item."""

    source = serializers.IntegerField(  # type: ignore[assignment]
        min_value=1,
        max_value=LARGEST_ID,
        required=False,
        help_text="May be left out where the project has exactly one source.",
    )
    partial = serializers.BooleanField(  # type: ignore[assignment]
        default=False, help_text="Import what is right even if the rest is refused."
    )


class UploadView(APIView):
    """An endpoint that takes a file and refuses what is too large before anything reads the body."""

    parser_classes = [MultiPartParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        files.check_length(int(request.META.get("CONTENT_LENGTH") or 0))
        super().initial(request, *args, **kwargs)


def sent_file(request: ApiRequest) -> "UploadedFile[Any]":
    """Return the file of a multipart form, or refuse a request without one."""
    file = cast("UploadedFile[Any] | None", request.FILES.get("file"))
    if file is None:
        raise BadInput(_("Send it as “file” of a multipart form."), path="file", code="no_file")
    return file
