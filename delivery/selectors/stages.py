"""Stage 12 told to the rest of the platform: its gate, its figure, the steps of an item, what waits for whom."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext

from accounts.models import User
from delivery.models import Release, ReleaseCheck, ReleaseItem, Verdict
from delivery.selectors.verdicts import latest_releases, verdict_of
from dmops_platform.background import JobState
from labeling.models import Annotation
from projects.domain.roles import Right, Role
from projects.domain.stages import Gate, Measure, Missing, Stage, TraceStep
from projects.domain.waiting import Waiting
from projects.models import Project
from projects.selectors import projects_for
from sourcing.models import Item
from verification.models import ConsensusRun, Decision


def gates(project: Project) -> list[Gate]:
    """Return whether the project is delivered: a sound release, accepted, and no work since it was frozen."""
    return [Gate(Stage.DELIVERY, tuple(_missing(project)))]


def _missing(project: Project) -> Iterator[Missing]:
    release = latest_releases().filter(project=project).first()
    freeze = reverse("delivery:release_list", args=[project.pk])
    if release is None:
        yield Missing(gettext("No release is frozen and ready."), Role.PM, freeze)
        return
    page, number = reverse("delivery:release_page", args=[release.pk]), {"n": release.number}
    if not _is_sound(release):
        yield Missing(gettext("Release %(n)s did not pass its last check.") % number, Role.PM, page)
    verdict = verdict_of(release)
    if verdict is None:
        sentence = gettext("Release %(n)s waits for the verdict of the client.")
        yield Missing(sentence % number, Role.CLIENT, page)
    elif not verdict.is_accepted:
        yield Missing(gettext("The client sent release %(n)s back.") % number, Role.PM, page)
    if has_later_work(release):
        sentence = gettext("Since release %(n)s was frozen, something was labelled or decided.")
        yield Missing(sentence % number, Role.PM, freeze)


def _is_sound(release: Release) -> bool:
    """Return whether the release was verified and its last finished check, if any, found nothing wrong."""
    check = ReleaseCheck.objects.filter(release=release, state=JobState.DONE).order_by("-pk").first()
    return release.verified_at is not None and (check is None or bool(check.findings["is_ok"]))


def has_later_work(release: Release) -> bool:
    """Return whether the project has answers or decisions that the release could not hold.

    An answer that came between the consensus of its batch and the freeze counts too: it is not in the release.
    """
    decisions = Decision.objects.filter(dispute__batch__project=release.project_id, at__gt=release.frozen_at)
    return decisions.exists() or _later_annotations(release)


def _later_annotations(release: Release) -> bool:
    runs = ConsensusRun.objects.filter(pk__in=release.facts["runs"])
    last = {run.batch_id: run.report["last_annotation"] for run in runs}
    unseen = Q(saved_at__gt=release.frozen_at)
    for batch, annotation in last.items():
        unseen |= Q(assignment__batch=batch, pk__gt=annotation)
    young = Annotation.objects.filter(
        pk__gt=min(last.values()), assignment__is_gold=False
    )  # keeps the search in the newest rows
    return young.filter(unseen, assignment__batch__project=release.project_id).exists()


def measures(project: Project) -> list[Measure]:
    """Return how many releases can be downloaded."""
    n = Release.objects.filter(project=project, state=JobState.DONE, withdrawn_at=None).count()
    return [Measure("releases.ready", n, n)]


def trace(item: Item) -> list[TraceStep]:
    """Return in which releases the item is, on which line, and what was said of them, in order of time."""
    verdicts = Prefetch("release__verdicts", Verdict.objects.select_related("by").order_by("pk"))
    rows = ReleaseItem.objects.filter(item_version__item=item).select_related("release__by")
    steps = [step for row in rows.prefetch_related(verdicts) for step in _steps(row)]
    return sorted(steps, key=lambda step: step.at)


def _steps(row: ReleaseItem) -> Iterator[TraceStep]:
    release = row.release
    if release.state != JobState.DONE:
        return
    url, place = (
        reverse("delivery:release_page", args=[release.pk]),
        {"n": release.number, "line": row.position},
    )
    what = gettext("Frozen into release %(n)s, line %(line)s") % place
    yield TraceStep(release.frozen_at.isoformat(), Stage.DELIVERY, what, str(release.by), url)
    for verdict in release.verdicts.all():
        said = (
            gettext("Release %(n)s accepted") if verdict.is_accepted else gettext("Release %(n)s sent back")
        )
        yield TraceStep(verdict.at.isoformat(), Stage.DELIVERY, said % place, str(verdict.by), url)
    if release.withdrawn_at:
        what = gettext("Release %(n)s withdrawn") % place
        yield TraceStep(release.withdrawn_at.isoformat(), Stage.DELIVERY, what, "", url)


def waiting_for(user: User) -> list[Waiting]:
    """Return the releases that wait for this person: sent back to who builds them, unjudged for a client."""
    builds = projects_for(user, Right.BUILD_RELEASES)
    receives = projects_for(user, Right.RECEIVE_RELEASES).exclude(pk__in=builds.values("pk"))
    sent_back = latest_releases().filter(project__in=builds, is_accepted=False)
    unjudged = latest_releases().filter(project__in=receives, is_accepted=None)
    return [*map(_sent_back, sent_back), *map(_unjudged, unjudged)]


def _sent_back(release: Release) -> Waiting:
    what = gettext("The client sent release %(n)s back.") % {"n": release.number}
    return _waiting(release, what, gettext("Read why"))


def _unjudged(release: Release) -> Waiting:
    what = gettext("Release %(n)s waits for your verdict.") % {"n": release.number}
    return _waiting(release, what, gettext("Look at it"))


def _waiting(release: Release, what: str, button: str) -> Waiting:
    url = reverse("delivery:release_page", args=[release.pk])
    return Waiting(release.project_id, release.project.name, what, button, url)
