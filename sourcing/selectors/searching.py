"""Reads: which items contain what somebody looks for.

What decides is `contains`. On PostgreSQL a trigram index proposes items, for the texts it has so far; later ones are
looked through.
"""

from typing import Any

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, Max, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Lower, Upper

from projects.models import Project
from sourcing.models import Item, ItemVersion, SearchText

#: so many items are looked through before the index is asked: what is frequent fills a page from them
NEAR = 1_000


def first_found(items: QuerySet[Item], q: str, *, most: int, project: Project | None = None) -> list[Item]:
    """Return the first of these items, in their order, whose name or latest text contains `q`."""
    found = items.filter(contains(q))
    if (last := last_indexed()) is None:
        return list(found[:most])
    page = list(found.filter(pk__in=items.values("pk")[:NEAR])[:most])
    if len(page) == most:
        return page
    return list(found.filter(pk__in=proposed(q, last, project))[:most])


def last_indexed() -> int | None:
    """Return the id of the last version that the index of texts has, None where there is no index."""
    if connection.vendor != "postgresql":
        return None
    last: int | None = SearchText.objects.aggregate(last=Max("pk"))["last"]
    return last


def proposed(q: str, last: int, project: Project | None) -> QuerySet[Any, Any]:
    """Return the ids of all items that may contain `q`: those the index names, and those it has not seen yet."""
    indexed = SearchText.objects.filter(project=project) if project else SearchText.objects.all()
    pattern = Value(_pattern(q))
    either = Q(Matches(F("text"), Folded(Lower(pattern)))) | Q(
        Matches(F("text"), Folded(Lower(Upper(pattern))))
    )
    unseen = ItemVersion.objects.filter(pk__gt=last)
    return indexed.filter(either).values("item").union(unseen.values("item"))


def contains(q: str) -> Q:
    """Return the condition that an item's name or a text of its latest version contains `q`, whatever the case."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    texts = ItemVersion.objects.filter(AnyTextContains("parts", Value(_pattern(q))), item=OuterRef("pk"))
    return Q(name__icontains=q) | Q(Exists(texts.filter(~Exists(newer))))


def _pattern(q: str) -> str:
    return f"%{q.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"


class Folded(Func):
    """A text as it stands in SearchText: every Hangul syllable three times, so that one alone is a trigram."""

    arity = 1
    output_field = TextField()
    template = r"regexp_replace(%(expressions)s, '[가-힣]', '\&\&\&', 'g')"


class Matches(Func):
    """True where a text matches a pattern of LIKE with "!" as its escape."""

    arity = 2
    output_field = BooleanField()
    template = "(%(expressions)s ESCAPE '!')"
    arg_joiner = " LIKE "


class AnyTextContains(Func):
    """True where a text in a JSON object matches a pattern of LIKE with "!" as its escape."""

    arity = 2
    output_field = BooleanField()
    template = "EXISTS (SELECT 1 FROM jsonb_each_text(%(expressions)s ESCAPE '!')"
    arg_joiner = ") AS part WHERE part.value ILIKE "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the condition in SQLite's words; its LIKE ignores the case of ASCII letters."""
        return self.as_sql(
            compiler,
            connection,
            template="EXISTS (SELECT 1 FROM json_each(%(expressions)s ESCAPE '!')",
            arg_joiner=") AS part WHERE part.value LIKE ",
            **context,
        )
