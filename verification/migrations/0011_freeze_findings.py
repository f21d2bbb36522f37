from django.db import migrations

from dmops_platform.frozen import FreezeRows


class Migration(migrations.Migration):
    dependencies = [("verification", "0010_findings_with_owner")]

    operations = [
        FreezeRows("auditjudgement"),
        FreezeRows("dimensionjudgement"),
        FreezeRows("findingassignment"),
    ]
