"""Parts of an item as a page shows them."""

from typing import Any

from django import template

from sourcing.media_links import with_links
from sourcing.models import ItemVersion

register = template.Library()


@register.inclusion_tag("sourcing/_part.html", takes_context=True)
def item_part(context: template.Context, version: ItemVersion, name: str) -> dict[str, Any]:
    """Show one part of an item version: a text, the turns of a dialogue, an image, a recording."""
    request = context.get("request")
    person = request.user.pk if request is not None else None
    part = version.parts.get(name, "")
    return {"name": name, "part": with_links({name: part}, version=version.pk, person=person)[name]}


@register.filter
def part_words(part: Any, limit: int = 160) -> str:
    """Return a part in a line of words, for lists."""
    if isinstance(part, str):
        words = part
    elif part.get("type") == "turns":
        words = " / ".join(turn["text"] for turn in part["turns"])
    else:
        words = str(part.get("name", ""))
    return words if len(words) <= limit else f"{words[: limit - 1]}…"
