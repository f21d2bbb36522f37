"""Items for programs."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.http import address_of
from dmops_platform.strict import StrictSerializer, asked
from dmops_platform.types import ApiRequest
from projects.domain.roles import Right
from projects.selectors import project_for, rights_of
from sourcing import selectors
from sourcing.forms import LARGEST_ID
from sourcing.models import Item, ItemVersion
from sourcing.selectors import Cleaned, ItemLine
from sourcing.services.restoring import look_at_items


class ItemQuery(StrictSerializer):
    """Which items of a long list, and in which order."""

    after = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)
    q = serializers.CharField(
        max_length=200,
        default="",
        allow_blank=True,
        trim_whitespace=False,
        help_text="Name or text contains.",
    )
    source = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)  # type: ignore[assignment]
    cleaned = serializers.ChoiceField(
        choices=list(Cleaned), required=False, help_text="What the recipe made of an item."
    )
    order = serializers.ChoiceField(choices=["came", "latest"], default="came")


class ItemOut(serializers.Serializer[ItemLine]):
    """An item and what it says now."""

    id = serializers.IntegerField(source="item.pk")
    name = serializers.CharField(source="item.name")
    version = serializers.IntegerField(source="version.number")
    parts = serializers.DictField()
    data = serializers.DictField()  # type: ignore[assignment]
    is_hidden = serializers.BooleanField(help_text="It may be personal data, not masked yet.")
    content_sha256 = serializers.CharField(source="version.content_sha256")


class ItemList(serializers.Serializer[dict[str, Any]]):
    """Some items, and the `after` of the next page or null."""

    results = ItemOut(many=True)
    next_after = serializers.IntegerField(allow_null=True)


class VersionOut(serializers.ModelSerializer[ItemVersion]):
    """What an item said at one time; hidden where that shows personal data."""

    is_hidden = serializers.SerializerMethodField()
    parts = serializers.SerializerMethodField()
    data = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = ItemVersion
        fields = ("number", "is_hidden", "parts", "data", "content_sha256", "made_by", "made_at")

    def get_is_hidden(self, version: ItemVersion) -> bool:
        """Return whether its texts and data are left out."""
        return bool(version.number <= self.context["hidden"])

    def get_parts(self, version: ItemVersion) -> dict[str, Any]:
        """Return its texts."""
        return {} if self.get_is_hidden(version) else version.parts

    def get_data(self, version: ItemVersion) -> dict[str, Any]:
        """Return what is known about it."""
        return {} if self.get_is_hidden(version) else version.data


class OriginOut(serializers.ModelSerializer[Item]):
    """Where an item came from."""

    id = serializers.IntegerField(source="origin_id")
    file = serializers.CharField(source="origin.file.name")
    sha256 = serializers.CharField(source="origin.file.sha256")

    class Meta:
        model = Item
        fields = ("id", "file", "sha256", "line")


class ItemDetail(serializers.ModelSerializer[Item]):
    """An item with all its versions, latest first, and the import it came from or null."""

    origin = serializers.SerializerMethodField()
    versions = VersionOut(many=True)

    class Meta:
        model = Item
        fields = ("id", "project", "name", "origin", "versions")

    @extend_schema_field(OriginOut(allow_null=True))
    def get_origin(self, item: Item) -> Any:
        """Return where the item came from."""
        return OriginOut(item).data if item.origin_id else None


class Items(APIView):
    """The items of a project."""

    @extend_schema(operation_id="item_list", parameters=[ItemQuery], responses=ItemList)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = project_for(request.user, project_pk, Right.SEE_ITEMS)
        query = asked(ItemQuery, request)
        lines, next_after = selectors.item_lines(
            selectors.narrowed(
                selectors.items_of(project), source=query.get("source"), cleaned=query.get("cleaned", "")
            ),
            after=query.get("after"),
            q=query["q"],
            size=query["limit"],
            sees_raw=Right.SEE_RAW in rights_of(request.user, project),
            project=project,
            latest_first=query["order"] == "latest",
        )
        shown = [line.item for line in lines if not line.is_hidden]
        look_at_items(shown, by=request.user, address=address_of(request))
        return Response(ItemList({"results": lines, "next_after": next_after}).data)


class OneItem(APIView):
    """One item with its versions."""

    @extend_schema(operation_id="item", responses=ItemDetail)
    def get(self, request: ApiRequest, pk: int) -> Response:
        item = selectors.item_for(request.user, pk)
        sees_raw = Right.SEE_RAW in rights_of(request.user, item.project)
        hidden = selectors.hidden_versions(item, sees_raw=sees_raw)
        if sees_raw and not hidden:
            look_at_items([item], by=request.user, address=address_of(request))
        return Response(ItemDetail(item, context={"hidden": hidden}).data)
