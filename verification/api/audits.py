"""Audits for programs. Nobody is named in them."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.selectors import project_for
from verification import services
from verification.api.audit_ethics import EthicsQuestionOut, ethics_of
from verification.domain.acceptance import Level, Method
from verification.domain.dimensions import Dimension
from verification.domain.findings import FindingState
from verification.models import (
    LARGEST_SEED,
    LONGEST_SENTENCE,
    MOST_DRAWN,
    About,
    Audit,
    AuditItem,
    AuditJudgement,
    AuditSignOff,
    DimensionJudgement,
    FindingAssignment,
    FindingStep,
    Severity,
    StrataBy,
)
from verification.selectors import audits as selectors
from verification.selectors.in_force import runs_in_force
from verification.selectors.sampling import strata_for

LARGEST_ID = 2**63 - 1


class AuditIn(StrictSerializer):
    """The plan of a sample. Without `batches` it is drawn of all, without `size` it follows from the rest."""

    batches = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), default=list, max_length=1_000
    )
    tolerable_error = serializers.FloatField(default=0.05)
    confidence = serializers.FloatField(default=0.95)
    method = serializers.ChoiceField(Method.choices(), default=Method.ESTIMATE.value)
    accepted = serializers.IntegerField(min_value=0, max_value=MOST_DRAWN, default=0)
    aql = serializers.FloatField(default=1.0, help_text="Of iso2859, in percent.")
    level = serializers.ChoiceField(Level.choices(), default=Level.II.value)
    strata_by = serializers.ChoiceField(StrataBy.choices(), default="", allow_blank=True)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, default=0)
    size = serializers.IntegerField(min_value=1, max_value=MOST_DRAWN, allow_null=True, default=None)


class AuditOut(serializers.ModelSerializer[Audit]):
    """An audit and its plan."""

    class Meta:
        model = Audit
        fields = (
            *("id", "number", "method", "tolerable_error", "confidence", "seed", "population", "size"),
            *("acceptance", "letter", "strata_by", "at"),
        )


class ShareOut(serializers.Serializer[Any]):
    """A share with its sample size and interval."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class StratumOut(serializers.Serializer[Any]):
    """One part of the data a sample was drawn from."""

    name = serializers.CharField()
    population = serializers.IntegerField()
    drawn = serializers.IntegerField()
    wrong = serializers.IntegerField()
    error_rate = ShareOut()


class FactOut(ShareOut):
    """One fact beside a judgement."""

    name = serializers.CharField()
    said = serializers.ListField(
        child=serializers.CharField(), help_text="What stands behind it in words, unnamed."
    )


class DimensionOut(serializers.ModelSerializer[DimensionJudgement]):
    """What the auditor says of a dimension."""

    class Meta:
        model = DimensionJudgement
        fields = ("dimension", "has_concern", "sentence", "at")


class AuditSignOffOut(serializers.ModelSerializer[AuditSignOff]):
    """The auditor's last word."""

    class Meta:
        model = AuditSignOff
        fields = ("is_signed", "sentence", "at")


class StepOut(serializers.ModelSerializer[FindingStep]):
    """One step of a finding."""

    class Meta:
        model = FindingStep
        fields = ("id", "state", "text", "decision", "at")


class JudgementOut(serializers.ModelSerializer[AuditJudgement]):
    """A judgement on a drawn item. One that does not conform is a finding under the same id."""

    class Meta:
        model = AuditJudgement
        fields = ("id", "audit_item", "conforms", "about", "severity", "note", "at")


class FindingAssignmentOut(serializers.ModelSerializer[FindingAssignment]):
    """Until when a finding is to be corrected."""

    class Meta:
        model = FindingAssignment
        fields = ("id", "due_on", "at")


class FindingOut(serializers.Serializer[Any]):
    """A finding, where it stands, until when it is to be corrected, and its steps."""

    judgement = JudgementOut()
    state = serializers.ChoiceField(FindingState.choices())
    assignment = FindingAssignmentOut(allow_null=True)
    is_overdue = serializers.BooleanField()
    steps = StepOut(many=True)


class AuditInFull(AuditOut):
    """An audit with everything known and said of it."""

    is_present = serializers.BooleanField(help_text="False once the data changed.", read_only=True)
    unjudged = serializers.IntegerField(read_only=True)
    wrong = serializers.IntegerField(read_only=True, help_text="Judged items that do not conform.")
    is_rejected = serializers.BooleanField(read_only=True, help_text="True when the plan refuses the data.")
    strata = StratumOut(many=True, read_only=True)
    error_rate = ShareOut(read_only=True)
    evidence = serializers.DictField(child=FactOut(many=True), read_only=True)
    dimensions = DimensionOut(many=True, read_only=True)
    ethics = EthicsQuestionOut(many=True, read_only=True)
    findings = FindingOut(many=True, read_only=True)
    sign_off = AuditSignOffOut(allow_null=True, read_only=True)

    class Meta(AuditOut.Meta):
        fields = (  # type: ignore[assignment]
            *AuditOut.Meta.fields,
            *("is_present", "unjudged", "wrong", "error_rate", "is_rejected", "strata"),
            *("evidence", "dimensions", "ethics", "findings", "sign_off"),
        )


class AuditItemQuery(StrictSerializer):
    """Which drawn items, in the order of the sample."""

    after = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class AuditItemOut(serializers.ModelSerializer[AuditItem]):
    """A drawn item in a list."""

    class Meta:
        model = AuditItem
        fields = ("id", "position")


class AuditItemPage(serializers.Serializer[Any]):
    """Some drawn items, and the `after` of the next page or null."""

    results = AuditItemOut(many=True)
    next_after = serializers.IntegerField(allow_null=True)


class SampleAnswer(serializers.Serializer[Any]):
    """The answer in force to one field, and how it reads."""

    field = serializers.CharField()
    title = serializers.CharField()
    answer = serializers.JSONField()
    called = serializers.CharField()


class AuditItemInFull(AuditItemOut):
    """A drawn item as its auditor sees it: masked texts, answers, and the judgement in force."""

    parts = serializers.DictField(child=serializers.CharField(), read_only=True)
    answers = SampleAnswer(many=True, read_only=True)
    judgement = JudgementOut(allow_null=True, read_only=True)

    class Meta(AuditItemOut.Meta):
        fields = (*AuditItemOut.Meta.fields, "parts", "answers", "judgement")  # type: ignore[assignment]


class JudgementIn(StrictSerializer):
    """Whether a drawn item conforms; if not, what is wrong and a note."""

    conforms = serializers.BooleanField()
    about = serializers.ChoiceField(About.choices(), default="")
    severity = serializers.ChoiceField(Severity.choices(), default=Severity.MAJOR.value)
    note = serializers.CharField(max_length=LONGEST_SENTENCE, default="", allow_blank=True)


class DimensionIn(StrictSerializer):
    """A judgement on one dimension."""

    dimension = serializers.ChoiceField(Dimension.choices())
    has_concern = serializers.BooleanField()
    sentence = serializers.CharField(max_length=LONGEST_SENTENCE)


class SignIn(StrictSerializer):
    """The last word: signed or not, and a sentence."""

    is_signed = serializers.BooleanField()
    sentence = serializers.CharField(max_length=LONGEST_SENTENCE)


class FindingAssignmentIn(StrictSerializer):
    """Who corrects a finding (the id of somebody who manages the project), and until which day."""

    owner = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    due_on = serializers.DateField()


class CorrectionIn(StrictSerializer):
    """How a finding was corrected; with `answer`, the item gets it for `field` (its only one by default)."""

    text = serializers.CharField(max_length=LONGEST_SENTENCE)
    field = serializers.CharField(max_length=64, default="", allow_blank=True)
    answer = serializers.JSONField(allow_null=True, default=None)


class VerificationIn(StrictSerializer):
    """Whether a correction is good, and a sentence."""

    is_verified = serializers.BooleanField()
    text = serializers.CharField(max_length=LONGEST_SENTENCE)


class AuditList(APIView):
    """The audits of a project, latest first."""

    @extend_schema(operation_id="audit_list", responses=AuditOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.audited_project_for(request.user, project_pk)
        rows = selectors.audits_for(request.user).filter(project=project)
        return Response(AuditOut(rows, many=True).data)

    @extend_schema(operation_id="draw_audit", request=AuditIn, responses={201: AuditOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        audit = services.draw_audit(project=project, by=request.user, **read(AuditIn, request))
        return Response(AuditOut(audit).data, status=status.HTTP_201_CREATED)


class AuditDetail(APIView):
    """One audit."""

    @extend_schema(operation_id="audit", responses=AuditInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        audit = selectors.audit_for(request.user, pk)
        standing = selectors.standing_of(audit)
        evidence = selectors.evidence_of(audit)
        body = {
            **AuditOut(audit).data,
            "is_present": selectors.is_audit_present(audit, runs_in_force(audit.project)),
            "unjudged": standing.unjudged,
            "wrong": standing.wrong,
            "is_rejected": standing.is_rejected,
            "strata": StratumOut(strata_for(request.user, standing), many=True).data,
            "error_rate": ShareOut(standing.error_rate).data,
            "evidence": {
                dimension.value: FactOut(facts, many=True).data for dimension, facts in evidence.items()
            },
            "dimensions": DimensionOut(list(standing.dimensions.values()), many=True).data,
            "ethics": ethics_of(audit, standing, evidence[Dimension.ETHICS]),
            "findings": FindingOut(selectors.findings_of(audit), many=True).data,
            "sign_off": AuditSignOffOut(standing.sign_off).data if standing.sign_off else None,
        }
        return Response(body)


class AuditItems(APIView):
    """The sample of an audit."""

    @extend_schema(operation_id="audit_item_list", parameters=[AuditItemQuery], responses=AuditItemPage)
    def get(self, request: ApiRequest, pk: int) -> Response:
        audit, wanted = selectors.audit_for(request.user, pk), asked(AuditItemQuery, request)
        rows = audit.items.filter(position__gt=wanted["after"]).order_by("position")
        page = list(rows[: wanted["limit"] + 1])
        shown = page[: wanted["limit"]]
        next_after = shown[-1].position if len(page) > len(shown) else None
        return Response(AuditItemPage({"results": shown, "next_after": next_after}).data)


class AuditItemDetail(APIView):
    """One drawn item."""

    @extend_schema(operation_id="audit_item", responses=AuditItemInFull)
    def get(self, request: ApiRequest, pk: int) -> Response:
        audit_item = selectors.audit_item_for(request.user, pk)
        judgement = audit_item.judgements.order_by("-pk").first()
        body = {
            "id": audit_item.pk,
            **selectors.sample_of(audit_item),
            "judgement": JudgementOut(judgement).data if judgement else None,
        }
        return Response(body)


class JudgeAuditItem(APIView):
    """Judge a drawn item."""

    @extend_schema(operation_id="judge_audit_item", request=JudgementIn, responses={201: JudgementOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        audit_item = selectors.audit_item_for(request.user, pk, Right.AUDIT)
        given = read(JudgementIn, request)
        judgement = services.judge_audit_item(audit_item=audit_item, by=request.user, **given)
        return Response(JudgementOut(judgement).data, status=status.HTTP_201_CREATED)


class JudgeDimension(APIView):
    """Judge a dimension."""

    @extend_schema(operation_id="judge_dimension", request=DimensionIn, responses={201: DimensionOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        audit = selectors.audit_for(request.user, pk, Right.AUDIT)
        judgement = services.judge_dimension(audit=audit, by=request.user, **read(DimensionIn, request))
        return Response(DimensionOut(judgement).data, status=status.HTTP_201_CREATED)


class SignAudit(APIView):
    """Sign an audit off, or object."""

    @extend_schema(operation_id="sign_audit", request=SignIn, responses={201: AuditSignOffOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        audit = selectors.audit_for(request.user, pk, Right.AUDIT)
        sign_off = services.sign_audit(audit=audit, by=request.user, **read(SignIn, request))
        return Response(AuditSignOffOut(sign_off).data, status=status.HTTP_201_CREATED)


class AssignFinding(APIView):
    """Say who corrects a finding, and until when."""

    @extend_schema(
        operation_id="assign_finding", request=FindingAssignmentIn, responses={201: FindingAssignmentOut}
    )
    def post(self, request: ApiRequest, pk: int) -> Response:
        finding = selectors.finding_for(request.user, pk, Right.MANAGE_PROJECT)
        given = read(FindingAssignmentIn, request)
        assigned = services.assign_finding(finding=finding, by=request.user, **given)
        return Response(FindingAssignmentOut(assigned).data, status=status.HTTP_201_CREATED)


class CorrectFinding(APIView):
    """Record how a finding was corrected."""

    @extend_schema(operation_id="correct_finding", request=CorrectionIn, responses={201: StepOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        finding = selectors.finding_for(request.user, pk, Right.MANAGE_PROJECT)
        step = services.correct_finding(finding=finding, by=request.user, **read(CorrectionIn, request))
        return Response(StepOut(step).data, status=status.HTTP_201_CREATED)


class VerifyFinding(APIView):
    """Say whether a correction is good."""

    @extend_schema(operation_id="verify_finding", request=VerificationIn, responses={201: StepOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        finding = selectors.finding_for(request.user, pk, Right.AUDIT)
        step = services.verify_finding(finding=finding, by=request.user, **read(VerificationIn, request))
        return Response(StepOut(step).data, status=status.HTTP_201_CREATED)
