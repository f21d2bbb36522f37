import pytest

from verification.domain.sampling import draw, draw_in_strata, sample_size


@pytest.mark.parametrize(
    ("population", "printed"),
    [(10, 10), (100, 80), (500, 217), (1_000, 278), (10_000, 370), (1_000_000, 385)],
)
def test_sample_size_is_what_krejcie_and_morgan_1970_print(population, printed):
    assert abs(sample_size(population, 0.05, 0.95) - printed) <= 1  # they round to the nearest


def test_sample_size_grows_with_confidence_and_shrinks_with_tolerance():
    assert sample_size(10_000, 0.05, 0.99) > sample_size(10_000, 0.05, 0.95) > sample_size(10_000, 0.1, 0.95)


def test_sample_size_is_never_more_than_there_is():
    assert sample_size(3, 0.001, 0.99) == 3


def test_draw_is_the_same_for_the_same_seed_and_another_for_another():
    frame = range(1_000)
    assert draw(frame, 20, seed=4) == draw(frame, 20, seed=4)
    assert draw(frame, 20, seed=4) != draw(frame, 20, seed=5)


def test_draw_repeats_nobody():
    assert sorted(draw(range(50), 50, seed=1)) == list(range(50))


def test_draw_in_strata_takes_from_each_in_proportion():
    frame = [(place, "a" if place % 4 else "b") for place in range(100)]
    drawn, strata = draw_in_strata(frame, 20, seed=3)
    assert [(one.name, one.population, one.drawn) for one in strata] == [("a", 75, 15), ("b", 25, 5)]
    assert sum(place % 4 == 0 for place in drawn) == 5
    assert len(set(drawn)) == 20


def test_draw_in_strata_is_the_same_for_the_same_seed():
    frame = [(place, str(place % 3)) for place in range(90)]
    assert draw_in_strata(frame, 10, 1) == draw_in_strata(frame, 10, 1)
    assert draw_in_strata(frame, 10, 1)[0] != draw_in_strata(frame, 10, 2)[0]


def test_draw_in_strata_without_parts_is_one_stratum():
    drawn, [whole] = draw_in_strata([(place, "") for place in range(30)], 30, 0)
    assert (sorted(drawn), whole.drawn) == (list(range(30)), 30)
