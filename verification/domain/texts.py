"""How alike two texts are."""

from collections import Counter

from guidelines.domain.kinds.edits import edit_distance

LONGEST_GRAM = 6
BETA = 2


def chrf(text: str, reference: str) -> float:
    """Return chrF2: character n-grams of 1 to 6, white space left out, recall counting twice as much.

    Source: Popović (2015), chrF: Character n-gram F-score for Automatic MT Evaluation. Orders longer than either
    text are left out. Two empty texts are the same.
    """
    one, other = "".join(text.split()), "".join(reference.split())
    if not one or not other:
        return float(one == other)
    precisions, recalls = [], []
    for size in range(1, min(LONGEST_GRAM, len(one), len(other)) + 1):
        grams, wanted = _grams(one, size), _grams(other, size)
        shared = (grams & wanted).total()
        precisions.append(shared / grams.total())
        recalls.append(shared / wanted.total())
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    if not precision + recall:
        return 0.0
    return (1 + BETA**2) * precision * recall / (BETA**2 * precision + recall)


def symmetric_chrf(one: str, other: str) -> float:
    """Return the mean of chrF with either text as the reference: two people have no reference."""
    return (chrf(one, other) + chrf(other, one)) / 2


def edit_similarity(one: str, other: str) -> float:
    """Return 1 less the least number of insertions, deletions and replacements over the longer length.

    >>> edit_similarity("kitten", "sitting")
    0.5714285714285714
    """
    longest = max(len(one), len(other))
    return 1 - edit_distance(one, other) / longest if longest else 1.0


def _grams(text: str, size: int) -> Counter[str]:
    return Counter(text[start : start + size] for start in range(len(text) - size + 1))
