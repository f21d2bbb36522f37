"""What a rule of review takes for a risk."""

import pytest
from django.utils import timezone

from guidelines.models import LabelImport, Suggestion
from tests.factories import SENTIMENT, make_annotation, make_batch, make_schema
from tests.sourcing.factories import make_raw_file
from verification.domain.review_sampling import Sampling
from verification.selectors import review as selectors

pytestmark = pytest.mark.django_db


def test_suggestions_taken_as_they_were_and_doubt_are_risks(project, annotator, manager):
    field = {**SENTIMENT, "filled_by": "model_confirmed", "confidence": True}
    batch = make_batch(project, ["a", "b"], overlap=1, schema=make_schema(project, [field]))
    first, second = batch.slots.select_related("batch", "item_version").order_by("pk")
    make_annotation(first, annotator, {"sentiment": "pos", "_about": {"sentiment": {"confidence": "low"}}})
    make_annotation(second, annotator, {"sentiment": "pos"})
    found = selectors.picks(batch, Sampling(risks=frozenset({"unsure", "suggestion"})))
    assert found == {first.assignments.get().pk: ["unsure"]}


def brought(project, suggested, by):
    """Write what a file suggests for the sentiment of items, as of now."""
    facts = {"field": "sentiment", "format": "table", "origin": "a model", "state": "done"}
    file = LabelImport.objects.create(
        project=project, file=make_raw_file(project, "labels"), finished_at=timezone.now(), by=by, **facts
    )
    for item, value in suggested.items():
        Suggestion.objects.create(item=item, field="sentiment", value=value, made_by=file)


def test_a_suggestion_that_a_file_brought_before_the_answer_is_a_risk_where_it_was_taken(
    project, annotator, manager
):
    schema = make_schema(project, [{**SENTIMENT, "filled_by": "model_confirmed"}])
    batch = make_batch(project, ["a", "b", "c"], overlap=1, schema=schema)
    taken, other, late = batch.slots.select_related("batch", "item_version").order_by("pk")
    brought(project, {taken.item: "pos", other.item: "neg"}, manager)
    for slot in (taken, other, late):
        make_annotation(slot, annotator, {"sentiment": "pos"})
    brought(project, {late.item: "pos"}, manager)
    found = selectors.picks(batch, Sampling(risks=frozenset({"suggestion"})))
    assert found == {taken.assignments.get().pk: ["suggestion"]}
