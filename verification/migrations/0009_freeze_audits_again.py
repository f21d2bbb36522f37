from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("verification", "0008_sampling_plans")]

    operations = [FreezeRows("audit"), FreezeRows("audititem")]
