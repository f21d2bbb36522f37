"""Disputes for programs: the queue, the answers side by side, decisions and what they touch, outcomes of own work."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from labeling.domain.batching import MOST_OVERLAP
from labeling.models import Batch
from projects.domain.roles import Right
from projects.models import Message, Project
from projects.selectors import project_for
from verification import selectors, services
from verification.models import LONGEST_REASON, Cause, Decision, Dispute, DisputeState
from verification.selectors import Pair, Wanted

LARGEST_ID = 2**63 - 1


class DisputeQuery(StrictSerializer):
    """Which disputes, in the order of their ids.

    `label` and `other` are two labels of `field` that stand against each other; an empty `other` is no mark at all.
    `person` is a blind number of `batch`.
    """

    batch = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    state = serializers.ChoiceField(DisputeState.choices(), required=False)
    field = serializers.CharField(max_length=64, required=False)
    label = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    other = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    person = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    after = serializers.IntegerField(min_value=0, max_value=LARGEST_ID, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse labels without their field, and a person without the batch."""
        for part, whole in (("label", "field"), ("person", "batch")):
            if part in attrs and whole not in attrs:
                raise serializers.ValidationError({whole: ["This field is required."]})
        return attrs


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
    about = serializers.DictField(help_text="Their reason and confidence, where the field asks for them.")


class ColumnOut(serializers.Serializer[Any]):
    """One answer, who gave it (blind numbers), and it in words."""

    people = serializers.ListField(child=serializers.IntegerField())
    answer = serializers.JSONField()
    words = serializers.CharField()


class PlaceOut(serializers.Serializer[Any]):
    """One place in the answers: what each column has there (null where it has nothing), and that in words."""

    given = serializers.ListField(child=serializers.JSONField(allow_null=True))
    words = serializers.ListField(child=serializers.CharField(allow_blank=True))
    is_agreed = serializers.BooleanField()


class ComparisonOut(serializers.Serializer[Any]):
    """Different answers side by side, and what they make together (null where that is nothing new)."""

    columns = ColumnOut(many=True)
    places = PlaceOut(many=True)
    merged = serializers.JSONField(allow_null=True)


class DecisionIn(StrictSerializer):
    """The answer that stands, what had caused the dispute, and why.

    `seen` of the dispute as it was read: needed to decide again, and refused with 409 when the dispute has moved on.
    `edge_case` says what is hard: with a gap of the guideline as cause it goes into the guideline's next version.
    """

    answer = serializers.JSONField()
    cause = serializers.ChoiceField(Cause.choices())
    reason = serializers.CharField(max_length=LONGEST_REASON)
    seen = serializers.CharField(max_length=64, required=False)
    edge_case = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    dependent_answers = serializers.DictField(
        child=serializers.JSONField(),
        required=False,
        help_text="Answers to fields that this answer makes asked and that nobody has answered, by field.",
    )


class DecisionOut(serializers.ModelSerializer[Decision]):
    """A decision. The last one is in force. `guideline` is the number of the version that settles it."""

    by = serializers.CharField(read_only=True)
    guideline = serializers.IntegerField(
        source="guideline.number", default=None, allow_null=True, read_only=True
    )

    class Meta:
        model = Decision
        fields = ("id", "answer", "cause", "reason", "guideline", "edge_case", "by", "at")


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
    seen = serializers.CharField(help_text="To be sent with the decision.", read_only=True)
    comparison = ComparisonOut(read_only=True)
    story = StoryOut(read_only=True)

    class Meta(DisputeOut.Meta):
        fields = (  # type: ignore[assignment]
            *DisputeOut.Meta.fields,
            "version",
            "labels",
            "seen",
            "comparison",
            "story",
        )


class AffectedIn(StrictSerializer):
    """A batch over the affected items."""

    name = serializers.CharField(max_length=200)
    overlap = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP, default=1)


class AffectedOut(serializers.Serializer[Any]):
    """The guideline version that settles the dispute, and the items answered before it that carry its labels."""

    guideline = serializers.IntegerField(allow_null=True)
    is_published = serializers.BooleanField()
    items = serializers.ListField(child=serializers.IntegerField())


class RelabelOut(serializers.Serializer[Any]):
    """The batch that was opened."""

    batch = serializers.IntegerField()


class OutcomeOut(serializers.Serializer[Any]):
    """What was decided about one of your own answers, and why."""

    item = serializers.CharField()
    field = serializers.CharField()
    title = serializers.CharField()
    mine = serializers.CharField()
    decided = serializers.CharField()
    stands = serializers.BooleanField()
    cause = serializers.CharField()
    reason = serializers.CharField()
    guideline = serializers.IntegerField(allow_null=True)
    at = serializers.DateTimeField()


class DisputeList(APIView):
    """The disputes of a project."""

    @extend_schema(operation_id="dispute_list", parameters=[DisputeQuery], responses=DisputePage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.REVIEW)
        wanted = asked(DisputeQuery, request)
        after, limit = wanted["after"], wanted["limit"]
        rows = selectors.queue(request.user, project, _wanted(project, wanted))
        page = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
        next_after = page[limit - 1].pk if len(page) > limit else None
        return Response(DisputePage({"results": page[:limit], "next_after": next_after}).data)


def _wanted(project: Project, query: dict[str, Any]) -> Wanted:
    """Return the filters; a batch of another project does not exist."""
    batch, label = query.get("batch"), query.get("label")
    pair = Pair(query["field"], *sorted((label, query["other"]))) if label else None
    return Wanted(
        state=query.get("state"),
        batch=get_object_or_404(Batch, project=project, pk=batch) if batch else None,
        field=query.get("field"),
        pair=pair,
        person=query.get("person"),
    )


class DisputeDetail(APIView):
    """One dispute."""

    @extend_schema(operation_id="dispute", responses=DisputeInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        dispute = selectors.dispute_for(request.user, pk)
        version, story = dispute.item_version, selectors.story_of(dispute, request.user)
        body = {
            **DisputeOut(dispute).data,
            "version": {"number": version.number, "parts": version.parts, "data": version.data},
            "labels": selectors.titles_of(dispute.batch.schema, dispute.field),
            "seen": "" if story.is_own else selectors.seen_of(dispute),
            "comparison": ComparisonOut(selectors.comparison_of(dispute, story.answers)).data,
            "story": StoryOut(story).data,
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


class AffectedItems(APIView):
    """The items that a decision touches elsewhere."""

    @extend_schema(operation_id="affected_items", responses=AffectedOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        decision = selectors.decision_for(request.user, pk)
        guideline = decision.guideline
        body = {
            "guideline": guideline.number if guideline else None,
            "is_published": bool(guideline and guideline.is_published),
            "items": list(selectors.affected_items(decision).values_list("pk", flat=True)),
        }
        return Response(AffectedOut(body).data)

    @extend_schema(operation_id="relabel_affected", request=AffectedIn, responses={201: RelabelOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        decision = selectors.decision_for(request.user, pk, Right.MANAGE_PROJECT)
        batch = services.relabel_affected(decision=decision, by=request.user, **read(AffectedIn, request))
        return Response({"batch": batch.pk}, status=status.HTTP_201_CREATED)


class OwnFeedback(APIView):
    """What was decided about your own answers."""

    @extend_schema(operation_id="own_feedback", responses=OutcomeOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.LABEL)
        return Response(OutcomeOut(selectors.outcomes_for(request.user, project), many=True).data)
