"""Imports for programs."""

import io
from collections.abc import Iterator
from typing import IO, Any, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, _
from dmops_platform.strict import asked
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing import selectors
from sourcing.api.uploads import FILE_FORM, UploadQuery, UploadView, sent_file
from sourcing.domain.encodings import ENCODINGS
from sourcing.models import Import
from sourcing.services import imports

PIECE = 1 << 16
MEDIA_TYPES = {
    "text/csv": "table.csv",
    "text/tab-separated-values": "table.tsv",
    "application/x-ndjson": "table.jsonl",
}


class TextTable(BaseParser):
    """A body that is the table itself: handed on as a stream."""

    media_type = "text/*"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None
    ) -> dict[str, IO[Any]]:
        return {"stream": stream}


class JsonLinesTable(TextTable):
    """The same for JSON Lines."""

    media_type = "application/x-ndjson"


class ImportQuery(UploadQuery):
    """Which source a table comes from, and how its rows become items."""

    id_column = serializers.CharField(
        required=False, trim_whitespace=False, help_text="Without it items are named after file and row."
    )
    text_column = serializers.ListField(
        child=serializers.CharField(trim_whitespace=False),
        min_length=1,
        help_text="May be given several times.",
    )
    encoding = serializers.ChoiceField(choices=list(ENCODINGS), required=False)
    name = serializers.CharField(required=False, help_text="Name of the file where the body is the table.")


class ImportOut(serializers.ModelSerializer[Import]):
    """An import: how far it is, then its report."""

    source_name = serializers.CharField(source="source.name", read_only=True)
    file = serializers.CharField(source="file.name", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)
    is_waiting_for_worker = serializers.BooleanField(read_only=True)

    class Meta:
        model = Import
        fields = (
            "id",
            "project",
            "source",
            "source_name",
            "state",
            "done",
            "total",
            "error",
            "file",
            "sha256",
            "columns",
            "is_partial_allowed",
            "is_waiting_for_worker",
            "queued_at",
            "finished_at",
            "report",
        )


class StartImport(UploadView):
    """Upload a table and have it imported."""

    parser_classes = [MultiPartParser, TextTable, JsonLinesTable]

    @extend_schema(
        operation_id="start_import",
        parameters=[ImportQuery],
        request=FILE_FORM | dict.fromkeys(MEDIA_TYPES, OpenApiTypes.BINARY),
        responses={202: ImportOut},
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
        choice = asked(ImportQuery, request)
        name, chunks = _uploaded(request, choice.pop("name", None))
        job = imports.import_upload(
            source=selectors.import_source(project, choice.pop("source", None)),
            name=name,
            chunks=chunks,
            text_columns=choice.pop("text_column"),
            is_partial_allowed=choice.pop("partial"),
            by=request.user,
            **choice,
        )
        return Response(ImportOut(job).data, status=status.HTTP_202_ACCEPTED)


class StartMediaImport(UploadView):
    """Upload images or recordings, one or a ZIP of them, and have each become an item."""

    @extend_schema(
        operation_id="start_media_import",
        parameters=[UploadQuery],
        request=FILE_FORM,
        responses={202: ImportOut},
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.IMPORT_ITEMS)
        choice = asked(UploadQuery, request)
        file = sent_file(request)
        job = imports.import_media(
            source=selectors.import_source(project, choice.get("source")),
            name=file.name or "",
            chunks=file.chunks(),
            is_partial_allowed=choice["partial"],
            by=request.user,
        )
        return Response(ImportOut(job).data, status=status.HTTP_202_ACCEPTED)


def _uploaded(request: ApiRequest, name: str | None) -> tuple[str, Iterator[bytes]]:
    """Return the name and the bytes of the table, wherever the request carries it."""
    media_type = (request.content_type or "").split(";")[0].strip().lower()
    if media_type in MEDIA_TYPES:
        stream = cast("dict[str, IO[bytes]]", request.data).get("stream", io.BytesIO())
        return name or MEDIA_TYPES[media_type], iter(lambda: stream.read(PIECE), b"")
    file = request.FILES.get("file") if media_type == "multipart/form-data" else None
    if file is None:
        raise BadInput(
            _("Send the table as “file” of a multipart form, or as the body of type %(types)s."),
            path="file",
            code="no_file",
            types=", ".join(MEDIA_TYPES),
        )
    return name or file.name or "", iter(file.chunks())


class ImportDetail(APIView):
    """One import."""

    @extend_schema(operation_id="import", responses=ImportOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(ImportOut(selectors.import_for(request.user, pk)).data)


class CancelImport(APIView):
    """Stop an import."""

    @extend_schema(operation_id="cancel_import", request=None, responses=ImportOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        job = selectors.import_for(request.user, pk, Right.IMPORT_ITEMS)
        imports.cancel_import(job=job, by=request.user)
        job.refresh_from_db()
        return Response(ImportOut(job).data)
