from django.db import migrations

from dmops_platform.frozen import FreezeRows

SAID = (
    "title",
    "text",
    "mode",
    "opens_on",
    "languages",
    "agreement",
    "test_size",
    "minutes",
    "attempts",
    "pass_accuracy",
    "pass_pace",
    "pays_test",
)


class Migration(migrations.Migration):
    dependencies = [("annotators", "0006_recruiting")]

    operations = [
        FreezeRows("campaign", columns=SAID),
        FreezeRows("qualification"),
    ]
