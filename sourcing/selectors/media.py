"""Reads: the images and recordings of items."""

from typing import Any, NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from projects.selectors import was_dismissed
from sourcing.media_links import is_media_part, is_signed
from sourcing.models import ItemVersion
from sourcing.selectors.items import items_for


class Medium(NamedTuple):
    """An image or a recording of an item, and whose it is."""

    project_id: int
    part: dict[str, Any]

    @property
    def sha256(self) -> str:
        """Return the hash of its bytes as they came."""
        return str(self.part["file"])


def medium_for(user: User, version_pk: int, name: str, key: str = "") -> Medium:
    """Return the part if this person may see the item or was given it; otherwise it does not exist.

    What was given is taken back with the last role in the project.
    """
    versions = ItemVersion.objects.select_related("item")
    is_given = is_signed(key, version=version_pk, name=name, person=user.pk)
    if not is_given:
        versions = versions.filter(item__in=items_for(user))
    version = get_object_or_404(versions, pk=version_pk)
    if is_given and was_dismissed(user, version.item.project_id):
        raise Http404
    part = version.parts.get(name)
    if not is_media_part(part):
        raise Http404
    return Medium(version.item.project_id, part)
