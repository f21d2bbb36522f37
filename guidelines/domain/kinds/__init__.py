"""The registry of field kinds: the only place that lists them."""

from guidelines.domain.kinds.base import Kind, Linked
from guidelines.domain.kinds.boxes import Boxes
from guidelines.domain.kinds.choice import Choice
from guidelines.domain.kinds.choices import Choices
from guidelines.domain.kinds.keypoints import Keypoints
from guidelines.domain.kinds.number import NumberKind
from guidelines.domain.kinds.polygons import Polygons
from guidelines.domain.kinds.preference import Preference
from guidelines.domain.kinds.ranking import Ranking
from guidelines.domain.kinds.relations import Relations
from guidelines.domain.kinds.scale import ScaleKind
from guidelines.domain.kinds.segments import Segments
from guidelines.domain.kinds.spans import Spans
from guidelines.domain.kinds.text import Text
from guidelines.domain.kinds.tree import Tree
from guidelines.domain.kinds.turns import Turns

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Choice(),
        Choices(),
        Tree(),
        ScaleKind(),
        NumberKind(),
        Text(),
        Ranking(),
        Preference(),
        Turns(),
        Spans(),
        Relations(),
        Boxes(),
        Polygons(),
        Keypoints(),
        Segments(),
    )
}

__all__ = ["KINDS", "Kind", "Linked"]
