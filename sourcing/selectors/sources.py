"""Reads: sources, the right to use them, and which items may therefore be labelled."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from dmops_platform.background import JobState
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.reading import kept
from projects.domain.roles import Right, Role
from projects.models import Membership, Project
from projects.selectors import brief_in_force, projects_for
from sourcing.domain.criteria import Criterion, Diversity, diversity
from sourcing.domain.licences import DUTIES, Terms, terms_of
from sourcing.domain.rights import (
    CLEARED,
    REVIEWED,
    Conflict,
    Reviewed,
    SourceState,
    conflicts,
    digest,
    state_of,
)
from sourcing.models import Assessment, Import, Item, ItemVersion, LegalReview, Recipe, Source
from sourcing.selectors.items import items_of

DIVERSITY_SAMPLE = 2_000
NO_SOURCE = 0  # an id nobody has: with an empty list Django would make no statement at all
SOURCE_STATE_NAMES: dict[SourceState, Promise] = {
    SourceState.WAITING: gettext_lazy("Waits for legal review"),
    SourceState.CHANGED: gettext_lazy("Changed since its review"),
    SourceState.APPROVED: gettext_lazy("Approved"),
    SourceState.CONDITIONS: gettext_lazy("Approved with conditions"),
    SourceState.REJECTED: gettext_lazy("Rejected"),
}
CONFLICT_SENTENCES: dict[Conflict, Promise] = {
    Conflict.NON_COMMERCIAL: gettext_lazy(
        "The brief wants commercial use, and the licence forbids it. Find another source, or get the holder's"
        " permission and state it as a custom licence."
    ),
    Conflict.NO_DERIVATIVES: gettext_lazy(
        "The licence forbids derivatives, and cleaned or labelled data is one. Find another source, or get the"
        " holder's permission and state it as a custom licence."
    ),
}


def unsupplied_projects(user: User) -> list[tuple[Project, bool]]:
    """Return the projects without items in which this person is a data engineer, and whether a source is stated."""
    mine = Membership.objects.filter(user=user, role=Role.DATA_ENGINEER).values("project")
    bare = Project.objects.filter(~Exists(Item.objects.filter(project=OuterRef("pk"))), pk__in=mine)
    has_source = Exists(Source.objects.filter(project=OuterRef("pk")))
    return [(one, one.has_source) for one in bare.annotate(has_source=has_source).order_by("pk")]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the right to use one source stands."""

    source: Source
    state: SourceState
    conflicts: list[Conflict]
    terms: Terms
    review: LegalReview | None

    @property
    def is_cleared(self) -> bool:
        """True when its items may be labelled: approved as it stands, and no conflict with the brief."""
        return self.state in CLEARED and not self.conflicts

    @property
    def state_name(self) -> str:
        """Return the state in the reader's language."""
        return str(SOURCE_STATE_NAMES[self.state])

    @property
    def conflict_sentences(self) -> list[str]:
        """Return what the licence forbids, in the reader's language."""
        return [str(CONFLICT_SENTENCES[conflict]) for conflict in self.conflicts]

    @property
    def duties(self) -> list[str]:
        """Return what the licence asks for in return, in the reader's language."""
        return [gettext(words) for name, words in DUTIES.items() if getattr(self.terms, name)]

    @property
    def trouble(self) -> str:
        """Return in few words why its items may not be labelled, "" when they may."""
        if self.is_cleared:
            return ""
        return gettext("licence conflict") if self.state in CLEARED else self.state_name


def sources_for(user: User, right: Right = Right.SEE_SOURCES) -> QuerySet[Source]:
    """Return the sources of the projects in which this person has this right."""
    return with_reviews(Source.objects.filter(project__in=projects_for(user, right)))


def source_for(user: User, pk: int, right: Right = Right.SEE_SOURCES) -> Source:
    """Return the source if this person has this right in its project; otherwise it does not exist."""
    return get_object_or_404(sources_for(user, right), pk=pk)


def import_source(project: Project, pk: int | None) -> Source:
    """Return the source an import belongs to: the one named, or the project's only one."""
    sources = Source.objects.filter(project=project).select_related("project")
    if pk is not None:
        sources = sources.filter(pk=pk)
    found = list(sources[:2])
    if len(found) != 1:
        raise BadInput(_no_source(pk, found), path="source", code="no_source")
    return found[0]


def _no_source(pk: int | None, found: list[Source]) -> str:
    if pk is not None:
        return _("The project has no such source. Its sources are listed under “Sources”.")
    if found:
        return _("The project has several sources. Say with “source” which one the data comes from.")
    return _("Say first where the data comes from: the project has no source yet. Add one under “Sources”.")


def sources_of(project: Project) -> QuerySet[Source]:
    """Return the sources of a project, in the order they were stated."""
    return with_reviews(Source.objects.filter(project=project)).order_by("pk")


def with_reviews(sources: QuerySet[Source]) -> QuerySet[Source]:
    """Return the sources with everything their standing needs, in two statements whatever their number."""
    reviews = Prefetch("reviews", LegalReview.objects.select_related("by").order_by("-pk"))
    return sources.select_related("project", "evidence", "by", "changed_by").prefetch_related(reviews)


def digest_of(source: Source) -> str:
    """Return what identifies everything that is judged about a source."""
    facts = {name: getattr(source, name) for name in REVIEWED}
    return digest(facts, source.evidence.sha256 if source.evidence else "")


def standings(sources: Iterable[Source]) -> list[Standing]:
    """Return where each of these sources of one project stands."""
    listed = list(sources)
    brief = brief_in_force(listed[0].project) if listed else None
    is_commercial = brief is not None and brief.is_commercial
    return [_standing(source, is_commercial=is_commercial) for source in listed]


def standing_of(source: Source) -> Standing:
    """Return where one source stands."""
    return standings([source])[0]


def _standing(source: Source, *, is_commercial: bool) -> Standing:
    review = next(iter(source.reviews.all()), None)
    last = Reviewed(review.verdict, review.digest) if review else None
    terms = terms_of(source.licence, source.licence_terms)
    return Standing(
        source=source,
        state=state_of(digest_of(source), last),
        conflicts=conflicts(terms, is_commercial=is_commercial),
        terms=terms,
        review=review,
    )


@kept
def project_standings(project: Project) -> list[Standing]:
    """Return where every source of a project stands."""
    return standings(sources_of(project))


def cleared_sources(project: Project) -> list[int]:
    """Return the ids of the sources whose items may be labelled."""
    return [standing.source.pk for standing in project_standings(project) if standing.is_cleared]


def labelable_items(project: Project) -> QuerySet[Item]:
    """Return the items that may be labelled: of approved sources whose licence allows it, kept by preprocessing.

    Once a recipe is published, an item waits until a run decided it. Personal data is masked first.
    """
    cleared = items_of(project).filter(source__in=cleared_sources(project) or [NO_SOURCE])
    return clean_enough(project, cleared)


def clean_enough(project: Project, items: QuerySet[Item]) -> QuerySet[Item]:
    """Return those of the items that preprocessing lets through."""
    if Recipe.objects.filter(project=project, is_published=True).exists():
        items = items.filter(is_dropped=False).exclude(cleaned_by=None)
    is_masked = Q(source__has_personal_data=False) | Q(cleaned_by__recipe__has_masking=True)
    return items.filter(is_masked)


def check_labelable(project: Project, items: Collection[int] | None = None) -> None:
    """Refuse when items, those named or any of the project, may not be labelled, and say why."""
    check_cleared(project, items)
    present = items_of(project)
    asked = present.filter(is_dropped=False) if items is None else present.filter(pk__in=items)
    n = asked.exclude(pk__in=clean_enough(project, asked).values("pk")).count()
    if n:
        sentence = _(
            "Items that preprocessing has not let through: %(n)s. Run the recipe over them; items of sources with"
            " personal data are masked before anybody labels them."
        )
        raise RuleBroken(sentence, code="not_preprocessed", n=n)


def check_cleared(project: Project, items: Collection[int] | QuerySet[Any, int] | None = None) -> None:
    """Refuse when items, those named or any of the project, belong to sources that may not be used."""
    kept_back = items_of(project).exclude(source__in=cleared_sources(project))
    if items is not None:
        kept_back = kept_back.filter(pk__in=items)
    names = set(kept_back.values_list("source_id", flat=True).distinct()[:100])
    troubles = [one for one in project_standings(project) if one.source.pk in names]
    if troubles:
        raise RuleBroken(
            _(
                "The right to use these sources is not settled, so their items can be neither labelled nor"
                " delivered: %(sources)s. A legal reviewer decides on the page of each source."
            ),
            code="source_not_approved",
            details={"sources": [one.source.pk for one in troubles]},
            sources=", ".join(f"“{one.source.name}” ({one.trouble})" for one in troubles),
        )


def item_counts(sources: Collection[Source]) -> dict[int, int]:
    """Return source → how many items it has; those of unfinished imports do not count."""
    if not sources:
        return {}
    alone = Item.objects.filter(origin=None, source__in=sources).values_list("source")
    counts = Counter(dict(alone.annotate(n=Count("*")).order_by()))
    for source, n in _import_sizes(sources):
        counts[source] += n
    return dict(+counts)


def _import_sizes(sources: Collection[Source]) -> QuerySet[Import, tuple[int, int]]:
    """Return (source, items) of each finished import: counted in its index, without a look at the items."""
    items = Item.objects.filter(origin=OuterRef("pk")).order_by().values("origin")
    done = Import.objects.filter(source__in=sources, state=JobState.DONE)
    n = Coalesce(Subquery(items.annotate(n=Count("*")).values("n")), 0)
    return done.annotate(n=n).values_list("source", "n")


def imports_of_source(source: Source) -> QuerySet[Import]:
    """Return the imports of a source, latest first."""
    return Import.objects.filter(source=source).select_related("file", "by").order_by("-pk")


def assessments_of(source: Source) -> dict[str, Assessment]:
    """Return criterion → what was judged last."""
    rows = Assessment.objects.filter(source=source).select_related("by").order_by("pk")
    latest = {row.criterion: row for row in rows}
    return {criterion.value: latest[criterion] for criterion in Criterion if criterion in latest}


def diversity_of(source: Source) -> Diversity:
    """Return how varied the texts of a source are, told by a spread of its items."""
    versions = ItemVersion.objects.filter(item__in=_spread(source)).order_by("item", "number")
    texts = {version.item_id: "\n".join(map(str, version.parts.values())) for version in versions}
    return diversity(list(texts.values()))


def _spread(source: Source) -> QuerySet[Item]:
    """Return at most about 2,000 items spread evenly over a source."""
    items = items_of(source.project).filter(source=source)
    step = max(1, items.count() // DIVERSITY_SAMPLE)
    return items.annotate(rest=F("pk") % step).filter(rest=0)
