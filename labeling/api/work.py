"""Labelling for programs and for the labelling screen."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, _
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines.selectors import GuidelineUnread
from labeling import selectors
from labeling.domain.lifecycle import SkipReason
from labeling.domain.receipts import body_digest
from labeling.services import annotations, assignments
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.models import Item

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    required=True,
    description="Made by the client, one for each answer. The same key and body give the same receipt again.",
)


class NextIn(StrictSerializer):
    """How many pieces of work the caller wants in hand, or which item."""

    ahead = serializers.IntegerField(default=1, min_value=0, max_value=assignments.MOST_AHEAD)
    item = serializers.IntegerField(required=False, help_text="Take this item only.")


class UnitsOut(serializers.Serializer[Any]):
    """Work units in the caller's hands; an empty list when nothing is left."""

    units = serializers.ListField(child=serializers.DictField())


class DraftIn(StrictSerializer):
    """An unfinished answer and the revision it was begun from (0 for none)."""

    answers = serializers.DictField()
    revision = serializers.IntegerField(min_value=0, default=0)


class DraftOut(serializers.Serializer[Any]):
    """The revision a draft was stored as, and what a model suggests for fields that it answers."""

    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField()
    suggestions = serializers.DictField()


class SubmitIn(StrictSerializer):
    """A finished answer, the version it replaces (0 for the first) and the active seconds it took."""

    answers = serializers.DictField()
    version = serializers.IntegerField(min_value=0, default=0)
    seconds = serializers.FloatField(default=0.0)
    ahead = serializers.IntegerField(min_value=0, max_value=assignments.MOST_AHEAD, default=0)


class ReceiptOut(serializers.Serializer[Any]):
    """Proof that an answer is stored."""

    annotation = serializers.IntegerField()
    version = serializers.IntegerField()
    saved_at = serializers.CharField()


class SubmitOut(serializers.Serializer[Any]):
    """The receipt, the work in hand afterwards where `ahead` asked for it, and what a model suggested."""

    receipt = ReceiptOut()
    suggestions = serializers.DictField()
    next = serializers.ListField(child=serializers.DictField())


class SkipIn(StrictSerializer):
    """Why the item is passed on."""

    reason = serializers.ChoiceField(choices=SkipReason.choices())
    comment = serializers.CharField(max_length=500, allow_blank=True, default="")
    ahead = serializers.IntegerField(min_value=0, max_value=assignments.MOST_AHEAD, default=0)


class SkipOut(serializers.Serializer[Any]):
    """When the item was passed on, and the work in hand afterwards."""

    skipped_at = serializers.DateTimeField()
    next = serializers.ListField(child=serializers.DictField())


def units(project: Any, person: Any, ahead: int) -> list[Any]:
    """Return the work in hand as work units, topped up to `ahead`; none while the guideline is unread.

    An answer is stored by now and must not be refused: the next call for work says what to read.
    """
    try:
        work = assignments.claim(project=project, person=person, ahead=ahead) if ahead else []
    except GuidelineUnread:
        return []
    return [selectors.unit_of(assignment) for assignment in work]


class NextWork(APIView):
    """Take work: what you hold, topped up, with its leases renewed.

    409 `guideline_unread` with `guideline` (number), `url` (page) and `reading` (API) while you hold nothing and have
    not confirmed the guideline in force.
    """

    @extend_schema(request=NextIn, responses=UnitsOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.LABEL)
        asked = read(NextIn, request)
        if "item" in asked:
            item = get_object_or_404(Item, pk=asked["item"], project=project)
            work = assignments.claim_item(project=project, person=request.user, item=item)
        else:
            work = assignments.claim(project=project, person=request.user, ahead=asked["ahead"])
        return Response({"units": [selectors.unit_of(assignment) for assignment in work]})


class SaveDraft(APIView):
    """Keep an unfinished answer."""

    @extend_schema(request=DraftIn, responses=DraftOut)
    def put(self, request: ApiRequest, pk: int) -> Response:
        assignment = selectors.assignment_for(request.user, pk)
        asked = read(DraftIn, request)
        draft = annotations.save_draft(
            assignment=assignment, answers=asked["answers"], base_revision=asked["revision"]
        )
        shown = selectors.suggestions_in_sight(assignment, draft.answers)
        return Response(
            DraftOut({"revision": draft.revision, "saved_at": draft.saved_at, "suggestions": shown}).data
        )


class SubmitWork(APIView):
    """Store an answer, once for each Idempotency-Key."""

    @extend_schema(request=SubmitIn, responses=SubmitOut, parameters=[IDEMPOTENCY_KEY])
    def post(self, request: ApiRequest, pk: int) -> Response:
        assignment = selectors.assignment_for(request.user, pk)
        asked = read(SubmitIn, request)
        submission = annotations.Submission(
            answers=asked["answers"],
            base_version=asked["version"],
            seconds=asked["seconds"],
            key=idempotency_key(request),
            body_sha256=body_digest(pk, request.data),
        )
        annotation = annotations.submit(assignment=assignment, submission=submission)
        following = units(assignment.batch.project, request.user, asked["ahead"])
        shown = selectors.suggestions_in_sight(assignment, annotation.answers)
        return Response(
            {"receipt": annotations.receipt_of(annotation), "next": following, "suggestions": shown}
        )


def idempotency_key(request: ApiRequest) -> str:
    """Return the key of a submit; without one a repeat could not be told from a new answer."""
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 80 or not key.isprintable():
        raise BadInput(_("Send an Idempotency-Key header of 8 to 80 characters."), path="Idempotency-Key")
    return str(key)


class SkipWork(APIView):
    """Pass an item on, with a reason."""

    @extend_schema(request=SkipIn, responses=SkipOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        assignment = selectors.assignment_for(request.user, pk)
        asked = read(SkipIn, request)
        reason = SkipReason(asked["reason"])
        skipped = assignments.skip(assignment=assignment, reason=reason, comment=asked["comment"])
        following = units(assignment.batch.project, request.user, asked["ahead"])
        return Response({"skipped_at": skipped.ended_at, "next": following})


class GiveBackWork(APIView):
    """Return work held ahead and untouched."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: ApiRequest, pk: int) -> Response:
        assignments.give_back(assignment=selectors.assignment_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)
