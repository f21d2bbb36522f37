"""The lines of a release out of the database: many rows in few statements, memory flat."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date
from functools import lru_cache
from itertools import groupby, islice
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast, TruncDate

from delivery.domain.canonical import read_json
from delivery.domain.frozen import Frozen, InForce, by_model, frozen
from delivery.domain.lines import Annotation as Line
from delivery.domain.lines import release_line
from delivery.models import Pseudonym, Release
from guidelines.domain.schema import Field
from guidelines.domain.suggestions import MODEL, model_answers
from guidelines.models import Guideline, Schema
from labeling.models import Annotation
from sourcing.models import ItemVersion
from verification.models import ConsensusRun
from verification.selectors import FinalAnswer, final_answers

CHUNK = 2_000
OFTEN = 1 << 14

T = TypeVar("T")


class Given(NamedTuple):
    """One annotation as it is stored; `by`, `schema` and `guideline` are ids, `on` is its day in UTC."""

    by: int
    version: int
    answers: dict[str, Any]
    on: date
    schema: int
    guideline: int | None


class Names(NamedTuple):
    """What ids are called in a release: pseudonyms of people, numbers of versions."""

    people: dict[int, str]
    schemas: Mapping[int, int]
    guidelines: Mapping[int, int]


class Listed(NamedTuple):
    """A frozen row with the SHA-256 its line has to have."""

    row: Frozen
    sha256: str


def written(column: str) -> Cast:
    """Return a JSON column as text: read by orjson it costs a fifth of what Django takes."""
    return Cast(column, TextField())


def among(ids: Iterable[int]) -> RawSQL:
    """Return ids for `pk__in` as one parameter, where thousands of them would cost more than the rows."""
    listed = list(ids)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [listed])
    return RawSQL("SELECT value FROM json_each(%s)", [str(listed)])


@lru_cache(maxsize=OFTEN)
def _read_often(text: str) -> Any:
    """Return the value of a JSON text that stands in many rows; nobody may change it."""
    return read_json(text.encode())


def names_of(release: Release) -> Names:
    """Return what people and versions of the release's project are called."""
    project = release.project_id
    return Names(
        people=dict(Pseudonym.objects.filter(project=project).values_list("user_id", "code")),
        schemas=dict(Schema.objects.filter(project=project).values_list("id", "number")),
        guidelines=dict(Guideline.objects.filter(project=project).values_list("id", "number")),
    )


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the rows in lists of `size`."""
    remaining = iter(rows)
    while chunk := list(islice(remaining, size)):
        yield chunk


def items_in_force(release: Release) -> Iterator[list[InForce]]:
    """Yield, for each item of the release's runs, its answers in force at the moment it was frozen."""
    for run in runs_of(release):
        final = final_answers(run.batch, run=run, decisions=release.facts["decisions"])
        by_item = groupby(final, key=lambda answer: answer.item)
        items = ([_in_force(field) for field in fields] for _item, fields in by_item)
        yield from _with_model_answers(items, run.batch.schema.fields)


def _with_model_answers(items: Iterable[list[InForce]], fields: Sequence[Field]) -> Iterator[list[InForce]]:
    """Yield the items, each with the answers to the fields that a model fills."""
    if not any(field.get("filled_by") == MODEL for field in fields):
        yield from items
        return
    for chunk in chunks(items, CHUNK):
        versions = _versions({answers[0].item_version for answers in chunk})
        for answers in chunk:
            shown = versions[answers[0].item_version]
            filled = model_answers(fields, shown["data"], shown["parts"])
            yield [*answers, *(by_model(answers[0].item_version, *one) for one in filled.items())]


def runs_of(release: Release) -> list[ConsensusRun]:
    """Return the runs the release was frozen on, in the order of its list."""
    runs = ConsensusRun.objects.filter(pk__in=release.facts["runs"]).select_related("batch__schema")
    return list(runs.order_by("batch_id"))


def _in_force(answer: FinalAnswer) -> InForce:
    return InForce(
        item_version=answer.item_version,
        field=answer.field,
        answer=answer.answer,
        how=answer.how,
        share=answer.share,
        n=answer.n,
        is_tie=answer.is_tie,
        is_disputed=answer.is_disputed,
        annotations=answer.annotations,
        soft=answer.soft,
    )


def given_answers(ids: Iterable[int]) -> dict[int, Given]:
    """Return these annotations by id."""
    rows = Annotation.objects.filter(pk__in=among(ids)).values_list(
        "id",
        "by_id",
        "version",
        written("answers"),
        TruncDate("saved_at", tzinfo=UTC),
        "schema_id",
        "guideline_id",
    )
    return {
        pk: Given(by, version, _read_often(answers), on, schema, guideline)
        for pk, by, version, answers, on, schema, guideline in rows
    }


def frozen_rows(items: Sequence[Sequence[InForce]], given: Mapping[int, Given]) -> list[Frozen]:
    """Return the frozen rows of these items."""
    answers = {pk: annotation.answers for pk, annotation in given.items()}
    return [frozen(fields, answers) for fields in items]


def listed_chunks(release: Release) -> Iterator[list[Listed]]:
    """Yield the frozen list of the release in its order."""
    columns = ("item_version_id", written("answers"), written("consensus"), written("annotations"), "sha256")
    rows = release.items.order_by("position").values_list(*columns).iterator(chunk_size=CHUNK)
    listed = (
        Listed(Frozen(version, *(read_json(text.encode()) for text in texts)), sha256)
        for version, *texts, sha256 in rows
    )
    return chunks(listed, CHUNK)


def lines_of(rows: Sequence[Frozen], given: Mapping[int, Given], names: Names) -> list[bytes]:
    """Return the lines of frozen rows, in their order."""
    versions = _versions({row.item_version for row in rows})
    return [
        release_line(
            **versions[row.item_version],
            answers=row.answers,
            consensus=row.consensus,
            annotations=[_annotation(given[pk], names) for pk in row.annotations],
        )
        for row in rows
    ]


def item_name(row: Frozen) -> str:
    """Return the name of the item of a frozen row."""
    return ItemVersion.objects.select_related("item").get(pk=row.item_version).item.name


def _versions(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    columns = ("id", "item__name", "number", "content_sha256", written("parts"), written("data"))
    return {
        pk: {
            "item_id": name,
            "version": number,
            "content_sha256": sha256,
            "parts": read_json(parts.encode()),
            "data": read_json(data.encode()),
        }
        for pk, name, number, sha256, parts, data in ItemVersion.objects.filter(
            pk__in=among(ids)
        ).values_list(*columns)
    }


def _annotation(given: Given, names: Names) -> Line:
    return Line(
        annotator=names.people[given.by],
        version=given.version,
        answers=given.answers,
        on=given.on.isoformat(),
        guideline=names.guidelines[given.guideline] if given.guideline else 0,
        schema=names.schemas[given.schema],
    )
