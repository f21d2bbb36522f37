"""Dictionaries in templates, whatever their keys are called."""

from collections.abc import ItemsView, Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def pairs(facts: Mapping[str, Any]) -> ItemsView[str, Any]:
    """Return (name, value) pairs; `facts.items` would be the value of a key named "items"."""
    return facts.items()


@register.filter
def at(facts: Mapping[Any, Any] | None, key: Any) -> Any:
    """Return the value under this key, or None."""
    return facts.get(key) if facts else None
