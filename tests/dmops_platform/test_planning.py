"""The database counts a table anew after many rows arrived at once."""

import pytest
from django.db import connection

from dmops_platform.planning import MANY_ROWS, refresh_statistics
from sourcing.models import Item
from tests.factories import make_source

pytestmark = pytest.mark.django_db


def believed_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = %s", [Item._meta.db_table])
        return int(cursor.fetchone()[0])


@pytest.mark.postgres
def test_the_planner_knows_of_many_new_rows_at_once(project):
    source = make_source(project)
    Item.objects.bulk_create(
        Item(project=project, source=source, name=str(number)) for number in range(MANY_ROWS)
    )
    before = believed_rows()
    refresh_statistics(Item, rows=MANY_ROWS - 1)
    assert believed_rows() == before
    refresh_statistics(Item, rows=MANY_ROWS)
    assert believed_rows() == MANY_ROWS
