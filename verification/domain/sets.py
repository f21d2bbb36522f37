"""How far apart two sets of labels are."""

from collections.abc import Collection


def jaccard_distance(one: Collection[str], other: Collection[str]) -> float:
    """Return 1 less the share of labels in both of those in either; 0 for two empty sets.

    Source: Jaccard (1908), Nouvelles recherches sur la distribution florale.
    """
    ones, others = set(one), set(other)
    return 1 - len(ones & others) / len(ones | others) if ones or others else 0.0


def masi_distance(one: Collection[str], other: Collection[str]) -> float:
    """Return 1 less Jaccard's likeness times 1 for equal sets, 2/3 where one holds the other, 1/3 otherwise.

    Source: Passonneau (2006), Measuring Agreement on Set-valued Items (MASI) for Semantic and Pragmatic
    Annotation.

    >>> round(masi_distance(["a", "b"], ["a"]), 4)
    0.6667
    """
    ones, others = set(one), set(other)
    if ones == others:
        return 0.0
    kinship = 2 / 3 if ones <= others or others <= ones else 1 / 3
    return 1 - (1 - jaccard_distance(ones, others)) * kinship
