from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("verification", "0005_evaluations")]

    operations = [
        FreezeRows("suspect"),
        FreezeRows("suspectdismissal"),
        FreezeRows("cleaning"),
    ]
