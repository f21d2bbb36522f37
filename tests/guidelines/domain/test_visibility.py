import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.factories import choice_field


def schema(**condition):
    return check_fields(
        [
            choice_field("pos", "neg", name="feeling"),
            choice_field("plot", "cast", name="reason")
            | {"visible_when": {"field": "feeling", "one_of": ["neg"], **condition}},
            choice_field("lead", "rest", name="who")
            | {"visible_when": {"field": "reason", "one_of": ["cast"]}},
        ]
    )


def test_a_field_that_is_not_asked_needs_no_answer_and_loses_the_one_it_had():
    given = {"feeling": "pos", "reason": "cast", "who": "lead"}
    assert clean_answers(schema(), given, {}) == {"feeling": "pos"}


def test_a_field_that_is_asked_needs_its_answer():
    with pytest.raises(BadInput) as refusal:
        clean_answers(schema(), {"feeling": "neg"}, {})
    assert refusal.value.path == "answers.reason"
    given = {"feeling": "neg", "reason": "cast", "who": "lead"}
    assert clean_answers(schema(), given, {}) == given


def test_a_required_field_behind_a_hidden_one_is_not_asked_either():
    assert clean_answers(schema(), {"feeling": "neg", "reason": "plot", "who": "lead"}, {}) == {
        "feeling": "neg",
        "reason": "plot",
    }


@pytest.mark.parametrize(
    ("condition", "path"),
    [
        ({"field": "who"}, "field"),
        ({"field": "reason"}, "field"),
        ({"field": 7}, "field"),
        ({"one_of": []}, "one_of"),
        ({"one_of": "neg"}, "one_of"),
        ({"one_of": ["maybe"]}, "one_of[0]"),
        ({"one_of": ["neg", True]}, "one_of[1]"),
        ({"one_of": [["neg"]]}, "one_of[0]"),
        ({"unless": 1}, "unless"),
    ],
)
def test_check_names_the_path_of_a_senseless_condition(condition, path):
    with pytest.raises(BadInput) as refusal:
        schema(**condition)
    assert refusal.value.path == f"fields[1].visible_when.{path}"


def test_a_condition_of_another_shape_is_refused():
    with pytest.raises(BadInput):
        check_fields([choice_field("a"), choice_field("b", name="b") | {"visible_when": "a"}])
