import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_seal_briefs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(blank=True, max_length=64)),
                ("action", models.CharField(max_length=80)),
                ("whose", models.CharField(max_length=250)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="accesses", to="projects.project"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="accesslog",
            index=models.Index(fields=["project", "-id"], name="access_of_project"),
        ),
        FreezeRows("accesslog"),
    ]
