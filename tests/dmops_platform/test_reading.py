"""What is asked once in a reading, and anew in the next."""

import pytest

from dmops_platform.reading import kept, one_reading


@pytest.fixture
def asked():
    return []


@pytest.fixture
def answer(asked):
    @kept
    def answer(of, *, twice=False):
        asked.append(of)
        return of * 2 if twice else of

    return answer


def test_a_question_is_asked_once_in_a_reading(answer, asked):
    with one_reading():
        assert [answer(1), answer(1), answer(2), answer(2, twice=True), answer(2, twice=True)] == [
            1,
            1,
            2,
            4,
            4,
        ]
    assert asked == [1, 2, 2]


def test_a_reading_inside_another_shares_its_answers_and_does_not_end_it(answer, asked):
    with one_reading():
        answer(1)
        with one_reading():
            answer(1)
        answer(1)
    assert asked == [1]


def test_nothing_is_kept_after_a_reading_nor_outside_of_one(answer, asked):
    with one_reading():
        answer(1)
    answer(1)
    answer(1)
    with one_reading():
        answer(1)
    assert asked == [1, 1, 1, 1]


def test_a_reading_that_fails_keeps_nothing(answer, asked):
    with pytest.raises(ZeroDivisionError), one_reading():
        raise ZeroDivisionError(answer(1))
    answer(1)
    assert asked == [1, 1]
