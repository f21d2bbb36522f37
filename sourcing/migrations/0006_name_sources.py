from django.db import migrations

from dmops_platform.frozen import FreezeRows

NAME = "Before sources were recorded"
NEVER = "1 = 0"


def name_sources(apps, schema_editor):
    """Give rows that came before sources were recorded one for each project; nobody approved it."""
    Source = apps.get_model("sourcing", "Source")
    for project in apps.get_model("projects", "Project").objects.all():
        orphans = [
            apps.get_model("sourcing", model).objects.filter(project=project, source=None)
            for model in ("RawFile", "Import", "Item")
        ]
        if any(rows.exists() for rows in orphans):
            source, _is_new = Source.objects.get_or_create(
                project=project,
                name=NAME,
                defaults={
                    "kind": "client_provided",
                    "licence": "custom",
                    "licence_text": "Not stated: this data was imported before sources were recorded.",
                    "licence_terms": dict.fromkeys(
                        ("commercial", "derivatives", "share_alike", "attribution"), False
                    ),
                    "by_id": project.created_by_id,
                    "changed_by_id": project.created_by_id,
                },
            )
            for rows in orphans:
                rows.update(source=source)


class Migration(migrations.Migration):
    """Raw files are frozen again by the next migration, in its own transaction."""

    dependencies = [("sourcing", "0005_sources")]

    operations = [
        FreezeRows("rawfile", when=NEVER),
        migrations.RunPython(name_sources, migrations.RunPython.noop),
    ]
