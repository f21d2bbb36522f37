import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.checks import Incomplete
from guidelines.domain.kinds import KINDS
from guidelines.domain.kinds.edits import edit_distance
from guidelines.domain.schema import check_fields, clean_answers
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

TEXT = KINDS["text"]
SOURCE = "가" * 100


def config(**more):
    return TEXT.check(more, "config")


def clean(value, **more):
    return TEXT.clean(value, config(**more), {"text": SOURCE}, "answer")


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12).filter(
    str.strip
)


@given(st.lists(words, min_size=1, max_size=5))
def test_the_laws_of_the_contract_hold(values):
    hold(TEXT, config(), values)


@given(st.text("ab가", max_size=9), st.text("ab가", max_size=9))
def test_edit_distance_equals_the_table_of_the_textbook(one, other):
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, start=1):
        before, row = row, [place]
        for column, against in enumerate(other, start=1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (character != against)))
    assert edit_distance(one, other) == row[-1]


def test_long_texts_are_compared_in_an_instant():
    began = process_time()
    assert edit_distance("가나다라" * 2_500, "가나라다" * 2_500) > 0
    assert process_time() - began < 2


def test_a_text_is_composed_and_has_no_space_around_it():
    assert clean(unicodedata.normalize("NFD", " 좋은\r\n영화 ")) == "좋은\n영화"


@pytest.mark.parametrize("value", [*NONSENSE, "", " \n", "a" * 200_001, "\ud800"])
def test_clean_refuses_what_is_no_text(value):
    assert refused(clean, value) == "answer"


@pytest.mark.parametrize(
    ("policy", "value", "sentence"),
    [
        ({"most": 5}, "가나다라마바", "This has 6 characters; at most 5 are asked."),
        ({"least": 5}, "가나", "This has 2 characters; at least 5 are asked."),
        (
            {"source": "text", "most_percent": 30},
            "가" * 31,
            "This is 31% as long as the source; at most 30% is asked.",
        ),
        (
            {"source": "text", "least_percent": 10},
            "가" * 9,
            "This is 9% as long as the source; at least 10% is asked.",
        ),
        ({"is_one_line": True}, "a\nb", "Write one line only."),
    ],
)
def test_the_policy_of_length_is_checked_and_a_draft_may_still_break_it(policy, value, sentence):
    with pytest.raises(Incomplete) as refusal:
        clean(value, **policy)
    assert str(refusal.value) == sentence
    fields = check_fields([{"name": "summary", "kind": "text", "config": policy}])
    assert clean_answers(fields, {"summary": value}, {"text": SOURCE}, is_draft=True) == {"summary": value}


def test_an_item_without_the_source_is_not_held_against_it():
    asked = config(source="text", most_percent=1)
    assert TEXT.clean("longer", asked, {}, "answer") == "longer"
    assert TEXT.clean("longer", asked, {"text": {"type": "image"}}, "answer") == "longer"


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"least": 5, "most": 4}, "config.most"),
        ({"least": 1.5}, "config.least"),
        ({"most": -1}, "config.most"),
        ({"most_percent": 10}, "config.source"),
        ({"source": "t", "least_percent": 20, "most_percent": 10}, "config.most_percent"),
        ({"source": 3}, "config.source"),
        ({"policy": []}, "config.policy"),
        ({"is_one_line": 1}, "config.is_one_line"),
        ({"rows": 3}, "config.rows"),
    ],
)
def test_check_names_the_path_of_a_senseless_setting(more, path):
    assert refused(lambda: config(**more)) == path


def test_merge_takes_the_text_nearest_to_the_others():
    values = ["The film is good.", "The film was good.", "I liked it"]
    assert TEXT.merge(values, [1, 1, 1], config()) in values[:2]
    assert TEXT.merge(values, [1, 1, 9], config()) == "I liked it"


def test_distance_is_the_share_of_characters_that_differ():
    assert TEXT.distance("kitten", "sitting", config()) == pytest.approx(3 / 7)
