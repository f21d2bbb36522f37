import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [
        ("guidelines", "0004_schema_revision"),
        ("projects", "0001_initial"),
        ("sourcing", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("guideline", "cases", models.JSONField(default=list)),
        migrations.CreateModel(
            name="EdgeCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=64)),
                ("label", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("decision", models.TextField()),
                ("made_from", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guideline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edge_cases",
                        to="guidelines.guideline",
                    ),
                ),
                (
                    "item_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="edge_cases",
                        to="sourcing.itemversion",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edge_cases",
                        to="projects.project",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=~models.Q(made_from=""),
                        fields=("project", "made_from"),
                        name="edge_case_source_unique",
                    )
                ]
            },
        ),
        FreezeRows("guideline", when="OLD.state = 'published'"),
    ]
