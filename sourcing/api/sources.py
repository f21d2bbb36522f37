"""Sources for programs: what is stated, who judged it, and the raw files."""

from typing import Any

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.errors import BadInput, _
from dmops_platform.http import address_of
from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing import selectors
from sourcing.domain.criteria import Criterion
from sourcing.domain.licences import CUSTOM, LICENCES, LONGEST_LICENCE_TEXT
from sourcing.domain.rights import (
    LARGEST_SEED,
    LONGEST_FACT,
    LONGEST_NAME,
    LONGEST_TEXT,
    Conflict,
    ReviewVerdict,
    SourceKind,
    SourceState,
)
from sourcing.forms.sources import LONGEST_REASON
from sourcing.models import Assessment, LegalReview, RawFile, Source
from sourcing.selectors import Standing
from sourcing.services import files, sources
from sourcing.services.sources import Upload


class TermsShape(StrictSerializer):
    """What a licence allows and asks for. Stated by hand only for a custom licence."""

    commercial = serializers.BooleanField(default=False)
    derivatives = serializers.BooleanField(default=False)
    share_alike = serializers.BooleanField(default=False)
    attribution = serializers.BooleanField(default=False)


def _text(most: int) -> serializers.CharField:
    return serializers.CharField(max_length=most, allow_blank=True, default="")


class SourceIn(StrictSerializer):
    """Where data comes from. `seen`, where given, must be the digest of the source as you read it."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(SourceKind.choices())
    origin = _text(LONGEST_TEXT)
    collector = _text(LONGEST_FACT)
    collected_on = serializers.DateField(allow_null=True, default=None)
    licence = serializers.ChoiceField(
        [*LICENCES, CUSTOM],
        help_text="An SPDX identifier, or “custom” with `licence_text` and `licence_terms`.",
    )
    licence_text = _text(LONGEST_LICENCE_TEXT)
    licence_terms = TermsShape(required=False)
    copyright_holder = _text(LONGEST_FACT)
    has_personal_data = serializers.BooleanField(default=False)
    consent_basis = _text(LONGEST_TEXT)
    model = _text(LONGEST_FACT)
    prompt = _text(LONGEST_TEXT)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, allow_null=True, default=None)
    seen = serializers.CharField(max_length=64, required=False)


class ReviewIn(StrictSerializer):
    """What a legal reviewer says. `seen`, where given, must be the digest of the source as you read it."""

    verdict = serializers.ChoiceField(ReviewVerdict.choices())
    reason = serializers.CharField(max_length=LONGEST_TEXT, allow_blank=True, default="")
    seen = serializers.CharField(max_length=64, required=False)


class AssessmentIn(StrictSerializer):
    """What somebody judges by a criterion of data quality."""

    criterion = serializers.ChoiceField(Criterion.choices())
    is_met = serializers.BooleanField()
    evidence = serializers.CharField(max_length=LONGEST_TEXT)


class DownloadIn(StrictSerializer):
    """Why somebody wants to see raw data; it is written into the access log."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class LegalReviewOut(serializers.ModelSerializer[LegalReview]):
    """What a legal reviewer said, and the digest of what they saw."""

    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = LegalReview
        fields = ("id", "verdict", "reason", "digest", "by", "at")


class AssessmentOut(serializers.ModelSerializer[Assessment]):
    """What was judged by a criterion."""

    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = Assessment
        fields = ("id", "criterion", "is_met", "evidence", "by", "at")


class RawFileOut(serializers.ModelSerializer[RawFile]):
    """A raw file as it is kept."""

    class Meta:
        model = RawFile
        fields = ("id", "name", "size", "sha256", "is_evidence", "stored_at")


class StatedOut(serializers.ModelSerializer[Source]):
    """What is stated about a source."""

    by = serializers.CharField(source="by.username", read_only=True)
    changed_by = serializers.CharField(source="changed_by.username", read_only=True)
    evidence = RawFileOut(allow_null=True, read_only=True)

    class Meta:
        model = Source
        fields = (
            *("id", "project", "name", "kind", "origin", "collector", "collected_on", "licence"),
            *("licence_text", "copyright_holder", "has_personal_data", "consent_basis", "evidence"),
            *("model", "prompt", "seed", "by", "changed_by", "made_at", "changed_at"),
        )


class StandingOut(serializers.Serializer[Any]):
    """A source, its terms, and whether its items may be labelled."""

    source = StatedOut()  # type: ignore[assignment]
    terms = TermsShape()
    state = serializers.ChoiceField(SourceState.choices())
    conflicts = serializers.ListField(child=serializers.ChoiceField(Conflict.choices()))
    is_cleared = serializers.BooleanField(help_text="Its items may be labelled.")
    review = LegalReviewOut(allow_null=True, help_text="The last one, also where it is outdated.")
    digest = serializers.SerializerMethodField(help_text="Send it back as `seen`.")

    @extend_schema_field(str)
    def get_digest(self, standing: Standing) -> str:
        """Return what identifies everything that is judged."""
        return selectors.digest_of(standing.source)


class SourceOut(StandingOut):
    """A source with everything said about it."""

    items = serializers.SerializerMethodField()
    assessments = serializers.SerializerMethodField()
    files = serializers.SerializerMethodField()

    @extend_schema_field(int)
    def get_items(self, standing: Standing) -> int:
        """Return how many items it has."""
        return selectors.item_counts([standing.source]).get(standing.source.pk, 0)

    @extend_schema_field(AssessmentOut(many=True))
    def get_assessments(self, standing: Standing) -> Any:
        """Return what was judged last by each criterion."""
        return AssessmentOut(list(selectors.assessments_of(standing.source).values()), many=True).data

    @extend_schema_field(RawFileOut(many=True))
    def get_files(self, standing: Standing) -> Any:
        """Return its raw files, latest first, at most a hundred."""
        return RawFileOut(standing.source.files.order_by("-pk")[:100], many=True).data


class DiversityOut(serializers.Serializer[Any]):
    """How varied the texts of a source are; shares of the `n` texts looked at, lengths in characters."""

    n = serializers.IntegerField()
    distinct = serializers.FloatField(allow_null=True)
    near_duplicates = serializers.FloatField(allow_null=True)
    shortest = serializers.IntegerField(allow_null=True)
    lower_quartile = serializers.FloatField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    upper_quartile = serializers.FloatField(allow_null=True)
    longest = serializers.IntegerField(allow_null=True)


def _answer(source: Source, code: int = status.HTTP_200_OK) -> Response:
    fresh = selectors.with_reviews(Source.objects.filter(pk=source.pk)).get()
    return Response(SourceOut(selectors.standing_of(fresh)).data, status=code)


class SourceList(APIView):
    """The sources of a project."""

    @extend_schema(operation_id="source_list", responses=StandingOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_SOURCES)
        return Response(StandingOut(selectors.project_standings(project), many=True).data)

    @extend_schema(operation_id="add_source", request=SourceIn, responses={201: SourceOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.EDIT_SOURCES)
        source = sources.add_source(project=project, facts=read(SourceIn, request), by=request.user)
        return _answer(source, status.HTTP_201_CREATED)


class SourceDetail(APIView):
    """One source."""

    @extend_schema(operation_id="source", responses=SourceOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        return _answer(selectors.source_for(request.user, pk))

    @extend_schema(operation_id="change_source", request=SourceIn, responses=SourceOut)
    def put(self, request: ApiRequest, pk: int) -> Response:
        source = selectors.source_for(request.user, pk, Right.EDIT_SOURCES)
        facts = read(SourceIn, request)
        seen = facts.pop("seen", None)
        return _answer(sources.change_source(source=source, facts=facts, by=request.user, seen=seen))


class AttachEvidence(APIView):
    """Keep a file that proves the right to use a source."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="attach_evidence",
        request={
            "multipart/form-data": {
                "type": "object",
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        },
        responses={201: SourceOut},
    )
    def post(self, request: ApiRequest, pk: int) -> Response:
        source = selectors.source_for(request.user, pk, Right.EDIT_SOURCES)
        given = request.FILES.get("file")
        if given is None:
            raise BadInput(_("Send the evidence as “file” of a multipart form."), path="file", code="no_file")
        evidence = Upload(given.name or "", given.chunks())
        source = sources.attach_evidence(source=source, evidence=evidence, by=request.user)
        return _answer(source, status.HTTP_201_CREATED)


class ReviewSource(APIView):
    """Say whether a source may be used."""

    @extend_schema(operation_id="review_source", request=ReviewIn, responses={201: SourceOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        source = selectors.source_for(request.user, pk, Right.REVIEW_SOURCES)
        sources.review_source(source=source, by=request.user, **read(ReviewIn, request))
        return _answer(source, status.HTTP_201_CREATED)


class AssessSource(APIView):
    """Judge a source by a criterion of data quality."""

    @extend_schema(operation_id="assess_source", request=AssessmentIn, responses={201: SourceOut})
    def post(self, request: ApiRequest, pk: int) -> Response:
        source = selectors.source_for(request.user, pk, Right.EDIT_SOURCES)
        sources.assess_source(source=source, by=request.user, **read(AssessmentIn, request))
        return _answer(source, status.HTTP_201_CREATED)


class SourceDiversity(APIView):
    """How varied the texts of a source are, told by a spread of about two thousand."""

    @extend_schema(operation_id="source_diversity", responses=DiversityOut)
    def get(self, request: ApiRequest, pk: int) -> Response:
        source = selectors.source_for(request.user, pk)
        return Response(DiversityOut(selectors.diversity_of(source)).data)


class DownloadFile(APIView):
    """A raw file for the data team, against a reason that is written down."""

    @extend_schema(
        operation_id="download_file",
        request=DownloadIn,
        responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)},
    )
    def post(self, request: ApiRequest, pk: int) -> FileResponse:
        file = selectors.raw_bytes_for(request.user, pk)
        reason = read(DownloadIn, request)["reason"]
        stream = files.download_file(file=file, by=request.user, address=address_of(request), reason=reason)
        return FileResponse(
            stream, as_attachment=True, filename=file.name, content_type="application/octet-stream"
        )
