import django.db.models.deletion
from django.db import DatabaseError, migrations, models, transaction

NOTE = """
  The extension pg_trgm is missing and cannot be made, so a search reads every item of a project. Once the package
  postgresql-contrib is installed: CREATE EXTENSION pg_trgm, then `manage.py migrate sourcing 0008` and `migrate`.
"""


def has_trigrams(connection):
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return False
    return True


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE sourcing_searchtext ADD CONSTRAINT search_text_of_version"
            " FOREIGN KEY (version_id) REFERENCES sourcing_itemversion (id) ON DELETE CASCADE"
        )
        if not has_trigrams(schema_editor.connection):
            print(NOTE)
            return
        cursor.execute(
            "CREATE INDEX search_text_grams ON sourcing_searchtext USING gin (text gin_trgm_ops)"
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_access_log"), ("sourcing", "0008_recipes")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="sourcing.itemversion",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="sourcing.item",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="projects.project",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.RunPython(add_index, migrations.RunPython.noop),
    ]
