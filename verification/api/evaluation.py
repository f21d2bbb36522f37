"""Evaluation by models for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.background import JobState
from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from labeling.domain.batching import MOST_OVERLAP
from projects.domain.roles import Right
from projects.models import Cycle
from projects.selectors import project_for
from verification.models import LARGEST_SEED, LONGEST_SENTENCE, Evaluation, SuspectState
from verification.selectors import cycles
from verification.selectors import evaluation as selectors
from verification.selectors.in_force import runs_in_force
from verification.services import cleaning, evaluation

LARGEST_ID = 2**63 - 1


class EvaluationIn(StrictSerializer):
    """Which field to evaluate; empty: the first a model can learn."""

    field = serializers.CharField(max_length=64, default="", allow_blank=True)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, default=0)


class EvaluationOut(serializers.ModelSerializer[Evaluation]):
    """An evaluation and how far it is. `report` has curve, slices and the number of suspects once it is done."""

    state = serializers.ChoiceField(JobState.choices())
    report = serializers.DictField()

    class Meta:
        model = Evaluation
        fields = (
            *("id", "number", "cycle", "field", "seed", "state", "done", "total", "error"),
            *("queued_at", "finished_at", "report"),
        )


class EvaluationInFull(EvaluationOut):
    """An evaluation, and whether it is of the present data."""

    is_present = serializers.BooleanField(read_only=True, help_text="False once the data changed.")

    class Meta(EvaluationOut.Meta):
        fields = (*EvaluationOut.Meta.fields, "is_present")  # type: ignore[assignment]


class SuspectQuery(StrictSerializer):
    """Which suspects, by rank."""

    after = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)
    state = serializers.ChoiceField(SuspectState.choices(), default="", allow_blank=True)


class SuspectOut(serializers.Serializer[Any]):
    """An answer the model does not believe, and what became of it."""

    id = serializers.IntegerField(source="suspect.pk")
    rank = serializers.IntegerField(source="suspect.rank")
    item = serializers.IntegerField(source="suspect.item_id")
    batch = serializers.IntegerField(source="suspect.batch_id")
    parts = serializers.DictField(source="suspect.item_version.parts")
    given = serializers.JSONField(source="suspect.given")
    probability = serializers.FloatField(source="suspect.probability")
    suggested = serializers.JSONField(source="suspect.suggested")
    suggested_probability = serializers.FloatField(source="suspect.suggested_probability")
    state = serializers.ChoiceField(SuspectState.choices())
    now = serializers.JSONField(allow_null=True)
    reason = serializers.CharField()


class SuspectPage(serializers.Serializer[Any]):
    """Some suspects, and the `after` of the next page or null."""

    results = SuspectOut(many=True)
    next_after = serializers.IntegerField(allow_null=True)


class ChosenIn(StrictSerializer):
    """Suspects by id."""

    suspects = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), max_length=1_000
    )


class CleanIn(ChosenIn):
    """Suspects to be answered anew by so many people each."""

    overlap = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP, default=2)


class DismissIn(ChosenIn):
    """Suspects that stand, and why."""

    reason = serializers.CharField(max_length=LONGEST_SENTENCE)


class CleaningOut(serializers.Serializer[Any]):
    """A cleaning batch and what came of it so far."""

    batch = serializers.IntegerField(source="cleaning.batch_id")
    cycle = serializers.IntegerField(source="cleaning.cycle")
    found = serializers.IntegerField()
    answered = serializers.IntegerField()
    corrected = serializers.IntegerField()
    confirmed = serializers.IntegerField()


class DismissedOut(serializers.Serializer[Any]):
    """How many suspects were dismissed."""

    dismissed = serializers.IntegerField()


class CycleIn(StrictSerializer):
    """Why another round begins. `seen`: the present round as the caller knows it, against beginning twice."""

    reason = serializers.CharField(max_length=LONGEST_SENTENCE)
    seen = serializers.IntegerField(min_value=1, max_value=2**31 - 1, allow_null=True, default=None)


class CycleLineOut(serializers.Serializer[Any]):
    """A round: what it found, corrected and gained."""

    number = serializers.IntegerField()
    reason = serializers.CharField()
    at = serializers.DateTimeField(allow_null=True)
    evaluations = serializers.IntegerField()
    found = serializers.IntegerField()
    sent = serializers.IntegerField()
    corrected = serializers.IntegerField()
    accuracy = serializers.FloatField(allow_null=True)
    gained = serializers.FloatField(allow_null=True)


class CycleOut(serializers.ModelSerializer[Cycle]):
    """A round that was begun."""

    class Meta:
        model = Cycle
        fields = ("number", "reason", "at")


class EvaluationList(APIView):
    """The evaluations of a project, latest first."""

    @extend_schema(operation_id="evaluation_list", responses=EvaluationOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EVALUATE)
        rows = selectors.evaluations_for(request.user).filter(project=project)
        return Response(EvaluationOut(rows, many=True).data)

    @extend_schema(operation_id="start_evaluation", request=EvaluationIn, responses={202: EvaluationOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EVALUATE)
        started = evaluation.start_evaluation(project=project, by=request.user, **read(EvaluationIn, request))
        return Response(EvaluationOut(started).data, status=status.HTTP_202_ACCEPTED)


class EvaluationDetail(APIView):
    """One evaluation."""

    @extend_schema(operation_id="evaluation", responses=EvaluationInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        found = selectors.evaluation_for(request.user, pk)
        is_present = bool(found.moment) and selectors.is_evaluation_present(
            found, runs_in_force(found.project)
        )
        return Response({**EvaluationOut(found).data, "is_present": is_present})


class CancelEvaluation(APIView):
    """Stop an evaluation."""

    @extend_schema(operation_id="cancel_evaluation", request=None, responses=EvaluationOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        found = selectors.evaluation_for(request.user, pk)
        evaluation.cancel_evaluation(evaluation=found, by=request.user)
        found.refresh_from_db()
        return Response(EvaluationOut(found).data)


class Suspects(APIView):
    """The answers that an evaluation does not believe, the least believed first."""

    @extend_schema(operation_id="suspect_list", parameters=[SuspectQuery], responses=SuspectPage)
    def get(self, request: ApiRequest, pk: int) -> Response:
        found, wanted = selectors.evaluation_for(request.user, pk), asked(SuspectQuery, request)
        lines = [
            line
            for line in selectors.suspect_lines(found)
            if line.suspect.rank > wanted["after"] and wanted["state"] in ("", line.state)
        ]
        shown = lines[: wanted["limit"]]
        next_after = shown[-1].suspect.rank if len(lines) > len(shown) else None
        return Response(SuspectPage({"results": shown, "next_after": next_after}).data)


class CleanSuspects(APIView):
    """Send suspects back to people in a cleaning batch."""

    @extend_schema(operation_id="clean_suspects", request=CleanIn, responses={201: CleaningOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        found = selectors.evaluation_for(request.user, pk, Right.MANAGE_PROJECT)
        opened = cleaning.clean_suspects(evaluation=found, by=request.user, **read(CleanIn, request))
        return Response(CleaningOut(cycles.outcome_of(opened)).data, status=status.HTTP_201_CREATED)


class DismissSuspects(APIView):
    """Say that suspects stand."""

    @extend_schema(operation_id="dismiss_suspects", request=DismissIn, responses=DismissedOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        found = selectors.evaluation_for(request.user, pk, Right.MANAGE_PROJECT)
        rows = cleaning.dismiss_suspects(evaluation=found, by=request.user, **read(DismissIn, request))
        return Response(DismissedOut({"dismissed": len(rows)}).data)


class Cycles(APIView):
    """The rounds of a project, first to last."""

    @extend_schema(operation_id="cycle_list", responses=CycleLineOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EVALUATE)
        return Response(CycleLineOut(cycles.cycle_lines(project), many=True).data)

    @extend_schema(operation_id="reopen_cycle", request=CycleIn, responses={201: CycleOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        cycle = cleaning.reopen_cycle(project=project, by=request.user, **read(CycleIn, request))
        return Response(CycleOut(cycle).data, status=status.HTTP_201_CREATED)
