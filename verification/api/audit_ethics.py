"""What an audit asks of ethics, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from verification import services
from verification.domain.dimensions import Fact
from verification.domain.ethics import EthicsQuestion, Verdict
from verification.models import LONGEST_SENTENCE, Audit, EthicsJudgement
from verification.selectors import audits as selectors


class EthicsJudgementOut(serializers.ModelSerializer[EthicsJudgement]):
    """What the auditor says to a question of ethics."""

    class Meta:
        model = EthicsJudgement
        fields = ("question", "verdict", "sentence", "at")


class EthicsQuestionOut(serializers.Serializer[Any]):
    """A question of ethics, the names of the facts beside it, and the judgement in force."""

    question = serializers.ChoiceField(EthicsQuestion.choices())
    facts = serializers.ListField(child=serializers.CharField())
    judgement = EthicsJudgementOut(allow_null=True)


class EthicsIn(StrictSerializer):
    """A judgement on one question of ethics."""

    question = serializers.ChoiceField(EthicsQuestion.choices())
    verdict = serializers.ChoiceField(Verdict.choices())
    sentence = serializers.CharField(max_length=LONGEST_SENTENCE)


def ethics_of(audit: Audit, standing: selectors.Standing, facts: list[Fact]) -> Any:
    """Return the questions that this audit asks, each with the names of its facts and the judgement in force."""
    rows = [
        {
            "question": question.value,
            "facts": [fact.name for fact in selectors.facts_of(question, facts)],
            "judgement": standing.ethics.get(question),
        }
        for question in selectors.asked_questions(audit)
    ]
    return EthicsQuestionOut(rows, many=True).data


class JudgeEthics(APIView):
    """Answer a question of ethics."""

    @extend_schema(operation_id="judge_ethics", request=EthicsIn, responses={201: EthicsJudgementOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        audit = selectors.audit_for(request.user, pk, Right.AUDIT)
        judgement = services.judge_ethics(audit=audit, by=request.user, **read(EthicsIn, request))
        return Response(EthicsJudgementOut(judgement).data, status=status.HTTP_201_CREATED)
