import pytest

from dmops_platform.errors import BadInput
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.factories import canonical, choice_field


def refused(call, *args, **kwargs):
    with pytest.raises(BadInput) as refusal:
        call(*args, **kwargs)
    return refusal.value.path


def test_check_fields_fills_title_and_required():
    field = check_fields([choice_field("a")])[0]
    assert (field["title"], field["required"]) == ("sentiment", True)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ([], "fields"),
        (None, "fields"),
        ([choice_field("a", name=f"f{n}") for n in range(51)], "fields"),
        (["sentiment"], "fields[0]"),
        ([{**choice_field("a"), "kind": "telepathy"}], "fields[0].kind"),
        ([{**choice_field("a"), "kind": ["choice"]}], "fields[0].kind"),
        ([{**choice_field("a"), "colour": "red"}], "fields[0].colour"),
        ([{**choice_field("a"), "required": "yes"}], "fields[0].required"),
        ([{**choice_field("a"), "config": None}], "fields[0].config"),
        ([choice_field("a", name="한글")], "fields[0].name"),
        ([choice_field("a", name="a.b")], "fields[0].name"),
        ([choice_field("a", name="")], "fields[0].name"),
        ([choice_field("a", name="x" * 65)], "fields[0].name"),
        ([choice_field("a"), choice_field("b")], "fields[1].name"),
        ([choice_field("a", "a")], "fields[0].config.labels[1].id"),
    ],
)
def test_check_fields_names_the_path_of_what_is_wrong(fields, path):
    assert refused(check_fields, fields) == path


def test_what_a_field_says_besides_is_kept_and_what_says_nothing_is_left_out():
    extras = {
        "help": "Look at the last sentence.",
        "filled_by": "model_confirmed",
        "rationale": "required",
        "confidence": True,
        "is_suggestion_hidden": True,
    }
    [field] = check_fields([choice_field("a") | extras])
    assert {name: field[name] for name in extras} == extras
    assert check_fields([field]) == [field]
    silent = {
        "help": "",
        "filled_by": "person",
        "rationale": "off",
        "confidence": False,
        "visible_when": None,
    }
    [plain] = check_fields([choice_field("a") | silent])
    assert list(plain) == ["name", "kind", "title", "required", "config"]


@pytest.mark.parametrize(
    "extra",
    [
        {"help": 1},
        {"filled_by": "robot"},
        {"filled_by": ["person"]},
        {"rationale": True},
        {"confidence": "yes"},
        {"is_suggestion_hidden": 1},
    ],
)
def test_check_fields_names_the_path_of_an_extra_that_makes_no_sense(extra):
    [name] = extra
    assert refused(check_fields, [choice_field("a") | extra]) == f"fields[0].{name}"


def test_clean_answers_keeps_only_canonical_answers():
    assert clean_answers(canonical("pos", "neg"), {"sentiment": "neg"}, {"text": "…"}) == {"sentiment": "neg"}


@pytest.mark.parametrize("answers", [{}, {"sentiment": None}])
def test_clean_answers_names_a_missing_answer_but_lets_a_draft_wait(answers):
    fields = canonical("pos", "neg")
    assert refused(clean_answers, fields, answers, {}) == "answers.sentiment"
    assert clean_answers(fields, answers, {}, is_draft=True) == {}


def test_clean_answers_lets_an_optional_field_be_empty():
    fields = check_fields([{**choice_field("a"), "required": False}])
    assert clean_answers(fields, {}, {}) == {}


@pytest.mark.parametrize(
    ("answers", "path"),
    [
        ({"sentiment": "pos", "mood": "x"}, "answers.mood"),
        ({"sentiment": "maybe"}, "answers.sentiment"),
        ({"sentiment": "pos", 7: 1}, "answers.7"),
        ([], "answers"),
        (None, "answers"),
    ],
)
def test_clean_answers_refuses_what_the_schema_does_not_know_even_in_a_draft(answers, path):
    assert refused(clean_answers, canonical("pos"), answers, {}, is_draft=True) == path


def test_clean_answers_looks_up_one_of_a_hundred_thousand_labels_without_walking_them():
    fields = canonical(*map(str, range(100_000)))
    clean_answers(fields, {"sentiment": "0"}, {})

    class Watched(dict):
        def __getitem__(self, key):
            assert key != "labels", "the labels were walked again"
            return super().__getitem__(key)

    config = fields[0]["config"]
    fields[0]["config"] = Watched(config)
    with pytest.raises(AssertionError, match="walked again"):
        clean_answers(fields, {"sentiment": "99999"}, {})
    fields[0]["config"] = config
    config["labels"] = None
    assert clean_answers(fields, {"sentiment": "99999"}, {}) == {"sentiment": "99999"}
