"""The shape of a schema's fields as JSON Schema, told by the kinds themselves."""

from typing import Any

from guidelines.domain.kinds import KINDS, Kind
from guidelines.domain.kinds.base import Setting
from guidelines.domain.schema import FILLERS

TEXT = {"type": "string"}
LABEL = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {**TEXT, "description": "Kept for ever by files and programs."},
        "title": {**TEXT, "description": "What people read; the id unless given."},
        "key": {
            **TEXT,
            "description": "One digit from 1 to 9 or a small letter; the next free one unless given.",
        },
        "help": TEXT,
    },
}
TYPES: dict[str, dict[str, Any]] = {
    "labels": {"type": "array", "items": LABEL},
    "lines": {"type": "array", "items": TEXT},
    "number": {"type": "number", "nullable": True},
    "flag": {"type": "boolean"},
    "text": TEXT,
    "part": {**TEXT, "description": "Name of an item part."},
    "one_of": TEXT,
}


def fields_schema() -> dict[str, Any]:
    """Return the JSON Schema of the fields of a schema: one shape for each kind."""
    return {"type": "array", "minItems": 1, "items": {"oneOf": [_field(kind) for kind in KINDS.values()]}}


def _field(kind: Kind) -> dict[str, Any]:
    return {
        "type": "object",
        "title": kind.name,
        "description": f"{kind.title}. {kind.help}",
        "required": ["name", "kind", "config"],
        "additionalProperties": False,
        "properties": {
            "name": {**TEXT, "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"},
            "kind": {**TEXT, "enum": [kind.name]},
            "title": {**TEXT, "description": "What people read; the name unless given."},
            "required": {"type": "boolean", "default": True},
            "config": _config(kind),
            **_extras(),
        },
    }


def _config(kind: Kind) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {setting.name: _setting(setting) for setting in kind.settings},
    }


def _setting(setting: Setting) -> dict[str, Any]:
    told = f"{setting.title}. {setting.help}".strip()
    described = TYPES[setting.type] | {"description": told}
    return described | ({"enum": list(setting.choices)} if setting.choices else {})


def _extras() -> dict[str, Any]:
    return {
        "help": TEXT,
        "filled_by": {**TEXT, "enum": list(FILLERS), "default": FILLERS[0]},
        "rationale": {**TEXT, "enum": ["off", "optional", "required"], "default": "off"},
        "confidence": {"type": "boolean", "default": False},
        "is_suggestion_hidden": {"type": "boolean", "default": False},
        "visible_when": {
            "type": "object",
            "required": ["field", "one_of"],
            "properties": {"field": TEXT, "one_of": {"type": "array", "minItems": 1, "items": {}}},
            "description": "Asked only when the answer to a field before is, or holds, one of these.",
        },
    }
