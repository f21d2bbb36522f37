"""The demo's raw data: sources, who reviewed them, and a recipe that cleaned what came from them."""

from collections.abc import Iterator, Sequence

from accounts.models import User
from overview.domain import demo_texts
from projects.models import Project
from sourcing.domain.rights import ReviewVerdict
from sourcing.domain.steps import new_step
from sourcing.models import Source
from sourcing.services import add_source, assess_source, review_source
from sourcing.services.items import NewItem, add_items
from sourcing.services.recipes import publish_recipe, run_recipe, save_recipe_draft, start_recipe_run

STEPS = ("repair_unicode", "length", "exact_duplicates", "mask_personal_data")


def tell_data(
    *, project: Project, reviews: Sequence[tuple[str, str]], language: str, people: dict[str, User]
) -> None:
    """State where the reviews come from, have it approved, import them as they came, and clean them."""
    source = _secure(project, language, people)
    add_items(source=source, rows=_rows(reviews, language), by=people["dana"])
    _clean(project, people["dana"])


def _secure(project: Project, language: str, people: dict[str, User]) -> Source:
    """Return the approved source of the reviews; another one in English waits, in conflict with the brief."""
    given, found = demo_texts.SOURCES[language]
    source = add_source(project=project, facts=given, by=people["dana"])
    review_source(source=source, verdict=ReviewVerdict.APPROVE, by=people["leo"])
    for criterion, evidence in demo_texts.ASSESSMENTS[language].items():
        assess_source(source=source, criterion=criterion, is_met=True, evidence=evidence, by=people["dana"])
    if found:
        add_source(project=project, facts=found, by=people["dana"])
    return source


def _rows(reviews: Sequence[tuple[str, str]], language: str) -> Iterator[NewItem]:
    """Yield the reviews, each with the phone number its writer left, then what cleaning drops."""
    for number, (text, _label) in enumerate(reviews, start=1):
        yield f"review-{number:02}", {"text": text.replace("[PHONE_1]", demo_texts.PHONE[language])}, {}
    for number, text in enumerate((reviews[0][0], "ok", reviews[3][0] + " "), start=len(reviews) + 1):
        yield f"review-{number:02}", {"text": text}, {}


def _clean(project: Project, by: User) -> None:
    """Publish a recipe of four steps and run it."""
    steps = [new_step(name) for name in STEPS]
    steps[1]["params"]["least"] = 5
    save_recipe_draft(project=project, steps=steps, by=by)
    publish_recipe(project=project, by=by)
    run = start_recipe_run(project=project, by=by)
    run_recipe(run_id=run.pk)
