"""The registry of field kinds: the only place that lists them."""

from guidelines.domain.kinds.base import Kind
from guidelines.domain.kinds.choice import Choice
from guidelines.domain.kinds.spans import Spans

KINDS: dict[str, Kind] = {kind.name: kind for kind in (Choice(), Spans())}

__all__ = ["KINDS", "Kind"]
