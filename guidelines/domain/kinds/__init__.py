"""The registry of field kinds: the only place that lists them."""

from guidelines.domain.kinds.base import Kind
from guidelines.domain.kinds.choice import Choice
from guidelines.domain.kinds.choices import Choices
from guidelines.domain.kinds.number import NumberKind
from guidelines.domain.kinds.scale import ScaleKind
from guidelines.domain.kinds.spans import Spans
from guidelines.domain.kinds.text import Text

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Choice(),
        Choices(),
        ScaleKind(),
        NumberKind(),
        Text(),
        Spans(),
    )
}

__all__ = ["KINDS", "Kind"]
