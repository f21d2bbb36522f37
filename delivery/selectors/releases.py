"""The one door to releases, what a new one could hold, and who had an old one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, IntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from delivery.domain.summary import Agreement, Spread, agreements, spreads
from delivery.models import Release, ReleaseCheck
from delivery.selectors.verdicts import IN_FORCE
from dmops_platform.background import JobState
from labeling.domain.lifecycle import Purpose
from labeling.models import Annotation, Batch
from projects.domain.roles import Right
from projects.models import Activity, Project
from projects.selectors import projects_for
from verification.models import ConsensusRun
from verification.selectors import latest_run, open_disputes

DOWNLOAD = "delivery.download_release"


def releases_for(user: User, right: Right = Right.RECEIVE_RELEASES) -> QuerySet[Release]:
    """Return the releases this person may see, latest first.

    Who builds releases sees all of a project; who receives them sees the finished ones, withdrawn or not.
    """
    visible = Q(project__in=projects_for(user, Right.BUILD_RELEASES))
    if right == Right.RECEIVE_RELEASES:
        visible |= Q(project__in=projects_for(user, right), state=JobState.DONE)
    return Release.objects.filter(visible).select_related("project", "by").order_by("-project_id", "-number")


def releases_of(user: User, project: Project) -> QuerySet[Release]:
    """Return the releases of one project as lines of a list, without facts, with `item_count` and `is_accepted`."""
    rows = releases_for(user).filter(project=project).defer("facts")
    return rows.annotate(item_count=Cast(KT("facts__items"), IntegerField()), is_accepted=IN_FORCE)


def release_for(user: User, pk: int, right: Right = Right.RECEIVE_RELEASES) -> Release:
    """Return the release if this person may see it; otherwise it does not exist."""
    return get_object_or_404(releases_for(user, right), pk=pk)


def latest_check(release: Release) -> ReleaseCheck | None:
    """Return the last proof of the release that was asked for, or None."""
    return release.checks.order_by("-pk").first()


def check_of(release: Release) -> ReleaseCheck:
    """Return the last proof of the release; where none was asked for, it does not exist."""
    check = latest_check(release)
    if check is None:
        raise Http404
    return check


@dataclass(frozen=True, slots=True)
class Contents:
    """What a finished release holds, as its client reads it."""

    items: int
    annotations: int
    annotators: int
    open_disputes: int
    checksum: dict[str, str]
    spreads: list[Spread]
    agreements: list[Agreement]


def contents(release: Release) -> Contents | None:
    """Return what the release holds, or None while it is not finished."""
    if release.state != JobState.DONE:
        return None
    manifest = release.facts["manifest"]
    return Contents(
        **release.facts["counts"],
        open_disputes=manifest["open_disputes"],
        checksum={"sha256": release.sha256},
        spreads=spreads(release.facts["answers"], manifest["schemas"]),
        agreements=list(agreements(manifest["batches"], manifest["schemas"])),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A batch that could be released: its latest finished run and what is still missing or undecided.

    `later` counts the annotations that came after the run and would not be in the release.
    """

    batch: Batch
    run: ConsensusRun | None
    items: int
    answered: int
    open_disputes: int
    later: int


def candidates(project: Project) -> list[Candidate]:
    """Return every batch of the project as it could be released now."""
    items = Count("slots__item", filter=Q(slots__is_gold=False), distinct=True)
    batches = Batch.objects.filter(project=project).exclude(purpose=Purpose.SELF_CHECK).annotate(items=items)
    return [_candidate(batch, batch.items) for batch in batches.order_by("pk")]


def _candidate(batch: Batch, items: int) -> Candidate:
    run = latest_run(batch)
    return Candidate(
        batch=batch,
        run=run,
        items=items,
        answered=run.consensus.values("item").distinct().count() if run else 0,
        open_disputes=open_disputes(batch).count(),
        later=later_annotations(run) if run else 0,
    )


def later_annotations(run: ConsensusRun) -> int:
    """Return how many annotations the batch got after the run."""
    since = run.report.get("last_annotation", 0)
    later = Annotation.objects.filter(assignment__batch=run.batch_id, pk__gt=since)
    return later.filter(assignment__is_gold=False).count()


def batches_of(project: Project, pks: Collection[int]) -> list[Batch]:
    """Return these batches of the project in order; where one is not in it, none exists."""
    rows = Batch.objects.filter(project=project, pk__in=pks).exclude(purpose=Purpose.SELF_CHECK)
    batches = list(rows.order_by("pk"))
    if len(batches) != len(set(pks)):
        raise Http404
    return batches


@dataclass(frozen=True, slots=True)
class Downloads:
    """How often a release was downloaded, and by how many people."""

    times: int
    people: int


def downloads(release: Release) -> Downloads:
    """Count the downloads of a release in the activity log."""
    rows = Activity.objects.filter(
        project=release.project_id, action=DOWNLOAD, about=f"delivery.release:{release.pk}"
    )
    return Downloads(**rows.aggregate(times=Count("pk"), people=Count("by", distinct=True)))
