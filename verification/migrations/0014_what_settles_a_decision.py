import django.db.models.deletion
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("guidelines", "0006_schema_mapping"), ("verification", "0013_peer_review")]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="edge_case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="guidelines.edgecase",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="guideline",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="guidelines.guideline",
            ),
        ),
        FreezeRows("decision"),
    ]
