from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    """Altering the table on SQLite made it anew, without its trigger."""

    dependencies = [("labeling", "0007_fewer_indexes")]

    operations = [
        FreezeRows("annotation"),
    ]
