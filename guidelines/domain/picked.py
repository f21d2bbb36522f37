"""Examples picked from real items: which version of which item, what it says, and the answer it gets."""

from typing import Any, TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_flag, clean_list, clean_object, clean_text

MOST_PICKED = 50
MAX_TEXT = 10_000
PICKED_PARTS = frozenset({"item_version", "text", "answer", "is_example", "why"})


class Picked(TypedDict):
    """One picked example; a counter-example where `is_example` is false. `answer` None says nothing."""

    item_version: int
    text: str
    answer: Any
    is_example: bool
    why: str


def check_picked(picked: object, path: str) -> list[Picked]:
    """Return the canonical picked examples of one label, or raise BadInput naming the path."""
    given = clean_list(picked, path, limit=MOST_PICKED)
    checked = [_check(one, f"{path}[{place}]") for place, one in enumerate(given)]
    seen: set[int] = set()
    for place, one in enumerate(checked):
        if one["item_version"] in seen:
            sentence = _("This item is picked twice for one label.")
            raise BadInput(sentence, path=f"{path}[{place}].item_version")
        seen.add(one["item_version"])
    return checked


def _check(one: object, path: str) -> Picked:
    given = clean_object(one, path, PICKED_PARTS)
    pk = given.get("item_version")
    if not isinstance(pk, int) or isinstance(pk, bool) or not 0 < pk < 2**63:
        raise BadInput(_("This must be the id of an item version."), path=f"{path}.item_version")
    text = clean_text(given.get("text", ""), f"{path}.text", limit=MAX_TEXT, is_empty_allowed=False)
    return {
        "item_version": pk,
        "text": text,
        "answer": given.get("answer"),
        "is_example": clean_flag(given.get("is_example", True), f"{path}.is_example"),
        "why": clean_text(given.get("why", ""), f"{path}.why", limit=2_000).strip(),
    }
