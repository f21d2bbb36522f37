import django.db.models.deletion
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0005_edge_case")]

    operations = [
        migrations.CreateModel(
            name="SchemaMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField(default=list)),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guidelines.schema",
                    ),
                ),
                (
                    "schema",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mapping",
                        to="guidelines.schema",
                    ),
                ),
            ],
        ),
        FreezeRows("schemamapping"),
    ]
