import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.diff import diff

texts = st.text(alphabet="ab 가나\n.", max_size=60)


def test_diff_shows_the_words_that_changed():
    assert diff("감정을 고른다.\n끝.\n", "감정을 하나 고른다.\n끝.\n새 줄.\n") == [
        ("same", "감정을 "),
        ("added", "하나 "),
        ("same", "고른다.\n끝.\n"),
        ("added", "새 줄.\n"),
    ]


def test_diff_of_equal_texts_is_one_run():
    assert diff("same", "same") == [("same", "same")]


@given(texts, texts)
def test_both_texts_can_be_read_back_from_the_runs(old, new):
    runs = diff(old, new)
    assert "".join(text for op, text in runs if op != "added") == old
    assert "".join(text for op, text in runs if op != "removed") == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 25_000, "a " * 24_000 + "b " * 1_000),
        ("a\n" * 25_000, "a\nb\n" * 12_500),
        ("".join(f"{n % 150}\n" for n in range(12_000)), "".join(f"{n * 7 % 150}\n" for n in range(12_000))),
        ("".join(f"{n % 90} " for n in range(1_900)), "".join(f"{n * 7 % 90} " for n in range(1_900))),
    ],
)
def test_a78_diff_of_the_largest_sections_takes_less_than_a_second(old, new):
    start = time.process_time()
    diff(old, new)
    assert time.process_time() - start < 1
