"""Reads: the answers in force to one field together with their texts, for models to learn from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from projects.models import Project
from sourcing.models import Source
from verification.models import Consensus, ConsensusRun, Decision
from verification.selectors.consensus import READ_AT_ONCE, answer_table, comparable_fields
from verification.selectors.in_force import accepted_answers

#: characters of an item that a model reads
LONGEST_READ = 2_000
MOST_PEOPLE = 20

Answer = str | int | float | bool


@dataclass(frozen=True)
class Corpus:
    """The answers in force to one field in columns, ordered by item; `last` is the youngest annotation behind each."""

    item: list[int]
    version: list[int]
    batch: list[int]
    answer: list[Answer]
    text: list[str]
    last: list[int]
    source: list[int]

    def __len__(self) -> int:
        return len(self.item)


def evaluable_fields(runs: Sequence[ConsensusRun]) -> list[Field]:
    """Return the fields a model can learn, each as its latest batch has it."""
    found = {field["name"]: field for run in runs for field in comparable_fields(run.batch.schema)}
    return list(found.values())


def corpus_of(runs: Sequence[ConsensusRun], field: str) -> Corpus:
    """Return the answers in force to this field, decisions included, of items that say something in words."""
    columns: tuple[list[Any], ...] = ([], [], [], [], [], [], [])
    for row in _rows(runs, field).iterator(chunk_size=READ_AT_ONCE):
        item, version, batch, answer, decided, annotations, parts, source = row
        final = answer if decided is None else decided
        text = text_of(parts)
        if text and isinstance(final, str | int | float):
            kept = (item, version, batch, final, text, max(annotations, default=0), source)
            for column, value in zip(columns, kept, strict=True):
                column.append(value)
    return Corpus(*columns)


def _rows(runs: Sequence[ConsensusRun], field: str) -> QuerySet[Consensus, tuple[Any, ...]]:
    decisions = Decision.objects.filter(
        dispute__batch=OuterRef("run__batch"),
        dispute__item=OuterRef("item"),
        dispute__field=OuterRef("field"),
    )
    decided = Subquery(decisions.order_by("-pk").values("answer")[:1])
    rows = accepted_answers(runs).filter(field=field).annotate(decided=decided).order_by("item_id")
    return rows.values_list(
        "item_id",
        "item_version_id",
        "run__batch_id",
        "answer",
        "decided",
        "annotations",
        "item_version__parts",
        "item__source_id",
    )


def text_of(parts: Mapping[str, Any]) -> str:
    """Return what an item says in words, up to what a model reads; names of files say nothing."""
    return "\n".join(words for part in parts.values() for words in _words(part))[:LONGEST_READ].strip()


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for turn in part:
            yield from _words(turn.get("text", "") if isinstance(turn, dict) else turn)


def answers_by_person(runs: Sequence[ConsensusRun], field: str) -> dict[int, dict[int, Answer]]:
    """Return of the people with most answers what each gave: person → item → answer, the latest batch last."""
    given: dict[int, dict[int, Answer]] = {}
    for run in runs:
        table = answer_table(run.batch, [field])
        rows = table.rows(field)
        columns = (table.person[rows], table.item[rows], table.given[field][rows])
        for person, item, code in zip(*(column.tolist() for column in columns), strict=True):
            given.setdefault(person, {})[item] = table.answers[field][table.values[field][code]]
    most = sorted(given, key=lambda person: (-len(given[person]), person))[:MOST_PEOPLE]
    return {person: given[person] for person in sorted(most)}


def titles(field: Field) -> dict[str, str]:
    """Return answer, as JSON has it for a key, → what people read."""
    kind, config = KINDS[field["kind"]], field["config"]
    return {str(answer): str(kind.show(answer, config)) for answer in kind.values(config)}


def source_names(project: Project) -> dict[int, str]:
    """Return source → its name."""
    return dict(Source.objects.filter(project=project).values_list("pk", "name"))
