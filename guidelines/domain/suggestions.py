"""What a model said: answers that came with the item, to fields that it fills or that a person confirms."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput
from guidelines.domain.kinds import KINDS

#: the key of an item's data under which its import brought what a model said: field name → answer
SUGGESTIONS = "suggestions"
MODEL = "model"
CONFIRMED = "model_confirmed"


def suggested(
    fields: Sequence[Mapping[str, Any]], data: Mapping[str, Any], parts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return field name → suggestion for a person to confirm; what is no answer to its field is no suggestion."""
    return _said(CONFIRMED, fields, data, parts)


def model_answers(
    fields: Sequence[Mapping[str, Any]], data: Mapping[str, Any], parts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return field name → answer for the fields that a model fills and nobody is asked."""
    return _said(MODEL, fields, data, parts)


def in_sight(
    fields: Sequence[Mapping[str, Any]],
    data: Mapping[str, Any],
    parts: Mapping[str, Any],
    answers: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the suggestions that a person who has given these answers may see."""
    hidden = {field["name"] for field in fields if field.get("is_suggestion_hidden")}
    found = suggested(fields, data, parts)
    return {name: value for name, value in found.items() if name not in hidden or name in answers}


def _said(
    filled_by: str, fields: Sequence[Mapping[str, Any]], data: Mapping[str, Any], parts: Mapping[str, Any]
) -> dict[str, Any]:
    given = data.get(SUGGESTIONS)
    if not isinstance(given, Mapping):
        return {}
    found = {}
    for field in fields:
        if field.get("filled_by") == filled_by and (value := given.get(field["name"])) is not None:
            try:
                found[field["name"]] = KINDS[field["kind"]].clean(value, field["config"], parts, "")
            except BadInput:
                continue
    return found


def said_by_model(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return of the data about an item what a model said, and nothing else."""
    return {SUGGESTIONS: data[SUGGESTIONS]} if SUGGESTIONS in data else {}


def without_suggestions(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data about an item that anybody may look at while answering."""
    return (
        {name: value for name, value in data.items() if name != SUGGESTIONS} if SUGGESTIONS in data else data
    )
