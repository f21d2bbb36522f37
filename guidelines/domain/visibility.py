"""Fields that are asked only after certain answers to a field before them."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text, shown
from guidelines.domain.kinds import KINDS

MOST_VALUES = 1_000
CONDITION_PARTS = frozenset({"field", "one_of"})


class Condition(TypedDict):
    """The field is asked when the answer to `field` is, or holds, one of these."""

    field: str
    one_of: list[Any]


def check_condition(given: object, before: Sequence[Mapping[str, Any]], path: str) -> Condition:
    """Return the canonical condition on one of the fields `before`; refuse what can never come true."""
    condition = clean_object(given, path, CONDITION_PARTS)
    name = clean_text(condition.get("field", ""), f"{path}.field", limit=64)
    asked = next((field for field in before if field["name"] == name), None)
    if asked is None:
        sentence = _("“%(name)s” is not a field before this one.")
        raise BadInput(sentence, path=f"{path}.field", name=shown(name))
    values = clean_list(condition.get("one_of", ()), f"{path}.one_of", limit=MOST_VALUES)
    if not values:
        raise BadInput(_("Give at least one answer."), path=f"{path}.one_of")
    known = _known_answers(asked)
    for place, value in enumerate(values):
        if (
            not isinstance(value, str | int | float)
            or isinstance(value, bool)
            or (known and value not in known)
        ):
            sentence = _("“%(value)s” is not an answer of that field.")
            raise BadInput(sentence, path=f"{path}.one_of[{place}]", value=shown(value))
    return {"field": name, "one_of": values}


def is_asked(field: Mapping[str, Any], answers: Mapping[str, Any]) -> bool:
    """True when these answers to the fields before let the field be asked."""
    condition: Condition | None = field.get("visible_when")
    if condition is None:
        return True
    given = answers.get(condition["field"])
    values = given if isinstance(given, list) else [given]
    return any(value in condition["one_of"] for value in values)


def hidden_by(fields: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> set[str]:
    """Return the names of the fields that these answers leave unasked: the answer they wait for is another one, or its
    field is not asked itself. A field without an answer hides nothing: what will be said there is open.
    """
    hidden: set[str] = set()
    for field in fields:
        if (condition := field.get("visible_when")) is None:
            continue
        is_known = condition["field"] in answers
        if condition["field"] in hidden or (is_known and not is_asked(field, answers)):
            hidden.add(field["name"])
    return hidden


def dependants_of(fields: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """Return the names of the fields that the answer to this one shows or hides, directly or through others."""
    found = [name]
    for field in fields:
        if (condition := field.get("visible_when")) and condition["field"] in found:
            found.append(field["name"])
    return found[1:]


def _known_answers(field: Mapping[str, Any]) -> list[Any]:
    kind = KINDS[field["kind"]]
    return [*kind.titles(field["config"]), *kind.values(field["config"])]
