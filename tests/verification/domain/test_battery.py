import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from tests.verification.domain import published
from tests.verification.domain.test_agreement import RATINGS, coded
from verification.domain.battery import MEASURES, battery
from verification.domain.estimates import Undefined
from verification.domain.ratings import CodedRatings, Rating, Scale

UNDEFINED_FOR_MANY = ("cohen_kappa", "cohen_kappa_linear", "cohen_kappa_quadratic", "scott_pi")


def of(ratings, **settings):
    return battery(CodedRatings.from_ratings(ratings), **settings)


@pytest.mark.parametrize(
    ("measure", "value"),
    [  # alphas: Krippendorff 2011; AC1, AC2: Gwet 2014 (4th ed.) by irrCAC, which prints the same ratings
        ("alpha_nominal", 0.743),
        ("alpha_ordinal", 0.815),
        ("alpha_interval", 0.849),
        ("alpha_ratio", 0.797),
        ("percent", 0.818),
        ("gwet_ac1", 0.775),
        ("gwet_ac2", 0.914),
        ("gwet_ac2_linear", 0.859),
    ],
)
def test_four_observers_with_gaps_have_the_printed_coefficients(measure, value):
    figure = of(published.krippendorff_2011())[measure]
    assert figure.value == pytest.approx(value, abs=6e-4)
    assert figure.n == 11


@pytest.mark.parametrize(
    ("table", "measure", "value"),
    [
        (published.COHEN_1960, "cohen_kappa", 0.492),
        (published.ARTSTEIN_POESIO_2008, "percent", 0.7),
        (published.ARTSTEIN_POESIO_2008, "cohen_kappa", 0.348),
        (published.ARTSTEIN_POESIO_2008, "scott_pi", 0.341),
        (published.GWET_2002, "cohen_kappa", -0.0234),
        (published.GWET_2002, "gwet_ac1", 0.9408),
        (published.SAS_SKIN_CONDITION, "cohen_kappa", 0.3449),
        (published.SAS_SKIN_CONDITION, "cohen_kappa_linear", 0.5082),
    ],
)
def test_two_people_have_the_printed_coefficients(table, measure, value):
    assert of(published.crossed(table))[measure].value == pytest.approx(value, abs=5e-4)


def test_fleiss_1971_is_as_printed():
    figure = of(published.fleiss_1971())["fleiss_kappa"]
    assert (figure.value, figure.n) == (pytest.approx(0.430, abs=5e-4), 30)


@given(pairs=st.lists(st.tuples(st.sampled_from("12345"), st.sampled_from("12345")), min_size=2, max_size=30))
def test_weighted_kappas_equal_an_independent_implementation(pairs):
    if len({label for pair in pairs for label in pair}) < 2:
        return
    ratings = [
        Rating(str(n), who, label)
        for n, pair in enumerate(pairs)
        for who, label in zip("AB", pair, strict=True)
    ]
    found, labels = of(ratings, draws=5), sorted({label for pair in pairs for label in pair})
    one, two = zip(*pairs, strict=True)
    for name, weights in (("", None), ("_linear", "linear"), ("_quadratic", "quadratic")):
        expected = cohen_kappa_score(one, two, labels=labels, weights=weights)
        assert found[f"cohen_kappa{name}"].value == pytest.approx(expected, abs=1e-9)


def test_weighted_kappa_goes_by_the_order_of_all_labels_present():
    pair = [Rating("x", "A", "1"), Rating("x", "B", "3"), Rating("y", "A", "1"), Rating("y", "B", "1")]
    also = [Rating("z", "A", "9"), Rating("w", "A", "9"), Rating("w", "B", "9")]
    without, within = (of([*pair, *also, *more]) for more in ([], [Rating("v", "A", "2")]))
    assert within["cohen_kappa"].value == pytest.approx(without["cohen_kappa"].value)
    assert within["cohen_kappa_linear"].value < without["cohen_kappa_linear"].value


@given(ratings=RATINGS)
def test_every_measure_has_a_value_within_its_interval_or_says_why_not(ratings):
    for name, figure in of(ratings, draws=20).items():
        assert (figure.value is None) == (figure.why_undefined is not None), name
        ends = [end for end in (figure.value, figure.low, figure.high) if end is not None]
        assert all(np.isfinite(ends)), name
        assert figure.low is None or -1e9 < figure.low <= figure.high <= 1 + 1e-9


def test_measures_do_not_depend_on_the_number_of_threads(monkeypatch):
    one = of(published.fleiss_1971())
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert of(published.fleiss_1971()) == one


def test_a_scale_leaves_out_what_needs_a_stronger_one():
    named = {scale: set(battery(coded("1 2", "2 2"), scale, draws=2)) for scale in Scale}
    assert "alpha_ordinal" not in named[Scale.NOMINAL]
    assert named[Scale.NOMINAL] < named[Scale.ORDINAL] < named[Scale.INTERVAL] < named[Scale.RATIO]
    assert named[Scale.RATIO] == set(MEASURES)


@pytest.mark.parametrize(
    ("items", "measure", "reason"),
    [
        (["1 2 1", "2 2 2"], "cohen_kappa", Undefined.TWO_RATERS_ONLY),
        (["1", "2"], "cohen_kappa", Undefined.TWO_RATERS_ONLY),
        (["1 .", ". 2"], "scott_pi", Undefined.NO_PAIRS),
        (["1 1", "1 1"], "cohen_kappa_quadratic", Undefined.ONE_CATEGORY),
        (["1 1", "1 1"], "gwet_ac1", Undefined.ONE_CATEGORY),
        (["1 1", "1 1"], "fleiss_kappa", Undefined.ONE_CATEGORY),
        (["1 1", "1 1"], "alpha_nominal", Undefined.ONE_CATEGORY),
        (["1", "2"], "percent", Undefined.NO_PAIRS),
        (["1", "2"], "gwet_ac2", Undefined.NO_PAIRS),
        (["1 2 1", "2 2"], "fleiss_kappa", Undefined.UNEQUAL_COUNTS),
        (["a b", "a a"], "alpha_ordinal", Undefined.NOT_NUMBERS),
        (["a b", "a a"], "alpha_ratio", Undefined.NOT_NUMBERS),
        (["-1 1", "1 1"], "alpha_ratio", Undefined.NEGATIVE_NUMBERS),
    ],
)
def test_what_is_undefined_says_why(items, measure, reason):
    figure = battery(coded(*items), draws=2)[measure]
    assert (figure.value, figure.low, figure.why_undefined) == (None, None, reason)


def test_all_equal_agree_in_percent_and_in_nothing_beyond_chance():
    found = battery(coded("1 1", "1 1", "1 1"), draws=10)
    assert found.pop("percent").value == 1
    assert {figure.value for figure in found.values()} == {None}


def test_a_single_item_has_values_and_no_intervals():
    found = battery(coded("1 2"))
    assert (found["percent"].value, found["percent"].low) == (0, None)


def test_a_single_label_counts_for_gwet_only():
    more, less = battery(coded("1 2", "1 1", "2"), draws=5), battery(coded("1 2", "1 1"), draws=5)
    assert more["gwet_ac1"].value != less["gwet_ac1"].value
    assert more["alpha_nominal"].value == less["alpha_nominal"].value


def test_thousands_of_labels_and_full_rows_take_the_sparse_way_and_agree_with_the_dense(monkeypatch):
    ratings = CodedRatings.from_ratings(
        Rating(str(item), person, str((item * 7 + shift * (item % 3)) % 40))
        for item in range(60)
        for shift, person in enumerate("ABC")
    )
    dense = battery(ratings, draws=20)
    monkeypatch.setattr("verification.domain.counts.DENSE", 0)
    monkeypatch.setattr("verification.domain.counts.PAIRS_AT_ONCE", 10)
    sparse = battery(ratings, draws=20)
    for name, figure in dense.items():
        assert sparse[name].value == pytest.approx(figure.value, abs=1e-12), name
        assert sparse[name].low == pytest.approx(figure.low, abs=0.25), name
