"""C30: rows that never change really refuse an update, in the database itself."""

from typing import NamedTuple

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import F, Model

from dmops_platform.frozen import FreezeRows
from tests.architecture.frozen_rows import FROZEN
from tests.architecture.worlds import World


class Frozen(NamedTuple):
    """A model whose rows a migration froze, all columns or some."""

    label: str
    columns: tuple[str, ...]


def frozen_models() -> list[Frozen]:
    migrations = MigrationLoader(None).disk_migrations.values()
    operations = [
        (migration.app_label, operation) for migration in migrations for operation in migration.operations
    ]
    return sorted(
        {
            Frozen(f"{app}.{operation.model}", tuple(operation.columns))
            for app, operation in operations
            if isinstance(operation, FreezeRows)
        }
    )


def _a_column(model: type[Model]) -> str:
    return next(field.name for field in model._meta.concrete_fields if not field.primary_key)


@pytest.fixture
def world(db: None) -> World:
    return World("frozen")


@pytest.mark.parametrize("frozen", frozen_models(), ids=lambda frozen: frozen.label)
def test_c30_frozen_row_refuses_an_update(world: World, frozen: Frozen):
    assert frozen.label in FROZEN, f"Add '{frozen.label}' to FROZEN in tests/architecture/builders.py."
    model = apps.get_model(frozen.label)
    row = model._base_manager.filter(pk=FROZEN[frozen.label](world).pk)
    names = [field.name for field in model._meta.concrete_fields if field.column in frozen.columns]
    for name in names or [_a_column(model)]:
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            row.update(**{name: F(name)})


def test_c30_draft_can_still_be_edited(world: World):
    draft = world.project.schemas.create(number=1, by=world.project.created_by)
    draft.change_note = "not yet"
    draft.save()
    draft.refresh_from_db()
    assert draft.change_note == "not yet"


def test_c30_triggers_are_in_the_database(db: None):
    table = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {column} LIKE '%_frozen'")
        there = {row[0] for row in cursor.fetchall()}
    wanted = {f"{apps.get_model(frozen.label)._meta.db_table}_frozen" for frozen in frozen_models()}
    assert there == wanted
