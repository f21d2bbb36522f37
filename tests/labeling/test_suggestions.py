"""What became of the suggestions of a model."""

import pytest
from django.urls import reverse

from guidelines.domain.schema import check_fields
from labeling import selectors
from labeling.models import Annotation
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim
from sourcing.models import ItemVersion
from tests.factories import make_batch, make_schema
from tests.guidelines.factories import choice_field

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(project):
    """Return a batch whose three items came with a suggestion each."""
    return batch_asking(project, [choice_field("pos", "neg") | {"filled_by": "model_confirmed"}])


def batch_asking(project, fields, **said):
    """Return a batch that asks these fields of three items, of which a model said something."""
    schema = make_schema(project, check_fields(fields))
    batch = make_batch(project, ["One.", "Two.", "Three."], overlap=1, schema=schema)
    data = {"suggestions": {"sentiment": "pos", **said}}
    for slot in batch.slots.select_related("item_version"):
        first = slot.item_version
        slot.item_version = ItemVersion.objects.create(
            item=first.item, number=2, parts=first.parts, data=data, content_sha256=first.content_sha256
        )
        slot.save(update_fields=["item_version"])
    return batch


def take(client, project):
    """Return the first unit in hand, and what calls one of its addresses."""
    [unit] = client.post(reverse("api:next_work", args=[project.pk])).json()["units"]

    def call(name, **body):
        method = client.put if name == "save_draft" else client.post
        headers = {"Idempotency-Key": f"key-for-{name}"}
        return method(reverse(f"api:{name}", args=[unit["id"]]), body, headers=headers)

    return unit, call


def test_taken_and_changed_suggestions_are_counted_and_timed(client, project, annotator, batch):
    answers = ["pos", "neg", "pos"]
    for held, label in zip(claim(project=project, person=annotator, ahead=3), answers, strict=True):
        assert selectors.unit_of(held)["suggestions"] == {"sentiment": "pos"}
        submit(assignment=held, submission=Submission(answers={"sentiment": label}))
    [figures] = selectors.suggestion_figures([batch])
    assert figures.total.counts == {"accepted": 2, "changed": 1, "rejected": 0}
    assert (figures.total.share.n, figures.total.share.value) == (3, pytest.approx(2 / 3))
    client.force_login(project.created_by)
    assert "Suggestions of a model" in client.get(f"/batches/{batch.pk}/").content.decode()


def test_a_batch_without_suggestions_says_nothing_of_them(client, project):
    batch = make_batch(project)
    assert selectors.suggestion_figures([batch]) == []
    client.force_login(project.created_by)
    assert "Suggestions of a model" not in client.get(f"/batches/{batch.pk}/").content.decode()


HIDDEN = choice_field("pos", "neg") | {"filled_by": "model_confirmed", "is_suggestion_hidden": True}


def test_a_hidden_suggestion_comes_with_the_draft_that_answers_its_field(api_client, project, annotator):
    batch_asking(project, [HIDDEN, choice_field("a", "b", name="topic")])
    client = api_client(annotator)
    unit, call = take(client, project)
    assert "suggestions" not in unit
    assert call("save_draft", answers={"topic": "a"}, revision=0).json()["suggestions"] == {}
    seen = call("save_draft", answers={"topic": "a", "sentiment": "neg"}, revision=1).json()
    assert seen["suggestions"] == {"sentiment": "pos"}
    assert take(client, project)[0]["suggestions"] == {"sentiment": "pos"}


def test_a_hidden_suggestion_comes_with_the_answer_to_a_submit(api_client, project, annotator):
    batch_asking(project, [HIDDEN])
    _unit, call = take(api_client(annotator), project)
    answer = call("submit_work", answers={"sentiment": "neg"})
    assert answer.json()["suggestions"] == {"sentiment": "pos"}


def test_what_a_model_fills_is_shown_never_asked_and_never_stored(api_client, project, annotator):
    sort = choice_field("news", "advert", name="sort") | {"filled_by": "model"}
    asked = choice_field("pos", "neg") | {"visible_when": {"field": "sort", "one_of": ["news"]}}
    batch_asking(project, [sort, asked], sort="news")
    unit, call = take(api_client(annotator), project)
    assert (unit["model_answers"], "suggestions" in unit) == ({"sort": "news"}, False)
    refused = call("submit_work", answers={"sort": "news", "sentiment": "pos"})
    assert (refused.status_code, refused.json()["code"]) == (400, "filled_by_model")
    assert call("submit_work", answers={}).json()["code"] == "answer_missing"
    assert call("submit_work", answers={"sentiment": "pos"}).status_code == 200
    assert Annotation.objects.get().answers == {"sentiment": "pos"}
