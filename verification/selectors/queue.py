"""Reads: the disputes a person looks for, by field, labels, batch and blind person."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from guidelines.domain.schema import Field
from labeling.models import Batch
from labeling.selectors import current_annotations
from projects.models import Project
from verification.models import Consensus, Dispute, DisputeState
from verification.selectors.comparing import labels_apart
from verification.selectors.consensus import blind_numbers
from verification.selectors.disputes import disputes_for, not_own
from verification.selectors.in_force import runs_in_force

#: so many disputes are looked through for pairs of labels
MOST_COMPARED = 5_000
#: so many pairs are offered
MOST_PAIRS = 200


class Pair(NamedTuple):
    """Two labels of a field that people gave to the same thing, in order; "" is no mark at all."""

    field: str
    one: str
    other: str


class Wanted(NamedTuple):
    """Which disputes: None asks for nothing. `person` is a blind number of the batch."""

    state: str | None = None
    batch: Batch | None = None
    field: str | None = None
    pair: Pair | None = None
    person: int | None = None


def queue(user: User, project: Project, wanted: Wanted) -> QuerySet[Dispute]:
    """Return the disputes of the project that fit, in the order of their ids."""
    rows = disputes_for(user).filter(batch__project=project)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.batch:
        rows = rows.filter(batch=wanted.batch)
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.pair:
        rows = rows.filter(pk__in=[pk for pk, pair in _pairs(project) if pair == wanted.pair])
    if wanted.batch and wanted.person is not None:
        items = current_annotations(wanted.batch).filter(by__in=_people(wanted.batch, wanted.person))
        rows = rows.filter(item__in=items.values("assignment__item"))
    return rows.order_by("pk")


def open_in_queue(user: User, project: Project, wanted: Wanted) -> QuerySet[Dispute]:
    """Return what fits and this person can decide now."""
    return not_own(user, queue(user, project, wanted._replace(state=DisputeState.OPEN)))


def beside(user: User, dispute: Dispute, wanted: Wanted) -> tuple[Dispute | None, Dispute | None]:
    """Return the open dispute before this one and the one after it, which at the end is the first."""
    others = open_in_queue(user, dispute.batch.project, wanted).exclude(pk=dispute.pk)
    before, after = others.filter(pk__lt=dispute.pk).last(), others.filter(pk__gt=dispute.pk).first()
    return before, after or others.first()


def fields_in_dispute(project: Project) -> list[str]:
    """Return the names of the fields that have a dispute."""
    rows = Dispute.objects.filter(batch__project=project).order_by("field")
    return list(rows.values_list("field", flat=True).distinct())


def pairs_in_dispute(project: Project) -> list[tuple[Pair, int]]:
    """Return the pairs of labels people put against each other and in how many disputes, the most frequent first."""
    counts = Counter(pair for _pk, pair in _pairs(project))
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:MOST_PAIRS]


def blind_people(batch: Batch) -> list[int]:
    """Return the blind numbers of those who answered in the batch."""
    return sorted(_numbers(batch).values())


def _pairs(project: Project) -> Iterator[tuple[int, Pair]]:
    """Yield (dispute, pair) for every two labels that stand against each other in one place of its answers."""
    runs = {run.pk: run for run in runs_in_force(project)}
    asked: dict[tuple[int, str], Field] = {
        (run.batch_id, field["name"]): field for run in runs.values() for field in run.batch.schema.fields
    }
    disputes = Dispute.objects.filter(batch__project=project).values_list("batch", "item", "field", "pk")
    known = {(batch, item, field): pk for batch, item, field, pk in disputes}
    rows = Consensus.objects.filter(run__in=list(runs)).exclude(soft=[]).order_by("-pk")
    for run, item, name, soft in rows.values_list("run", "item", "field", "soft")[:MOST_COMPARED]:
        batch = runs[run].batch_id
        dispute = known.get((batch, item, name))
        if dispute is not None:
            for one, other in labels_apart(asked[batch, name], [answer for answer, _share in soft]):
                yield dispute, Pair(name, one, other)


def _numbers(batch: Batch) -> dict[str, int]:
    people = current_annotations(batch).order_by("by").values_list("by", flat=True).distinct()
    return blind_numbers(f"batch {batch.pk}", [str(person) for person in people])


def _people(batch: Batch, number: int) -> list[int]:
    return [int(person) for person, blind in _numbers(batch).items() if blind == number]
