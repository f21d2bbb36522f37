"""Schemas to begin with: the common tasks, each in English and Korean."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from guidelines.domain.kinds import KINDS
from guidelines.domain.templates import answers, media, models, texts
from guidelines.domain.templates.words import Pair

Language = Literal["en", "ko"]


@dataclass(frozen=True, slots=True)
class Template:
    """A schema to begin with. `needs` says which parts its items have."""

    id: str
    title: Pair
    help: Pair
    needs: Pair
    fields: tuple[Mapping[str, Any], ...]

    @property
    def is_available(self) -> bool:
        """True when every kind it asks for exists here."""
        return all(field["kind"] in KINDS for field in self.fields)

    def fields_in(self, language: Language) -> list[dict[str, Any]]:
        """Return its fields as a program sends them, with the words of one language."""
        return [_in(field, language) for field in self.fields]


def _in(value: Any, language: Language) -> Any:
    if isinstance(value, Pair):
        return getattr(value, language)
    if isinstance(value, Mapping):
        return {key: _in(one, language) for key, one in value.items()}
    return [_in(one, language) for one in value] if isinstance(value, list | tuple) else value


ALL = tuple(
    Template(**template)
    for template in (*texts.TEMPLATES, *answers.TEMPLATES, *models.TEMPLATES, *media.TEMPLATES)
)
TEMPLATES = {template.id: template for template in ALL if template.is_available}
