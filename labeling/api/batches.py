"""Batches for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling import selectors
from labeling.api.fields import IdsField
from labeling.domain.batching import (
    LEAST_GOLD_EVERY,
    LONGEST_REASON,
    MOST_GOLD_EVERY,
    MOST_ITEMS,
    MOST_OVERLAP,
)
from labeling.domain.lifecycle import Order, Purpose
from labeling.models import Batch
from labeling.services import batches, overlap
from projects.domain.phases import Phase
from projects.domain.roles import Right
from projects.selectors import project_for

#: a batch for self-checks is opened by the rule alone
OPENED_FOR = [purpose.value for purpose in Purpose if purpose != Purpose.SELF_CHECK]


class BatchIn(StrictSerializer):
    """A batch to open over items that no batch has yet."""

    name = serializers.CharField(max_length=200)
    phase = serializers.ChoiceField(
        choices=Phase.choices(), required=False, help_text="Pilot until one is reported, then main."
    )
    overlap = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP, default=3)
    lease_minutes = serializers.IntegerField(min_value=1, max_value=1440, default=30)
    size = serializers.IntegerField(min_value=1, max_value=MOST_ITEMS, required=False)
    people = IdsField(required=False, help_text="Who gets its work; left out: everybody, or those chosen.")
    without_pilot = serializers.CharField(
        max_length=LONGEST_REASON, required=False, help_text="Why main work goes without a pilot."
    )
    items = IdsField(
        required=False, help_text="These items only, also such as other batches have: name a purpose then."
    )
    purpose = serializers.ChoiceField(choices=OPENED_FOR, default=Purpose.NEW.value)
    fresh_people_only = serializers.BooleanField(default=False)
    gold_every = serializers.IntegerField(
        min_value=LEAST_GOLD_EVERY,
        max_value=MOST_GOLD_EVERY,
        required=False,
        help_text="About one item in so many is hidden gold.",
    )
    deadline_on = serializers.DateField(required=False)
    order = serializers.ChoiceField(choices=Order.choices(), default=Order.IMPORTED.value)


class ProgressOut(serializers.Serializer[Any]):
    """Slots by state."""

    free = serializers.IntegerField()
    leased = serializers.IntegerField()
    done = serializers.IntegerField()
    skipped = serializers.IntegerField()
    saved = serializers.IntegerField(help_text="Answers spared by asking more only where it is needed.")


class BatchOut(serializers.ModelSerializer[Batch]):
    """A batch."""

    class Meta:
        model = Batch
        fields = (
            "id",
            "project",
            "name",
            "phase",
            "purpose",
            "state",
            "schema",
            "guideline",
            "overlap",
            "order",
            "deadline_on",
            "is_for_all",
            "gold_every",
            "most_answers",
            "cycle",
            "opened_at",
        )


class Batches(APIView):
    """The batches of a project."""

    @extend_schema(responses=BatchOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_PROGRESS)
        rows = selectors.batches_for(request.user).filter(project=project).order_by("id")
        return Response(BatchOut(rows, many=True).data)

    @extend_schema(request=BatchIn, responses={201: BatchOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        asked = read(BatchIn, request)
        if "phase" in asked:
            asked["phase"] = Phase(asked["phase"])
        asked["order"], asked["purpose"] = Order(asked["order"]), Purpose(asked["purpose"])
        batch = batches.open_batch(project=project, by=request.user, **asked)
        return Response(BatchOut(batch).data, status=status.HTTP_201_CREATED)


class BatchProgress(APIView):
    """How far a batch is."""

    @extend_schema(responses=ProgressOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(ProgressOut(selectors.progress(selectors.batch_for(request.user, pk))).data)


class AddSlotsIn(StrictSerializer):
    """Which items need one more answer, up to how many, and why."""

    items = IdsField()
    most = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP)
    reason = serializers.CharField(max_length=LONGEST_REASON)


class AddedOut(serializers.Serializer[Any]):
    """For how many items one more answer is asked now."""

    added = serializers.IntegerField()


class AddSlots(APIView):
    """Ask one more person about each of these items."""

    @extend_schema(request=AddSlotsIn, responses=AddedOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
        added = overlap.add_slots(batch=batch, by=request.user, **read(AddSlotsIn, request))
        return Response({"added": added})


class _MoveBatch(APIView):
    @extend_schema(request=None, responses=BatchOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        batch = selectors.batch_for(request.user, pk, Right.MANAGE_PROJECT)
        return Response(BatchOut(self.act(batch=batch, by=request.user)).data)

    def act(self, **deed: Any) -> Batch:
        raise NotImplementedError


class PauseBatch(_MoveBatch):
    """Hand out no more work of a batch."""

    def act(self, **deed: Any) -> Batch:
        return batches.pause_batch(**deed)


class ResumeBatch(_MoveBatch):
    """Hand out work of a batch again."""

    def act(self, **deed: Any) -> Batch:
        return batches.resume_batch(**deed)


class CloseBatch(_MoveBatch):
    """End a batch for good."""

    def act(self, **deed: Any) -> Batch:
        return batches.close_batch(**deed)
