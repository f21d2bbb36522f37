import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

TREE = KINDS["tree"]
LINES = ["animal | Animal", "  cat | Cat", "  dog | Dog", "    poodle", "plant | Plant", "  oak"]


def config(lines=LINES, **more):
    return TREE.check({"tree": lines, **more}, "config")


OPEN = config(is_leaf_only=False)


@given(st.lists(st.sampled_from(["animal", "cat", "dog", "poodle", "plant", "oak"]), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold(values):
    hold(TREE, OPEN, values)


def test_lines_are_kept_with_two_spaces_a_level_and_no_title_twice():
    typed = ["animal|  Animal ", "\tcat | Cat", "", "  dog | dog"]
    assert config(typed)["tree"] == ["animal | Animal", "  cat | Cat", "  dog"]


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        ([], "config.tree"),
        (["", " "], "config.tree"),
        ("animal", "config.tree"),
        ([7], "config.tree[0]"),
        (["  cat"], "config.tree[0]"),
        (["animal", "    cat"], "config.tree[1]"),
        (["animal", "animal"], "config.tree[1]"),
        (["| Animal"], "config.tree[0]"),
        (["a\x00"], "config.tree[0]"),
        (["x" * 201], "config.tree[0]"),
        ([f"{'  ' * depth}n{depth}" for depth in range(21)], "config.tree[20]"),
    ],
)
def test_check_names_the_line_that_makes_no_sense(lines, path):
    assert refused(lambda: config(lines)) == path


@pytest.mark.parametrize("value", [*NONSENSE, "Cat", "", ["cat"], "animal"])
def test_clean_refuses_what_is_no_leaf(value):
    assert refused(TREE.clean, value, config(), {}, "answer") == "answer"


def test_a_label_above_others_answers_where_the_field_lets_it():
    assert TREE.clean("animal", OPEN, {}, "answer") == "animal"
    assert TREE.values(config()) == ["cat", "poodle", "oak"]
    assert TREE.values(OPEN) == ["animal", "cat", "dog", "poodle", "plant", "oak"]


def test_distance_goes_by_the_depth_at_which_two_labels_part():
    far = {other: TREE.distance("poodle", other, OPEN) for other in ("poodle", "dog", "cat", "animal", "oak")}
    assert far == {
        "poodle": 0,
        "dog": pytest.approx(1 - 4 / 5),
        "cat": pytest.approx(1 - 2 / 5),
        "animal": pytest.approx(1 - 2 / 4),
        "oak": 1,
    }


def test_labels_are_told_with_those_above_them():
    assert TREE.show("poodle", OPEN) == "Animal › Dog › poodle"
    assert TREE.titles(config()) == {
        "cat": "Animal › Cat",
        "poodle": "Animal › Dog › poodle",
        "oak": "Plant › oak",
    }


def test_merge_takes_the_label_nearest_to_the_others():
    assert TREE.merge(["cat", "oak", "poodle"], [1, 1, 1], config()) == "cat"
    assert TREE.merge(["cat", "oak", "poodle"], [1, 9, 1], config()) == "oak"
