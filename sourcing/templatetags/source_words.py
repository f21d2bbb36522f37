"""Figures of sources and recipes, as people read them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext

from dmops_platform.figures import written
from sourcing.domain.steps import STEPS
from sourcing.domain.steps.base import Param

register = template.Library()


@register.filter
def as_share(value: float | None) -> str:
    """Return a share as a percentage with one decimal, "–" where there is none."""
    return "–" if value is None else f"{written(100 * value, 1)} %"


@register.filter
def step_title(name: str) -> str:
    """Return the name of a kind of step in the reader's language."""
    return gettext(STEPS[name].title) if name in STEPS else name


@register.filter
def param_lines(step: Mapping[str, Any]) -> list[str]:
    """Return the parameters of a step of a recipe, each as "words: value"."""
    kind = STEPS[step["step"]]
    return [
        f"{gettext(param.title)}: {_shown(param, step['params'].get(param.name))}" for param in kind.params
    ]


def _shown(param: Param, value: Any) -> str:
    names = {name: gettext(title) for name, title in param.choices}
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(names.get(each) or str(each) for each in value[:20]) + (
            "…" if len(value) > 20 else ""
        )
    return "–" if value is None else names.get(value, str(value))
