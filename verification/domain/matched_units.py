"""Marks of several people put together to units by where they lie, and alpha over the labels of these."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

from guidelines.domain.kinds.matching import Likeness, Mark, alike_pairs
from verification.domain.answers import Answers, Measured
from verification.domain.assigning import assigned
from verification.domain.characters import Pieces, alpha_of_pieces
from verification.domain.estimates import Estimate, Undefined
from verification.domain.regions import likeness_of

NOTHING = None  # what somebody says of a unit that they did not mark


def matched_alpha(answers: Answers) -> Measured:
    """Return Krippendorff's nominal alpha over units: marks that lie at the same place, whatever their labels.

    Two marks are one unit from an intersection over union of one half, assigned so that these add up to most
    (Kuhn 1955). Who has no mark at a unit says "nothing here", a value of its own. Sources: Krippendorff (2011);
    Amgad et al. (2022), NuCLS, and Tschirschwitz et al. (2022), Drawing the Same Bounding Box Twice?, for units
    and the value. Of three people and more the one with most marks begins, the others join one after another; a
    mark is as like a unit as on average the marks in it, those under one half counting nothing.

    Undefined (one_category) where all marks carry one label. A unit is there because somebody marked it, so nobody
    agrees on "nothing here": the one label is then all that can be agreed upon, and alpha of two people is
    -u / (2 - u) in large samples, u being the share of unmatched units, which is never above 0 and only restates
    that share. Alpha needs variation to tell anything (Krippendorff 2018, Content Analysis, 12.3); F1 and
    alpha by distance say how well such marks match.
    """
    items = len(answers.ratings.items)
    if items and len({mark["label"] for given in answers.by_item for marks in given for mark in marks}) == 1:
        return Measured(Estimate(None, items, Undefined.ONE_CATEGORY))
    likeness = likeness_of(answers.distance)

    def cut(_item: int, marks: list[list[Mark]]) -> Pieces:
        yield from ((1, said) for said in units(marks, likeness))

    return alpha_of_pieces(answers, cut)


def units(marks: Sequence[Sequence[Mark]], likeness: Likeness) -> list[list[Hashable]]:
    """Return for each unit of an item what each person says of it: a label, or None for nothing.

    >>> box = {"x": 0, "y": 0, "width": 4, "height": 4, "label": "cat"}
    >>> units([[box], [{**box, "label": "dog"}]], likeness_of(lambda one, other: 0.0))
    [['cat', 'dog']]
    """
    bare = [[{**mark, "label": ""} for mark in person] for person in marks]
    found: list[dict[int, int]] = []
    for person in sorted(range(len(marks)), key=lambda person: (-len(marks[person]), person)):
        joined = _joined(found, person, bare, likeness)
        for place in range(len(marks[person])):
            if place in joined:
                found[joined[place]][person] = place
            else:
                found.append({person: place})
    return [[_said(marks, unit, person) for person in range(len(marks))] for unit in found]


def _joined(
    found: Sequence[dict[int, int]], person: int, bare: Sequence[Sequence[Mark]], likeness: Likeness
) -> dict[int, int]:
    """Return which mark of this person joins which of the units there are."""
    unit_of = {pair: number for number, unit in enumerate(found) for pair in unit.items()}
    scores: dict[tuple[int, int], float] = defaultdict(float)
    for other in {other for unit in found for other in unit}:
        for pair in alike_pairs(bare[other], bare[person], likeness):
            unit = unit_of[other, pair.one]
            scores[unit, pair.other] += pair.likeness / len(found[unit])
    return {place: unit for unit, place in assigned(scores)}


def _said(marks: Sequence[Sequence[Any]], unit: dict[int, int], person: int) -> Hashable:
    label: Hashable = marks[person][unit[person]]["label"] if person in unit else NOTHING
    return label
