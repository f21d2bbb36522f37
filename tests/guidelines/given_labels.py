"""Files of labels for items that exist, looked through and added as a worker does it."""

from typing import Any

from dmops_platform.background import no_bell
from guidelines.domain.schema import check_fields
from guidelines.models import LabelImport, Schema, Suggestion
from guidelines.services import add_labels, preview_labels
from guidelines.services.label_imports import run_label_import
from projects.models import Project
from tests.factories import make_schema, make_source
from tests.guidelines.factories import choice_field


def confirmed_choice(project: Project, **more: Any) -> Schema:
    """Return a schema with one choice, PS or LC, that a model suggests; the project has a source."""
    make_source(project)
    field = choice_field("PS", "LC", name="choice") | {"filled_by": "model_confirmed", **more}
    return make_schema(project, check_fields([field]))


def table(answers: dict[str, str]) -> bytes:
    """Return a file of labels in CSV: the name of an item, its label."""
    return b"id,choice\n" + "".join(f"{key},{label}\n" for key, label in answers.items()).encode()


def queued(
    project: Project,
    data: bytes,
    format: str = "table",
    field: str = "choice",
    name: str = "set.csv",
    origin: str = "ner-1",
) -> LabelImport:
    """Return a look through a file that no worker has begun."""
    with no_bell():
        return preview_labels(
            source=project.sources.first(),
            name=name,
            chunks=[data],
            format=format,
            field=field,
            origin=origin,
            by=project.created_by,
        )


def run(job: LabelImport) -> LabelImport:
    """Return the job after a worker was at it."""
    run_label_import(job_id=job.pk)
    job.refresh_from_db()
    return job


def looked(project: Project, data: bytes, *choice: str, **more: str) -> LabelImport:
    """Return a file that was looked through."""
    return run(queued(project, data, *choice, **more))


def added(preview: LabelImport) -> LabelImport:
    """Return the job that made suggestions of a file that was looked through."""
    with no_bell():
        return run(add_labels(preview=preview, by=preview.by))


def kept(project: Project) -> dict[str, Any]:
    """Return item → what was suggested for it last."""
    rows = Suggestion.objects.filter(item__project=project).order_by("pk")
    return dict(rows.values_list("item__name", "value"))
