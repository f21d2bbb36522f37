import pytest
from django.core.management import call_command

from accounts.models import User
from delivery.models import Release
from labeling.models import Slot
from overview.services.demo import CAST, PASSWORD
from projects.models import Project
from verification.models import Dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(capsys):
    call_command("seed_demo")
    return capsys.readouterr().out


def test_seed_demo_tells_one_project_at_work_and_one_delivered(demo):
    running, delivered = Project.objects.order_by("id")[:2]
    assert Slot.objects.filter(batch__project=running, state="free").exists()
    assert Dispute.objects.filter(batch__project=running, state="open").count() == 1
    assert Release.objects.get(project=delivered).is_ready


def test_seed_demo_prints_logins_that_work(demo, client):
    for name in CAST:
        assert name in demo
        assert client.login(username=name, password=PASSWORD)


def test_seed_demo_leaves_a_site_with_projects_alone(demo):
    before = (Project.objects.count(), User.objects.count())
    call_command("seed_demo", "--if-empty")
    assert (Project.objects.count(), User.objects.count()) == before
