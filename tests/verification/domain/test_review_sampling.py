from hypothesis import given
from hypothesis import strategies as st

from verification.domain.review_sampling import Candidate, Sampling, picked


def answers(n, **facts):
    return [Candidate(key=key, draw=f"{key * 7919 % 101:03}", place=key, **facts) for key in range(1, n + 1)]


def test_share_is_rounded_up_and_drawn_by_the_random_order():
    found = picked(Sampling(percent=25), answers(10))
    assert len(found) == 3
    drawn = sorted(answers(10), key=lambda one: one.draw)[:3]
    assert set(found) == {one.key for one in drawn}
    assert set(map(tuple, found.values())) == {("share",)}


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 100))
def test_what_was_picked_for_the_share_stays_picked_as_answers_come_in(few, more, percent):
    sampling = Sampling(percent=percent)
    before = picked(sampling, answers(few))
    after = picked(sampling, answers(few + more), before)
    assert set(before) <= set(after)
    assert len(after) == max(len(before), -(-percent * (few + more) // 100))


def test_first_answers_of_a_person_are_picked_and_no_more():
    found = picked(Sampling(newcomer_answers=3), answers(5))
    assert found == {1: ["newcomer"], 2: ["newcomer"], 3: ["newcomer"]}


def test_items_with_little_confidence_are_picked_those_without_any_are_not():
    candidates = [
        Candidate(key=1, draw="a", place=1, confidence=0.5),
        Candidate(key=2, draw="b", place=2, confidence=0.7),
        Candidate(key=3, draw="c", place=3),
    ]
    assert picked(Sampling(confidence_below=0.7), candidates) == {1: ["confidence"]}


def test_risks_are_picked_only_where_the_rule_names_them():
    [flagged] = [Candidate(key=1, draw="a", place=1, is_flagged=True, is_suggestion=True, is_unsure=True)]
    assert picked(Sampling(percent=0, risks=frozenset({"flagged", "unsure"})), [flagged]) == {
        1: ["flagged", "unsure"]
    }
    assert picked(Sampling(risks=frozenset({"fast"})), [flagged]) == {}


def test_fast_is_under_a_third_of_the_median_of_five_or_more():
    sampling = Sampling(risks=frozenset({"fast"}))
    slow = answers(5, seconds=9.0)
    quick = Candidate(key=9, draw="x", place=1, seconds=2.9)
    steady = Candidate(key=8, draw="y", place=1, seconds=3.0)
    assert picked(sampling, [*slow, quick, steady]) == {9: ["fast"]}
    assert picked(sampling, [*slow[:3], quick]) == {}
