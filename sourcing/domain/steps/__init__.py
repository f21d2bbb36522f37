"""The steps of preprocessing, and recipes as lists of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from dmops_platform.errors import BadInput, _
from sourcing.domain.steps import (
    exact_duplicates,
    featureless,
    length,
    mask_personal_data,
    parallel,
    repair_unicode,
    script,
    word_list,
)
from sourcing.domain.steps.base import Step

#: every kind of step, in the order in which they are best taken
STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        repair_unicode.STEP,
        length.STEP,
        featureless.STEP,
        script.STEP,
        parallel.STEP,
        word_list.STEP,
        exact_duplicates.STEP,
        mask_personal_data.STEP,
    )
}
MOST_STEPS = 30


def clean_steps(steps: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the steps of a recipe as they are stored; BadInput names the path of what cannot be."""
    if len(steps) > MOST_STEPS:
        raise BadInput(_("A recipe has at most %(most)s steps."), path="steps", most=MOST_STEPS)
    return [_clean(step, f"steps[{place}]") for place, step in enumerate(steps)]


def _clean(given: Any, path: str) -> dict[str, Any]:
    name = given.get("step") if isinstance(given, Mapping) else None
    if not isinstance(name, str) or name not in STEPS:
        raise BadInput(_("There is no such step. Choose one from the list."), path=f"{path}.step")
    params = given.get("params") or {}
    if not isinstance(params, Mapping):
        raise BadInput(_("Parameters are names with values."), path=f"{path}.params")
    return {"step": name, "params": STEPS[name].clean(params, f"{path}.params")}


def new_step(name: str) -> dict[str, Any]:
    """Return a step with what its parameters are unless told."""
    return {"step": name, "params": STEPS[name].clean({}, "params")}


def masks(steps: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a recipe masks personal data of every kind."""
    return any(STEPS[step["step"]].masks(step["params"]) for step in steps)
