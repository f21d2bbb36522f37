"""Agreement of any table of ratings, for programs: no project, nothing stored."""

import io
from typing import IO, Any, BinaryIO, cast

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.json_door import StrictJson
from dmops_platform.strict import StrictSerializer, asked
from dmops_platform.types import ApiRequest
from sourcing.domain.encodings import ENCODINGS
from sourcing.domain.ratings_table import Columns
from verification import services
from verification.domain.loose_kinds import KINDS, PLAIN
from verification.domain.ratings import Scale

MOST_BYTES = 16 * 1024 * 1024  # a table this size is computed while the caller waits
TABLES = {
    "text/csv": "table.csv",
    "text/tab-separated-values": "table.tsv",
    "text/plain": "table",
    "application/x-ndjson": "table.jsonl",
    "application/gzip": "table",
}


class TableTooLarge(RuleBroken):
    """A table too large to be computed while somebody waits. HTTP 413."""

    code = "table_too_large"
    status = 413


class TextBody(BaseParser):
    """A body that is the table itself, handed on as a stream."""

    media_type = "text/*"

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        return {"stream": stream}


class JsonLinesBody(TextBody):
    """The same for JSON Lines."""

    media_type = "application/x-ndjson"


class GzipBody(TextBody):
    """The same for a compressed table."""

    media_type = "application/gzip"


class AgreementQuery(StrictSerializer):
    """What the columns are called, and the scale of the labels."""

    item_column = serializers.CharField(default="item", trim_whitespace=False)
    annotator_column = serializers.CharField(default="annotator", trim_whitespace=False)
    label_column = serializers.CharField(default="label", trim_whitespace=False)
    scale = serializers.ChoiceField(
        [scale.value for scale in Scale],
        required=False,
        help_text="Without it every measure is tried; with it those that suit the scale.",
    )
    kind = serializers.ChoiceField(
        [*PLAIN, *KINDS], required=False, help_text="What the labels are, in JSON; without it they are plain."
    )
    empty_label = serializers.CharField(
        required=False, help_text="The label that an empty one stands for; without it nobody rated there."
    )
    encoding = serializers.ChoiceField(choices=list(ENCODINGS), required=False)
    name = serializers.CharField(
        required=False, help_text="Name of the file where the body is the table; its ending says the format."
    )


class RatingRows(StrictSerializer):
    """Ratings as objects: one for each, with the named columns as keys."""

    ratings = serializers.ListField(child=serializers.DictField(), min_length=1)


class MeasureOut(serializers.Serializer[Any]):
    """A value with its 95 % bootstrap interval over items; null with the reason where there is none."""

    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(help_text="Items with two answers or more.")
    why_undefined = serializers.CharField(allow_null=True)


class AgreementOut(serializers.Serializer[Any]):
    """Every measure of agreement of a table of ratings."""

    items = serializers.IntegerField()
    ratings = serializers.IntegerField(help_text="Those that count: the last of each person on each item.")
    ratings_read = serializers.IntegerField()
    replaced = serializers.IntegerField(help_text="Earlier ratings of the same person on the same item.")
    annotators = serializers.IntegerField()
    labels = serializers.IntegerField()
    empty_labels = serializers.IntegerField(help_text="Rows without a label.")
    scale = serializers.CharField(allow_null=True, required=False)
    kind = serializers.CharField(required=False)
    draws = serializers.IntegerField()
    seed = serializers.IntegerField()
    measures = serializers.DictField(child=MeasureOut())


class AgreementOfTable(APIView):
    """Agreement of a table of ratings that belongs to no project."""

    parser_classes = [StrictJson, MultiPartParser, TextBody, JsonLinesBody, GzipBody]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before anything reads the body."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            raise TableTooLarge(
                _("At most %(most)s MB are computed here. Use manage.py agreement for a larger table."),
                most=MOST_BYTES // 1024**2,
            )
        super().initial(request, *args, **kwargs)

    @extend_schema(
        operation_id="agreement_of_table",
        parameters=[AgreementQuery],
        request={
            "application/json": RatingRows,
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
            },
            **dict.fromkeys(TABLES, OpenApiTypes.BINARY),
        },
        responses=AgreementOut,
    )
    def post(self, request: ApiRequest) -> Response:
        choice = asked(AgreementQuery, request)
        scale = Scale(choice["scale"]) if "scale" in choice else None
        columns = Columns.chosen(choice)
        if _media_type(request) == "application/json":
            report = services.agreement_of_rows(
                _rows(request),
                columns=columns,
                scale=scale,
                kind=choice.get("kind"),
                empty_label=choice.get("empty_label"),
            )
            return Response(report)
        name, stream = _table(request, choice.get("name"))
        report = services.agreement_of_stream(
            stream,
            name=name,
            columns=columns,
            scale=scale,
            kind=choice.get("kind"),
            encoding=choice.get("encoding"),
            empty_label=choice.get("empty_label"),
            max_bytes=MOST_BYTES,
        )
        return Response(report)


def _media_type(request: ApiRequest) -> str:
    return (request.content_type or "").split(";")[0].strip().lower()


def _rows(request: ApiRequest) -> list[dict[str, Any]]:
    """Return the rows of a JSON body: a list of objects, alone or as “ratings”."""
    body = request.data
    serializer = RatingRows(data={"ratings": body} if isinstance(body, list) else body)
    serializer.is_valid(raise_exception=True)
    return list(serializer.validated_data["ratings"])


def _table(request: ApiRequest, name: str | None) -> tuple[str, BinaryIO]:
    """Return the name and the bytes of the table, wherever the request carries it."""
    media_type = _media_type(request)
    if media_type in TABLES:
        stream = cast("dict[str, BinaryIO]", request.data).get("stream", io.BytesIO())
        return name or TABLES[media_type], stream
    file = request.FILES.get("file") if media_type == "multipart/form-data" else None
    if file is None:
        sentence = _(
            "Send the table as “file” of a multipart form, as the body of type %(types)s, or its rows as JSON."
        )
        raise BadInput(sentence, path="file", code="no_file", types=", ".join(TABLES))
    return name or file.name or "", cast("BinaryIO", file)
