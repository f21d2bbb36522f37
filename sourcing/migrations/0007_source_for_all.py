import django.db.models.deletion
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


def of_source(related_name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="sourcing.source"
    )


class Migration(migrations.Migration):
    dependencies = [("sourcing", "0006_name_sources")]

    operations = [
        migrations.AlterField("rawfile", "source", of_source("files")),
        migrations.AlterField("import", "source", of_source("imports")),
        migrations.AlterField("item", "source", of_source("items")),
        FreezeRows("rawfile", when="OLD.path <> ''"),
        FreezeRows("itemversion"),
    ]
