"""Edge cases of a guideline: hard cases that were decided, each about a field, a label, or the whole."""

import hashlib
from typing import TypedDict

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text

MAX_CASES = 2_000
MAX_TEXT = 10_000
CASE_PARTS = frozenset({"id", "field", "label", "text", "decision"})


class Case(TypedDict):
    """One edge case. `text` says what is hard, `decision` what holds and why; both are Markdown."""

    id: str
    field: str
    label: str
    text: str
    decision: str


def check_cases(cases: object) -> list[Case]:
    """Return the canonical cases, empty ones left out, or raise BadInput naming the path."""
    given = clean_list(cases, "cases", limit=MAX_CASES)
    checked = [check_case(case, f"cases[{place}]") for place, case in enumerate(given)]
    seen: set[str] = set()
    for place, case in enumerate(checked):
        if case["id"] in seen:
            raise BadInput(_("“%(value)s” is used twice."), path=f"cases[{place}].id", value=case["id"])
        seen.add(case["id"])
    return [case for case in checked if case["text"] or case["decision"]]


def check_case(case: object, path: str) -> Case:
    """Return one canonical case; one without an id is named after its text."""
    given = clean_object(case, path, CASE_PARTS)
    text = clean_text(given.get("text", ""), f"{path}.text", limit=MAX_TEXT).strip()
    return {
        "id": clean_text(given.get("id", ""), f"{path}.id", limit=64) or _name(text),
        "field": clean_text(given.get("field", ""), f"{path}.field", limit=64),
        "label": clean_text(given.get("label", ""), f"{path}.label", limit=200),
        "text": text,
        "decision": clean_text(given.get("decision", ""), f"{path}.decision", limit=MAX_TEXT).strip(),
    }


def _name(text: str) -> str:
    return f"t{hashlib.sha256(text.encode()).hexdigest()[:12]}"
