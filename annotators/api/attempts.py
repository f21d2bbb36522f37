"""Tests and practice for the labelling screen: the shape of labelling, from attempts."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from annotators.domain.receipts import piece_digest
from annotators.models import Attempt
from annotators.selectors import attempts as selectors
from annotators.services import attempts as services
from dmops_platform.errors import BadInput, _
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest

KEY_OF_A_PIECE = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    description="Made by the client, one for each answer. The same key and body give the same receipt again.",
)


class NextPiecesIn(StrictSerializer):
    """How many pieces the caller wants in hand."""

    ahead = serializers.IntegerField(default=1, min_value=0, max_value=services.MOST_AHEAD)


class PiecesOut(serializers.Serializer[Any]):
    """Work units; an empty list when nothing is left or the time is up."""

    units = serializers.ListField(child=serializers.DictField())


class PieceDraftIn(StrictSerializer):
    """An unfinished answer and the revision it was begun from (0 for none)."""

    answers = serializers.DictField()
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)


class PieceDraftOut(serializers.Serializer[Any]):
    """The revision a draft was stored as."""

    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField(source="draft_at")


class SubmitPieceIn(StrictSerializer):
    """A finished answer, the version it replaces (0 for the first) and the active seconds it took."""

    answers = serializers.DictField()
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)
    seconds = serializers.FloatField(default=0.0)
    ahead = serializers.IntegerField(min_value=0, max_value=services.MOST_AHEAD, default=0)


class PieceReceiptOut(serializers.Serializer[Any]):
    """Proof that an answer is stored."""

    annotation = serializers.IntegerField()
    version = serializers.IntegerField()
    saved_at = serializers.CharField()


class SubmitPieceOut(serializers.Serializer[Any]):
    """The receipt, and the pieces in hand afterwards where `ahead` asked for them."""

    receipt = PieceReceiptOut()
    next = serializers.ListField(child=serializers.DictField())


class SkipPieceIn(StrictSerializer):
    """Why the item stays unanswered."""

    reason = serializers.ChoiceField(choices=[("unclear", "unclear")])
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")
    ahead = serializers.IntegerField(min_value=0, max_value=services.MOST_AHEAD, default=0)


class SkipPieceOut(serializers.Serializer[Any]):
    """When the item was skipped, and the pieces in hand afterwards."""

    skipped_at = serializers.DateTimeField()
    next = serializers.ListField(child=serializers.DictField())


def _units(attempt: Attempt, ahead: int) -> list[Any]:
    return list(selectors.units_of(attempt, services.take_pieces(attempt=attempt, ahead=ahead)))


def _key(request: ApiRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 80 or not key.isprintable():
        raise BadInput(_("Send an Idempotency-Key header of 8 to 80 characters."), path="Idempotency-Key")
    return str(key)


class NextPieces(APIView):
    """Take the next items of one's own attempt."""

    @extend_schema(operation_id="next_pieces", request=NextPiecesIn, responses=PiecesOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        attempt = selectors.attempt_for(request.user, pk)
        return Response({"units": _units(attempt, read(NextPiecesIn, request)["ahead"])})


class SavePieceDraft(APIView):
    """Keep an unfinished answer."""

    @extend_schema(operation_id="save_piece_draft", request=PieceDraftIn, responses=PieceDraftOut)
    def put(self, request: ApiRequest, pk: int) -> Response:
        piece = selectors.piece_for(request.user, pk)
        asked = read(PieceDraftIn, request)
        kept = services.save_piece_draft(
            piece=piece, answers=asked["answers"], base_revision=asked["revision"]
        )
        return Response(PieceDraftOut(kept).data)


class SubmitPiece(APIView):
    """Store an answer, once for each Idempotency-Key."""

    @extend_schema(
        operation_id="submit_piece",
        request=SubmitPieceIn,
        responses=SubmitPieceOut,
        parameters=[KEY_OF_A_PIECE],
    )
    def post(self, request: ApiRequest, pk: int) -> Response:
        piece = selectors.piece_for(request.user, pk)
        asked = read(SubmitPieceIn, request)
        submission = services.PieceSubmission(
            answers=asked["answers"],
            base_version=asked["version"],
            seconds=asked["seconds"],
            key=_key(request),
            body_sha256=piece_digest(pk, request.data),
        )
        stored = services.submit_piece(piece=piece, submission=submission)
        following = _units(stored.attempt, asked["ahead"])
        return Response({"receipt": services.piece_receipt(stored), "next": following})


class SkipPiece(APIView):
    """Leave an item unanswered."""

    @extend_schema(operation_id="skip_piece", request=SkipPieceIn, responses=SkipPieceOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        piece = selectors.piece_for(request.user, pk)
        asked = read(SkipPieceIn, request)
        skipped_at = services.skip_piece(piece=piece)
        return Response({"skipped_at": skipped_at, "next": _units(piece.attempt, asked["ahead"])})


class ReleasePiece(APIView):
    """Say that an item held ahead was not looked at. An attempt keeps its items: nothing changes."""

    @extend_schema(operation_id="release_piece", request=None, responses={204: None})
    def post(self, request: ApiRequest, pk: int) -> Response:
        selectors.piece_for(request.user, pk)
        return Response(status=status.HTTP_204_NO_CONTENT)
