from datetime import UTC, datetime

import pytest

from guidelines.domain.schema import check_fields
from guidelines.domain.suggestions import suggested
from guidelines.domain.work_unit import unit_item, work_unit
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
