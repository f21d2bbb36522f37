"""Files that bring labels: their items with suggestions for a field of the schema."""

from collections.abc import Iterable

from accounts.models import User
from dmops_platform.errors import BadInput, _
from guidelines.domain.schema import Field
from guidelines.selectors import suggestable_fields
from projects.models import Project
from sourcing.domain.formats import TEXTS, read_as
from sourcing.models import Import, Source
from sourcing.services.imports import import_labelled


def import_labels(
    *,
    source: Source,
    name: str,
    chunks: Iterable[bytes],
    format: str,
    field: str,
    by: User,
    is_partial_allowed: bool = False,
) -> Import:
    """Keep a file, say CoNLL or a ZIP with Pascal VOC, and queue its import; what cannot be is refused at once.

    Each sentence, image or recording becomes an item whose labels people see as suggestions and confirm or correct.
    """
    chosen = _field(source.project, field)
    check_format(format, chosen)
    labels = {
        "format": format,
        "field": chosen["name"],
        "kind": chosen["kind"],
        "part": (chosen["config"].get("part") or "text") if format in TEXTS else "",
        "known": [label["id"] for label in chosen["config"]["labels"]],
    }
    return import_labelled(
        source=source, name=name, chunks=chunks, labels=labels, is_partial_allowed=is_partial_allowed, by=by
    )


def _field(project: Project, name: str) -> Field:
    fields = {field["name"]: field for field in suggestable_fields(project)}
    if name not in fields:
        sentence = _(
            "The schema has no field “%(field)s” for marks that a model suggests and a person confirms. It has:"
            " %(fields)s."
        )
        raise BadInput(sentence, path="field", code="no_field", field=name, fields=", ".join(fields) or "-")
    return fields[name]


def check_format(format: str, field: Field) -> None:
    """Refuse a format whose labels are no answers to this field."""
    formats = read_as(field["kind"])
    if format not in formats:
        sentence = _("The field “%(field)s” takes labels in these formats: %(formats)s.")
        raise BadInput(
            sentence, path="file_format", code="format_unfit", field=field["name"], formats=", ".join(formats)
        )
