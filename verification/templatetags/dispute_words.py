"""Discussions as people read them."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from accounts.models import User
from verification.domain.mentions import MENTION, mentioned

register = template.Library()


@register.filter
def spoken_to(text: str, people: Iterable[User]) -> SafeString:
    """Return the text with those it speaks to set off; any other @name is just a word."""
    known = {person.username.casefold() for person in people}
    pieces: list[tuple[str, str, str]] = []
    end = 0
    for found in MENTION.finditer(text):
        name = max(mentioned(found[0]) & known, key=len, default="")
        if name:
            stop = found.start() + 1 + len(name)
            pieces += [("", text[end : found.start()], ""), ("<mark>", text[found.start() : stop], "</mark>")]
            end = stop
    pieces.append(("", text[end:], ""))
    return SafeString(
        "".join(f"{before}{conditional_escape(words)}{after}" for before, words, after in pieces)
    )
