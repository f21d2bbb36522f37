"""The board, the evidence and the trace, for programs."""

from typing import Any

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines.selectors import guideline_for, schema_for
from labeling.domain.batching import MOST_OVERLAP
from overview import selectors
from overview.affected import Affected, affected_by_guideline, affected_by_schema, effects_of_draft
from overview.domain.board import LONGEST_REASON, StageState
from overview.domain.evidence import Evidence, Verdict
from overview.selectors import StageLine
from overview.services import stages
from overview.services.second_look import open_second_look
from projects.domain.roles import Right, Role
from projects.domain.stages import STAGE_TITLES
from projects.models import Project
from projects.selectors import cycle_of, project_for, rights_of
from sourcing.selectors import item_for


class StageReasonIn(StrictSerializer):
    """Why a gate is passed by hand, or no longer."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class MissingOut(serializers.Serializer[Any]):
    """One thing a gate waits for, the role that owes it, and the page where it is mended."""

    sentence = serializers.CharField()
    who = serializers.ChoiceField(Role.choices())
    url = serializers.CharField()


class StageJudgementOut(serializers.Serializer[Any]):
    """Who passed the gate by hand in this cycle, and why."""

    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField()


class StageOut(serializers.Serializer[Any]):
    """Where one stage stands."""

    stage = serializers.IntegerField(min_value=1, max_value=12)
    title = serializers.CharField()
    state = serializers.ChoiceField(StageState.choices())
    missing = MissingOut(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    by_hand = StageJudgementOut(source="judgement", allow_null=True)


class BoardOut(serializers.Serializer[Any]):
    """The twelve stages in the present cycle."""

    cycle = serializers.IntegerField()
    stages = StageOut(many=True)


class EvidenceOut(serializers.Serializer[Any]):
    """One requirement with what was measured; `value` is null where nothing was, or where it is not for the caller."""

    sentence = serializers.CharField()
    metric = serializers.CharField()
    comparison = serializers.CharField()
    threshold = serializers.FloatField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    verdict = serializers.ChoiceField(Verdict.choices())
    is_uncertain = serializers.BooleanField(help_text="The threshold lies inside the interval.")


class DemandsOut(serializers.Serializer[Any]):
    """The number of the brief in force, or null, and its requirements with their evidence."""

    brief = serializers.IntegerField(allow_null=True)
    requirements = EvidenceOut(many=True)


class TraceStepOut(serializers.Serializer[Any]):
    """One thing that happened to an item."""

    at = serializers.CharField(help_text="ISO 8601.")
    stage = serializers.IntegerField(min_value=1, max_value=12)
    what = serializers.CharField()
    by = serializers.CharField()
    url = serializers.CharField()


class TraceOut(serializers.Serializer[Any]):
    """Everything that happened to an item, first to last."""

    item = serializers.IntegerField()
    name = serializers.CharField()
    steps = TraceStepOut(many=True)


class Board(APIView):
    """Where each stage stands, what it waits for and who owes it."""

    @extend_schema(operation_id="board", responses=BoardOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        return _board(project_for(request.user, project_pk, Right.SEE_BOARD))


class PassByHand(APIView):
    """Pass an open gate by hand for the present cycle."""

    @extend_schema(operation_id="pass_by_hand", request=StageReasonIn, responses={201: BoardOut})
    def post(self, request: ApiRequest, project_pk: int, stage: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        judged, given = selectors.stage_numbered(stage), read(StageReasonIn, request)
        stages.pass_by_hand(project=project, stage=judged, by=request.user, **given)
        return _board(project, status.HTTP_201_CREATED)


class WithdrawPass(APIView):
    """Take a pass by hand back."""

    @extend_schema(operation_id="withdraw_pass", request=StageReasonIn, responses={201: BoardOut})
    def post(self, request: ApiRequest, project_pk: int, stage: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        judged, given = selectors.stage_numbered(stage), read(StageReasonIn, request)
        stages.withdraw_pass(project=project, stage=judged, by=request.user, **given)
        return _board(project, status.HTTP_201_CREATED)


class RequirementList(APIView):
    """What the brief in force asks for, with the evidence."""

    @extend_schema(operation_id="requirement_list", responses=DemandsOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_BRIEF)
        brief, evidence = selectors.demands(project, rights_of(request.user, project))
        rows = [_evidence(one) for one in evidence]
        return Response(DemandsOut({"brief": brief and brief.number, "requirements": rows}).data)


class Trace(APIView):
    """Where an item comes from and where it went."""

    @extend_schema(operation_id="trace", responses=TraceOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        item = item_for(request.user, pk)
        steps = selectors.trace_for(request.user, item)
        return Response(TraceOut({"item": item.pk, "name": item.name, "steps": steps}).data)


def _board(project: Project, code: int = status.HTTP_200_OK) -> Response:
    rows = [_stage(line) for line in selectors.board(project)]
    return Response(BoardOut({"cycle": cycle_of(project), "stages": rows}).data, status=code)


def _stage(line: StageLine) -> dict[str, Any]:
    return {**line._asdict(), "title": gettext(STAGE_TITLES[line.stage])}


def _evidence(one: Evidence) -> dict[str, Any]:
    measure = one.measure
    return {
        **one.requirement,
        "value": measure and measure.value,
        "n": measure and measure.n,
        "low": measure and measure.low,
        "high": measure and measure.high,
        "verdict": one.verdict,
        "is_uncertain": one.is_uncertain,
    }


class AffectedRowOut(serializers.Serializer[Any]):
    """A changed label, how many answers carry it, and on which items."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    answers = serializers.IntegerField()
    items = serializers.ListField(child=serializers.IntegerField())


class SecondLookIn(StrictSerializer):
    """A batch in which the touched items are answered once more."""

    name = serializers.CharField(max_length=200)
    overlap = serializers.IntegerField(min_value=1, max_value=MOST_OVERLAP, default=1)


class SecondLookOut(serializers.Serializer[Any]):
    """The batch that was opened, and over how many items."""

    batch = serializers.IntegerField()
    items = serializers.IntegerField()


class _Affected(APIView):
    """Answers that a new version touches."""

    def rows(self, request: ApiRequest, project_pk: int, number: int) -> tuple[Project, list[Affected]]:
        """Return the project and what was touched in it."""
        raise NotImplementedError

    @extend_schema(responses=AffectedRowOut(many=True))
    def get(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        _project, rows = self.rows(request, project_pk, number)
        return Response(AffectedRowOut(rows, many=True).data)

    @extend_schema(request=SecondLookIn, responses={201: SecondLookOut})
    def post(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        """Open a batch in which these items are answered once more."""
        project, rows = self.rows(request, project_pk, number)
        items = sorted({item for row in rows for item in row.items})
        asked = read(SecondLookIn, request)
        batch = open_second_look(project=project, items=items, by=request.user, **asked)
        told = {"batch": batch.pk, "items": len(items)}
        return Response(SecondLookOut(told).data, status=status.HTTP_201_CREATED)


class AffectedByGuideline(_Affected):
    """Answers given before a guideline version, to labels whose rules it changed."""

    def rows(self, request: ApiRequest, project_pk: int, number: int) -> tuple[Project, list[Affected]]:
        guideline = guideline_for(request.user, project_pk, number, Right.MANAGE_PROJECT)
        return guideline.project, affected_by_guideline(guideline)


class AffectedBySchema(_Affected):
    """Answers under older schema versions that a person has to give again: their label was split or retired."""

    def rows(self, request: ApiRequest, project_pk: int, number: int) -> tuple[Project, list[Affected]]:
        schema = schema_for(request.user, project_pk, number, Right.MANAGE_PROJECT)
        return schema.project, affected_by_schema(schema)


class SchemaEffects(APIView):
    """The labels and fields that the schema draft takes away, with the answers that have them."""

    @extend_schema(responses=AffectedRowOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(AffectedRowOut(effects_of_draft(project), many=True).data)
