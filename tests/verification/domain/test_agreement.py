import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verification.domain import published
from verification.domain import agreement
from verification.domain.agreement import (
    agreement_by_annotator,
    agreement_by_label,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    krippendorff_interval,
    percent_agreement,
    unanimous_share,
)
from verification.domain.counts import CountTable
from verification.domain.estimates import Undefined
from verification.domain.ratings import CodedRatings, Rating, Scale

SCALES = list(Scale)
SCORES = ["1.5", "0", "0.5", "9", "10"]
RATINGS = st.lists(
    st.builds(
        Rating, st.sampled_from("abcdef"), st.sampled_from(["kim", "lee", "ada"]), st.sampled_from(SCORES)
    ),
    min_size=2,
    max_size=40,
)


def coded(*items: str) -> CodedRatings:
    """Return ratings of items given as words: one word an item, its label per person, "." where missing."""
    return CodedRatings.from_ratings(
        Rating(f"item {number}", f"person {person}", label)
        for number, word in enumerate(items)
        for person, label in enumerate(word.split())
        if label != "."
    )


def alpha(units: CodedRatings, scale: Scale, drawn=None) -> float:
    """Return our own alpha of these items, or of a draw of them."""
    table = CountTable.of(units)
    rows = table.row_of_item if drawn is None else table.row_of_item[np.array(drawn)]
    weights = np.bincount(rows, minlength=len(table.sizes)).astype(float)[np.newaxis]
    return agreement.alpha_of(units, table, scale)(weights)[0]


@pytest.mark.parametrize(
    ("scale", "value"),
    [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849), (Scale.RATIO, 0.797)],
)
def test_alpha_of_krippendorff_2011_is_as_printed(scale, value):
    alpha = krippendorff_alpha(CodedRatings.from_ratings(published.krippendorff_2011()), scale)
    assert alpha.value == pytest.approx(value, abs=5e-4)
    assert alpha.n == 11


def test_kappa_of_fleiss_1971_is_as_printed():
    kappa = fleiss_kappa(CodedRatings.from_ratings(published.fleiss_1971()))
    assert kappa.value == pytest.approx(0.430, abs=5e-4)
    assert kappa.n == 30


def test_category_agreement_of_fleiss_1971_gives_the_known_category_kappas():
    shares = {name: count / 180 for name, count in Counter(r.label for r in published.fleiss_1971()).items()}
    found = agreement_by_label(CodedRatings.from_ratings(published.fleiss_1971()))
    kappas = [(found[name].value - shares[name]) / (1 - shares[name]) for name in published.FLEISS_DIAGNOSES]
    assert kappas == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=5e-4)


def test_kappa_of_cohen_1960_is_as_printed():
    kappa = cohen_kappa(CodedRatings.from_ratings(published.cohen_1960()), "A", "B")
    assert kappa.value == pytest.approx(0.492, abs=5e-4)
    assert kappa.n == 200


@pytest.mark.parametrize("scale", SCALES)
@given(ratings=RATINGS)
def test_the_bootstrap_formula_equals_the_package(scale, ratings):
    units = agreement.units_of(CodedRatings.from_ratings(ratings), scale)
    if not isinstance(units, Undefined):
        ours = alpha(units, scale)
        assert ours == pytest.approx(agreement._package_alpha(units, scale), abs=1e-9)


@pytest.mark.parametrize("scale", SCALES)
@given(ratings=RATINGS, data=st.data())
def test_a_draw_has_the_alpha_of_a_table_made_of_the_drawn_items(scale, ratings, data):
    units = agreement.units_of(CodedRatings.from_ratings(ratings), scale)
    if isinstance(units, Undefined):
        return
    drawn = data.draw(st.lists(st.integers(0, len(units.items) - 1), min_size=1, max_size=8))
    copies = [
        Rating(f"copy {number}", str(vote), units.labels[label])
        for number, item in enumerate(drawn)
        for vote, label in enumerate(units.label[units.item == item])
    ]
    table = krippendorff_alpha(CodedRatings.from_ratings(copies), scale)
    expected = float("nan") if table.value is None else table.value
    assert alpha(units, scale, drawn) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("scale", SCALES)
@given(ratings=RATINGS, data=st.data())
def test_alpha_ignores_the_order_of_rows_and_the_names_of_people_and_items(scale, ratings, data):
    renamed = [
        Rating(f"new {r.item}", r.annotator[::-1], r.label) for r in data.draw(st.permutations(ratings))
    ]
    one, two = (krippendorff_alpha(CodedRatings.from_ratings(rows), scale) for rows in (ratings, renamed))
    assert one.value == pytest.approx(two.value, abs=1e-12)
    assert (one.n, one.undefined) == (two.n, two.undefined)


@given(ratings=RATINGS, names=st.permutations(SCORES))
def test_nominal_figures_ignore_the_names_of_labels(ratings, names):
    renamed = [r._replace(label=names[SCORES.index(r.label)]) for r in ratings]
    one, two = CodedRatings.from_ratings(ratings), CodedRatings.from_ratings(renamed)
    for figure in (krippendorff_alpha, percent_agreement, fleiss_kappa):
        assert figure(one).value == pytest.approx(figure(two).value, abs=1e-12)


@pytest.mark.parametrize("scale", SCALES)
@given(labels=st.lists(st.sampled_from(SCORES), min_size=2, max_size=9).filter(lambda row: len(set(row)) > 1))
def test_perfect_agreement_on_several_categories_is_one(scale, labels):
    ratings = coded(*(f"{label} {label} {label}" for label in labels))
    assert krippendorff_alpha(ratings, scale).value == pytest.approx(1, abs=1e-12)
    assert fleiss_kappa(ratings).value == pytest.approx(1)
    assert percent_agreement(ratings).value == 1


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(
    ("items", "reason", "n"),
    [
        ([], Undefined.NO_PAIRS, 0),
        (["1", "2", "3"], Undefined.NO_PAIRS, 0),
        (["1 1", "1 1"], Undefined.ONE_CATEGORY, 2),
        (["1 1", "1 1", "2"], Undefined.ONE_CATEGORY, 2),
    ],
)
def test_alpha_says_why_it_is_undefined(scale, items, reason, n):
    alpha = krippendorff_alpha(coded(*items), scale)
    assert (alpha.value, alpha.n, alpha.undefined) == (None, n, reason)
    assert krippendorff_interval(coded(*items), scale).undefined is reason


def test_alpha_of_words_on_a_numeric_scale_is_undefined():
    ratings = coded("높음 낮음", "높음 높음")
    assert krippendorff_alpha(ratings, Scale.ORDINAL).undefined is Undefined.NOT_NUMBERS
    assert krippendorff_alpha(ratings, Scale.NOMINAL).value == pytest.approx(0)


def test_two_spellings_of_a_number_disagree_only_as_names():
    ratings = coded("1 1.0", "2 2", "1.0 1.0")
    assert krippendorff_alpha(ratings, Scale.NOMINAL).value < 1
    assert krippendorff_alpha(ratings, Scale.ORDINAL).value == pytest.approx(1)
    assert krippendorff_alpha(ratings, Scale.INTERVAL).value == pytest.approx(1)


def test_ordinal_alpha_orders_numbers_by_value():
    near, far = coded("9 10", "9 9", "1 1"), coded("1 10", "9 9", "1 1")
    assert krippendorff_alpha(near, Scale.ORDINAL).value > krippendorff_alpha(far, Scale.ORDINAL).value


def test_interval_alpha_survives_the_greatest_numbers():
    alpha = krippendorff_alpha(coded("-1e308 -1e308", "1e308 1e308", "0 1e308"), Scale.INTERVAL)
    assert alpha.value == pytest.approx(
        krippendorff_alpha(coded("-1 -1", "1 1", "0 1"), Scale.INTERVAL).value
    )


def test_thousands_of_labels_need_no_table_of_labels_by_labels():
    ratings = coded(*(f"label{number} label{number + number % 2}" for number in range(4000)))
    alpha = krippendorff_alpha(ratings)
    assert alpha.value == pytest.approx(0.5, abs=1e-3)
    assert krippendorff_interval(ratings, draws=50).low < alpha.value


def test_the_interval_surrounds_alpha_and_repeats_with_its_seed():
    ratings = CodedRatings.from_ratings(published.fleiss_1971())
    interval = krippendorff_interval(ratings)
    assert interval.low < krippendorff_alpha(ratings).value < interval.high
    assert interval == krippendorff_interval(ratings, seed=0)
    assert interval != krippendorff_interval(ratings, seed=1)
    assert (interval.draws, interval.left_out) == (1000, 0)


def test_draws_of_one_category_are_left_out_and_counted():
    interval = krippendorff_interval(coded("a a", "a a", "a b"))
    assert interval.left_out == pytest.approx(1000 * (2 / 3) ** 3, abs=60)
    assert interval.high <= 1


def test_the_interval_of_one_item_is_undefined():
    assert krippendorff_interval(coded("a b")).undefined is Undefined.ONE_ITEM


def test_the_gpl_package_is_loaded_only_when_alpha_is_computed(monkeypatch):
    monkeypatch.delitem(sys.modules, "krippendorff", raising=False)
    percent_agreement(coded("a b"))
    assert "krippendorff" not in sys.modules
    krippendorff_alpha(coded("a b"))
    assert "krippendorff" in sys.modules


def test_percent_agreement_counts_equal_pairs_and_leaves_single_labels_out():
    percent = percent_agreement(coded("a a b", "a a", "b"))
    assert percent.value == pytest.approx((1 / 3 + 1) / 2)
    assert percent.n == 2


def test_unanimous_share_counts_items_with_equal_labels_only():
    share = unanimous_share(coded("a a b", "a a", "b b b", "b"))
    assert (share.value, share.n) == (pytest.approx(2 / 3), 3)


@pytest.mark.parametrize("figure", [percent_agreement, unanimous_share, fleiss_kappa])
def test_one_rater_leaves_nothing_to_compare(figure):
    estimate = figure(coded("a", "b"))
    assert (estimate.value, estimate.undefined) == (None, Undefined.NO_PAIRS)


@pytest.mark.parametrize(
    ("items", "reason"),
    [(["a a", "a a"], Undefined.ONE_CATEGORY), (["a b", "a"], Undefined.UNEQUAL_COUNTS)],
)
def test_fleiss_kappa_says_why_it_is_undefined(items, reason):
    assert fleiss_kappa(coded(*items)).undefined is reason


@pytest.mark.parametrize(
    ("items", "reason"),
    [(["a a", "a a"], Undefined.ONE_CATEGORY), (["a .", ". a"], Undefined.NO_PAIRS)],
)
def test_cohen_kappa_says_why_it_is_undefined(items, reason):
    assert cohen_kappa(coded(*items), "person 0", "person 1").undefined is reason


def test_cohen_kappa_refuses_two_labels_of_one_person_on_an_item():
    ratings = [Rating("x", "kim", "a"), Rating("x", "kim", "b"), Rating("x", "lee", "a")]
    assert cohen_kappa(CodedRatings.from_ratings(ratings), "kim", "lee").undefined is Undefined.REPEATED


def test_cohen_kappa_of_an_unknown_person_is_refused():
    with pytest.raises(ValueError, match="nobody"):
        cohen_kappa(coded("a a"), "person 0", "nobody")


def test_each_person_is_compared_with_the_others_on_shared_items():
    found = agreement_by_annotator(coded("a a b", "b b", ". a"))
    assert found["person 0"].value == pytest.approx((1 / 2 + 1) / 2)
    assert found["person 2"].value == 0
    assert [estimate.n for estimate in found.values()] == [2, 2, 1]


def test_nobody_is_compared_with_themselves():
    ratings = [
        Rating("x", "kim", "a"),
        Rating("x", "kim", "a"),
        Rating("x", "lee", "b"),
        Rating("y", "ada", "a"),
    ]
    found = agreement_by_annotator(CodedRatings.from_ratings(ratings))
    assert (found["kim"].value, found["kim"].n) == (0, 2)
    assert found["ada"].undefined is Undefined.NO_PAIRS


def test_each_label_has_its_own_agreement():
    found = agreement_by_label(coded("a a", "a b", "c"))
    assert (found["a"].value, found["a"].n) == (pytest.approx(2 / 3), 3)
    assert found["b"].value == 0
    assert found["c"].undefined is Undefined.NO_PAIRS
