"""Questions for programs and for the labelling screen."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from annotators.domain.questions import (
    LONGEST_ANSWER,
    LONGEST_QUESTION,
    MOST_HOURS,
    QuestionState,
)
from annotators.models import Question
from annotators.selectors import questions as selectors
from annotators.services import questions as services
from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.forms import LARGEST_ID
from projects.models import Project
from projects.selectors import page_before, project_for, rights_of


class QuestionIn(StrictSerializer):
    """A question, and what it is about: all but `text` may be left out. `item` is an item's id."""

    text = serializers.CharField(max_length=LONGEST_QUESTION)
    item = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False, allow_null=True)
    version = serializers.IntegerField(
        min_value=1,
        max_value=2**31 - 1,
        required=False,
        allow_null=True,
        help_text="The version that was seen.",
    )
    field = serializers.CharField(max_length=64, allow_blank=True, default="")
    label = serializers.CharField(max_length=200, allow_blank=True, default="")  # type: ignore[assignment]
    section = serializers.CharField(max_length=64, allow_blank=True, default="")


class QuestionQuery(StrictSerializer):
    """Which questions, newest first."""

    before = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)
    state = serializers.ChoiceField(choices=QuestionState.choices(), required=False)
    item = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    field = serializers.CharField(max_length=64, required=False)
    label = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    section = serializers.CharField(max_length=64, required=False)


class SimilarQuery(StrictSerializer):
    """A text to look for."""

    text = serializers.CharField(max_length=LONGEST_QUESTION)


class SaidOut(serializers.Serializer[Any]):
    """One message under a question; `who` is empty where the name stays hidden."""

    text = serializers.CharField()
    at = serializers.DateTimeField()
    is_official = serializers.BooleanField()
    is_from_teacher = serializers.BooleanField()
    is_mine = serializers.BooleanField()
    who = serializers.CharField()


class QuestionOut(serializers.Serializer[Any]):
    """A question as the caller sees it."""

    id = serializers.IntegerField(source="question.pk")
    text = serializers.CharField(source="question.text")
    state = serializers.ChoiceField(choices=QuestionState.choices(), source="question.state")
    item = serializers.IntegerField(source="question.item_version.item_id", default=None, allow_null=True)
    version = serializers.IntegerField(source="question.item_version.number", default=None, allow_null=True)
    field = serializers.CharField(source="question.field")
    label = serializers.CharField(source="question.label")  # type: ignore[assignment]
    section = serializers.CharField(source="question.section")
    asked_at = serializers.DateTimeField(source="question.asked_at")
    is_mine = serializers.BooleanField()
    who = serializers.CharField()
    is_faq = serializers.BooleanField(source="question.is_faq")
    merged_into = serializers.IntegerField(source="question.merged_into_id", allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    is_late = serializers.BooleanField()
    official = SaidOut(allow_null=True)
    answers = SaidOut(many=True)


class QuestionPage(serializers.Serializer[Any]):
    """Some questions, and the `before` of the next page or null."""

    results = QuestionOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class AnswerIn(StrictSerializer):
    """What is said. A teacher's word is official unless told; others leave `is_official` out."""

    text = serializers.CharField(max_length=LONGEST_ANSWER)
    is_official = serializers.BooleanField(required=False)


class MergeIn(StrictSerializer):
    """The id of the question that stays."""

    into = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class CloseIn(StrictSerializer):
    """Why; the asker may leave it out."""

    reason = serializers.CharField(max_length=LONGEST_ANSWER, allow_blank=True, default="")


class FaqIn(StrictSerializer):
    """Whether everybody should know."""

    is_faq = serializers.BooleanField()


class PromoteIn(StrictSerializer):
    """What the guideline says holds; the official answer unless told."""

    decision = serializers.CharField(max_length=LONGEST_ANSWER, allow_blank=True, default="")


class LimitIn(StrictSerializer):
    """Within how many hours questions are answered."""

    hours = serializers.IntegerField(min_value=1, max_value=MOST_HOURS)


class LimitOut(serializers.Serializer[Any]):
    """Within how many hours questions are answered."""

    hours = serializers.IntegerField(source="answer_hours")


def _teaches(request: ApiRequest, project: Project) -> bool:
    return Right.TEACH in rights_of(request.user, project)


def _seen(request: ApiRequest, question: Question) -> Any:
    question = selectors.question_for(request.user, question.pk)
    teaches = _teaches(request, question.project)
    [reading] = selectors.readings([question], request.user, teaches=teaches)
    return QuestionOut(reading).data


class QuestionList(APIView):
    """The questions of a project."""

    @extend_schema(operation_id="question_list", parameters=[QuestionQuery], responses=QuestionPage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return those that stand for themselves, with what the caller may read of the answers."""
        project = selectors.teaching_project_for(request.user, project_pk)
        wanted = asked(QuestionQuery, request)
        rows = selectors.filtered(selectors.questions_of(project), **wanted)
        page, before = page_before(rows, before=wanted.get("before"), size=wanted["limit"])
        found = selectors.readings(page, request.user, teaches=_teaches(request, project))
        return Response(QuestionPage({"results": found, "next_before": before}).data)

    @extend_schema(operation_id="ask", request=QuestionIn, responses={201: QuestionOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Ask. Look for similar ones first: `questions/similar/`."""
        project = project_for(request.user, project_pk, Right.ASK)
        question = services.ask(project=project, by=request.user, **read(QuestionIn, request))
        return Response(_seen(request, question), status=status.HTTP_201_CREATED)


class SimilarQuestions(APIView):
    """Questions that probably ask the same."""

    @extend_schema(
        operation_id="similar_questions", parameters=[SimilarQuery], responses=QuestionOut(many=True)
    )
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return at most five, the likest first."""
        project = selectors.teaching_project_for(request.user, project_pk)
        found = selectors.similar_questions(project, asked(SimilarQuery, request)["text"])
        seen = selectors.readings(found, request.user, teaches=_teaches(request, project))
        return Response(QuestionOut(seen, many=True).data)


class QuestionDetail(APIView):
    """One question."""

    @extend_schema(operation_id="question", responses=QuestionOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(_seen(request, selectors.question_for(request.user, pk)))


class AnswerQuestion(APIView):
    """Say something under a question."""

    @extend_schema(operation_id="answer_question", request=AnswerIn, responses={201: QuestionOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.question_for(request.user, pk)
        services.answer_question(question=question, by=request.user, **read(AnswerIn, request))
        return Response(_seen(request, question), status=status.HTTP_201_CREATED)


class MergeQuestion(APIView):
    """Let another question stand for this one."""

    @extend_schema(operation_id="merge_question", request=MergeIn, responses=QuestionOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.question_for(request.user, pk, Right.TEACH)
        into = selectors.question_for(request.user, read(MergeIn, request)["into"], Right.TEACH)
        services.merge_question(question=question, into=into, by=request.user)
        return Response(_seen(request, question))


class CloseQuestion(APIView):
    """Close a question without an official answer."""

    @extend_schema(operation_id="close_question", request=CloseIn, responses=QuestionOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.question_for(request.user, pk)
        services.close_question(question=question, by=request.user, **read(CloseIn, request))
        return Response(_seen(request, question))


class SetFaq(APIView):
    """Show a question among the frequent ones, or no longer."""

    @extend_schema(operation_id="set_faq", request=FaqIn, responses=QuestionOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.question_for(request.user, pk, Right.TEACH)
        services.set_faq(question=question, by=request.user, **read(FaqIn, request))
        return Response(_seen(request, question))


class PromoteQuestion(APIView):
    """Write a question into the guideline as an edge case."""

    @extend_schema(operation_id="promote_question", request=PromoteIn, responses=QuestionOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.question_for(request.user, pk, Right.MANAGE_PROJECT)
        services.promote_question(question=question, by=request.user, **read(PromoteIn, request))
        return Response(_seen(request, question))


class AnswerLimit(APIView):
    """Within how many hours questions are answered."""

    @extend_schema(operation_id="set_answer_limit", request=LimitIn, responses=LimitOut)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        teaching = services.set_answer_limit(project=project, by=request.user, **read(LimitIn, request))
        return Response(LimitOut(teaching).data)
