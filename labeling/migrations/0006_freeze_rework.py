from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("labeling", "0005_batches_over_named_items")]

    operations = [
        FreezeRows("rework"),
    ]
