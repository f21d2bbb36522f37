"""What a project of the playground is made of: fields, a guideline that explains them, and pieces to label."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: language → what holds in every project of the playground
PROCEDURE = {
    "en": "1. Look at the whole item.\n2. Answer with the keys that stand on the controls, or with the mouse.\n"
    "3. `Enter` sends the answer, `?` shows all keys, `G` opens this guideline.",
    "ko": "1. 항목을 끝까지 살펴봅니다.\n2. 화면에 적힌 키나 마우스로 답합니다.\n"
    "3. `Enter`를 누르면 제출합니다. `?`는 모든 키를, `G`는 이 가이드라인을 보여 줍니다.",
}
AFTERWARDS = {
    "en": "Two people answer every item. Where they differ, a reviewer decides and says why.",
    "ko": "항목마다 두 사람이 답합니다. 답이 다르면 검수자가 이유를 적고 결정합니다.",
}


@dataclass(frozen=True)
class Label:
    """One label: what it is called, what it means, a case that has it and one that has not."""

    id: str
    title: str
    means: str
    example: str
    not_this: str


@dataclass(frozen=True)
class Piece:
    """One item, with what two people answered where somebody has: `other` holds what the second saw otherwise."""

    parts: Mapping[str, Any]
    meant: Mapping[str, Any] = field(default_factory=dict)
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Play:
    """One project to try some kinds of field in."""

    language: str
    name: str
    summary: str
    overview: str
    label_scheme: str
    cautions: str
    fields: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    pieces: list[Piece]

    @property
    def sections(self) -> dict[str, str]:
        """Return the sections of the guideline."""
        return {
            "overview": self.overview,
            "label_scheme": self.label_scheme,
            "procedure": PROCEDURE[self.language],
            "afterwards": AFTERWARDS[self.language],
            "cautions": self.cautions,
        }


def asked(kind: str, title: str, config: Mapping[str, Any], name: str = "", **more: Any) -> dict[str, Any]:
    """Return a required field, named after its kind unless told otherwise."""
    return {
        "name": name or kind,
        "kind": kind,
        "title": title,
        "required": True,
        "config": dict(config),
        **more,
    }


def labels_of(labels: Iterable[Label]) -> list[dict[str, str]]:
    """Return the labels as a field's configuration lists them."""
    return [{"id": label.id, "title": label.title, "help": label.means} for label in labels]


def entries_of(name: str, labels: Iterable[Label]) -> list[dict[str, Any]]:
    """Return what the guideline says about the labels of a field."""
    return [
        {
            "field": name,
            "label": label.id,
            "definition": label.means,
            "examples": [label.example],
            "counter_examples": [label.not_this],
        }
        for label in labels
    ]
