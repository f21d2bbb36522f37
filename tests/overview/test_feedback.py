import pytest
from django.urls import reverse
from django.utils import timezone

from annotators.models import Question
from guidelines.services import add_edge_case
from overview.feedback import feedback
from projects.services import open_thread
from tests.factories import make_annotation, make_batch, make_schema
from tests.guidelines.factories import canonical
from verification.models import Dispute

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(project, annotator, second_annotator):
    schema = make_schema(project, canonical("pos", "neg", "meh"))
    slots = list(make_batch(project, ["a", "b"], overlap=2).slots.order_by("id"))
    make_annotation(slots[0], annotator, {"sentiment": "pos"})
    make_annotation(slots[1], second_annotator, {"sentiment": "neg"})
    make_annotation(slots[2], annotator, {"sentiment": "pos"})
    Dispute.objects.create(
        batch=slots[0].batch, item=slots[0].item, item_version=slots[0].item_version, field="sentiment"
    )
    Question.objects.create(
        project=project,
        field="sentiment",
        label="neg",
        text="Is irony negative?",
        asked_by=annotator,
        waiting_since=timezone.now(),
        thread=open_thread(project=project),
    )
    add_edge_case(
        project=project,
        field="sentiment",
        label="neg",
        text="Irony.",
        decision="As meant.",
        by=project.created_by,
    )
    return schema


def test_disagreements_questions_and_edge_cases_stand_at_their_labels(project, schema):
    rows = {row.title: tuple(row)[2:] for row in feedback(project, schema)}
    assert rows == {"sentiment": (1, 0, 0), "pos": (1, 0, 0), "neg": (1, 1, 1)}


def test_the_schema_page_fetches_what_work_taught(project, schema, page_client, reviewer, outsider):
    pm = page_client(project.created_by)
    address = reverse("overview:schema_feedback", args=[project.pk])
    assert f'hx-get="{address}"' in pm.get(reverse("guidelines:schema_page", args=[project.pk])).text
    assert "<h1>" in pm.get(address).text
    part = pm.get(address, headers={"HX-Request": "true"}).text
    assert "<h1>" not in part
    assert "neg" in part
    for person in (reviewer, outsider):
        assert page_client(person).get(address).status_code == 404
