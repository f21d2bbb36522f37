"""Freezing a release, handing it out and taking it back."""

from collections.abc import Sequence
from typing import IO

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from delivery.models import LONGEST_NOTE, LONGEST_REASON, Release
from delivery.selectors.evidence import Held, is_passed_by_hand, quality_facts
from delivery.selectors.facts import extra_files, manifest_facts
from delivery.selectors.releases import DOWNLOAD
from delivery.selectors.report import report_files
from dmops_platform.background import JobState, ask_cancel, enqueue
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.models import Batch
from projects.domain.stages import Stage
from projects.models import Project
from projects.services import record
from sourcing.selectors import check_cleared
from verification.models import Consensus, ConsensusRun
from verification.selectors import decisions_in_force, latest_run, open_disputes
from verification.selectors.printed import rejecting_audit


@transaction.atomic
def freeze_release(
    *,
    project: Project,
    batches: Sequence[Batch],
    by: User,
    note: str = "",
    with_open_disputes: bool = False,
) -> Release:
    """Freeze the answers in force of these batches at this moment, under the project's next number.

    What the release holds is settled here: its consensus runs, its decisions, every fact of its manifest and
    its quality report; a job writes it out, however late. Refuses data that the last audit rejects, batches
    without a finished consensus, and open disputes unless they are wanted: their items carry the consensus and
    are marked.
    """
    _check_request(project, batches, note)
    project = Project.objects.select_for_update().get(pk=project.pk)
    _check_audit(project)
    batches = list(Batch.objects.filter(pk__in=[batch.pk for batch in batches]).order_by("pk"))
    runs = [_finished_run(batch) for batch in batches]
    disputes = _count_open_disputes(batches, are_wanted=with_open_disputes)
    check_cleared(project, Consensus.objects.filter(run__in=runs).values_list("item", flat=True))
    number = (project.releases.aggregate(last=Max("number"))["last"] or 0) + 1
    release = Release(project=project, number=number, note=note.strip(), frozen_at=timezone.now(), by=by)
    release.path = f"projects/{project.pk}/releases/release-{number}.zip"
    held = Held(
        items=_count_items(runs),
        runs=[run.pk for run in runs],
        decisions=sorted(row.pk for batch in batches for row in decisions_in_force(batch).values()),
        manifest=manifest_facts(release, batches, runs, disputes),
    )
    release.total = 2 * held.items
    quality = quality_facts(release, held)
    files, report = extra_files(release, batches), report_files(quality)
    release.facts = {**held._asdict(), "files": files, "quality": quality, "report": report}
    release.save()
    release.batches.set(batches)
    facts = {"number": number, "batches": [batch.pk for batch in batches], "open_disputes": disputes}
    record("delivery.freeze_release", project=project, about=release, by=by, **facts)
    enqueue(release)
    return release


def _check_request(project: Project, batches: Sequence[Batch], note: str) -> None:
    if not batches:
        raise BadInput(_("Choose at least one batch."), path="batches")
    if any(batch.project_id != project.pk for batch in batches):
        raise BadInput(_("Every batch of a release belongs to its project."), path="batches")
    if len(note) > LONGEST_NOTE:
        raise BadInput(_("A note has at most %(most)s characters."), path="note", most=LONGEST_NOTE)


def _check_audit(project: Project) -> None:
    """Refuse data that the last audit rejects, unless a project manager passed the stage by hand."""
    audit = rejecting_audit(project)
    if audit and not is_passed_by_hand(project, Stage.EXTRINSIC_VERIFICATION):
        raise RuleBroken(
            _("Audit %(number)s rejects this data. Correct it and draw again, or pass stage 10 by hand."),
            code="audit_rejected",
            number=audit.number,
        )


def _finished_run(batch: Batch) -> ConsensusRun:
    run = latest_run(batch)
    if run is None:
        raise RuleBroken(
            _("“%(batch)s” has no finished consensus. Compute it on the quality page of the batch first."),
            code="no_consensus",
            batch=batch.name,
        )
    return run


def _count_open_disputes(batches: Sequence[Batch], *, are_wanted: bool) -> int:
    counts = {batch: n for batch in batches if (n := open_disputes(batch).count())}
    total = sum(counts.values())
    if total and not are_wanted:
        raise RuleBroken(
            _("Open disputes: %(n)s (%(where)s). Settle them, or freeze with them: their items stay marked."),
            code="open_disputes",
            details={"open_disputes": {str(batch.pk): n for batch, n in counts.items()}},
            n=total,
            where=", ".join(f"{batch.name}: {n}" for batch, n in counts.items()),
        )
    return total


def _count_items(runs: Sequence[ConsensusRun]) -> int:
    """Return how many items have an answer; refuse none at all, and an item with answers in two batches."""
    answered = Consensus.objects.filter(run__in=runs)
    n = answered.values("item").distinct().count()
    if not n:
        raise RuleBroken(_("There is nothing to release: no item has an answer."), code="nothing_to_release")
    if n != answered.values("run", "item").distinct().count():
        raise _repeated_item(answered)
    return n


def _repeated_item(answered: QuerySet[Consensus]) -> RuleBroken:
    runs = answered.values_list("item__name").annotate(runs=Count("run", distinct=True))
    return RuleBroken(
        _("Item “%(item)s” is in more than one of these batches. Release those batches one by one."),
        code="item_in_two_batches",
        item=min(name for name, _runs in runs.filter(runs__gt=1)),
    )


@transaction.atomic
def retry_release(*, release: Release, by: User) -> Release:
    """Queue a release again whose making failed or was cancelled. It keeps its number and its moment."""
    over = Release.objects.filter(pk=release.pk, state__in=[JobState.FAILED, JobState.CANCELLED])
    if not over.update(
        state=JobState.QUEUED, queued_at=Now(), cancel_asked=False, finished_at=None, error=""
    ):
        raise RuleBroken(_("Only a release that failed or was cancelled is made again."), code="not_failed")
    record("delivery.retry_release", project=release.project, about=release, by=by, number=release.number)
    release.refresh_from_db()
    enqueue(release)
    return release


@transaction.atomic
def cancel_release(*, release: Release, by: User) -> Release:
    """Stop a release that is being made. It can be made again later."""
    ask_cancel(release)
    record("delivery.cancel_release", project=release.project, about=release, by=by, number=release.number)
    release.refresh_from_db()
    return release


@transaction.atomic
def withdraw_release(*, release: Release, reason: str, by: User) -> Release:
    """Take back a finished release for a reason. Its number is never used again."""
    if not reason.strip():
        raise BadInput(_("Say why the release is withdrawn."), path="reason")
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("A reason has at most %(most)s characters."), path="reason", most=LONGEST_REASON)
    release = Release.objects.select_for_update().get(pk=release.pk)
    check_is_ready(release)
    release.withdrawn_at = timezone.now()
    release.withdrawn_because = reason.strip()
    release.save(update_fields=["withdrawn_at", "withdrawn_because"])
    facts = {"number": release.number, "reason": release.withdrawn_because}
    record("delivery.withdraw_release", project=release.project, about=release, by=by, **facts)
    return release


def check_is_made(release: Release) -> None:
    """Raise RuleBroken unless the release is made."""
    if release.state != JobState.DONE:
        raise RuleBroken(_("This release is not ready yet."), code="not_ready")


def check_is_ready(release: Release) -> None:
    """Raise RuleBroken unless the release is made and not withdrawn."""
    check_is_made(release)
    if release.withdrawn_at is not None:
        raise RuleBroken(_("This release was withdrawn."), code="withdrawn")


@transaction.atomic
def download_release(*, release: Release, by: User) -> IO[bytes]:
    """Write down who downloads a release and return its archive, opened; refuse one withdrawn or not ready."""
    release = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    check_is_ready(release)
    record_download(release=release, by=by)
    try:
        return release.file.open("rb")
    except FileNotFoundError as error:
        raise RuleBroken(
            _("The file of this release is gone. Ask the project manager to check the release."),
            code="file_gone",
        ) from error


def record_download(*, release: Release, by: User) -> None:
    """Write down in the activity log who has a release."""
    facts = {"number": release.number, "sha256": release.sha256}
    record(DOWNLOAD, project=release.project, about=release, by=by, **facts)
