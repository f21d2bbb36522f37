"""Play recorded ratings through the same services as the screen, up to a verified release."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.db import transaction

from accounts.models import User
from annotators.selectors.terms import has_terms
from delivery.models import Release
from delivery.services.building import build_release
from delivery.services.releases import freeze_release
from dmops_platform.background import no_bell
from dmops_platform.errors import RuleBroken, _
from guidelines.models import Guideline
from guidelines.services import (
    acknowledge,
    publish_guideline,
    publish_schema,
    record_gold,
    save_guideline_draft,
    save_schema_draft,
)
from labeling.models import Assignment, Batch
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim_item
from labeling.services.batches import open_batch
from overview.domain.recording import Recording
from projects.domain.roles import Role
from projects.models import Project
from projects.services import add_members, create_project
from sourcing.domain.licences import CUSTOM
from sourcing.domain.ratings_table import RatingLine
from sourcing.domain.rights import ReviewVerdict, SourceKind
from sourcing.models import Item, ItemVersion, Source
from sourcing.services import add_items, add_source, review_source
from verification.domain.ratings import Scale
from verification.models import ConsensusMethod, ConsensusRun
from verification.services.consensus import run_consensus, start_consensus

FIELD = "label"
PLAYER = "rehearsal"
COMMIT_EVERY = 500


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal left behind."""

    project: Project
    batch: Batch
    run: ConsensusRun
    release: Release
    archive: Path


@dataclass(frozen=True)
class Cast:
    """The recorded names and the rows that stand for them."""

    people: dict[str, User]
    items: dict[str, Item]


def rehearse(recording: Recording, *, name: str, scale: Scale, out: Path, told: Any = None) -> Rehearsal:
    """Play a recording in a new project and leave it there; the release lies in `out`.

    `told(done, total)` hears of progress. Jobs run here, without a worker.
    """
    with no_bell():
        by, _is_new = User.objects.get_or_create(username=PLAYER, defaults={"full_name": "Rehearsal"})
        project, cast = _set_the_stage(recording, name, scale, by)
        batch = _open(project, recording, cast, by)
        _play(project, recording.ratings, cast, told)
        run = start_consensus(batch=batch, method=ConsensusMethod.MAJORITY, scale=scale, seed=0, by=by)
        run_consensus(run_id=run.pk)
        release = freeze_release(project=project, batches=[batch], note=name, by=by, with_open_disputes=True)
        build_release(release_id=release.pk)
    run.refresh_from_db()
    release.refresh_from_db()
    return Rehearsal(project, batch, run, release, _delivered(release, out))


def _set_the_stage(recording: Recording, name: str, scale: Scale, by: User) -> tuple[Project, Cast]:
    """Make the project with its people, items, schema, guideline and gold."""
    project = create_project(name=name[:200], by=by)
    people = _people(project, recording.annotators, by)
    rows = ((item, parts, data) for item, (parts, data) in recording.items.items())
    add_items(source=_cleared_source(project, by), rows=rows, by=by)
    items = {item.name: item for item in Item.objects.filter(project=project)}
    _write_schema(project, recording, scale, by)
    _let_read(_write_guideline(project, by), people.values())
    _write_gold(project, recording, items, by)
    return project, Cast(people, items)


def _cleared_source(project: Project, by: User) -> Source:
    """Return the source of what was recorded, approved for this rehearsal by somebody made up."""
    facts = {
        "name": "Recorded ratings",
        "kind": SourceKind.CLIENT_PROVIDED,
        "licence": CUSTOM,
        "licence_text": "A rehearsal for internal use; the licence of the recording is not stated.",
        "licence_terms": {"derivatives": True},
    }
    source = add_source(project=project, facts=facts, by=by)
    names = {"full_name": "Rehearsal (legal)", "is_active": False}
    lawyer, _is_new = User.objects.get_or_create(username=f"{PLAYER}-legal", defaults=names)
    review_source(source=source, verdict=ReviewVerdict.APPROVE, reason="Rehearsal only.", by=lawyer)
    return source


def _people(project: Project, names: list[str], by: User) -> dict[str, User]:
    accounts = [
        User(username=f"{PLAYER}-{project.pk}-{number}", full_name=name[:200], password="!", is_active=False)  # noqa: S106
        for number, name in enumerate(names, start=1)
    ]
    users = User.objects.bulk_create(accounts, batch_size=COMMIT_EVERY)
    add_members(project=project, users=users, role=Role.ANNOTATOR, by=by)
    return dict(zip(names, users, strict=True))


def _write_schema(project: Project, recording: Recording, scale: Scale, by: User) -> None:
    labels = [{"id": label, "title": label} for label in recording.labels]
    config = {"labels": labels, "is_ordered": scale != Scale.NOMINAL}
    fields = [{"name": FIELD, "kind": "choice", "title": FIELD, "required": True, "config": config}]
    save_schema_draft(project=project, fields=fields, by=by)
    publish_schema(project=project, by=by)


def _write_guideline(project: Project, by: User) -> Guideline:
    overview = (
        "Recorded ratings, played again. The guideline they were made under is not part of the recording."
    )
    save_guideline_draft(project=project, sections={"overview": overview}, entries=[], by=by)
    return publish_guideline(project=project, by=by)


def _let_read(guideline: Guideline, people: Iterable[User]) -> None:
    """Let everybody confirm the guideline: nobody is handed work before."""
    for person in people:
        acknowledge(guideline=guideline, by=person)


def _write_gold(project: Project, recording: Recording, items: dict[str, Item], by: User) -> None:
    wanted = {items[name].pk: label for name, label in recording.gold.items() if name in items}
    versions = ItemVersion.objects.filter(item__project=project, number=1).values_list("id", "item_id")
    rows = [
        {"item_version_id": pk, "answer": wanted[item], "why": ""} for pk, item in versions if item in wanted
    ]
    if rows:
        record_gold(project=project, field=FIELD, rows=rows, by=by)


def _open(project: Project, recording: Recording, cast: Cast, by: User) -> Batch:
    overlaps = {cast.items[name].pk: people for name, people in recording.people_per_item.items()}
    return open_batch(
        project=project,
        name="Recording",
        by=by,
        overlap=1,
        overlaps=overlaps,
        without_pilot="rehearsal of recorded ratings",
    )


def _play(project: Project, ratings: list[RatingLine], cast: Cast, told: Any) -> None:
    """Claim and submit every rating in file order; a second one of a person on an item is a new version."""
    hands: dict[tuple[str, str], Assignment] = {}
    played = 0
    for chunk in _chunks(ratings, COMMIT_EVERY):
        with transaction.atomic():
            is_paid = has_terms(project)
            for rating in chunk:
                _play_one(project, rating, cast, hands, is_paid)
        played += len(chunk)
        if told:
            told(played, len(ratings))


def _play_one(
    project: Project,
    rating: RatingLine,
    cast: Cast,
    hands: dict[tuple[str, str], Assignment],
    is_paid: bool,
) -> None:
    hand = rating.item, rating.annotator
    if hand not in hands:
        person, item = cast.people[rating.annotator], cast.items[rating.item]
        [hands[hand]] = claim_item(project=project, person=person, item=item)
    answer = Submission(
        answers={FIELD: rating.label}, seconds=rating.seconds or 0.0, is_recorded=True, is_paid=is_paid
    )
    submit(assignment=hands[hand], submission=answer)


def _chunks(ratings: Iterable[RatingLine], size: int) -> Iterator[list[RatingLine]]:
    rows = iter(ratings)
    while chunk := list(islice(rows, size)):
        yield chunk


def _delivered(release: Release, out: Path) -> Path:
    """Copy the finished archive to where it was asked for and return its absolute path."""
    if not release.is_ready:
        raise RuleBroken(
            _("The release was not built: %(error)s"), code="release_failed", error=release.error
        )
    archive = out.resolve() / f"project-{release.project_id}-release-{release.number}.zip"
    copyfile(release.file, archive)
    return archive
