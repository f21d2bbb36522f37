"""What a model suggests: answers that came with the item, for the fields that a person confirms."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS

#: the key of an item's data under which its import brought suggestions: field name → answer
SUGGESTIONS = "suggestions"
CONFIRMED = "model_confirmed"


def suggested(
    fields: Sequence[Mapping[str, Any]], data: Mapping[str, Any], parts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return field name → suggestion; what is no answer to its field is no suggestion."""
    given = data.get(SUGGESTIONS)
    if not isinstance(given, Mapping):
        return {}
    found = {}
    for field in fields:
        if field.get("filled_by") == CONFIRMED and (value := given.get(field["name"])) is not None:
            try:
                found[field["name"]] = KINDS[field["kind"]].clean(value, field["config"], parts, "")
            except BadInput:
                continue
    return found


def without_suggestions(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data about an item that anybody may look at while answering."""
    return (
        {name: value for name, value in data.items() if name != SUGGESTIONS} if SUGGESTIONS in data else data
    )
