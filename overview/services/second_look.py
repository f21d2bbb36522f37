"""Writes: batches over items whose answers a new version touches."""

from collections.abc import Collection

from accounts.models import User
from dmops_platform.errors import RuleBroken, _
from labeling.domain.lifecycle import Purpose
from labeling.models import Batch
from labeling.services.batches import open_batch
from projects.models import Project


def open_second_look(*, project: Project, items: Collection[int], name: str, overlap: int, by: User) -> Batch:
    """Open a batch in which these items are answered once more; the newer answers count."""
    if not items:
        raise RuleBroken(_("No answer is touched, so there is nothing to look at again."), code="no_items")
    return open_batch(
        project=project, name=name, overlap=overlap, items=items, purpose=Purpose.SECOND_LOOK, by=by
    )
