"""Quality reports, decisions about people's work and the live figure of a batch, for programs."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling.selectors import batch_for
from projects.domain.roles import Right
from projects.selectors import project_for
from verification.models import LONGEST_REASON, PersonDecision, QualityReport, Step
from verification.selectors import conduct as reads
from verification.selectors import live
from verification.selectors import quality as selectors
from verification.services import person_decisions as services
from verification.services import quality_report


class QualityReportOut(serializers.ModelSerializer[QualityReport]):
    """A report and how far it is."""

    is_waiting_for_worker = serializers.BooleanField(read_only=True)

    class Meta:
        model = QualityReport
        fields = (
            "id",
            "project",
            "state",
            "done",
            "total",
            "error",
            "queued_at",
            "finished_at",
            "is_waiting_for_worker",
        )


class QualityReportInFull(QualityReportOut):
    """A report with its figures by field, empty until it is done; people are ids, named in `names`."""

    figures = serializers.ListField(child=serializers.DictField(), read_only=True)

    class Meta(QualityReportOut.Meta):
        fields = (*QualityReportOut.Meta.fields, "figures")  # type: ignore[assignment]


class PersonDecisionIn(StrictSerializer):
    """A decision about somebody's work: about whom (user id), what to do, and why."""

    person = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    step = serializers.ChoiceField(Step.choices())
    reason = serializers.CharField(max_length=LONGEST_REASON)


class AppealOut(serializers.Serializer[Any]):
    """What the person says against it, and the answer, null until there is one."""

    text = serializers.CharField()
    at = serializers.DateTimeField()
    is_upheld = serializers.BooleanField(allow_null=True)
    answer = serializers.CharField()
    answered_by = serializers.CharField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class PersonDecisionOut(serializers.ModelSerializer[PersonDecision]):
    """A decision about somebody's work, its evidence, and the appeal against it or null."""

    person_name = serializers.CharField(source="person", read_only=True)
    by = serializers.CharField(read_only=True)
    appeal = AppealOut(read_only=True, allow_null=True, default=None)

    class Meta:
        model = PersonDecision
        fields = (
            "id",
            "project",
            "person",
            "person_name",
            "step",
            "reason",
            "evidence",
            "by",
            "at",
            "appeal",
        )


class AppealIn(StrictSerializer):
    """What somebody says against a decision about their work."""

    text = serializers.CharField(max_length=LONGEST_REASON)


class AppealAnswerIn(StrictSerializer):
    """Whether the appeal is right, and why."""

    is_upheld = serializers.BooleanField()
    answer = serializers.CharField(max_length=LONGEST_REASON)


class LiveFigureOut(serializers.Serializer[Any]):
    """The agreement on one field at this moment; without a value `undefined` says why."""

    field = serializers.CharField()
    title = serializers.CharField()
    measure = serializers.CharField()
    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField(help_text="Items with two answers or more.")
    undefined = serializers.CharField(allow_null=True)
    percent = serializers.FloatField(allow_null=True)


class QualityReports(APIView):
    """The quality reports of a project."""

    @extend_schema(operation_id="quality_report_list", responses=QualityReportOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_QUALITY)
        rows = selectors.reports_for(request.user).filter(project=project)[:200]
        return Response(QualityReportOut(rows, many=True).data)

    @extend_schema(operation_id="start_quality_report", request=None, responses={202: QualityReportOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        report = quality_report.start_quality_report(project=project, by=request.user)
        return Response(QualityReportOut(report).data, status=status.HTTP_202_ACCEPTED)


class QualityReportDetail(APIView):
    """One quality report."""

    @extend_schema(operation_id="quality_report", responses=QualityReportInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        report = selectors.report_for(request.user, pk)
        return Response({**QualityReportOut(report).data, "figures": selectors.report_fields(report)})


class CancelQualityReport(APIView):
    """Stop a quality report."""

    @extend_schema(operation_id="cancel_quality_report", request=None, responses=QualityReportOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        report = selectors.report_for(request.user, pk)
        quality_report.cancel_quality_report(report=report, by=request.user)
        report.refresh_from_db()
        return Response(QualityReportOut(report).data)


class PersonDecisions(APIView):
    """What was decided about people's work in a project."""

    @extend_schema(operation_id="person_decision_list", responses=PersonDecisionOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_QUALITY)
        rows = reads.person_decisions_for(request.user).filter(project=project)[:200]
        return Response(PersonDecisionOut(rows, many=True).data)

    @extend_schema(
        operation_id="decide_about_person", request=PersonDecisionIn, responses={201: PersonDecisionOut}
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        sent = read(PersonDecisionIn, request)
        person = get_object_or_404(reads.annotators_of(project), pk=sent.pop("person"))
        decision = services.decide_about_person(project=project, person=person, by=request.user, **sent)
        return Response(PersonDecisionOut(decision).data, status=status.HTTP_201_CREATED)


class PersonDecisionDetail(APIView):
    """One decision about somebody's work."""

    @extend_schema(operation_id="person_decision", responses=PersonDecisionOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(PersonDecisionOut(reads.person_decision_for(request.user, pk)).data)


class AppealDecision(APIView):
    """Object to a decision about one's own work."""

    @extend_schema(operation_id="appeal", request=AppealIn, responses={201: AppealOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        decision = reads.person_decision_for(request.user, pk, own=True)
        made = services.appeal(decision=decision, by=request.user, **read(AppealIn, request))
        return Response(AppealOut(made).data, status=status.HTTP_201_CREATED)


class AnswerAppeal(APIView):
    """Answer an appeal."""

    @extend_schema(operation_id="answer_appeal", request=AppealAnswerIn, responses=AppealOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        decision = reads.judged_decision_for(request.user, pk)
        made = services.answer_appeal(decision=decision, by=request.user, **read(AppealAnswerIn, request))
        return Response(AppealOut(made).data)


class LiveAgreement(APIView):
    """The agreement in a batch at this moment."""

    @extend_schema(operation_id="live_agreement", responses=LiveFigureOut(many=True))
    def get(self, request: ApiRequest, pk: int) -> Response:
        batch = batch_for(request.user, pk, Right.REVIEW)
        return Response(LiveFigureOut(live.live_agreement(batch), many=True).data)
