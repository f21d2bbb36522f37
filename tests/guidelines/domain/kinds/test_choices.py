import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.checks import Incomplete
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

CHOICES = KINDS["choices"]
LABELS = [{"id": label} for label in "abcdef"]


def config(**more):
    return CHOICES.check({"labels": LABELS, **more}, "config")


def clean(value, **more):
    return CHOICES.clean(value, config(**more), {}, "answer")


answers = st.lists(st.sampled_from("abcdef"), min_size=2, max_size=4, unique=True)


@given(st.lists(answers, min_size=1, max_size=5))
def test_the_laws_of_the_contract_hold(values):
    hold(CHOICES, config(least=2, most=4), values)


def test_an_answer_is_each_label_once_in_the_order_of_the_field():
    assert clean(["c", "a", "c"]) == ["a", "c"]


def test_none_applies_only_where_the_field_lets_it():
    assert clean([], least=0) == []
    assert CHOICES.show([], config(least=0)) == "∅"
    with pytest.raises(Incomplete) as unfinished:
        clean([])
    assert unfinished.value.so_far == []


def test_too_few_labels_wait_in_a_draft_and_too_many_are_refused():
    fields = check_fields(
        [{"name": "tags", "kind": "choices", "config": {"labels": LABELS, "least": 2, "most": 3}}]
    )
    assert clean_answers(fields, {"tags": ["b"]}, {}, is_draft=True) == {"tags": ["b"]}
    assert refused(clean_answers, fields, {"tags": ["b"]}, {}) == "answers.tags"
    assert refused(clean_answers, fields, {"tags": [*"abcd"]}, {}) == "answers.tags"


@pytest.mark.parametrize("value", [*NONSENSE, "a", ["z"], [1], ["a", ["b"]]])
def test_clean_refuses_what_is_no_list_of_labels(value):
    assert refused(clean, value).startswith("answer")


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"least": -1}, "config.least"),
        ({"least": 7}, "config.least"),
        ({"least": 1.5}, "config.least"),
        ({"least": True}, "config.least"),
        ({"most": 0}, "config.most"),
        ({"least": 3, "most": 2}, "config.most"),
        ({"labels": []}, "config.labels"),
        ({"colour": 1}, "config.colour"),
    ],
)
def test_check_names_the_path_of_a_senseless_setting(more, path):
    assert refused(lambda: config(**more)) == path


def test_distance_is_masi_as_passonneau_2006_defines_it():
    asked = config()
    far = {
        tuple(other): CHOICES.distance(["a", "b"], list(other), asked)
        for other in ("ab", "a", "abc", "bc", "cd")
    }
    assert far[("a", "b")] == 0
    assert far[("a",)] == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert far[("a", "b", "c")] == pytest.approx(1 - 2 / 3 * 2 / 3)
    assert far[("b", "c")] == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert far[("c", "d")] == 1
    assert CHOICES.distance([], ["a"], asked) == 1


def test_merge_takes_what_more_than_half_chose_within_the_bounds_of_the_field():
    values = [["a", "b"], ["a", "c"], ["a", "b", "d"]]
    assert CHOICES.merge(values, [1, 1, 1], config()) == ["a", "b"]
    assert CHOICES.merge(values, [1, 1, 1], config(most=1)) == ["a"]
    assert CHOICES.merge([["b"], ["c"]], [1, 1], config()) == ["b"]
    assert CHOICES.merge([[], ["c"]], [1, 1], config(least=0)) == []


def test_summarise_counts_labels_and_columns_tell_ids():
    assert CHOICES.summarise([["a", "b"], ["b"]], config()) == {
        "a": 1,
        "b": 2,
        "c": 0,
        "d": 0,
        "e": 0,
        "f": 0,
    }
    assert CHOICES.columns(["a", "b"]) == {"": "a | b"}
    assert CHOICES.agreement(config())[0] == "alpha_masi"
