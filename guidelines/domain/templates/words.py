"""How templates are written: every word in both languages."""

from typing import Any, NamedTuple


class Pair(NamedTuple):
    """One text in English and in Korean."""

    en: str
    ko: str


def label(id: str, en: str, ko: str, help: Pair | None = None) -> dict[str, Any]:
    """Return one label of a template."""
    return {"id": id, "title": Pair(en, ko)} | ({"help": help} if help else {})


def field(name: str, kind: str, title: Pair, config: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return one field of a template."""
    return {"name": name, "kind": kind, "title": title, "config": config, **more}


TEXT = Pair("A text.", "텍스트.")
