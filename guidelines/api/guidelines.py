"""Guidelines for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines import selectors, services
from guidelines.api.shapes import (
    CasesField,
    EntriesField,
    GuidelineOut,
    PublishIn,
    SectionsField,
    existing,
    sent,
)
from guidelines.reading import reading_of
from projects.domain.roles import Right
from projects.selectors import project_for


class GuidelineIn(StrictSerializer):
    """A draft. `digest` is that of the draft it replaces; leave it out when there is none."""

    sections = SectionsField()
    entries = EntriesField(required=False)
    cases = CasesField(required=False, help_text="Left out: the edge cases stay as they are.")
    change_note = serializers.CharField(max_length=500, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64, allow_blank=True, default="")


class GuidelineAtOnce(GuidelineIn):
    """A guideline to write, and by default to publish."""

    publish = serializers.BooleanField(default=True)


class ReadingOut(serializers.Serializer[Any]):
    """What this person has to read: the guideline in force, or just what it changed since they confirmed one."""

    guideline = serializers.IntegerField(source="guideline.number", help_text="Number of the version.")
    since = serializers.IntegerField(
        source="since.number",
        default=None,
        allow_null=True,
        help_text="Version confirmed last; null for none.",
    )
    change_note = serializers.CharField(source="guideline.change_note")
    is_confirmed = serializers.BooleanField()
    html = serializers.CharField(help_text="The text or its changes, safe to show.")


class AcknowledgeIn(StrictSerializer):
    """The number of the version that was read."""

    guideline = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class GuidelineInForce(APIView):
    """The guideline in force: the latest published version."""

    @extend_schema(responses=GuidelineOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the latest published version; 404 while there is none."""
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        return Response(GuidelineOut(existing(selectors.published_guideline(project))).data)

    @extend_schema(request=GuidelineAtOnce, responses={201: GuidelineOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write the next version and publish it, all or nothing."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(GuidelineAtOnce, request)
        write = services.publish_text if given.pop("publish") else services.save_guideline_draft
        guideline = write(project=project, by=request.user, **given)
        return Response(GuidelineOut(guideline).data, status=status.HTTP_201_CREATED)


class GuidelineReading(APIView):
    """What you have to read before new work, and the word that you did."""

    @extend_schema(responses=ReadingOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return what changed since you last confirmed a version, or the whole; 404 while none is published."""
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        return Response(ReadingOut(existing(reading_of(request.user, project))).data)

    @extend_schema(request=AcknowledgeIn, responses=ReadingOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Confirm this version; 409 `guideline_not_in_force` when another is in force by now."""
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        number = read(AcknowledgeIn, request)["guideline"]
        guideline = selectors.guideline_for(request.user, project.pk, number)
        services.acknowledge(guideline=guideline, by=request.user)
        return Response(ReadingOut(existing(reading_of(request.user, project))).data)


class GuidelineVersions(APIView):
    """The guideline versions, latest first; drafts to managers only."""

    @extend_schema(responses=GuidelineOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        versions = selectors.guidelines_for(request.user).filter(project=project)
        return Response(GuidelineOut(versions, many=True).data)


class GuidelineVersion(APIView):
    """One guideline version."""

    @extend_schema(responses=GuidelineOut)
    def get(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        return Response(GuidelineOut(selectors.guideline_for(request.user, project_pk, number)).data)


class GuidelineDraft(APIView):
    """The draft of the next guideline version."""

    @extend_schema(responses=GuidelineOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the draft; 404 while there is none."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(GuidelineOut(existing(selectors.guideline_draft(project))).data)

    @extend_schema(request=GuidelineIn, responses=GuidelineOut)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        """Save the draft; 409 `stale_draft` with `stored` and `yours` when `digest` is not that of the draft."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(GuidelineIn, request)
        draft = services.save_guideline_draft(project=project, by=request.user, **given)
        return Response(GuidelineOut(draft).data)


class PublishGuideline(APIView):
    """Publish the guideline draft."""

    @extend_schema(request=PublishIn, responses=GuidelineOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(PublishIn, request)
        guideline = services.publish_guideline(project=project, by=request.user, **given)
        return Response(GuidelineOut(guideline).data)
