"""Batches that are labelled and compared, ready to be released."""

from accounts.models import User
from delivery.models import Release
from delivery.services.building import build_release
from delivery.services.releases import freeze_release
from labeling.models import Batch, Slot
from projects.models import Project
from sourcing.domain.items import content_hash
from sourcing.models import Item, ItemVersion
from tests.factories import make_annotation, make_guideline, make_schema, make_source, numbers
from verification.services.consensus import run_consensus, start_consensus

TEXTS = ["정말 재미있다 😀", '그는 "최고"라고 했다,\n두 줄', "=1+1", "plain"]
ANSWERS = [("pos", "pos"), ("pos", "pos"), ("neg", "neg"), ("neg", "neg")]
DISPUTED = [("pos", "pos"), ("pos", "neg"), ("neg", "neg"), ("neg", "neg")]


def make_labelled_batch(
    project: Project, people: list[User], answers=ANSWERS, texts=TEXTS, name: str = "Main", versions=None
) -> Batch:
    """Return a batch in which these people gave these answers, one tuple an item, over new items unless told."""
    schema = project.schemas.first() or make_schema(project)
    guideline = project.guidelines.first() or make_guideline(project)
    batch = Batch.objects.create(
        project=project,
        name=name,
        overlap=len(people),
        schema=schema,
        guideline=guideline,
        by=project.created_by,
    )
    versions = versions or [make_item_version(project, text) for text in texts]
    for version, given in zip(versions, answers, strict=True):
        for number, (person, answer) in enumerate(zip(people, given, strict=True), 1):
            slot = Slot.objects.create(batch=batch, item=version.item, item_version=version, number=number)
            make_annotation(slot, person, {"sentiment": answer})
    return batch


def make_item_version(project: Project, text: str) -> ItemVersion:
    """Return the first version of a new item, hashed as an import hashes it."""
    item = Item.objects.create(project=project, source=make_source(project), name=f"review-{next(numbers)}")
    parts = {"text": text}
    return ItemVersion.objects.create(
        item=item, parts=parts, data={"stars": 4}, content_sha256=content_hash(parts)
    )


def make_compared_batch(project: Project, people: list[User], **facts) -> Batch:
    """Return a labelled batch with a finished consensus run."""
    batch = make_labelled_batch(project, people, **facts)
    compare(batch)
    return batch


def compare(batch: Batch) -> None:
    """Compute the consensus of a batch."""
    run_consensus(start_consensus(batch=batch, by=batch.by).pk)


def make_release(batch: Batch, *, is_built: bool = True, **facts) -> Release:
    """Return a release of one batch."""
    facts.setdefault("by", batch.by)
    release = freeze_release(project=batch.project, batches=[batch], **facts)
    if is_built:
        build_release(release_id=release.pk)
        release.refresh_from_db()
    return release
