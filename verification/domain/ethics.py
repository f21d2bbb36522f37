"""The checklist of ethics: what an auditor is asked, and which facts speak to each question."""

from collections import Counter
from collections.abc import Mapping
from math import sqrt

from dmops_platform.states import State
from verification.domain.dimensions import Fact
from verification.domain.intervals import share

LEAST_OF_SOURCE = 20  # answers below which a source is not compared
#: hours; International Labour Organization (1919), Hours of Work (Industry) Convention (No. 1), article 2
LONGEST_DAY = 8


class EthicsQuestion(State):
    """One question of the checklist."""

    CONSENT = "consent"
    HARM = "harm"
    WELFARE = "welfare"
    WITHDRAWAL = "withdrawal"
    BIAS = "bias"
    VULNERABLE = "vulnerable"


class Verdict(State):
    """What an auditor says to a question."""

    MET = "met"
    CONCERN = "concern"
    NOT_APPLICABLE = "not_applicable"


#: question → the facts beside it; an audit asks it when it froze the first of them
FACTS_OF: dict[EthicsQuestion, tuple[str, ...]] = {
    EthicsQuestion.CONSENT: ("personal_sources", "consent_stated"),
    EthicsQuestion.HARM: ("cautions_words", "findings_ethics"),
    EthicsQuestion.WELFARE: (
        *("above_floor", "pay_hourly_median", "pay_hourly_p10", "pay_floor"),
        *("long_days", "longest_day", "people_paused", "appeals_answered"),
    ),
    EthicsQuestion.WITHDRAWAL: ("items_erased", "releases_withdrawn"),
    EthicsQuestion.BIAS: ("source_spread",),
    EthicsQuestion.VULNERABLE: ("people_sources",),
}


def difference(one: tuple[int, int], other: tuple[int, int]) -> tuple[float, float, float]:
    """Return how far two shares, each (times, n) with n > 0, are apart, with its 95 % interval.

    Source: Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics
    in Medicine 17, 873-890, method 10.
    """
    first, second = one[0] / one[1], other[0] / other[1]
    first_low, first_high = _interval(*one)
    second_low, second_high = _interval(*other)
    apart = first - second
    below = sqrt((first - first_low) ** 2 + (second_high - second) ** 2)
    above = sqrt((first_high - first) ** 2 + (second - second_low) ** 2)
    return apart, apart - below, apart + above


def _interval(times: int, n: int) -> tuple[float, float]:
    found = share(times, n)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def source_spread(counts: Mapping[tuple[str, str, str], int]) -> Fact:
    """Return the largest difference of a label's share between two sources of 20 answers or more.

    `counts` has (field, label, source) → items. None where no field has two such sources; n counts the answers of
    the two. It is the largest of many differences, so chance alone makes it more than nothing.
    """
    totals: Counter[tuple[str, str]] = Counter()
    for (field, _label, source), n in counts.items():
        totals[field, source] += n
    compared = {key: n for key, n in totals.items() if n >= LEAST_OF_SOURCE}
    labels = sorted({(field, label) for field, label, _source in counts})
    found = [_spread(field, label, counts, compared) for field, label in labels]
    measured = [fact for fact in found if fact.value is not None]
    return max(measured, key=lambda fact: fact.value or 0.0, default=Fact("source_spread", None))


def _spread(
    field: str,
    label: str,
    counts: Mapping[tuple[str, str, str], int],
    compared: Mapping[tuple[str, str], int],
) -> Fact:
    shares = sorted(
        (counts.get((field, label, source), 0) / n, source)
        for (name, source), n in compared.items()
        if name == field
    )
    if len(shares) < 2:
        return Fact("source_spread", None)
    (low, least), (high, most) = shares[0], shares[-1]
    times = [(counts.get((field, label, source), 0), compared[field, source]) for source in (most, least)]
    said = f"{field} = {label}: {most} {high:.0%}, {least} {low:.0%}"
    apart = difference(*times)
    return Fact("source_spread", apart[0], times[0][1] + times[1][1], apart[1], apart[2], (said,))
