"""The path from newcomer to work, and live sessions, for programs."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from annotators.domain.learning import LONGEST_CHECK, MOST_OPTIONS, Step
from annotators.models import AttemptKind, CheckQuestion, TeachingSession
from annotators.models.learning import LONGEST_MINUTES
from annotators.selectors import attempts as pieces
from annotators.selectors import learning as selectors
from annotators.selectors.questions import teaching_project_for
from annotators.services import learning as services
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.forms import LARGEST_ID
from projects.selectors import project_for, rights_of


class PathStepOut(serializers.Serializer[Any]):
    """One step; what the project does not offer is not asked."""

    step = serializers.ChoiceField(choices=Step.choices())
    is_offered = serializers.BooleanField()
    is_done = serializers.BooleanField()


class PersonPathOut(serializers.Serializer[Any]):
    """How far one person is; `next` is null when they can start."""

    username = serializers.CharField(source="person.username")
    next = serializers.ChoiceField(choices=Step.choices(), allow_null=True)
    steps = PathStepOut(many=True)


class PracticeOut(serializers.Serializer[Any]):
    """A practice that is going on: its items come from `test/<id>/next/`."""

    id = serializers.IntegerField(source="pk")
    due_at = serializers.DateTimeField()


class FieldResultOut(serializers.Serializer[Any]):
    """One answer held against gold."""

    title = serializers.CharField()
    given = serializers.CharField()
    right = serializers.CharField()
    score = serializers.FloatField()
    why = serializers.CharField()
    section = serializers.CharField()


class PieceResultOut(serializers.Serializer[Any]):
    """What came of one item."""

    position = serializers.IntegerField()
    is_right = serializers.BooleanField()
    fields = FieldResultOut(many=True)  # type: ignore[assignment]


class ExampleOut(PieceResultOut):
    """A worked example: the item's parts, the right answer and why."""

    parts = serializers.DictField()


class CheckQuestionOut(serializers.ModelSerializer[CheckQuestion]):
    """A question of the check, without what is right."""

    class Meta:
        model = CheckQuestion
        fields: tuple[str, ...] = ("id", "text", "options", "section")


class CheckQuestionInFull(CheckQuestionOut):
    """The same with what is right and why, for who teaches."""

    class Meta(CheckQuestionOut.Meta):
        fields = (*CheckQuestionOut.Meta.fields, "right", "why")


class CheckQuestionIn(StrictSerializer):
    """A question to add; `right` counts options from 0."""

    text = serializers.CharField(max_length=LONGEST_CHECK)
    options = serializers.ListField(child=serializers.CharField(), max_length=MOST_OPTIONS)
    right = serializers.IntegerField(min_value=0, max_value=MOST_OPTIONS - 1)
    why = serializers.CharField(max_length=LONGEST_CHECK, allow_blank=True, default="")
    section = serializers.CharField(max_length=64, allow_blank=True, default="")


class ChosenIn(StrictSerializer):
    """The option chosen for one question."""

    question = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    option = serializers.IntegerField(min_value=0, max_value=MOST_OPTIONS - 1)


class ComprehensionIn(StrictSerializer):
    """The answers of a check; a question left out is not right."""

    answers = ChosenIn(many=True)


class ComprehensionOut(serializers.Serializer[Any]):
    """What a check came to."""

    is_passed = serializers.BooleanField()
    n = serializers.IntegerField()
    wrong = serializers.ListField(child=serializers.IntegerField())


class SessionIn(StrictSerializer):
    """A live session to plan."""

    title = serializers.CharField(max_length=200)
    held_at = serializers.DateTimeField()
    agenda = serializers.CharField(max_length=LONGEST_MINUTES, allow_blank=True, default="")


class MinutesIn(StrictSerializer):
    """What came of a live session; `attendees` are ids of annotators."""

    minutes = serializers.CharField(max_length=LONGEST_MINUTES)
    open_points = serializers.CharField(max_length=LONGEST_MINUTES, allow_blank=True, default="")
    attendees = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), default=list
    )


class SessionOut(serializers.ModelSerializer[TeachingSession]):
    """A live session; how many came, not who."""

    came = serializers.IntegerField(read_only=True)

    class Meta:
        model = TeachingSession
        fields = ("id", "title", "held_at", "agenda", "minutes", "open_points", "came")


class Path(APIView):
    """How far people are."""

    @extend_schema(operation_id="path", responses=PersonPathOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return everybody to who teaches, to others themselves."""
        project = teaching_project_for(request.user, project_pk)
        teaches = Right.TEACH in rights_of(request.user, project)
        rows = selectors.everybody(project) if teaches else [selectors.path_of(project, request.user)]
        return Response(PersonPathOut(rows, many=True).data)


class Examples(APIView):
    """The worked examples."""

    @extend_schema(operation_id="examples", responses=ExampleOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = teaching_project_for(request.user, project_pk)
        return Response(ExampleOut(pieces.worked_examples(project), many=True).data)

    @extend_schema(operation_id="see_examples", request=None, responses=PersonPathOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Note that the caller has gone through them."""
        project = project_for(request.user, project_pk, Right.ASK)
        services.see_examples(project=project, by=request.user)
        return Response(PersonPathOut(selectors.path_of(project, request.user)).data)


class Practice(APIView):
    """Begin a practice or go on with it."""

    @extend_schema(operation_id="begin_practice", request=None, responses=PracticeOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.ASK)
        return Response(PracticeOut(services.begin_practice(project=project, by=request.user)).data)


class FinishPractice(APIView):
    """End a practice when every item was tried."""

    @extend_schema(operation_id="finish_practice", request=None, responses=PieceResultOut(many=True))
    def post(self, request: ApiRequest, pk: int) -> Response:
        """Return every item with what was right."""
        attempt = pieces.attempt_for(request.user, pk)
        if attempt.kind != AttemptKind.PRACTICE:
            raise Http404
        done = services.finish_practice(attempt=attempt)
        return Response(PieceResultOut(pieces.piece_results(done), many=True).data)


class LastResult(APIView):
    """What came of the item answered last in a practice."""

    @extend_schema(operation_id="last_result", responses=PieceResultOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        """Return right or wrong with the reason; 404 before the first answer, and in a test."""
        attempt = pieces.attempt_for(request.user, pk)
        result = pieces.last_result(attempt) if attempt.kind == AttemptKind.PRACTICE else None
        if result is None:
            raise Http404
        return Response(PieceResultOut(result).data)


class Check(APIView):
    """The comprehension check."""

    @extend_schema(operation_id="check", responses=CheckQuestionOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = teaching_project_for(request.user, project_pk)
        return Response(CheckQuestionOut(selectors.check_questions(project), many=True).data)

    @extend_schema(operation_id="answer_check", request=ComprehensionIn, responses=ComprehensionOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Answer it. All right passes; it can be answered again."""
        project = project_for(request.user, project_pk, Right.ASK)
        chosen = {row["question"]: row["option"] for row in read(ComprehensionIn, request)["answers"]}
        return Response(
            ComprehensionOut(services.answer_check(project=project, by=request.user, answers=chosen)).data
        )


class CheckQuestions(APIView):
    """The questions of the check, for who teaches."""

    @extend_schema(operation_id="check_question_list", responses=CheckQuestionInFull(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.TEACH)
        return Response(CheckQuestionInFull(selectors.check_questions(project), many=True).data)

    @extend_schema(
        operation_id="add_check_question", request=CheckQuestionIn, responses={201: CheckQuestionInFull}
    )
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.TEACH)
        question = services.add_check_question(
            project=project, by=request.user, **read(CheckQuestionIn, request)
        )
        return Response(CheckQuestionInFull(question).data, status=status.HTTP_201_CREATED)


class RetireCheckQuestion(APIView):
    """Ask a question of the check no longer."""

    @extend_schema(operation_id="retire_check_question", responses={204: None})
    def delete(self, request: ApiRequest, pk: int) -> Response:
        question = selectors.check_question_for(request.user, pk)
        services.retire_check_question(question=question, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Sessions(APIView):
    """The live sessions of a project."""

    @extend_schema(operation_id="session_list", responses=SessionOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return them, latest first."""
        project = teaching_project_for(request.user, project_pk)
        rows = selectors.sessions_for(request.user).filter(project=project)
        return Response(SessionOut(rows, many=True).data)

    @extend_schema(operation_id="plan_session", request=SessionIn, responses={201: SessionOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.TEACH)
        session = services.plan_session(project=project, by=request.user, **read(SessionIn, request))
        return Response(
            SessionOut(selectors.session_for(request.user, session.pk)).data, status=status.HTTP_201_CREATED
        )


class Session(APIView):
    """One live session."""

    @extend_schema(operation_id="session", responses=SessionOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(SessionOut(selectors.session_for(request.user, pk)).data)

    @extend_schema(operation_id="write_minutes", request=MinutesIn, responses=SessionOut)
    def put(self, request: ApiRequest, pk: int) -> Response:
        """Write down what came of it."""
        session = selectors.session_for(request.user, pk, Right.TEACH)
        services.write_minutes(session=session, by=request.user, **read(MinutesIn, request))
        return Response(SessionOut(selectors.session_for(request.user, pk)).data)
