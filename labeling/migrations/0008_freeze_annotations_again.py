from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    """Altering the columns took the trigger away on SQLite, and on PostgreSQL the constraint of one person a slot."""

    dependencies = [("labeling", "0007_fewer_indexes")]

    operations = [
        FreezeRows("annotation"),
        migrations.RunSQL(
            "CREATE UNIQUE INDEX IF NOT EXISTS assignment_one_per_slot ON labeling_assignment (slot_id) "
            "WHERE state IN ('leased', 'submitted')",
            migrations.RunSQL.noop,
        ),
    ]
