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
from projects.models import Message
from projects.selectors import project_for
from verification import selectors, services
from verification.domain.ratings import Scale
from verification.models import (
    LARGEST_SEED,
    LONGEST_REASON,
    Cause,
    ConsensusMethod,
    ConsensusRun,
    Decision,
    Dispute,
    DisputeState,
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


class DisputeQuery(StrictSerializer):
    """Which disputes, in the order of their ids."""

    batch = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    state = serializers.ChoiceField(DisputeState.choices(), required=False)
    after = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class DisputeOut(serializers.ModelSerializer[Dispute]):
    """A dispute in a list."""

    item_name = serializers.CharField(source="item.name", read_only=True)

    class Meta:
        model = Dispute
        fields = ("id", "batch", "item", "item_name", "field", "state", "opened_at")


class DisputePage(serializers.Serializer[Any]):
    """Some disputes, and the `after` of the next page or null."""

    results = DisputeOut(many=True)
    next_after = serializers.IntegerField(allow_null=True)


class AnswerOut(serializers.Serializer[Any]):
    """One person's answer; `person` is a number that means nothing outside the dispute."""

    person = serializers.IntegerField()
    answer = serializers.JSONField()
    votes = serializers.IntegerField()
    version = serializers.IntegerField()
    guideline = serializers.IntegerField(allow_null=True)
    seconds = serializers.FloatField(allow_null=True)


class DecisionIn(StrictSerializer):
    """The answer that stands, what had caused the dispute, and why."""

    answer = serializers.JSONField()
    cause = serializers.ChoiceField(Cause.choices())
    reason = serializers.CharField(max_length=LONGEST_REASON)


class DecisionOut(serializers.ModelSerializer[Decision]):
    """A decision. The last one is in force."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Decision
        fields = ("id", "answer", "cause", "reason", "by", "at")


class DecisionMade(DecisionOut):
    """A decision, and whether there was one before it."""

    is_again = serializers.BooleanField(read_only=True)

    class Meta(DecisionOut.Meta):
        fields = (*DecisionOut.Meta.fields, "is_again")  # type: ignore[assignment]


class MessageIn(StrictSerializer):
    """Something to say."""

    text = serializers.CharField(max_length=10_000)


class MessageOut(serializers.ModelSerializer[Message]):
    """Something said."""

    by = serializers.CharField(read_only=True)

    class Meta:
        model = Message
        fields = ("id", "text", "by", "at")


class StoryOut(serializers.Serializer[Any]):
    """What was answered, decided and said; empty for somebody who answered the item."""

    is_own = serializers.BooleanField()
    answers = AnswerOut(many=True)
    decisions = DecisionOut(many=True)
    messages = MessageOut(many=True)


class DisputeInFull(DisputeOut):
    """A dispute with its item, and the answers, decisions and messages about it."""

    version = serializers.DictField(help_text="The item version: its number, parts and data.", read_only=True)
    labels = serializers.DictField(child=serializers.CharField(), read_only=True)
    story = StoryOut(read_only=True)

    class Meta(DisputeOut.Meta):
        fields = (*DisputeOut.Meta.fields, "version", "labels", "story")  # type: ignore[assignment]


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


class DisputeList(APIView):
    """The disputes of a project."""

    @extend_schema(operation_id="dispute_list", parameters=[DisputeQuery], responses=DisputePage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.REVIEW)
        wanted = asked(DisputeQuery, request)
        after, limit = wanted.pop("after"), wanted.pop("limit")
        rows = selectors.disputes_for(request.user).filter(batch__project=project, **wanted)
        page = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
        next_after = page[limit - 1].pk if len(page) > limit else None
        return Response(DisputePage({"results": page[:limit], "next_after": next_after}).data)


class DisputeDetail(APIView):
    """One dispute."""

    @extend_schema(operation_id="dispute", responses=DisputeInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        dispute = selectors.dispute_for(request.user, pk)
        version = dispute.item_version
        body = {
            **DisputeOut(dispute).data,
            "version": {"number": version.number, "parts": version.parts, "data": version.data},
            "labels": selectors.titles_of(dispute.batch.schema, dispute.field),
            "story": StoryOut(selectors.story_of(dispute, request.user)).data,
        }
        return Response(body)


class Decide(APIView):
    """Settle a dispute."""

    @extend_schema(operation_id="decide", request=DecisionIn, responses={201: DecisionMade})
    def post(self, request: ApiRequest, pk: int) -> Response:
        dispute = selectors.dispute_for(request.user, pk)
        decision = services.decide(dispute=dispute, by=request.user, **read(DecisionIn, request))
        body = {**DecisionOut(decision).data, "is_again": selectors.is_again(decision)}
        return Response(body, status=status.HTTP_201_CREATED)


class Discuss(APIView):
    """Say something about a dispute."""

    @extend_schema(operation_id="discuss", request=MessageIn, responses={201: MessageOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        dispute = selectors.dispute_for(request.user, pk)
        message = services.discuss(dispute=dispute, by=request.user, **read(MessageIn, request))
        return Response(MessageOut(message).data, status=status.HTTP_201_CREATED)
