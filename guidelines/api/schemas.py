"""Schemas for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from guidelines import selectors, services
from guidelines.api.shapes import FieldsField, MappingField, PublishIn, SchemaOut, existing, sent
from guidelines.domain.label_studio import MOST_CHARACTERS, LeftOut, read_label_studio
from guidelines.domain.schema import check_fields
from guidelines.domain.templates import TEMPLATES
from guidelines.importing import told_sentence
from projects.domain.roles import Right
from projects.selectors import project_for


class SchemaIn(StrictSerializer):
    """A draft. `digest` is that of the draft it replaces; leave it out when there is none."""

    fields = FieldsField()  # type: ignore[assignment]
    change_note = serializers.CharField(max_length=500, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64, allow_blank=True, default="")


class SchemaAtOnce(SchemaIn):
    """A schema to write, and by default to publish."""

    mapping = MappingField(
        required=False, help_text="For a second version: what becomes of labels that go away."
    )

    publish = serializers.BooleanField(default=True)


class PublishSchemaIn(PublishIn):
    """What changed, and what becomes of labels that go away."""

    mapping = MappingField(required=False, help_text="400 `mapping_missing` where one is left out.")


class SchemaInForce(APIView):
    """The schema in force: the latest published version."""

    @extend_schema(responses=SchemaOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the latest published version; 404 while there is none."""
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        return Response(SchemaOut(existing(selectors.published_schema(project))).data)

    @extend_schema(request=SchemaAtOnce, responses={201: SchemaOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write the next version and publish it, all or nothing."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(SchemaAtOnce, request)
        if not given.pop("publish"):
            given.pop("mapping", None)
            draft = services.save_schema_draft(project=project, by=request.user, **given)
            return Response(SchemaOut(draft).data, status=status.HTTP_201_CREATED)
        schema = services.publish_fields(project=project, by=request.user, **given)
        return Response(SchemaOut(schema).data, status=status.HTTP_201_CREATED)


class SchemaVersions(APIView):
    """The schema versions, latest first; drafts to managers only."""

    @extend_schema(responses=SchemaOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        versions = selectors.schemas_for(request.user).filter(project=project)
        return Response(SchemaOut(versions, many=True).data)


class SchemaVersion(APIView):
    """One schema version."""

    @extend_schema(responses=SchemaOut)
    def get(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        return Response(SchemaOut(selectors.schema_for(request.user, project_pk, number)).data)


class SchemaDraft(APIView):
    """The draft of the next schema version."""

    @extend_schema(responses=SchemaOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the draft; 404 while there is none."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(SchemaOut(existing(selectors.schema_draft(project))).data)

    @extend_schema(request=SchemaIn, responses=SchemaOut)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        """Save the draft; 409 `stale_draft` with `stored` and `yours` when `digest` is not that of the draft."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(SchemaIn, request)
        return Response(SchemaOut(services.save_schema_draft(project=project, by=request.user, **given)).data)


class TemplateOut(serializers.Serializer[Any]):
    """A schema to begin with, in one language."""

    id = serializers.CharField()
    title = serializers.CharField()
    help = serializers.CharField()
    needs = serializers.CharField(help_text="Which parts its items have.")
    fields = FieldsField()  # type: ignore[assignment]


class LanguageIn(StrictSerializer):
    """The language of the words."""

    language = serializers.ChoiceField(choices=["en", "ko"], default="en")


class SchemaTemplates(APIView):
    """The schemas to begin with."""

    @extend_schema(parameters=[LanguageIn], responses=TemplateOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        language = asked(LanguageIn, request)["language"]
        rows = [
            {
                "id": one.id,
                "fields": check_fields(one.fields_in(language)),
                **{part: getattr(getattr(one, part), language) for part in ("title", "help", "needs")},
            }
            for one in TEMPLATES.values()
        ]
        return Response(TemplateOut(rows, many=True).data)


class LabelStudioIn(StrictSerializer):
    """A labelling configuration of Label Studio."""

    config = serializers.CharField(max_length=MOST_CHARACTERS, help_text="XML, without DTD and entities.")


class LeftOutOut(serializers.Serializer[Any]):
    """Something that could not be taken over."""

    tag = serializers.CharField()
    name = serializers.CharField()
    why = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string"})
    def get_why(self, one: LeftOut) -> str:
        return told_sentence(one)


class ImportedOut(serializers.Serializer[Any]):
    """The fields of a configuration, ready to be sent as a draft, and what was left out. Nothing is stored."""

    fields = FieldsField()  # type: ignore[assignment]
    left_out = LeftOutOut(many=True)


class ImportLabelStudio(APIView):
    """Read a labelling configuration of Label Studio."""

    @extend_schema(request=LabelStudioIn, responses=ImportedOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(ImportedOut(read_label_studio(read(LabelStudioIn, request)["config"])).data)


class UndoIn(StrictSerializer):
    """`digest` is that of the draft as the caller sees it."""

    digest = serializers.CharField(max_length=64)


class UndoSchemaDraft(APIView):
    """Take the schema draft back to what it said before it was saved last."""

    @extend_schema(request=UndoIn, responses=SchemaOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(UndoIn, request)
        return Response(SchemaOut(services.undo_schema_draft(project=project, by=request.user, **given)).data)


class PublishSchema(APIView):
    """Publish the schema draft."""

    @extend_schema(request=PublishSchemaIn, responses=SchemaOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = sent(PublishSchemaIn, request)
        return Response(SchemaOut(services.publish_schema(project=project, by=request.user, **given)).data)
