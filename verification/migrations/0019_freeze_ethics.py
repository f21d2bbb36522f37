from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("verification", "0018_ethics_questions")]

    operations = [FreezeRows("ethicsjudgement")]
