"""What a person says about an answer: why it is so, and how sure they are. Kept beside the answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from guidelines.domain.checks import clean_list, clean_object, clean_text

#: the key beside the field names under which it is kept; no field name begins with this sign
ABOUT = "_about"
RATIONALE_RULES = ("off", "optional", "required")
CONFIDENCES = ("low", "medium", "high")
MOST_EVIDENCE = 50
RATIONALE_PARTS = frozenset({"text", "rule", "evidence"})
EVIDENCE_PARTS = frozenset({"part", "start", "end"})


def clean_about(
    fields: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], about: object, parts: Mapping[str, Any]
) -> dict[str, Any]:
    """Return by field name what is said about these answers; what is said about no answer is left out."""
    path = f"answers.{ABOUT}"
    by_name = {field["name"]: field for field in fields}
    given = clean_object({} if about is None else about, path, by_name)
    cleaned = {
        name: _clean_one(by_name[name], said, parts, f"{path}.{name}")
        for name, said in given.items()
        if name in answers and said is not None
    }
    return {name: said for name, said in cleaned.items() if said}


def check_complete(
    fields: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], about: Mapping[str, Any]
) -> None:
    """Refuse an answer without the rationale that its field requires."""
    for field in fields:
        name = field["name"]
        is_due = name in answers and field.get("rationale") == "required"
        if is_due and not about.get(name, {}).get("rationale"):
            sentence = _("Say why this is the answer.")
            raise BadInput(sentence, path=f"answers.{ABOUT}.{name}.rationale", code="rationale_missing")


def _clean_one(field: Mapping[str, Any], said: object, parts: Mapping[str, Any], path: str) -> dict[str, Any]:
    known = []
    if field.get("rationale", "off") != "off":
        known.append("rationale")
    if field.get("confidence"):
        known.append("confidence")
    given = clean_object(said, path, known)
    cleaned: dict[str, Any] = {}
    if (rationale := given.get("rationale")) is not None:
        cleaned["rationale"] = _clean_rationale(rationale, parts, f"{path}.rationale")
    if (confidence := given.get("confidence")) is not None:
        cleaned["confidence"] = _clean_confidence(confidence, f"{path}.confidence")
    return {name: value for name, value in cleaned.items() if value}


def _clean_rationale(said: object, parts: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return the parts of the rationale that say something: free text, the rule cited, passages as evidence."""
    given = clean_object({"text": said} if isinstance(said, str) else said, path, RATIONALE_PARTS)
    evidence = clean_list(given.get("evidence", ()), f"{path}.evidence", limit=MOST_EVIDENCE)
    cleaned: dict[str, Any] = {
        "text": clean_text(given.get("text", ""), f"{path}.text", limit=5_000).strip(),
        "rule": clean_text(given.get("rule", ""), f"{path}.rule", limit=500).strip(),
        "evidence": [
            _clean_passage(passage, parts, f"{path}.evidence[{place}]")
            for place, passage in enumerate(evidence)
        ],
    }
    return {name: value for name, value in cleaned.items() if value}


def _clean_passage(passage: object, parts: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return {"part", "start", "end"}: code points of a text part."""
    given = clean_object(passage, path, EVIDENCE_PARTS)
    text = parts.get(given.get("part", "")) if isinstance(given.get("part"), str) else None
    if not isinstance(text, str):
        raise BadInput(_("Name a text of the item."), path=f"{path}.part")
    start, end = _place(given.get("start")), _place(given.get("end"))
    if not 0 <= start < end <= len(text):
        raise BadInput(_("A passage begins and ends within its text."), path=path)
    return {"part": given["part"], "start": start, "end": end}


def _place(value: object) -> int:
    """Return the place, or -1 for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _clean_confidence(value: object, path: str) -> str:
    if value not in CONFIDENCES or not isinstance(value, str):
        raise BadInput(_("Confidence is low, medium or high."), path=path)
    return value
