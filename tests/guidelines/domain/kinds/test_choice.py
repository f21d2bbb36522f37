import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS

CHOICE = KINDS["choice"]


def config(*labels, **more):
    return CHOICE.check({"labels": [{"id": label} for label in labels], **more}, "config")


def keys(labels):
    return [label["key"] for label in CHOICE.check({"labels": labels}, "config")["labels"]]


def test_check_fills_titles_and_keys_that_were_left_out():
    assert config("pos", "neg") == {
        "labels": [
            {"id": "pos", "title": "pos", "key": "1", "help": ""},
            {"id": "neg", "title": "neg", "key": "2", "help": ""},
        ],
        "is_ordered": False,
    }


def test_keys_are_nine_digits_then_letters_the_screen_leaves_free_then_none():
    given = "".join(label["key"] for label in config(*map(str, range(40)))["labels"])
    assert given == "123456789abcdehijklmnopqrtuvwx"


def test_a_key_somebody_chose_is_kept_and_not_given_twice():
    assert keys([{"id": "a"}, {"id": "b", "key": "1"}, {"id": "c", "key": "p"}]) == ["2", "1", "p"]


def test_checking_twice_changes_nothing():
    once = config("긍정", "부정", is_ordered=True)
    assert CHOICE.check(once, "config") == once


@pytest.mark.parametrize(
    ("labels", "path"),
    [
        ([], "config.labels"),
        ("abc", "config.labels"),
        ([7], "config.labels[0]"),
        ([{"id": ""}], "config.labels[0].id"),
        ([{"title": "no id"}], "config.labels[0].id"),
        ([{"id": "a" * 201}], "config.labels[0].id"),
        ([{"id": "a\x00"}], "config.labels[0].id"),
        ([{"id": "\ud800"}], "config.labels[0].id"),
        ([{"id": "a"}, {"id": "a"}], "config.labels[1].id"),
        ([{"id": "a", "key": "1"}, {"id": "b", "key": "1"}], "config.labels[1].key"),
        ([{"id": "a", "key": "s"}], "config.labels[0].key"),
        ([{"id": "a", "key": "0"}], "config.labels[0].key"),
        ([{"id": "a", "key": ["1"]}], "config.labels[0].key"),
        ([{"id": "a", "colour": "red"}], "config.labels[0].colour"),
        ([{"id": "a", "title": 3}], "config.labels[0].title"),
    ],
)
def test_check_names_the_path_of_a_senseless_label(labels, path):
    with pytest.raises(BadInput) as refusal:
        CHOICE.check({"labels": labels}, "config")
    assert refusal.value.path == path


@pytest.mark.parametrize(
    "given", [None, [], "x", {"labels": [{"id": "a"}], "scale": 5}, {"labels": [], "is_ordered": 1}]
)
def test_check_refuses_a_configuration_of_another_shape(given):
    with pytest.raises(BadInput):
        CHOICE.check(given, "config")


def test_clean_returns_the_label():
    assert CHOICE.clean("부정", config("긍정", "부정"), {}, "answers.sentiment") == "부정"


@pytest.mark.parametrize("answer", ["neutral", "POS", "", None, 1, ["pos"], {"pos": 1}, "\ud800" * 500])
def test_clean_refuses_what_is_no_label_and_names_the_path(answer):
    with pytest.raises(BadInput) as refusal:
        CHOICE.clean(answer, config("pos", "neg"), {}, "answers.sentiment")
    assert refusal.value.path == "answers.sentiment"
    assert len(str(refusal.value).encode()) < 500


def test_labels_of_two_schemas_are_never_mixed_up():
    for place in range(200):
        one = config(f"only-{place}")
        assert CHOICE.clean(f"only-{place}", one, {}, "answers.x") == f"only-{place}"


def test_distance_of_unordered_labels_is_all_or_nothing():
    fields = config("a", "b", "c")
    assert [CHOICE.distance("a", other, fields) for other in "abc"] == [0, 1, 1]
    assert CHOICE.scale(fields) == "nominal"


def test_distance_of_ordered_labels_counts_steps():
    fields = config("low", "middle", "high", is_ordered=True)
    assert [CHOICE.distance("low", other, fields) for other in ("low", "middle", "high")] == [0, 0.5, 1]
    assert CHOICE.scale(fields) == "ordinal"


def test_merge_takes_the_greatest_weight_and_of_equals_the_first_of_the_field():
    fields = config("z", "a", "m")
    assert CHOICE.merge(["a", "m", "m"], [1, 1, 1], fields) == "m"
    assert CHOICE.merge(["a", "m", "m"], [3, 1, 1], fields) == "a"
    assert CHOICE.merge(["a", "z"], [1, 1], fields) == "z"


def test_summarise_counts_every_label_in_the_order_of_the_field():
    assert list(CHOICE.summarise(["b", "b"], config("c", "b")).items()) == [("c", 0), ("b", 2)]


def test_score_against_gold_gives_part_marks_only_for_ordered_labels():
    assert CHOICE.score("a", "b", config("a", "b", "c")) == 0
    assert CHOICE.score("a", "b", config("a", "b", "c", is_ordered=True)) == 0.5


def test_an_answer_is_one_unit_and_one_cell():
    assert CHOICE.units("pos") == ["pos"]
    assert CHOICE.columns("pos") == {"": "pos"}
    assert CHOICE.titles(config("pos")) == {"pos": "pos"}
    assert CHOICE.values(config("pos", "neg")) == ["pos", "neg"]


def test_show_tells_an_answer_by_its_title():
    asked = CHOICE.check({"labels": [{"id": "pos", "title": "Positive"}, {"id": "neg"}]}, "config")
    assert [CHOICE.show(label, asked) for label in ("pos", "neg")] == ["Positive", "neg"]


def test_agreement_on_a_scale_is_judged_by_its_order_first():
    assert CHOICE.agreement(config("low", "high"))[0] == "alpha_nominal"
    assert CHOICE.agreement(config("low", "high", is_ordered=True))[0] == "alpha_ordinal"
