"""Acceptance sampling: how many items to judge, and with how many errors the data is still accepted."""

from bisect import bisect_left
from dataclasses import dataclass
from math import ceil, comb, exp, floor, lgamma, log

from dmops_platform.states import State


class Method(State):
    """How the size of a sample follows from what is asked."""

    ESTIMATE = "estimate"
    ATTRIBUTE = "attribute"
    ISO_2859 = "iso2859"


class Level(State):
    """How much ISO 2859-1 inspects of a lot; II is the usual one."""

    I = "I"  # noqa: E741
    II = "II"
    III = "III"


@dataclass(frozen=True)
class Plan:
    """Judge `size` items and accept with at most `acceptance` errors; `letter` is ISO's code of the size."""

    size: int
    acceptance: int
    letter: str = ""


#: ISO 2859-1:1999, table 1, general inspection levels: upper end of the lot → code letter for I, II, III
LETTERS_BY_LOT = (
    (8, "AAB"),
    (15, "ABC"),
    (25, "BCD"),
    (50, "CDE"),
    (90, "CEF"),
    (150, "DFG"),
    (280, "EGH"),
    (500, "FHJ"),
    (1_200, "GJK"),
    (3_200, "HKL"),
    (10_000, "JLM"),
    (35_000, "KMN"),
    (150_000, "LNP"),
    (500_000, "MPQ"),
)
LETTERS_BEYOND = "NQR"
LEVELS = (Level.I, Level.II, Level.III)

#: ISO 2859-1:1999, table 2-A, sample size code letters and their sample sizes
SIZES = {
    "A": 2,
    "B": 3,
    "C": 5,
    "D": 8,
    "E": 13,
    "F": 20,
    "G": 32,
    "H": 50,
    "J": 80,
    "K": 125,
    "L": 200,
    "M": 315,
    "N": 500,
    "P": 800,
    "Q": 1_250,
    "R": 2_000,
}
LETTERS = tuple(SIZES)

#: acceptable quality levels offered, in percent of wrong items, and their columns in table 2-A
AQLS = (0.10, 0.15, 0.25, 0.40, 0.65, 1.0, 1.5, 2.5, 4.0, 6.5, 10.0)
FIRST_COLUMN = 5

#: table 2-A, normal inspection, is one pattern along its diagonals: acceptance number by steps from where 0
#: stands; None with an arrow up (the sample above) or down (the sample below)
ZERO_AT = 14
DIAGONAL = (0, None, None, 1, 2, 3, 5, 7, 10, 14, 21)
UP, DOWN, LAST = 1, 2, len(DIAGONAL) - 1


def code_letter(lot: int, level: Level) -> str:
    """Return the code letter of a lot.

    >>> code_letter(1_000, Level.II)
    'J'
    """
    place = bisect_left([end for end, _letters in LETTERS_BY_LOT], lot)
    letters = LETTERS_BY_LOT[place][1] if place < len(LETTERS_BY_LOT) else LETTERS_BEYOND
    return letters[LEVELS.index(level)]


def iso_plan(lot: int, level: Level, aql: float) -> Plan:
    """Return the single sampling plan for normal inspection of ISO 2859-1:1999, tables 1 and 2-A.

    An arrow of the table leads to the sample size above or below. A sample as large as the lot is all of it.

    >>> iso_plan(1_000, Level.II, 1.0)
    Plan(size=80, acceptance=2, letter='J')
    """
    column = FIRST_COLUMN + AQLS.index(aql)
    row = LETTERS.index(code_letter(lot, level))
    row = min(max(_follow(row, column), 0), len(LETTERS) - 1)
    accepted = DIAGONAL[row + column - ZERO_AT]
    assert accepted is not None
    letter = LETTERS[row]
    return Plan(min(SIZES[letter], lot), accepted, letter)


def _follow(row: int, column: int) -> int:
    """Return the row to which the arrows of table 2-A lead from here."""
    step = row + column - ZERO_AT
    if step < 0:
        return row - step
    if step > LAST:
        return row - (step - LAST)
    if step == UP:
        return row - 1 if row else row + DOWN
    return row + 1 if step == DOWN else row


def attribute_plan(lot: int, tolerable: float, confidence: float, acceptance: int = 0) -> Plan:
    """Return the smallest sample that refuses data with the tolerable share of errors at this confidence.

    That is: were this share of the lot wrong, at most `acceptance` errors would be drawn with a chance of at
    most 1 - confidence. Drawn without replacement, so hypergeometric. Source: Schilling and Neubauer (2017),
    Acceptance Sampling in Quality Control, 3rd ed., chapter 5; for an endless lot it is the binomial plan of
    the attribute sampling tables of auditors (AICPA Audit Guide, Audit Sampling, table A-1).

    >>> attribute_plan(10**9, 0.05, 0.95)
    Plan(size=59, acceptance=0, letter='')
    """
    wrong = max(ceil(lot * tolerable - 1e-9), 1)
    risk = 1 - confidence + 1e-12
    low, high = min(acceptance + 1, lot), lot
    while low < high:
        middle = (low + high) // 2
        if chance_accepted(lot, wrong, middle, acceptance) <= risk:
            high = middle
        else:
            low = middle + 1
    return Plan(low, min(acceptance, low - 1))


def chance_accepted(lot: int, wrong: int, size: int, acceptance: int) -> float:
    """Return how probable at most `acceptance` errors are in a sample of a lot with so many wrong items."""
    right = lot - wrong
    least, most = max(0, size - right), min(acceptance, wrong, size)
    whole = _log_choose(lot, size)
    return min(
        sum(
            exp(_log_choose(wrong, k) + _log_choose(right, size - k) - whole) for k in range(least, most + 1)
        ),
        1.0,
    )


def _log_choose(n: int, k: int) -> float:
    if n < 1_000:
        return log(comb(n, k))
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def largest_remainders(sizes: list[int], seats: int) -> list[int]:
    """Return how many of `seats` each stratum gets: in proportion, the rest by the largest remainders.

    Source: Hamilton's method; the proportional allocation of Cochran (1977), section 5.3.

    >>> largest_remainders([50, 30, 20], 7)
    [4, 2, 1]
    """
    total = sum(sizes)
    exact = [size * seats / total for size in sizes]
    given = [floor(share) for share in exact]
    order = sorted(range(len(sizes)), key=lambda place: (given[place] - exact[place], place))
    for place in order[: seats - sum(given)]:
        given[place] += 1
    return given
