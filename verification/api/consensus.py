"""Agreement, consensus and disputes for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from labeling.domain.batching import MOST_OVERLAP
from labeling.selectors import batch_for
from projects.domain.roles import Right
from verification import selectors, services
from verification.domain.ratings import Scale
from verification.models import (
    LARGEST_SEED,
    ConsensusMethod,
    ConsensusRun,
)

LARGEST_ID = 2**63 - 1
SCALES = [scale.value for scale in Scale]


class RunIn(StrictSerializer):
    """How to compute."""

    method = serializers.ChoiceField(ConsensusMethod.choices(), default=ConsensusMethod.MAJORITY.value)
    scale = serializers.ChoiceField(SCALES, default=Scale.NOMINAL.value)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, default=0)


class RunOut(serializers.ModelSerializer[ConsensusRun]):
    """A computation and how far it is."""

    is_waiting_for_worker = serializers.BooleanField(read_only=True)

    class Meta:
        model = ConsensusRun
        fields = (
            "id",
            "batch",
            "method",
            "scale",
            "seed",
            "state",
            "done",
            "total",
            "error",
            "queued_at",
            "finished_at",
            "is_waiting_for_worker",
        )


class RunWithFigures(RunOut):
    """A computation with its figures by field, empty until it is done. Only managers read names in them."""

    figures = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta(RunOut.Meta):
        fields = (*RunOut.Meta.fields, "figures")  # type: ignore[assignment]


class CollectIn(StrictSerializer):
    """The confidence to reach, and how many answers an item gets at most."""

    goal = serializers.FloatField(min_value=0.01, max_value=1, default=0.8)
    cap = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP, default=5)


class CollectingOut(serializers.Serializer[Any]):
    """Where a batch stands: items below the goal, answers waited for and asked, and the share not asked."""

    unsure = serializers.IntegerField()
    waiting = serializers.IntegerField()
    asked = serializers.IntegerField()
    everywhere = serializers.IntegerField(help_text="Answers that the cap on every item would have asked.")
    saving = serializers.FloatField(allow_null=True)


class CollectedOut(CollectingOut):
    """The same after one more answer was asked for `added` items."""

    added = serializers.IntegerField()


class CollectMore(APIView):
    """Ask for more answers only where people are unsure."""

    @extend_schema(operation_id="collecting", parameters=[CollectIn], responses=CollectingOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.REVIEW)
        return Response(selectors.collecting(batch, **asked(CollectIn, request))._asdict())

    @extend_schema(operation_id="collect_more", request=CollectIn, responses=CollectedOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        sent = read(CollectIn, request)
        added = services.collect_more(batch=batch, by=request.user, **sent)
        return Response({"added": added, **selectors.collecting(batch, **sent)._asdict()})


class ConsensusRuns(APIView):
    """The computations over a batch."""

    @extend_schema(operation_id="consensus_run_list", responses=RunOut(many=True))
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.REVIEW)
        rows = selectors.runs_for(request.user).filter(batch=batch)
        return Response(RunOut(rows, many=True).data)

    @extend_schema(operation_id="start_consensus", request=RunIn, responses={202: RunOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.MANAGE_PROJECT)
        run = services.start_consensus(batch=batch, by=request.user, **read(RunIn, request))
        return Response(RunOut(run).data, status=status.HTTP_202_ACCEPTED)


class ConsensusRunDetail(APIView):
    """One computation and what it found."""

    @extend_schema(operation_id="consensus_run", responses=RunWithFigures)
    def get(self, request: ApiRequest, pk: int) -> Response:
        run = selectors.run_for(request.user, pk)
        return Response({**RunOut(run).data, "figures": selectors.quality_of(run, request.user)})
