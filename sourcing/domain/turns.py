"""A dialogue as people write it in JSON, as the turns of a part."""

from typing import Any

MAX_TURNS = 5_000
MAX_SPEAKER = 200
#: how others name the two, besides us: chat models, chat logs, transcripts
SPEAKERS = ("speaker", "role", "from", "name")
TEXTS = ("text", "content", "value", "utterance")


def turns_of(value: object) -> list[dict[str, str]] | None:
    """Return the turns of a dialogue as [{"speaker", "text"}], or None where the value is none.

    A turn is an object with who speaks and what they say, a pair [speaker, text], or a text alone; then speakers are
    called A and B in turn.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_TURNS:
        return None
    turns = [_turn(each, place) for place, each in enumerate(value)]
    found = [turn for turn in turns if turn is not None]
    return found if len(found) == len(turns) else None


def _turn(value: Any, place: int) -> dict[str, str] | None:
    if isinstance(value, str):
        return {"speaker": "AB"[place % 2], "text": value}
    speaker: object = None
    text: object = None
    if isinstance(value, dict):
        speaker = next((value[key] for key in SPEAKERS if key in value), "")
        text = next((value[key] for key in TEXTS if key in value), None)
    elif isinstance(value, list) and len(value) == 2:
        speaker, text = value
    if isinstance(speaker, str) and isinstance(text, str) and len(speaker) <= MAX_SPEAKER:
        return {"speaker": speaker, "text": text}
    return None
