"""Reads: the agreement of a batch at this moment, worked out from the answers since it was last asked for."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.cache import cache

from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from labeling.models import Annotation, Batch
from labeling.selectors import current_annotations
from verification.domain.answers import as_label
from verification.domain.ratings import Scale, are_numbers
from verification.domain.tally import Tally
from verification.selectors.consensus import READ_AT_ONCE, comparable_fields

AT_ONCE = 500
KEPT_FOR = 600  # seconds; then it is worked out anew
LATE = 1_000  # how far below the last one ids of answers may turn up: transactions commit in any order


class LiveFigure(NamedTuple):
    """The agreement on one field at this moment."""

    field: str
    title: str
    measure: str
    value: float | None
    n: int
    undefined: str | None
    percent: float | None


@dataclass
class _State:
    """What has been counted: the labels of every item by field, and the ids of the latest answers among them."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    given: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    sizes: Counter[int] = field(default_factory=Counter)
    answers: int = 0
    last: int = 0
    recent: frozenset[int] = frozenset()


def live_agreement(batch: Batch) -> list[LiveFigure]:
    """Return the agreement on each field whose answers can be listed, over the answers in force right now.

    What was counted before is kept in the cache; only items with answers since are counted again. Where the
    number of answers does not fit, as after answers were taken back, all is counted anew.
    """
    fields = comparable_fields(batch.schema)
    key = f"live-agreement:{batch.pk}:{batch.schema_id}"
    state: _State = cache.get(key) or _State()
    in_force = current_annotations(batch).count()
    _update(batch, fields, state)
    if state.answers != in_force:
        state = _State()
        _update(batch, fields, state)
    cache.set(key, state, KEPT_FOR)
    return [_figure(of_field, state.tallies.get(of_field["name"], Tally())) for of_field in fields]


def _update(batch: Batch, fields: list[Field], state: _State) -> None:
    rows = Annotation.objects.filter(assignment__batch=batch, pk__gt=state.last - LATE)
    found = set(rows.values_list("pk", flat=True))
    new = found - state.recent
    if not new:
        return
    if state.last:
        items: set[int] | None = set(rows.filter(pk__in=new).values_list("assignment__item_id", flat=True))
    else:
        items = None
    for of_field in fields:
        state.tallies.setdefault(of_field["name"], Tally())
        state.given.setdefault(of_field["name"], {})
    _recount(batch, state, items)
    state.last = max(found)
    state.recent = frozenset(pk for pk in found if pk > state.last - LATE)


def _recount(batch: Batch, state: _State, items: set[int] | None) -> None:
    """Count these items as they are now, all of them by default, in place of what they were."""
    now: dict[str, dict[int, list[str]]] = {name: defaultdict(list) for name in state.given}
    sizes: Counter[int] = Counter()
    for item, given in _answers(batch, items):
        sizes[item] += 1
        for name, of_items in now.items():
            if (value := given.get(name)) is not None:
                of_items[item].append(as_label(value))
    for item in sizes if items is None else items:
        state.sizes[item] = sizes[item]
        for name, of_items in now.items():
            known = state.given[name]
            state.tallies[name].add(known.get(item, ()), -1)
            known[item] = tuple(sorted(of_items.get(item, ())))
            state.tallies[name].add(known[item])
    state.answers = state.sizes.total()


def _answers(batch: Batch, items: set[int] | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (item, answers) of the answers in force, of these items or all."""
    columns = ("assignment__item_id", "answers")
    rows = current_annotations(batch)
    if items is None:
        yield from rows.values_list(*columns).iterator(chunk_size=READ_AT_ONCE)
        return
    listed = sorted(items)
    for start in range(0, len(listed), AT_ONCE):
        some = rows.filter(assignment__item__in=listed[start : start + AT_ONCE])
        yield from some.values_list(*columns)


def _figure(of_field: Field, tally: Tally) -> LiveFigure:
    kind, config = KINDS[of_field["kind"]], of_field["config"]
    values = [as_label(value) for value in kind.values(config)]
    measure = next(name for name in kind.agreement(config) if name.startswith("alpha_"))
    scale = Scale(measure.removeprefix("alpha_"))
    order = values if scale == Scale.ORDINAL and not are_numbers(values) else ()
    alpha = tally.alpha(scale, order)
    return LiveFigure(
        of_field["name"],
        of_field["title"],
        measure,
        alpha.value,
        alpha.n,
        alpha.undefined,
        tally.percent().value,
    )
