"""The labelling screen before anything is published: fields on items of the project, and nothing is saved."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from guidelines.domain.schema import Field
from guidelines.domain.suggestions import suggested
from guidelines.domain.work_unit import UnitItem, WorkUnit, unit_item, work_unit
from guidelines.selectors import shown_item
from projects.models import Project
from sourcing.selectors import item_lines, items_of

MOST_ITEMS = 5
#: shown while the project has no items
SAMPLE = "The first half drags, but the ending made up for it. 초반은 늘어지지만 결말이 좋았습니다."


def preview_props(project: Project, fields: Sequence[Field]) -> dict[str, Any]:
    """Return the props of the preview: one work unit for each of the first items, or for a sample text."""
    return {"units": [_unit(fields, item, place) for place, item in enumerate(_items(project), 1)]}


def known_parts(project: Project) -> list[str]:
    """Return the names of the parts that the first items have."""
    lines, _next = item_lines(items_of(project), size=MOST_ITEMS)
    return list(dict.fromkeys(name for line in lines for name in line.version.parts))


def _unit(fields: Sequence[Field], item: UnitItem, place: int) -> WorkUnit:
    """Return the unit with every suggestion: the screen hides some until an answer is tried, and nothing is saved."""
    unit = work_unit(id=place, item=item, fields=fields, due_at=timezone.now())
    if found := suggested(fields, item["data"], item["parts"]):
        unit["suggestions"] = found
    return unit


def _items(project: Project) -> list[UnitItem]:
    lines, _next = item_lines(items_of(project), size=MOST_ITEMS)
    return [shown_item(line.version, name=line.item.name) for line in lines if not line.is_hidden] or [
        unit_item(id=0, version=1, name="sample", parts={"text": SAMPLE}, data={})
    ]
