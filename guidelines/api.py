"""Schemas and guidelines for programs."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from guidelines import selectors, services
from guidelines.domain.cases import MAX_TEXT
from guidelines.domain.json_schema import fields_schema
from guidelines.domain.label_studio import MOST_CHARACTERS, LeftOut, read_label_studio
from guidelines.domain.schema import check_fields
from guidelines.domain.templates import TEMPLATES
from guidelines.importing import told_sentence
from guidelines.models import EdgeCase, Guideline, Schema
from guidelines.reading import reading_of
from projects.domain.roles import Right
from projects.selectors import project_for
from sourcing.models import ItemVersion
from sourcing.selectors import items_for

T = TypeVar("T")


class EntryShape(serializers.Serializer[dict[str, Any]]):
    """What a guideline says about one label of one field. Texts are Markdown, examples plain."""

    field = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    definition = serializers.CharField(required=False)
    examples = serializers.ListField(child=serializers.CharField(), required=False)
    counter_examples = serializers.ListField(child=serializers.CharField(), required=False)
    use = serializers.CharField(required=False, help_text="When to use the label.")
    avoid = serializers.CharField(required=False, help_text="When not to.")
    picked = serializers.ListField(
        child=serializers.DictField(),
        required=False,
        help_text="Examples picked from items: {item_version, text, answer, is_example, why}.",
    )


@extend_schema_field(fields_schema())
class FieldsField(serializers.JSONField):
    """Fields as sent; the domain judges them and names the path of what is wrong."""


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class SectionsField(serializers.JSONField):
    """Section id → Markdown as sent."""


@extend_schema_field(EntryShape(many=True))
class EntriesField(serializers.JSONField):
    """Entries as sent."""


class CaseShape(serializers.Serializer[dict[str, Any]]):
    """An edge case. `id` stays the same from version to version; without one it is named after its text."""

    id = serializers.CharField(required=False)
    field = serializers.CharField(required=False)
    label = serializers.CharField(required=False)  # type: ignore[assignment]
    text = serializers.CharField(help_text="What is hard about it. Markdown.")
    decision = serializers.CharField(help_text="What holds, and why. Markdown.")


@extend_schema_field(CaseShape(many=True))
class CasesField(serializers.JSONField):
    """Edge cases as sent."""


class VersionOut(serializers.ModelSerializer[Any]):
    """What versions share. `digest` identifies a draft's content; send it back with the next save."""

    by = serializers.StringRelatedField[Any](help_text="Who wrote it.")
    digest = serializers.SerializerMethodField()

    @extend_schema_field({"type": "string", "description": "Empty for a published version."})
    def get_digest(self, version: Schema | Guideline) -> str:
        return "" if version.is_published else selectors.digest(version)


COMMON = ("number", "state", "change_note", "by", "created_at", "published_at", "digest")


class SchemaOut(VersionOut):
    """A schema version. `mapping` is what became of labels of the version before; null where there is none."""

    fields = FieldsField()  # type: ignore[assignment]
    mapping = serializers.SerializerMethodField()

    class Meta:
        model = Schema
        fields = (*COMMON, "fields", "mapping")

    @extend_schema_field({"type": "array", "nullable": True, "items": {"type": "object"}})
    def get_mapping(self, schema: Schema) -> list[dict[str, Any]] | None:
        mapping = selectors.mapping_of(schema)
        return mapping.changes if mapping else None


class GuidelineOut(VersionOut):
    """A guideline version."""

    sections = SectionsField()
    entries = EntriesField()
    cases = CasesField()

    class Meta:
        model = Guideline
        fields = (*COMMON, "sections", "entries", "cases")


class SchemaIn(StrictSerializer):
    """A draft. `digest` is that of the draft it replaces; leave it out when there is none."""

    fields = FieldsField()  # type: ignore[assignment]
    change_note = serializers.CharField(max_length=500, allow_blank=True, default="")
    digest = serializers.CharField(max_length=64, allow_blank=True, default="")


class ChangeShape(serializers.Serializer[dict[str, Any]]):
    """What becomes of a label that goes away (none: retired, one: renamed or merged, several: split)."""

    field = serializers.CharField()
    label = serializers.CharField(  # type: ignore[assignment]
        required=False, help_text="Left out: the whole field; `to` then names one field or none."
    )
    to = serializers.ListField(child=serializers.CharField())


@extend_schema_field(ChangeShape(many=True))
class MappingField(serializers.JSONField):
    """What becomes of labels and fields that go away; the domain judges it and names the path."""


class SchemaAtOnce(SchemaIn):
    """A schema to write, and by default to publish."""

    mapping = MappingField(
        required=False, help_text="For a second version: what becomes of labels that go away."
    )

    publish = serializers.BooleanField(default=True)


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


class PublishIn(StrictSerializer):
    """What changed; without it the note of the draft stays. `digest`, where given, must be that of the draft."""

    change_note = serializers.CharField(max_length=500, allow_blank=True, required=False)
    digest = serializers.CharField(max_length=64, required=False)


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


class EdgeCaseOut(serializers.ModelSerializer[EdgeCase]):
    """An edge case and where it came from. `guideline` is the number of the version it went into."""

    id = serializers.CharField(source="case_id", help_text="Its id among the `cases` of a guideline.")
    guideline = serializers.IntegerField(source="guideline.number")
    is_in_force = serializers.BooleanField(source="guideline.is_published")
    item = serializers.IntegerField(source="item_version.item_id", default=None, allow_null=True)

    class Meta:
        model = EdgeCase
        fields = ("id", "field", "label", "text", "decision", "guideline", "is_in_force", "item", "at")


class EdgeCaseIn(StrictSerializer):
    """A hard case and what holds; about a field, one of its labels, or the whole."""

    text = serializers.CharField(max_length=MAX_TEXT)
    decision = serializers.CharField(max_length=MAX_TEXT)
    field = serializers.CharField(max_length=64, allow_blank=True, default="")
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=200, allow_blank=True, default="", trim_whitespace=False
    )


class EdgeCases(APIView):
    """The edge cases of a project, latest first; those of a draft to managers only."""

    @extend_schema(responses=EdgeCaseOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.READ_GUIDELINE)
        rows = selectors.edge_cases_for(request.user).filter(project=project)
        return Response(EdgeCaseOut(rows, many=True).data)

    @extend_schema(request=EdgeCaseIn, responses={201: EdgeCaseOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        """Write one into the draft of the next guideline version."""
        project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        row = services.add_edge_case(project=project, by=request.user, **read(EdgeCaseIn, request))
        return Response(EdgeCaseOut(row).data, status=status.HTTP_201_CREATED)


class PlaceIn(StrictSerializer):
    """An item version, and the label it is an example of."""

    field = serializers.CharField(max_length=64)
    label = serializers.CharField(max_length=200, trim_whitespace=False)  # type: ignore[assignment]
    item_version = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class PickIn(PlaceIn):
    """An item version to pick, for the label or (`is_example` false) against it."""

    is_example = serializers.BooleanField(default=True)
    why = serializers.CharField(max_length=2_000, allow_blank=True, default="")


class PickExample(APIView):
    """Add an item to the examples of a label, in the draft of the next guideline version."""

    @extend_schema(request=PickIn, responses=GuidelineOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        return _with_item(PickIn, services.pick_example, request, project_pk)


class RemoveExample(APIView):
    """Take an item out of the examples of a label, in the draft of the next guideline version."""

    @extend_schema(request=PlaceIn, responses=GuidelineOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        return _with_item(PlaceIn, services.remove_example, request, project_pk)


def _with_item(
    shape: type[PlaceIn], service: Callable[..., Guideline], request: ApiRequest, project_pk: int
) -> Response:
    project = project_for(request.user, project_pk, Right.MANAGE_PROJECT)
    given = read(shape, request)
    mine = ItemVersion.objects.filter(item__in=items_for(request.user).filter(project=project))
    given["item_version"] = get_object_or_404(mine, pk=given["item_version"])
    return Response(GuidelineOut(service(project=project, by=request.user, **given)).data)


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


def sent(serializer: type[StrictSerializer], request: ApiRequest) -> dict[str, Any]:
    """Return the checked body in the words of the services."""
    given = read(serializer, request)
    if "digest" in given:
        given["seen"] = given.pop("digest")
    return given


def existing(found: T | None) -> T:
    """Return what was found, or answer 404 while there is none."""
    if found is None:
        raise Http404
    return found
