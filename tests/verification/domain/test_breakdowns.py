import numpy as np
import pytest

from tests.verification.domain import published
from tests.verification.domain.test_agreement import coded
from verification.domain.agreement import agreement_by_annotator, cohen_kappa, nearness
from verification.domain.breakdowns import heat_map, pair_agreement, self_agreement
from verification.domain.conduct import drift, near_copies, one_sided
from verification.domain.ratings import CodedRatings, Rating


def test_pairs_of_people_have_their_own_kappa():
    ratings = coded("a a b", "a b b", "b b .", "a a a", "b a b")
    for pair in pair_agreement(ratings):
        expected = cohen_kappa(ratings, pair.one, pair.other)
        assert (pair.n, pair.kappa) == (expected.n, pytest.approx(expected.value))
    assert len(pair_agreement(ratings)) == 3
    assert pair_agreement(ratings)[0].percent == min(pair.percent for pair in pair_agreement(ratings))


def test_the_heat_map_is_the_coincidence_matrix_of_krippendorff_2011():
    heat = heat_map(CodedRatings.from_ratings(published.krippendorff_2011()))
    assert heat.labels == ["1", "2", "3", "4", "5"]
    printed = [[7, 4 / 3, 1 / 3, 1 / 3, 0], [4 / 3, 10, 4 / 3, 1 / 3, 0], [1 / 3, 4 / 3, 8, 1 / 3, 0]]
    printed += [[1 / 3, 1 / 3, 1 / 3, 4, 0], [0, 0, 0, 0, 3]]
    assert np.array(heat.counts) == pytest.approx(np.array(printed))
    assert all(sum(row) == pytest.approx(1) for row in heat.shares)


def test_self_agreement_compares_each_answer_with_the_one_before():
    found = self_agreement({("kim", "x"): ["a", "a", "b"], ("kim", "y"): ["a", "a"], ("lee", "x"): ["a"]})
    assert (found["kim"].value, found["kim"].n) == (pytest.approx(2 / 3), 3)
    assert "lee" not in found


def test_nearness_of_each_rating_averages_to_the_agreement_of_a_person():
    ratings = coded("a a b", "b b", ". a")
    near = nearness(ratings)
    mine = ratings.annotator == 0
    assert near[mine].mean() == pytest.approx(agreement_by_annotator(ratings)["person 0"].value)


def test_drift_is_seen_when_the_last_third_differs_from_the_first():
    steady, falling = np.tile([1.0, 0.0], 60), np.repeat([1.0, 0.5, 0.0], 40) - 0.01 * (np.arange(120) % 2)
    assert drift(steady).low < 0 < drift(steady).high
    assert drift(falling).high < 0
    assert drift(steady[:40]) is None


def test_one_sidedness_compares_the_favourite_label_with_the_others_on_the_same_items():
    ratings = coded(*(f"a {'ab'[n % 2]} {'ab'[n % 2]}" for n in range(40)))
    found = one_sided(ratings)
    assert (found["person 0"].label, found["person 0"].share) == ("a", 1)
    assert found["person 0"].low > 0
    assert found["person 1"].low <= 0.25


def test_near_copies_are_pairs_with_a_run_that_chance_does_not_give():
    random = np.random.default_rng(0)
    rows = []
    for item in range(120):
        own = random.choice(["a", "b", "c"], size=4)
        rows += [Rating(f"{item:03}", f"honest {n}", label) for n, label in enumerate(own)]
        rows.append(Rating(f"{item:03}", "copy", own[0]))
    ratings = CodedRatings.from_ratings(rows)
    [copy] = near_copies(ratings, ratings.item)
    assert {copy.one, copy.other} == {"copy", "honest 0"}
    assert copy.run == copy.n == 120
