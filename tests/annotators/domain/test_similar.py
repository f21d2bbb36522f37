import pytest

from annotators.domain.similar import ALIKE, likeness, most_alike, pieces


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is irony negative or positive?", "is irony positive or negative"),
        ("How do I label irony?", "irony?"),
        ("반어는 부정으로 보나요?", "반어도 부정인가요?"),
        ("ＦＵＬＬ width", "full width"),
    ],
)
def test_likeness_finds_the_same_question(one, other):
    assert likeness(one, other) >= ALIKE
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Is irony negative?", "How long may a text be?"),
        ("반어는 부정인가요?", "가격 이야기만 있으면 어떻게 하나요?"),
        ("", "anything"),
        ("???", "!!!"),
    ],
)
def test_likeness_parts_different_questions(one, other):
    assert likeness(one, other) < ALIKE


def test_likeness_of_known_sets_is_their_cosine():
    assert pieces("abc") == {" ab", "abc", "bc "}
    assert likeness("abc", "abc abd") == pytest.approx(3 / (3 * 5) ** 0.5)


def test_most_alike_ranks_and_stops():
    others = [(n, "Is irony negative?" + " really" * n) for n in range(10)]
    assert most_alike("Is irony negative?", others, most=3) == [0, 1, 2]
