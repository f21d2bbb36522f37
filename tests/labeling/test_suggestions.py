"""What became of the suggestions of a model."""

import pytest

from guidelines.domain.schema import check_fields
from labeling import selectors
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from sourcing.models import ItemVersion
from tests.factories import make_batch, make_schema
from tests.guidelines.factories import choice_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(project):
    """Return a batch whose three items came with a suggestion each."""
    fields = check_fields([choice_field("pos", "neg") | {"filled_by": "model_confirmed"}])
    batch = make_batch(project, ["One.", "Two.", "Three."], overlap=1, schema=make_schema(project, fields))
    data = {"suggestions": {"sentiment": "pos"}}
    for slot in batch.slots.select_related("item_version"):
        first = slot.item_version
        slot.item_version = ItemVersion.objects.create(
            item=first.item, number=2, parts=first.parts, data=data, content_sha256=first.content_sha256
        )
        slot.save(update_fields=["item_version"])
    return batch


def test_taken_and_changed_suggestions_are_counted_and_timed(client, project, annotator, batch):
    answers = ["pos", "neg", "pos"]
    for held, label in zip(claim(project=project, person=annotator, ahead=3), answers, strict=True):
        assert selectors.unit_of(held)["suggestions"] == {"sentiment": "pos"}
        submit(assignment=held, submission=Submission(answers={"sentiment": label}))
    [figures] = selectors.suggestion_figures(batch)
    assert (len(figures.taken), len(figures.changed), figures.share.n) == (2, 1, 3)
    assert figures.share.value == pytest.approx(2 / 3)
    assert figures.seconds_changed is not None
    client.force_login(project.created_by)
    assert "Suggestions of a model" in client.get(f"/batches/{batch.pk}/").content.decode()


def test_a_batch_without_suggestions_says_nothing_of_them(client, project):
    batch = make_batch(project)
    assert selectors.suggestion_figures(batch) == []
    client.force_login(project.created_by)
    assert "Suggestions of a model" not in client.get(f"/batches/{batch.pk}/").content.decode()
