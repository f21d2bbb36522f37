"""A figure together with its sample size, or the reason why there is none."""

from dataclasses import dataclass
from enum import StrEnum


class Undefined(StrEnum):
    """Why a figure does not exist for these ratings."""

    NO_PAIRS = "no_pairs"  # no item carries two labels that could be compared
    ONE_CATEGORY = "one_category"  # every comparable label is the same: nothing to disagree about
    NOT_NUMBERS = "not_numbers"  # ordinal and interval distances need numbers
    UNEQUAL_COUNTS = "unequal_counts"  # the coefficient wants equally many labels on every item
    TWO_RATERS_ONLY = "two_raters_only"  # the coefficient compares exactly two people
    NEGATIVE_NUMBERS = "negative_numbers"  # ratio distances need numbers from 0 up
    TOO_MANY_VALUES = "too_many_values"  # more distinct answers than can be compared with one another
    REPEATED = "repeated"  # the coefficient wants one label per person and item
    ONE_ITEM = "one_item"  # resampling a single item says nothing about spread
    NOTHING_MARKED = "nothing_marked"  # nobody marked anything on an item with two answers
    NO_GOLD = "no_gold"  # no answer has a gold answer beside it


@dataclass(frozen=True)
class Estimate:
    """A value and the number of things it rests on; without a value, `undefined` says why."""

    value: float | None
    n: int
    undefined: Undefined | None = None


@dataclass(frozen=True)
class Interval:
    """A 95 % percentile interval over bootstrap draws; `left_out` counts the draws without a value."""

    low: float | None
    high: float | None
    draws: int
    left_out: int = 0
    undefined: Undefined | None = None


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval and sample size; `why_undefined` says why there is no value."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    why_undefined: Undefined | None = None

    @classmethod
    def of(cls, estimate: Estimate, spread: Interval | None = None) -> "Figure":
        """Return the estimate with the ends of its interval, where it has one."""
        ends = (None, None) if spread is None or estimate.value is None else (spread.low, spread.high)
        return cls(estimate.value, *ends, estimate.n, estimate.undefined)
