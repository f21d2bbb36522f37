"""Reads: pay terms, the floor, and what an hour is expected to bring."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from annotators.domain.fair_pay import Estimate, expected_hourly
from annotators.domain.money import Unit
from annotators.models import Floor, Piece, Terms
from dmops_platform.prepared import Prepared
from projects.domain.phases import Phase
from projects.domain.roles import Role
from projects.models import Project


@dataclass(frozen=True, slots=True)
class Pace:
    """The median time for one item in milliseconds, over `n` answers, and where they were given."""

    milliseconds: int | None
    n: int
    source: str


NO_PACE = Pace(None, 0, "")


def has_terms(project: Project) -> bool:
    """True when pay was ever agreed in the project; asked once before much work is accepted."""
    return Terms.objects.filter(project=project).exists()


def terms_of(project: Project) -> QuerySet[Terms]:
    """Return every version of the terms, latest first within a role and phase."""
    rows = Terms.objects.filter(project=project).select_related("by")
    return rows.order_by("role", "phase", "-number")


# Asked at every answer.
VERSIONS = Prepared(
    lambda project, role, phase: Terms.objects.filter(project=project, role=role, phase=phase).order_by(
        "-number"
    ),
    numbers=["project"],
    texts=["role", "phase"],
)


def terms_at(project: Project, role: Role, phase: Phase | str, moment: datetime) -> Terms | None:
    """Return the terms in force at a moment: the latest version that had begun, or None."""
    versions = VERSIONS(project=project.pk, role=str(role), phase=str(phase))
    return next((terms for terms in versions if terms.in_force_from <= moment), None)


def terms_in_force(project: Project) -> list[Terms]:
    """Return the terms in force now, one for each role and phase that has any, in one statement."""
    begun = Terms.objects.filter(project=project, in_force_from__lte=timezone.now()).order_by("number")
    return list({(terms.role, terms.phase): terms for terms in begun}.values())


def currency_of(project: Project) -> str | None:
    """Return the currency a project pays in, or None before its first terms."""
    return Terms.objects.filter(project=project).values_list("currency", flat=True).first()


def floors_of(project: Project) -> QuerySet[Floor]:
    """Return the rows of the fair-pay floor, latest first."""
    return Floor.objects.filter(project=project).select_related("by").order_by("-pk")


def floor_on(project: Project, day: date, currency: str) -> Floor | None:
    """Return the floor of a day, by the row written last, or None where no row covers the day."""
    rows = Floor.objects.filter(project=project, currency=currency, valid_from__lte=day, valid_until__gte=day)
    return rows.order_by("-pk").first()


def usual_pace(project: Project) -> Pace:
    """Return how long an item takes: in the pilot, else in the entrance test, else in the main work."""
    tested = Piece.objects.filter(attempt__project=project, attempt__kind="test", seconds__gt=0)
    sources = (
        ("pilot", _answered(project, Phase.PILOT)),
        ("test", tested.values_list("seconds", flat=True)),
        ("main", _answered(project, Phase.MAIN)),
    )
    paces = (_median_pace(seconds, source) for source, seconds in sources)
    return next((pace for pace in paces if pace.n), NO_PACE)


def _answered(project: Project, phase: Phase) -> QuerySet[Any, float | None]:
    """Return the seconds that the first answers in batches of this phase took."""
    answered = Project.objects.filter(
        pk=project.pk,
        batches__phase=phase,
        batches__assignments__annotations__version=1,
        batches__assignments__annotations__seconds__gt=0,
    )
    return answered.values_list("batches__assignments__annotations__seconds", flat=True)


def _median_pace(seconds: QuerySet[Any, float | None], source: str) -> Pace:
    n = seconds.count()
    if not n:
        return NO_PACE
    ranked = seconds.order_by(*seconds.query.values_select)
    middle = [value or 0.0 for value in ranked[(n - 1) // 2 : n // 2 + 1]]
    return Pace(round(1_000 * sum(middle) / len(middle)), n, source)


def estimate(terms: Terms, pace: Pace, floor: Floor | None) -> Estimate:
    """Return what an hour under these terms is expected to bring, beside the floor."""
    return Estimate(
        hourly=expected_hourly(Unit(terms.unit), terms.amount, pace.milliseconds),
        floor=floor.amount if floor else None,
        milliseconds=pace.milliseconds,
        n=pace.n,
        source=pace.source,
    )


def estimates(project: Project, in_force: Iterable[Terms]) -> list[tuple[Terms, Estimate]]:
    """Return the terms in force with what an hour under each is expected to bring."""
    in_force = list(in_force)
    if not in_force:
        return []
    pace = usual_pace(project)
    floor = floor_on(project, timezone.localdate(), in_force[0].currency)
    return [(terms, estimate(terms, pace, floor)) for terms in in_force]
