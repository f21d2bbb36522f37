"""What sourcing says about stages 2 and 3: gates, measures, what waits, where an item comes from."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from accounts.models import User
from projects.domain.roles import Right, Role
from projects.domain.stages import Gate, Measure, Missing, Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import brief_in_force
from sourcing import selectors
from sourcing.domain.licences import CUSTOM
from sourcing.domain.rights import SourceState
from sourcing.domain.steps import STEPS
from sourcing.models import Item, Source

OPEN = {SourceState.WAITING, SourceState.CHANGED}


def gates(project: Project) -> list[Gate]:
    """Return the gates of stages 2 and 3: the right to use what is there, and that all of it is cleaned."""
    return [
        Gate(Stage.RAW_DATA, tuple(_raw_data(project))),
        Gate(Stage.PREPROCESSING, tuple(_preprocessing(project))),
    ]


def _raw_data(project: Project) -> Iterator[Missing]:
    standings = selectors.project_standings(project)
    counts = selectors.item_counts([standing.source for standing in standings])
    for standing in standings:
        if standing.source.pk in counts and not standing.is_cleared:
            yield _unsettled(standing, counts[standing.source.pk])
    url = reverse("sourcing:item_list", args=[project.pk])
    imported, wanted = sum(counts.values()), planned_items(project)
    if not imported:
        yield Missing(gettext("No item is imported yet."), Role.DATA_ENGINEER, url)
    elif wanted is not None and imported < wanted:
        sentence = gettext("The plan of the brief wants %(wanted)s items, %(imported)s are imported.")
        facts = {"wanted": _grouped(wanted), "imported": _grouped(imported)}
        yield Missing(sentence % facts, Role.DATA_ENGINEER, url)


def _preprocessing(project: Project) -> Iterator[Missing]:
    recipe, url = selectors.published_recipe(project), reverse("sourcing:recipe_page", args=[project.pk])
    if recipe is None:
        sentence = gettext("No recipe is published: write down how the texts are cleaned.")
        yield Missing(sentence, Role.DATA_ENGINEER, url)
    elif n := selectors.undecided(project, recipe).count():
        sentence = gettext("Items that no run of version %(number)s of the recipe has decided: %(n)s.")
        yield Missing(sentence % {"number": recipe.number, "n": _grouped(n)}, Role.DATA_ENGINEER, url)
    if recipe and not recipe.has_masking and (names := selectors.unmasked_sources(project)):
        sentence = gettext(
            "Sources with personal data are not masked: %(names)s. Add that step to the recipe."
        )
        facts = {"names": ", ".join(f"“{name}”" for name in names)}
        yield Missing(sentence % facts, Role.DATA_ENGINEER, url)


def _unsettled(standing: selectors.Standing, n: int) -> Missing:
    url = reverse("sourcing:source_page", args=[standing.source.pk])
    sentence = gettext("The source “%(source)s” may not be used (%(why)s); items of it: %(n)s.")
    facts = {"source": standing.source.name, "why": standing.trouble, "n": _grouped(n)}
    who = Role.LEGAL if standing.state in OPEN and not standing.conflicts else Role.DATA_ENGINEER
    return Missing(sentence % facts, who, url)


def planned_items(project: Project) -> int | None:
    """Return how many items the plan of the brief in force wants in all, None without a plan."""
    brief = brief_in_force(project)
    steps = list(brief.plan.all()) if brief else []
    return sum(step.items for step in steps) if steps else None


def measures(project: Project) -> list[Measure]:
    """Return how many items are imported, how many are left after preprocessing, and the personal data in them."""
    n = selectors.items_of(project).count()
    return [Measure("items.imported", n, n), *_clean(project)]


def _clean(project: Project) -> list[Measure]:
    """Return what the recipe in force left, of the items it decided."""
    recipe = selectors.published_recipe(project)
    counted = selectors.clean_counts(project, recipe) if recipe else None
    if counted is None or not counted.decided:
        return [Measure("items.clean", None), Measure("pii.found_after_masking", None)]
    return [
        Measure("items.clean", counted.kept, counted.decided),
        Measure("pii.found_after_masking", counted.found, counted.kept),
    ]


def waiting_for(user: User) -> list[Waiting]:
    """Return the reviews of sources that wait for this person, and the projects that wait for their data."""
    return [*_reviews(user), *_unsupplied(user)]


def _reviews(user: User) -> list[Waiting]:
    """Return the sources to review: of those this person did not state themselves."""
    return [
        Waiting(
            project_id=standing.source.project_id,
            project=standing.source.project.name,
            what=gettext("The source “%(source)s” waits for your review.") % {"source": standing.source.name},
            button=gettext("Review the source"),
            url=reverse("sourcing:source_page", args=[standing.source.pk]),
        )
        for standing in _to_review(user)
    ]


def _unsupplied(user: User) -> Iterator[Waiting]:
    """Yield the projects of a data engineer that have no source yet, or no item."""
    for project, has_source in selectors.unsupplied_projects(user):
        if has_source:
            what, button, page = (
                gettext("No item is imported yet."),
                gettext("Import items"),
                "sourcing:upload",
            )
        else:
            what, button, page = (
                gettext("Nobody has said yet where the data comes from."),
                gettext("Add a source"),
                "sourcing:add_source",
            )
        yield Waiting(project.pk, project.name, what, button, reverse(page, args=[project.pk]))


def _to_review(user: User) -> Iterator[selectors.Standing]:
    mine = selectors.sources_for(user, Right.REVIEW_SOURCES).exclude(by=user).exclude(changed_by=user)
    by_project: dict[int, list[Source]] = {}
    for source in mine.order_by("project", "pk"):
        by_project.setdefault(source.project_id, []).append(source)
    for sources in by_project.values():
        yield from (one for one in selectors.standings(sources) if one.state in OPEN)


def trace(item: Item) -> list[TraceStep]:
    """Return where an item comes from: its source, every review of it, and the import."""
    return [step for steps_of in (_rights, _import, _versions, _decisions) for step in steps_of(item)]


def _rights(item: Item) -> Iterator[TraceStep]:
    source = selectors.with_reviews(Source.objects.filter(pk=item.source_id)).get()
    url = reverse("sourcing:source_page", args=[source.pk])
    what = gettext("Its source “%(source)s” was recorded: %(kind)s, licence %(licence)s") % {
        "source": source.name,
        "kind": source.kind_name,
        "licence": gettext("own terms") if source.licence == CUSTOM else source.licence,
    }
    yield TraceStep(source.made_at.isoformat(), Stage.RAW_DATA, what, str(source.by), url)
    for review in source.reviews.all():
        what = gettext("The right to use the source was reviewed: %(verdict)s")
        facts = {"verdict": review.verdict_name}
        yield TraceStep(review.at.isoformat(), Stage.RAW_DATA, what % facts, str(review.by), url)


def _import(item: Item) -> Iterator[TraceStep]:
    if origin := item.origin:
        came_at = origin.started_at or origin.queued_at
        what = gettext("Imported from “%(file)s”, line %(line)s") % {
            "file": origin.file.name,
            "line": item.line or "–",
        }
        url = reverse("sourcing:import_page", args=[origin.pk])
        yield TraceStep(came_at.isoformat(), Stage.RAW_DATA, what, str(origin.by), url)


def _versions(item: Item) -> Iterator[TraceStep]:
    for version in item.versions.order_by("number"):
        stage = Stage.RAW_DATA if version.number == 1 else Stage.PREPROCESSING
        what = gettext("Version %(number)s written by %(made_by)s, SHA-256 %(sha256)s…") % {
            "number": version.number,
            "made_by": version.maker_name,
            "sha256": version.content_sha256[:12],
        }
        url = reverse("sourcing:item_page", args=[item.pk])
        yield TraceStep(version.made_at.isoformat(), stage, what, url=url)


def _decisions(item: Item) -> Iterator[TraceStep]:
    for decision in selectors.decisions_about(item):
        what = gettext("%(step)s: %(outcome)s. %(why)s") % {
            "step": gettext(STEPS[decision.step].title),
            "outcome": decision.outcome_name,
            "why": decision.sentence,
        }
        url = reverse("sourcing:recipe_run_page", args=[decision.run_id])
        by = str(decision.by) if decision.by else ""
        yield TraceStep(decision.at.isoformat(), Stage.PREPROCESSING, what, by, url)


def _grouped(n: int) -> str:
    return number_format(n, force_grouping=True)
