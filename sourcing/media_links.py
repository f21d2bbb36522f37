"""Addresses of images and recordings, as the parts of an item carry them to a page.

Whoever may see the items of a project needs no more than the address. Others (annotators, who see but what they
hold) get a signed one from the app that shows them the item: it names the person and the day and is good for two
days, as long as an item is held at most, or until the person has no role in the project any more.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "sourcing.media"
GOOD_FOR = timedelta(days=1)


def with_links(parts: Mapping[str, Any], *, version: int, person: int | None = None) -> dict[str, Any]:
    """Return the parts of this item version, media with the addresses to get them from; signed for `person`."""
    return {name: _linked(part, name, version, person) for name, part in parts.items()}


def _linked(part: Any, name: str, version: int, person: int | None) -> Any:
    if not is_media_part(part) or "/" in name:
        return part
    key = "" if person is None else f"?key={signature(version, name, person, timezone.localdate())}"
    links = {"url": reverse("api:media_part", args=[version, name]) + key}
    if part["type"] == "audio":
        links["peaks"] = reverse("api:media_peaks", args=[version, name]) + key
    return {**part, **links}


def is_media_part(part: Any) -> bool:
    """Say whether a part is an image or a recording."""
    return isinstance(part, Mapping) and part.get("type") in ("image", "audio") and bool(part.get("file"))


def signature(version: int, name: str, person: int, day: date) -> str:
    """Return what shows that this person was given this part on this day."""
    return salted_hmac(SALT, f"{version}:{name}:{person}:{day}", algorithm="sha256").hexdigest()[:40]


def is_signed(key: str, *, version: int, name: str, person: int) -> bool:
    """Say whether this person was given this part today or yesterday."""
    today = timezone.localdate()
    return any(
        constant_time_compare(key, signature(version, name, person, day)) for day in (today, today - GOOD_FOR)
    )
