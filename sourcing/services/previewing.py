"""What a recipe would do, tried on some items without writing anything."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext

from accounts.models import User
from projects.domain.roles import Right
from projects.models import Project
from projects.selectors import rights_of
from projects.services import record_access
from sourcing import selectors
from sourcing.domain.cleaning import InMemory, Text, Touch, clean_texts
from sourcing.domain.funnel import Layer, count, funnel
from sourcing.domain.steps import clean_steps

MOST_EXAMPLES = 5


class Example(NamedTuple):
    """One item in one step: what it said, what it would say, and why."""

    item: str
    before: dict[str, str]
    after: dict[str, str] | None
    reason: str


class PreviewLayer(NamedTuple):
    """One step tried on the sample, with a few examples."""

    layer: Layer
    examples: list[Example]


class RecipePreview(NamedTuple):
    """A recipe tried on `n` items of `population`."""

    n: int
    population: int
    layers: list[PreviewLayer]


def preview_recipe(*, project: Project, steps: Sequence[Any], by: User, address: str) -> RecipePreview:
    """Return what the steps would do to a spread of items; a look at raw personal data is written down."""
    steps = clean_steps(steps)
    sees_raw = Right.SEE_RAW in rights_of(by, project)
    sample = selectors.preview_sample(project, sees_raw=sees_raw)
    if sees_raw and selectors.unmasked(project).exists():
        record_access(
            "sourcing.preview_recipe",
            project=project,
            whose=gettext("a sample of items"),
            by=by,
            address=address,
        )
    texts = selectors.texts_of(sample.versions)
    memories: dict[int, InMemory] = {}
    cleaned = clean_texts(texts, steps, lambda position: memories.setdefault(position, InMemory()))
    layers = funnel(steps, count({}, cleaned.touches), len(texts))
    examples = _examples(texts, cleaned.touches, project)
    return RecipePreview(
        len(texts), sample.n, [PreviewLayer(layer, examples.get(layer.position, [])) for layer in layers]
    )


def _examples(texts: Sequence[Text], touches: Sequence[Touch], project: Project) -> dict[int, list[Example]]:
    """Return position → its first examples."""
    said = {text.item: text.parts for text in texts}
    shown: dict[int, list[tuple[Touch, dict[str, str]]]] = {}
    for touch in touches:
        of_step = shown.setdefault(touch.position, [])
        if len(of_step) < MOST_EXAMPLES:
            of_step.append((touch, said[touch.item]))
        said[touch.item] = touch.parts
    ids = {touch.item for of_step in shown.values() for touch, _before in of_step}
    names = dict(selectors.items_of(project).filter(pk__in=ids).values_list("pk", "name"))
    return {
        position: [_example(touch, before, names[touch.item]) for touch, before in of_step]
        for position, of_step in shown.items()
    }


def _example(touch: Touch, before: dict[str, str], name: str) -> Example:
    after = touch.parts if touch.parts != before else None
    return Example(name, before, after, gettext(touch.reason) % touch.details)
