"""What schemas and guidelines look like from outside, and how a body is read."""

from typing import Any, TypeVar

from django.http import Http404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dmops_platform.strict import StrictSerializer, read
from dmops_platform.types import ApiRequest
from guidelines import selectors
from guidelines.domain.json_schema import fields_schema
from guidelines.models import Guideline, Schema

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


class PublishIn(StrictSerializer):
    """What changed; without it the note of the draft stays. `digest`, where given, must be that of the draft."""

    change_note = serializers.CharField(max_length=500, allow_blank=True, required=False)
    digest = serializers.CharField(max_length=64, required=False)


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
