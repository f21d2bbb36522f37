"""What the database knows of its own tables when it plans a statement."""

from django.db import connection
from django.db.models import Model

#: fewer new rows change no plan
MANY_ROWS = 1_000


def refresh_statistics(*models: type[Model], rows: int) -> None:
    """Let PostgreSQL count tables anew that just got so many rows at once.

    Autovacuum would do it within a minute; until then it believes the table empty and plans every list badly.
    """
    if connection.vendor != "postgresql" or rows < MANY_ROWS:
        return
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
