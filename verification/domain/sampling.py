"""How many to draw, and which."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from verification.domain.acceptance import largest_remainders
from verification.domain.intervals import two_sided_z

T = TypeVar("T")


def sample_size(population: int, tolerable_error: float, confidence: float) -> int:
    """Return how many of a population to draw so that a share is known to within the tolerable error.

    Source: Cochran (1977), Sampling Techniques, 3rd ed., section 4.4: n0 = z² p (1 - p) / d² at the worst
    share p = 1/2, with the finite population correction n = n0 / (1 + (n0 - 1) / N). Krejcie and Morgan
    (1970) print the same sizes as a table.

    >>> sample_size(1_000, 0.05, 0.95)
    278
    """
    unlimited = two_sided_z(confidence) ** 2 / (4 * tolerable_error**2)
    return min(ceil(unlimited / (1 + (unlimited - 1) / population)), population)


def draw(frame: Sequence[T], size: int, seed: int) -> list[T]:
    """Return `size` different members of the frame in random order: the same for the same frame and seed."""
    return random.Random(seed).sample(frame, size)  # noqa: S311


@dataclass(frozen=True)
class Stratum:
    """One part of the data: how many it has, and how many of them were drawn."""

    name: str
    population: int
    drawn: int


def draw_in_strata(frame: Sequence[tuple[T, str]], size: int, seed: int) -> tuple[list[T], list[Stratum]]:
    """Return `size` members in random order, from every stratum in proportion, and what was drawn of each.

    The rest goes by the largest remainders. The same frame and seed draw the same.
    """
    strata: dict[str, list[T]] = {}
    for member, name in frame:
        strata.setdefault(name, []).append(member)
    names = sorted(strata)
    seats = largest_remainders([len(strata[name]) for name in names], size)
    dice = random.Random(seed)  # noqa: S311
    drawn = [member for name, n in zip(names, seats, strict=True) for member in dice.sample(strata[name], n)]
    dice.shuffle(drawn)
    told = [Stratum(name, len(strata[name]), n) for name, n in zip(names, seats, strict=True)]
    return drawn, told
