"""Images and recordings of items, whole or by ranges."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from dmops_platform.errors import BadInput
from dmops_platform.types import ApiRequest
from sourcing import selectors
from sourcing.domain.media import HEAD, SERVED, Slice, asked_slice, media_type
from sourcing.services.media import peaks_of, shown_media

PIECE = 1 << 18
KEPT = "private, max-age=3600"
#: should a browser ever show one of these files as a page of its own, nothing in it runs
NOTHING_RUNS = "default-src 'none'; sandbox"
KEY = OpenApiParameter("key", OpenApiTypes.STR, description="As in the address that came with a work unit.")
RANGE = OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="bytes=first-last")
WHOLE = OpenApiResponse(OpenApiTypes.BINARY, "The file.")
PART = OpenApiResponse(OpenApiTypes.BINARY, "The bytes that the range asks for.")


class AnyFile(APIView):
    """A view that answers with a file, whatever the client says it accepts."""

    http_method_names = ["get", "head", "options"]

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Take the first renderer: it is used for refusals only."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type


class MediaPart(AnyFile):
    """An image or a recording, without what a camera wrote into it."""

    @extend_schema(
        operation_id="media_part",
        parameters=[KEY, RANGE],
        responses={(200, "image/*"): WHOLE, (200, "audio/*"): WHOLE, (206, "audio/*"): PART},
    )
    def get(self, request: ApiRequest, pk: int, name: str) -> HttpResponseBase:
        medium = selectors.medium_for(request.user, pk, name, request.query_params.get("key", ""))
        path = shown_media(medium.project_id, medium.sha256)
        return _sent(request, path, _media_type(path), str(medium.part.get("name", "")))

    head = get


class MediaPeaks(AnyFile):
    """The outline of a recording: a byte for each hundredth of a second, from 0 (silent) to 255."""

    @extend_schema(
        operation_id="media_peaks", parameters=[KEY], responses={(200, "application/octet-stream"): WHOLE}
    )
    def get(self, request: ApiRequest, pk: int, name: str) -> HttpResponseBase:
        medium = selectors.medium_for(request.user, pk, name, request.query_params.get("key", ""))
        return _sent(request, peaks_of(medium.project_id, medium.sha256), "application/octet-stream", "peaks")

    head = get


def _media_type(path: Path) -> str:
    """Return the type the bytes have; what is not to be served does not exist."""
    try:
        with path.open("rb") as stream:
            kind = media_type(stream.read(HEAD))
    except FileNotFoundError as error:
        raise Http404 from error
    if kind is None or kind.name not in SERVED:
        raise Http404
    return kind.media_type


def _sent(request: ApiRequest, path: Path, content_type: str, name: str) -> HttpResponseBase:
    if not path.exists():
        raise Http404
    size = path.stat().st_size
    etag = quote_etag(path.name)
    if request.headers.get("If-None-Match") == etag:
        return _marked(HttpResponse(status=304), etag, name)
    try:
        asked = asked_slice(request.headers.get("Range", ""), size)
    except BadInput:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    return _marked(_streamed(path, asked, size, content_type), etag, name)


def _streamed(path: Path, asked: Slice | None, size: int, content_type: str) -> StreamingHttpResponse:
    part = asked or Slice(0, size - 1)
    status = 206 if asked else 200
    response = StreamingHttpResponse(_pieces(path, part), status=status, content_type=content_type)
    if asked:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    response["Content-Length"] = str(part.size)
    return response


def _marked(response: HttpResponseBase, etag: str, name: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = KEPT
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


def _pieces(path: Path, part: Slice) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(part.first)
        left = part.size
        while left > 0 and (piece := stream.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
