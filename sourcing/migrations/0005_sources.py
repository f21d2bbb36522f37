import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
PERSON = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": settings.AUTH_USER_MODEL}


def of_source(related_name, **facts):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to="sourcing.source", **facts
    )


class Migration(migrations.Migration):
    dependencies = [
        ("sourcing", "0004_fewer_indexes"),
        ("projects", "0006_seal_briefs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("client_provided", "client provided"),
                            ("crowdsourced", "crowdsourced"),
                            ("crawled", "crawled"),
                            ("public", "public"),
                            ("internal_event", "internal event"),
                            ("machine_generated", "machine generated"),
                        ],
                        max_length=20,
                    ),
                ),
                ("origin", models.TextField(blank=True)),
                ("collector", models.CharField(blank=True, max_length=500)),
                ("collected_on", models.DateField(null=True)),
                ("licence", models.CharField(max_length=40)),
                ("licence_text", models.TextField(blank=True)),
                ("licence_terms", models.JSONField(default=dict)),
                ("copyright_holder", models.CharField(blank=True, max_length=500)),
                ("has_personal_data", models.BooleanField(default=False)),
                ("consent_basis", models.TextField(blank=True)),
                ("model", models.CharField(blank=True, max_length=500)),
                ("prompt", models.TextField(blank=True)),
                ("seed", models.BigIntegerField(null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("by", models.ForeignKey(**PERSON)),
                ("changed_by", models.ForeignKey(**PERSON)),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_of",
                        to="sourcing.rawfile",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="projects.project"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(fields=("project", "name"), name="source_name_unique"),
        ),
        migrations.CreateModel(
            name="LegalReview",
            fields=[
                ("id", KEY.clone()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approve", "approve"), ("conditions", "conditions"), ("reject", "reject")],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(**PERSON)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reviews", to="sourcing.source"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", KEY.clone()),
                (
                    "criterion",
                    models.CharField(
                        choices=[("reliability", "reliability"), ("obtainability", "obtainability")], max_length=16
                    ),
                ),
                ("is_met", models.BooleanField()),
                ("evidence", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("by", models.ForeignKey(**PERSON)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="sourcing.source",
                    ),
                ),
            ],
        ),
        migrations.AddField("rawfile", "source", of_source("files", null=True)),
        migrations.AddField("rawfile", "is_evidence", models.BooleanField(default=False)),
        migrations.AddField("import", "source", of_source("imports", null=True)),
        migrations.AddField("item", "source", of_source("items", null=True)),
        FreezeRows("legalreview"),
        FreezeRows("assessment"),
        FreezeRows("rawfile", when="OLD.path <> ''"),
    ]
