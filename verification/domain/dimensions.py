"""The six dimensions in which an audit judges data, and the facts beside the judgement."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log

from dmops_platform.states import State
from sourcing.domain.criteria import near_duplicates
from verification.domain.privacy import Personal

WORD = re.compile(r"\w+")


class Dimension(State):
    """One of the six questions an auditor answers about data."""

    CONFORMANCE = "conformance"
    SUFFICIENCY = "sufficiency"
    DIVERSITY = "diversity"
    TRUSTWORTHINESS = "trustworthiness"
    PRIVACY = "privacy"
    ETHICS = "ethics"


@dataclass(frozen=True)
class Fact:
    """One number that speaks to a dimension; `value` None means that it could not be measured.

    `said` is what stands behind it in words: reasons people gave, or of what parts it speaks.
    """

    name: str
    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None
    said: Sequence[str] = ()


def evenness(counts: Sequence[int]) -> float | None:
    """Return the entropy of the counts over the greatest possible: 1 when all are equal, 0 when one has all.

    Source: Pielou (1966), The measurement of diversity in different types of biological collections. None for
    fewer than two labels or without answers.

    >>> evenness([5, 5])
    1.0
    """
    total = sum(counts)
    if not total or len(counts) < 2:
        return None
    entropy = -sum(n / total * log(n / total) for n in counts if n)
    return entropy / log(len(counts))


def quantile(values: Sequence[int], part: float) -> int | None:
    """Return the value below which this part of the values lies (nearest rank), None without values."""
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)] if ordered else None


def lexical_variety(texts: Sequence[str], stretch: int = 100) -> Fact:
    """Return the mean share of different words in stretches of 100 words, which does not sink as texts grow.

    Source: the mean segmental type-token ratio of Johnson (1944), Studies in language behavior, Psychological
    Monographs 56(2). None for fewer words than one stretch has; n counts the stretches.
    """
    words = [word for text in texts for word in WORD.findall(text.casefold())]
    ratios = [
        len(set(words[start : start + stretch])) / stretch
        for start in range(0, len(words) - stretch + 1, stretch)
    ]
    return Fact("lexical_variety", sum(ratios) / len(ratios) if ratios else None, len(ratios))


def diversity_facts(
    labels: Mapping[str, Sequence[int]],
    texts: Sequence[str],
    distinct: int,
    items: int,
    sources: Sequence[int] = (),
) -> list[Fact]:
    """Return evenness of the least even field and of the sources, distinct texts, variety of words, near
    duplicates and the spread of text lengths.

    `labels` has the counts of every label by field, `sources` the items of each source; lengths are code
    points of the sampled `texts`.
    """
    fields = [(evenness(counts), sum(counts)) for counts in labels.values()]
    even = min(((value, n) for value, n in fields if value is not None), default=(None, 0))
    lengths = [len(text) for text in texts]
    near = near_duplicates(texts)
    return [
        Fact("label_evenness", *even),
        Fact("source_evenness", evenness(sources), sum(sources)),
        Fact("distinct_texts", distinct / items if items else None, items),
        Fact("near_duplicates", sum(near) / len(near) if near else None, len(near)),
        lexical_variety(texts),
        Fact("length_p10", quantile(lengths, 0.1), len(texts)),
        Fact("length_median", quantile(lengths, 0.5), len(texts)),
        Fact("length_p90", quantile(lengths, 0.9), len(texts)),
    ]


def sufficiency_facts(accepted: float | None, planned: int | None, smallest: Mapping[str, int]) -> list[Fact]:
    """Return accepted items against the plan, and the items of the smallest label and the smallest source."""
    share = accepted / planned if accepted is not None and planned else None
    n = int(accepted or 0)
    return [
        Fact("items_accepted", accepted, n),
        Fact("items_planned", planned),
        Fact("share_of_plan", share, planned or 0),
        *(Fact(f"smallest_{part}", count, n) for part, count in smallest.items()),
    ]


def privacy_facts(found: Counter[Personal], texts: int) -> list[Fact]:
    """Return how often each kind of personal data was found in so many texts."""
    return [Fact(f"found_{kind.value}", found[kind], texts) for kind in Personal]
