from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("verification", "0006_freeze_evaluations")]

    operations = [
        migrations.AddField("consensus", "soft", models.JSONField(default=list)),
        FreezeRows("consensus"),
        migrations.AlterField(
            "consensusrun",
            "method",
            models.CharField(
                choices=[
                    ("majority", "majority"),
                    ("weighted", "weighted"),
                    ("dawid_skene", "dawid skene"),
                    ("mace", "mace"),
                    ("glad", "glad"),
                ],
                default="majority",
                max_length=12,
            ),
        ),
    ]
