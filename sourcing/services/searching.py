"""The index of texts that searches read, kept behind the items: who writes items does not wait for it."""

from django.db import DatabaseError, connection, transaction

from dmops_platform.planning import refresh_statistics
from sourcing.models import ItemVersion, SearchText
from sourcing.selectors.searching import last_indexed

INDEX = "search_text_grams"
CHUNK = 2_000
#: "the lock is not free", PostgreSQL manual, appendix A
NOT_FREE = "55P03"

WRITE_CHUNK = rf"""
INSERT INTO {SearchText._meta.db_table} (version_id, item_id, project_id, text)
SELECT version.id, item.id, item.project_id,
    regexp_replace(lower(concat_ws(E'\n', upper(item.name), texts.joined)), '[가-힣]', '\&\&\&', 'g')
FROM (
    SELECT * FROM {ItemVersion._meta.db_table} WHERE id > %s AND id <= %s ORDER BY id LIMIT {CHUNK}
) version
JOIN sourcing_item item ON item.id = version.item_id
CROSS JOIN LATERAL (SELECT string_agg(value, E'\n') AS joined FROM jsonb_each_text(version.parts)) texts
ON CONFLICT DO NOTHING
"""  # noqa: S608


def index_texts() -> int:
    """Add what was written since to the index of texts, where there is one; return how many versions."""
    if not has_index():
        return 0
    done, last = 0, last_settled()
    while n := _index_chunk(last):
        done += n
    refresh_statistics(SearchText, rows=done)
    return done


def has_index() -> bool:
    """Return whether this database has the index: PostgreSQL with the extension pg_trgm."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [INDEX])
        return bool(cursor.fetchone()[0])


def last_settled() -> int:
    """Return an id up to which every version is committed, or 0 while somebody writes.

    Ids are given out before they are committed: a version may appear below one that is there already. Nobody is
    between the two while this lock is held, and nobody waits for it: it is taken only where it is free.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {ItemVersion._meta.db_table} IN SHARE MODE NOWAIT")
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {ItemVersion._meta.db_table}")  # noqa: S608
            return int(cursor.fetchone()[0])
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") != NOT_FREE:
            raise
        return 0


def _index_chunk(last: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(WRITE_CHUNK, [last_indexed() or 0, last])
        return int(cursor.rowcount)
