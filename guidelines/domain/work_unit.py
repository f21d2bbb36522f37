"""The work unit: the one shape in which the labelling screen gets its work, from whichever app serves it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NotRequired, TypedDict

from guidelines.domain.schema import Field
from guidelines.domain.suggestions import SUGGESTIONS, in_sight, model_answers, without_suggestions


class UnitItem(TypedDict):
    """The item version to look at. `name` is the item's id in the client's own data."""

    id: int
    version: int
    name: str
    parts: Mapping[str, Any]
    data: Mapping[str, Any]


class UnitDraft(TypedDict):
    """Answers not yet submitted."""

    answers: Mapping[str, Any]
    revision: int
    saved_at: str


class UnitSubmitted(TypedDict):
    """Answers already submitted, when the person comes back to them."""

    answers: Mapping[str, Any]
    version: int
    saved_at: str


class WorkUnit(TypedDict):
    """One item to answer. Times are ISO 8601 in UTC."""

    id: int
    item: UnitItem
    fields: Sequence[Field]
    guideline: int | None
    draft: UnitDraft | None
    submitted: UnitSubmitted | None
    due_at: str
    note: str
    suggestions: NotRequired[Mapping[str, Any]]
    model_answers: NotRequired[Mapping[str, Any]]


def work_unit(
    *,
    id: int,
    item: UnitItem,
    fields: Sequence[Field],
    due_at: datetime,
    guideline: int | None = None,
    draft: UnitDraft | None = None,
    submitted: UnitSubmitted | None = None,
    note: str = "",
) -> WorkUnit:
    """Return the work unit. `guideline` is the number of the version to work by; `note` says why it came back.

    What a model said of the item stands by itself: `suggestions` for fields that a person confirms, without those
    that stay hidden until the person has answered, and `model_answers` to the fields that it fills.
    """
    unit: WorkUnit = {
        "id": id,
        "item": item,
        "fields": fields,
        "guideline": guideline,
        "draft": draft,
        "submitted": submitted,
        "due_at": iso(due_at),
        "note": note,
    }
    if SUGGESTIONS in item["data"]:
        unit["item"] = {**item, "data": without_suggestions(item["data"])}
        given = {**(submitted["answers"] if submitted else {}), **(draft["answers"] if draft else {})}
        if found := in_sight(fields, item["data"], item["parts"], given):
            unit["suggestions"] = found
        if filled := model_answers(fields, item["data"], item["parts"]):
            unit["model_answers"] = filled
    return unit


def unit_item(
    *, id: int, version: int, name: str, parts: Mapping[str, Any], data: Mapping[str, Any]
) -> UnitItem:
    """Return the item of a work unit."""
    return {"id": id, "version": version, "name": name, "parts": parts, "data": data}


def unit_draft(*, answers: Mapping[str, Any], revision: int, saved_at: datetime) -> UnitDraft:
    """Return the draft of a work unit."""
    return {"answers": answers, "revision": revision, "saved_at": iso(saved_at)}


def unit_submitted(*, answers: Mapping[str, Any], version: int, saved_at: datetime) -> UnitSubmitted:
    """Return what was submitted for a work unit."""
    return {"answers": answers, "version": version, "saved_at": iso(saved_at)}


def iso(at: datetime) -> str:
    """Return an aware moment as ISO 8601 in UTC, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
