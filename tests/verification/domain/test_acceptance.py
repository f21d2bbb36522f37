"""Checked against the printed tables of ISO 2859-1:1999 and of auditors' attribute sampling."""

import pytest

from verification.domain.acceptance import (
    AQLS,
    SIZES,
    Level,
    Plan,
    attribute_plan,
    chance_accepted,
    code_letter,
    iso_plan,
    largest_remainders,
)

ENDLESS = 10**9
#: a lot that gets this letter at level II
LOTS = {
    "A": 8,
    "B": 15,
    "C": 25,
    "D": 50,
    "E": 90,
    "F": 150,
    "G": 280,
    "H": 500,
    "J": 1_200,
    "K": 3_200,
    "L": 10_000,
    "M": 35_000,
    "N": 150_000,
    "P": 500_000,
    "Q": 500_001,
}


@pytest.mark.parametrize(
    ("lot", "letters"),
    [
        (2, "AAB"),
        (8, "AAB"),
        (9, "ABC"),
        (25, "BCD"),
        (26, "CDE"),
        (90, "CEF"),
        (91, "DFG"),
        (280, "EGH"),
        (281, "FHJ"),
        (1_200, "GJK"),
        (1_201, "HKL"),
        (10_000, "JLM"),
        (35_000, "KMN"),
        (150_000, "LNP"),
        (500_000, "MPQ"),
        (500_001, "NQR"),
    ],
)
def test_code_letters_of_table_1(lot, letters):
    assert "".join(code_letter(lot, level) for level in Level) == letters


#: rows of table 2-A as printed, AQL 0.10 to 10: (sample size, acceptance number) where the arrows lead
TABLE_2_A = {
    "D": "125:0 80:0 50:0 32:0 20:0 13:0 8:0 5:0 13:1 8:1 8:2",
    "F": "125:0 80:0 50:0 32:0 20:0 13:0 32:1 20:1 20:2 20:3 20:5",
    "G": "125:0 80:0 50:0 32:0 20:0 50:1 32:1 32:2 32:3 32:5 32:7",
    "H": "125:0 80:0 50:0 32:0 80:1 50:1 50:2 50:3 50:5 50:7 50:10",
    "J": "125:0 80:0 50:0 125:1 80:1 80:2 80:3 80:5 80:7 80:10 80:14",
    "K": "125:0 80:0 200:1 125:1 125:2 125:3 125:5 125:7 125:10 125:14 125:21",
    "L": "125:0 315:1 200:1 200:2 200:3 200:5 200:7 200:10 200:14 200:21 125:21",
    "M": "500:1 315:1 315:2 315:3 315:5 315:7 315:10 315:14 315:21 200:21 125:21",
    "N": "500:1 500:2 500:3 500:5 500:7 500:10 500:14 500:21 315:21 200:21 125:21",
}


@pytest.mark.parametrize("letter", TABLE_2_A)
def test_acceptance_numbers_of_table_2_a(letter):
    lot = LOTS[letter]
    found = [iso_plan(lot, Level.II, aql) for aql in AQLS]
    printed = [tuple(map(int, cell.split(":"))) for cell in TABLE_2_A[letter].split()]
    assert [(plan.size, plan.acceptance) for plan in found] == [(min(size, lot), ac) for size, ac in printed]


def test_every_letter_and_level_has_a_plan_for_every_quality_level():
    for lot in (1, *LOTS.values(), 10**9):
        for level in Level:
            for aql in AQLS:
                plan = iso_plan(lot, level, aql)
                assert 1 <= plan.size <= lot
                assert plan.size == min(SIZES[plan.letter], lot)


# AICPA Audit Guide, Audit Sampling, table A-1 (risk of overreliance 5 %): sample size by expected errors 0, 1, 2, 3
@pytest.mark.parametrize(
    ("tolerable", "printed"),
    [
        (0.02, [149, 236, 313, 386]),
        (0.05, [59, 93, 124, 153]),
        (0.10, [29, 46, 61, 76]),
        (0.20, [14, 22, 30, 37]),
    ],
)
def test_attribute_plans_of_the_auditors_table(tolerable, printed):
    found = [attribute_plan(ENDLESS, tolerable, 0.95, accepted) for accepted in range(4)]
    assert [plan.size for plan in found] == printed
    assert [plan.acceptance for plan in found] == [0, 1, 2, 3]


# MIL-S-19500, table C-1 (LTPD, consumer's risk 10 %): acceptance numbers 0, 1, 2
@pytest.mark.parametrize(
    ("tolerable", "printed"), [(0.05, [45, 77, 105]), (0.10, [22, 38, 52]), (0.20, [11, 18, 25])]
)
def test_attribute_plans_of_the_ltpd_table(tolerable, printed):
    assert [attribute_plan(ENDLESS, tolerable, 0.90, accepted).size for accepted in range(3)] == printed


def test_a_small_lot_takes_a_smaller_sample_than_an_endless_one():
    assert attribute_plan(1_000, 0.05, 0.95).size == 57
    assert attribute_plan(100, 0.05, 0.95).size == 45


@pytest.mark.parametrize("lot", [1, 2, 7, 60, 999, 1_001])
def test_an_attribute_plan_is_the_smallest_that_keeps_its_risk(lot):
    plan = attribute_plan(lot, 0.05, 0.95, 1)
    wrong = max(-(-lot * 5 // 100), 1)
    assert plan.size <= lot
    if plan.size < lot:
        assert chance_accepted(lot, wrong, plan.size, 1) <= 0.05 + 1e-9
        assert chance_accepted(lot, wrong, plan.size - 1, 1) > 0.05


def test_a_plan_never_accepts_a_sample_that_is_all_wrong():
    assert attribute_plan(3, 0.05, 0.95, 50) == Plan(3, 2)


def test_chance_accepted_is_hypergeometric():
    # 2 wrong of 10, 3 drawn: none wrong with 8·7·6 / (10·9·8)
    assert chance_accepted(10, 2, 3, 0) == pytest.approx(56 / 120)
    assert chance_accepted(10, 2, 3, 2) == pytest.approx(1)


def test_largest_remainders_give_every_seat_once():
    assert largest_remainders([1, 1, 1], 2) == [1, 1, 0]
    assert largest_remainders([10], 4) == [4]
    assert sum(largest_remainders([7, 31, 12, 450], 37)) == 37
    assert all(n <= size for n, size in zip(largest_remainders([1, 99], 100), [1, 99], strict=True))
