"""Annotations as they are, for programs that do not want a release."""

from collections.abc import Iterator

import orjson
from django.db.models import F

from delivery.selectors.lines import chunks
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Annotation
from projects.models import Project

CHUNK = 2_000
COLUMNS = {
    "item": "assignment__item__name",
    "item_version": "assignment__slot__item_version__number",
    "batch": "assignment__batch_id",
    "annotation": "id",
    "version": "version",
    "answers": "answers",
    "annotator": "by__username",
    "seconds": "seconds",
    "saved_at": "saved_at",
    "schema": "schema__number",
    "guideline": "guideline__number",
}


def annotation_lines(project: Project) -> Iterator[bytes]:
    """Yield the current annotations of the project as JSON lines, many in one piece, as of one moment.

    Read by a cursor that stays in the database, so memory stays flat.
    """
    current = Annotation.objects.filter(
        assignment__batch__project=project,
        assignment__is_gold=False,
        assignment__state=AssignmentState.SUBMITTED,
        version=F("assignment__version"),
    )
    rows = current.order_by("id").values_list(*COLUMNS.values()).iterator(chunk_size=CHUNK)
    for chunk in chunks(rows, CHUNK):
        yield b"".join(orjson.dumps(dict(zip(COLUMNS, row, strict=True))) + b"\n" for row in chunk)
