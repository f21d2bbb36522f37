"""A field of a schema in words, whatever its kind."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext

from guidelines.domain.kinds import KINDS
from guidelines.domain.kinds.base import Setting
from guidelines.domain.schema import Field

register = template.Library()

SHOWN_LABELS = 200


class Told(NamedTuple):
    """One setting of a field: its title and what it says."""

    title: str
    text: str


class Table(NamedTuple):
    """The labels of one setting, as far as they are shown."""

    title: str
    labels: list[Mapping[str, str]]
    total: int


@register.filter
def kind_title(field: Field) -> str:
    """Return what people call the kind of this field."""
    return gettext(KINDS[field["kind"]].title)


@register.filter
def told_settings(field: Field) -> list[Told]:
    """Return what was decided about the field, apart from its labels."""
    settings = [
        Told(gettext(setting.title), text)
        for setting in KINDS[field["kind"]].settings
        if (text := _text(setting, field["config"].get(setting.name)))
    ]
    return settings + _told_extras(field)


@register.filter
def label_tables(field: Field) -> list[Table]:
    """Return the labels of the field, one table for each setting that asks for labels."""
    return [
        Table(gettext(setting.title), list(labels[:SHOWN_LABELS]), len(labels))
        for setting in KINDS[field["kind"]].settings
        if setting.type == "labels" and (labels := field["config"].get(setting.name) or [])
    ]


def _text(setting: Setting, value: Any) -> str:
    if setting.type == "labels" or value in (None, "", False, []):
        return ""
    if setting.type == "flag":
        return gettext("yes")
    if setting.type == "one_of":
        return gettext((setting.choices or {}).get(value, str(value)))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _told_extras(field: Field) -> list[Told]:
    told = []
    if (filled_by := field.get("filled_by", "person")) != "person":
        who = gettext("A model") if filled_by == "model" else gettext("A model, and a person confirms it")
        told.append(Told(gettext("Who answers"), who))
    if field.get("is_suggestion_hidden"):
        told.append(Told(gettext("A suggestion stays hidden until the person has answered"), gettext("yes")))
    if rationale := field.get("rationale"):
        must = rationale == "required"
        words = gettext("They must say why") if must else gettext("They may say why")
        told.append(Told(gettext("Is the reason asked for?"), words))
    if field.get("confidence"):
        told.append(Told(gettext("Ask how sure people are"), gettext("yes")))
    if condition := field.get("visible_when"):
        values = ", ".join(map(str, condition["one_of"]))
        told.append(Told(gettext("Only asked after"), f"{condition['field']}: {values}"))
    return told
