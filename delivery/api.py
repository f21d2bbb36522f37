"""Releases for programs."""

from django.http import FileResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.domain.labelled import ENDINGS
from delivery.models import LONGEST_COMMENT, LONGEST_NOTE, LONGEST_REASON, Release, ReleaseCheck, Verdict
from delivery.selectors import releases as selectors
from delivery.selectors import verdicts as judged
from delivery.services import checks, exports, labelled, verdicts
from delivery.services import releases as services
from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.forms import LARGEST_ID
from projects.selectors import project_for


class FreezeIn(StrictSerializer):
    """A release to freeze: ids of batches of the project."""

    batches = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), min_length=1, max_length=1_000
    )
    note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, default="")
    with_open_disputes = serializers.BooleanField(
        default=False, help_text="Freeze although disputes are open; their items are marked."
    )


class WithdrawIn(StrictSerializer):
    """Why a release is taken back."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class ReleaseOut(serializers.ModelSerializer[Release]):
    """A release. `done` and `total` tell how far its making is; `sha256` is that of the whole ZIP."""

    items = serializers.IntegerField(source="facts.items")
    is_ready = serializers.BooleanField()

    class Meta:
        model = Release
        fields = (
            "id",
            "project",
            "number",
            "note",
            "state",
            "is_ready",
            "done",
            "total",
            "error",
            "frozen_at",
            "items",
            "size",
            "sha256",
            "verified_at",
            "withdrawn_at",
            "withdrawn_because",
        )


class CommentIn(StrictSerializer):
    """What a client says of one requirement, by its position in the brief."""

    position = serializers.IntegerField(min_value=1, max_value=32_767)
    comment = serializers.CharField(max_length=LONGEST_COMMENT)


class VerdictIn(StrictSerializer):
    """Yes or no to a release. To send it back needs a comment somewhere."""

    is_accepted = serializers.BooleanField()
    comment = serializers.CharField(max_length=LONGEST_COMMENT, allow_blank=True, default="")
    comments = serializers.ListField(child=CommentIn(), max_length=1_000, default=list)


class VerdictOut(serializers.ModelSerializer[Verdict]):
    """A verdict; `comments` is requirement position → comment."""

    by = serializers.CharField(source="by.username")

    class Meta:
        model = Verdict
        fields = ("id", "release", "is_accepted", "comment", "comments", "by", "at")


class CheckOut(serializers.ModelSerializer[ReleaseCheck]):
    """A proof of a release; `findings` has `is_ok`, `is_identical` and `problems` once it is done."""

    class Meta:
        model = ReleaseCheck
        fields = ("id", "release", "state", "done", "total", "error", "findings")


class ReleaseList(APIView):
    """The releases of a project."""

    @extend_schema(responses=ReleaseOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.RECEIVE_RELEASES)
        rows = selectors.releases_for(request.user).filter(project=project)
        return Response(ReleaseOut(rows, many=True).data)

    @extend_schema(request=FreezeIn, responses={202: ReleaseOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.BUILD_RELEASES)
        asked = read(FreezeIn, request)
        asked["batches"] = selectors.batches_of(project, asked["batches"])
        release = services.freeze_release(project=project, by=request.user, **asked)
        return Response(ReleaseOut(release).data, status=status.HTTP_202_ACCEPTED)


class ReleaseDetail(APIView):
    """One release."""

    @extend_schema(responses=ReleaseOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(ReleaseOut(selectors.release_for(request.user, pk)).data)


class DownloadRelease(APIView):
    """The ZIP of a release. Every download is written down."""

    http_method_names = ["get", "options"]

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: ApiRequest, pk: int) -> FileResponse:
        release = selectors.release_for(request.user, pk)
        file = services.download_release(release=release, by=request.user)
        return FileResponse(
            file, as_attachment=True, filename=release.download_name, content_type="application/zip"
        )


class LabelsQuery(StrictSerializer):
    """Which answers, and how they are written."""

    field = serializers.CharField(help_text="A field of marks: spans, boxes, polygons, keypoints, segments.")
    file_format = serializers.ChoiceField(choices=list(ENDINGS))


class DownloadLabels(APIView):
    """The final answers to one field: CoNLL, COCO and RTTM as one file, Pascal VOC and YOLO as a ZIP."""

    http_method_names = ["get", "options"]

    @extend_schema(
        parameters=[LabelsQuery], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: ApiRequest, pk: int) -> FileResponse:
        release = selectors.release_for(request.user, pk)
        choice = asked(LabelsQuery, request)
        file, name = labelled.download_labels(
            release=release, field=choice["field"], format=choice["file_format"], by=request.user
        )
        return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")


class JudgeRelease(APIView):
    """Accept a release or send it back; GET has every verdict, the one in force first."""

    @extend_schema(responses=VerdictOut(many=True))
    def get(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk)
        return Response(VerdictOut(judged.verdicts_of(release), many=True).data)

    @extend_schema(request=VerdictIn, responses=VerdictOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk)
        said = read(VerdictIn, request)
        said["comments"] = {each["position"]: each["comment"] for each in said["comments"]}
        verdict = verdicts.judge_release(release=release, by=request.user, **said)
        return Response(VerdictOut(verdict).data)


class ReleaseQuality(APIView):
    """The facts of a release's quality report: requirements with evidence, agreement, decisions, answers."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return Response(judged.quality_of(selectors.release_for(request.user, pk)))


class WithdrawRelease(APIView):
    """Take a release back."""

    @extend_schema(request=WithdrawIn, responses=ReleaseOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
        reason = read(WithdrawIn, request)["reason"]
        withdrawn = services.withdraw_release(release=release, reason=reason, by=request.user)
        return Response(ReleaseOut(withdrawn).data)


class CheckRelease(APIView):
    """Prove again that a release is what it was; GET has the latest proof."""

    @extend_schema(responses=CheckOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
        return Response(CheckOut(selectors.check_of(release)).data)

    @extend_schema(request=None, responses={202: CheckOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
        check = checks.start_check(release=release, by=request.user)
        return Response(CheckOut(check).data, status=status.HTTP_202_ACCEPTED)


class CancelRelease(APIView):
    """Stop making a release."""

    @extend_schema(request=None, responses=ReleaseOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
        return Response(ReleaseOut(services.cancel_release(release=release, by=request.user)).data)


class RetryRelease(APIView):
    """Make a release again that failed or was cancelled."""

    @extend_schema(request=None, responses={202: ReleaseOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        release = selectors.release_for(request.user, pk, Right.BUILD_RELEASES)
        queued = services.retry_release(release=release, by=request.user)
        return Response(ReleaseOut(queued).data, status=status.HTTP_202_ACCEPTED)


class ExportAnnotations(APIView):
    """The current annotations of a project as JSON lines, without a release. Every export is written down."""

    http_method_names = ["get", "options"]

    @extend_schema(
        responses={
            (200, "application/x-ndjson"): OpenApiResponse(OpenApiTypes.STR, "One line an annotation.")
        }
    )
    def get(self, request: ApiRequest, project_pk: int) -> StreamingHttpResponse:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        lines = exports.export_annotations(project=project, by=request.user)
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")
