"""The pilot and the people of the main work, for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from labeling import selectors
from labeling.api.fields import MAX_ID, IdsField
from labeling.domain.batching import LONGEST_REASON
from labeling.models import PausedPerson
from labeling.services import people, pilot
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import people_with, project_for


class MeanShareOut(serializers.Serializer[Any]):
    """A mean between 0 and 1 and over how many things it is taken; null where there is none."""

    value = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class PersonFiguresOut(serializers.Serializer[Any]):
    """What one person did: items, nearness to the others and to gold, median seconds an item."""

    person = serializers.IntegerField(source="person.pk")
    name = serializers.CharField(source="person")
    items = serializers.IntegerField()
    agreement = MeanShareOut()
    gold = MeanShareOut()
    seconds = serializers.FloatField(allow_null=True)


class PilotJudgementOut(serializers.Serializer[Any]):
    """A judgement about the pilot: when, by whom, why, on what evidence."""

    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()
    evidence = serializers.JSONField()


class PilotMissingOut(serializers.Serializer[Any]):
    """One thing the main work waits for, the role that owes it, and the page where it is mended."""

    sentence = serializers.CharField()
    who = serializers.CharField()
    url = serializers.CharField()


class PilotOut(serializers.Serializer[Any]):
    """Where the pilot of the present cycle stands, and what the main work waits for."""

    report = PilotJudgementOut(allow_null=True)
    confirmed = PilotJudgementOut(allow_null=True)
    chosen = PilotJudgementOut(allow_null=True)
    waived = PilotJudgementOut(allow_null=True)
    missing = PilotMissingOut(many=True)
    people = PersonFiguresOut(many=True)


class PilotReasonIn(StrictSerializer):
    """Why."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class ChoosePeopleIn(StrictSerializer):
    """Who gets the main work; a reason where somebody did nothing in the pilot."""

    people = IdsField()
    reason = serializers.CharField(max_length=LONGEST_REASON, allow_blank=True, default="")


class PausePersonIn(StrictSerializer):
    """Which annotator, and why. The person is told the reason."""

    person = serializers.IntegerField(min_value=1, max_value=MAX_ID)
    reason = serializers.CharField(max_length=LONGEST_REASON)


class PauseOut(serializers.ModelSerializer[PausedPerson]):
    """A person who gets no new work, and since when; `lifted_at` ends it."""

    class Meta:
        model = PausedPerson
        fields = ("person", "reason", "at", "lifted_at")


def pilot_body(project: Project) -> Any:
    """Return the pilot of a project in the shape of PilotOut."""
    found = selectors.pilot_of(project)
    figures = selectors.figures_by_person(found.batches, people_with(project, Right.LABEL))
    missing = [
        {"sentence": one.sentence, "who": one.who, "url": one.url} for one in selectors.pilot_missing(found)
    ]
    judged = {name: getattr(found, name) for name in ("report", "confirmed", "chosen", "waived")}
    return PilotOut({**judged, "missing": missing, "people": figures}).data


class ShowPilot(APIView):
    """The pilot's report, what the main work waits for, and how each person did."""

    @extend_schema(responses=PilotOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        return Response(pilot_body(project_for(request.user, project_pk, Right.MANAGE_PROJECT)))


class ConfirmGuideline(APIView):
    """Say that the guideline stays as it is after the pilot."""

    @extend_schema(request=PilotReasonIn, responses=PilotOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        pilot.confirm_guideline(project=project, by=request.user, **read(PilotReasonIn, request))
        return Response(pilot_body(project))


class ChoosePeople(APIView):
    """Choose who gets the main work."""

    @extend_schema(request=ChoosePeopleIn, responses=PilotOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        pilot.choose_people(project=project, by=request.user, **read(ChoosePeopleIn, request))
        return Response(pilot_body(project))


class WaivePilot(APIView):
    """Go without a pilot in this cycle, for a reason that stays on record."""

    @extend_schema(request=PilotReasonIn, responses=PilotOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        pilot.waive_pilot(project=project, by=request.user, **read(PilotReasonIn, request))
        return Response(pilot_body(project))


class PausePerson(APIView):
    """Give an annotator no new work in the project."""

    @extend_schema(request=PausePersonIn, responses=PauseOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        pause = people.pause_person(project=project, by=request.user, **read(PausePersonIn, request))
        return Response(PauseOut(pause).data)


class ResumePerson(APIView):
    """Give a paused annotator work again."""

    @extend_schema(request=PausePersonIn, responses=PauseOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        pause = people.resume_person(project=project, by=request.user, **read(PausePersonIn, request))
        return Response(PauseOut(pause).data)
