from datetime import UTC, datetime

import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields, clean_answers
from guidelines.domain.suggestions import suggested
from guidelines.domain.work_unit import unit_draft, unit_item, work_unit
from tests.guidelines.factories import choice_field

FIELDS = check_fields(
    [choice_field("pos", "neg") | {"filled_by": "model_confirmed"}, choice_field("a", "b", name="topic")]
)


def test_only_fields_that_a_person_confirms_have_suggestions():
    assert suggested(FIELDS, {"suggestions": {"sentiment": "neg", "topic": "a", "mood": 1}}, {}) == {
        "sentiment": "neg"
    }


@pytest.mark.parametrize("given", [None, "neg", [], {}, {"sentiment": "maybe"}, {"sentiment": ["neg"]}])
def test_what_is_no_answer_is_no_suggestion(given):
    assert suggested(FIELDS, {"suggestions": given}, {}) == {}


def unit_with(data):
    item = unit_item(id=1, version=1, name="a", parts={}, data=data)
    return work_unit(id=1, item=item, fields=FIELDS, due_at=datetime(2026, 1, 2, tzinfo=UTC))


def test_a_unit_has_suggestions_apart_from_what_is_told_about_the_item():
    unit = unit_with({"stars": 5, "suggestions": {"sentiment": "neg"}})
    assert (unit["suggestions"], unit["item"]["data"]) == ({"sentiment": "neg"}, {"stars": 5})
    assert "suggestions" not in unit_with({"stars": 5})


FILLED = check_fields(
    [
        choice_field("news", "advert", name="sort") | {"filled_by": "model"},
        choice_field("pos", "neg") | {"visible_when": {"field": "sort", "one_of": ["news"]}},
    ]
)


def said(label):
    return {"suggestions": {"sort": label}}


def test_what_a_model_fills_is_never_asked_and_never_a_persons_answer():
    given = {"sentiment": "pos"}
    assert clean_answers(FILLED, given, {}, item_data=said("news")) == given


def test_an_answer_of_a_person_to_a_field_that_a_model_fills_is_refused_even_in_a_draft():
    for is_draft in (True, False):
        with pytest.raises(BadInput) as refusal:
            clean_answers(FILLED, {"sort": "news", "sentiment": "pos"}, {}, is_draft=is_draft)
        assert (refusal.value.path, refusal.value.code) == ("answers.sort", "filled_by_model")


def test_a_condition_on_what_a_model_fills_follows_the_model():
    with pytest.raises(BadInput, match="needs an answer"):
        clean_answers(FILLED, {}, {}, item_data=said("news"))
    for data in ({}, said("advert"), said("weather")):
        assert clean_answers(FILLED, {"sentiment": "pos"}, {}, item_data=data) == {}


def test_relations_may_join_spans_that_a_model_marked():
    labels = {"labels": [{"id": "PS"}, {"id": "LC"}]}
    spans = {"name": "names", "kind": "spans", "config": labels, "filled_by": "model"}
    joined = {"name": "ties", "kind": "relations", "config": {"spans": "names", "labels": [{"id": "in"}]}}
    fields, parts = check_fields([spans, joined]), {"text": "Mina in Busan"}
    person, city = {"start": 0, "end": 4, "label": "PS"}, {"start": 8, "end": 13, "label": "LC"}
    answers = {"ties": [{"from": person, "to": city, "label": "in"}]}
    data = {"suggestions": {"names": [person, city]}}
    [tie] = clean_answers(fields, answers, parts, item_data=data)["ties"]
    assert (tie["from"]["text"], tie["to"]["text"]) == ("Mina", "Busan")
    with pytest.raises(BadInput):
        clean_answers(fields, answers, parts, item_data={"suggestions": {"names": [person]}})


def test_a_unit_has_what_a_model_filled_apart_from_suggestions():
    item = unit_item(id=1, version=1, name="a", parts={}, data=said("news"))
    unit = work_unit(id=1, item=item, fields=FILLED, due_at=datetime(2026, 1, 2, tzinfo=UTC))
    assert (unit["model_answers"], "suggestions" in unit) == ({"sort": "news"}, False)


def test_a_hidden_suggestion_is_not_in_the_unit_before_the_person_has_answered():
    hidden = [{**FIELDS[0], "is_suggestion_hidden": True}]
    item = unit_item(id=1, version=1, name="a", parts={}, data={"suggestions": {"sentiment": "neg"}})
    at = datetime(2026, 1, 2, tzinfo=UTC)
    facts = {"id": 1, "item": item, "fields": hidden, "due_at": at}
    draft = unit_draft(answers={"sentiment": "pos"}, revision=1, saved_at=at)
    assert "suggestions" not in work_unit(**facts)
    assert work_unit(**facts)["item"]["data"] == {}
    assert work_unit(**facts, draft=draft)["suggestions"] == {"sentiment": "neg"}
