import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.domain.checks import Incomplete
from guidelines.domain.kinds import KINDS
from tests.guidelines.domain.kinds.laws import NONSENSE, hold, refused

RANKING = KINDS["ranking"]
CONFIG = RANKING.check({"labels": [{"id": label, "title": label.upper()} for label in "abcd"]}, "config")


def clean(value):
    return RANKING.clean(value, CONFIG, {}, "answer")


@given(st.lists(st.permutations("abcd"), min_size=1, max_size=6))
def test_the_laws_of_the_contract_hold(values):
    hold(RANKING, CONFIG, values)


@pytest.mark.parametrize("value", [*NONSENSE, "abcd", [*"abca"], [*"abce"], [*"abcda"], [1, 2, 3, 4]])
def test_clean_refuses_what_is_no_order_of_the_candidates(value):
    assert refused(clean, value).startswith("answer")


def test_a_ranking_half_way_waits_in_a_draft():
    with pytest.raises(Incomplete) as unfinished:
        clean(["c", "a"])
    assert unfinished.value.so_far == ["c", "a"]


@pytest.mark.parametrize("labels", [[], [{"id": "a"}], [{"id": f"c{n}"} for n in range(51)]])
def test_check_refuses_too_few_and_too_many_candidates(labels):
    assert refused(lambda: RANKING.check({"labels": labels}, "config")) == "config.labels"


def test_distance_is_the_share_of_pairs_that_stand_the_other_way_round():
    assert RANKING.distance([*"abcd"], [*"abdc"], CONFIG) == pytest.approx(1 / 6)
    assert RANKING.distance([*"abcd"], [*"dcba"], CONFIG) == 1


def test_merge_goes_by_mean_rank():
    assert RANKING.merge([[*"abcd"], [*"bacd"], [*"bcad"]], [1, 1, 1], CONFIG) == [*"bacd"]
    assert RANKING.merge([[*"abcd"], [*"dcba"]], [1, 1], CONFIG) == [*"abcd"]


def test_summarise_counts_the_best_and_columns_tell_the_order():
    assert RANKING.summarise([[*"bacd"], [*"bcad"]], CONFIG) == {"a": 0, "b": 2, "c": 0, "d": 0}
    assert RANKING.columns([*"bacd"]) == {"": "b > a > c > d"}
    assert RANKING.show([*"bacd"], CONFIG) == "B > A > C > D"
