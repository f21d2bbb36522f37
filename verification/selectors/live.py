"""Reads: the agreement of a batch at this moment, worked out from the answers since it was last asked for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.cache import cache

from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from labeling.models import Annotation, Batch
from labeling.selectors import current_annotations
from verification.domain.answers import as_label
from verification.domain.distances import most_compared
from verification.domain.estimates import Estimate
from verification.domain.ratings import Scale, are_numbers
from verification.domain.running import Labels, Pairs, is_of_pairs
from verification.selectors.consensus import READ_AT_ONCE, answered_fields

AT_ONCE = 500
KEPT_FOR = 600  # seconds; then it is worked out anew
LATE = 1_000  # how far below the last one ids of answers may turn up: transactions commit in any order


class LiveFigure(NamedTuple):
    """The agreement on one field at this moment; an alpha can be held against the goal of the brief."""

    field: str
    title: str
    measure: str
    value: float | None
    n: int
    undefined: str | None
    percent: float | None

    @property
    def is_alpha(self) -> bool:
        """Return whether it is an alpha."""
        return self.measure.startswith("alpha_")


@dataclass
class _State:
    """What has been counted of every item by field, and the ids of the latest answers among them."""

    running: dict[str, Labels | Pairs] = field(default_factory=dict)
    sizes: Counter[int] = field(default_factory=Counter)
    answers: int = 0
    last: int = 0
    recent: frozenset[int] = frozenset()


def live_agreement(batch: Batch) -> list[LiveFigure]:
    """Return the agreement on each field, over the answers in force right now, by a measure that can be kept up.

    What was counted before is kept in the cache; only items with answers since are counted again. Where the
    number of answers does not fit, as after answers were taken back, all is counted anew.
    """
    fields = answered_fields(batch.schema)
    key = f"live-agreement:2:{batch.pk}:{batch.schema_id}:{batch.opened_at.timestamp()}"
    state: _State = cache.get(key) or _State()
    in_force = current_annotations(batch).count()
    _update(batch, fields, state)
    if state.answers != in_force:
        state = _State()
        _update(batch, fields, state)
    cache.set(key, state, KEPT_FOR)
    return [
        _figure(of_field, state.running.get(of_field["name"]) or _nothing(of_field)) for of_field in fields
    ]


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
        state.running.setdefault(of_field["name"], _nothing(of_field))
    _recount(batch, fields, state, items)
    state.last = max(found)
    state.recent = frozenset(pk for pk in found if pk > state.last - LATE)


def _recount(batch: Batch, fields: list[Field], state: _State, items: set[int] | None) -> None:
    """Count these items as they are now, all of them by default, in place of what they were."""
    now: dict[str, dict[int, list[tuple[str, Any]]]] = {of["name"]: defaultdict(list) for of in fields}
    sizes: Counter[int] = Counter()
    for item, person, given in _answers(batch, items):
        sizes[item] += 1
        for name, of_items in now.items():
            if (value := given.get(name)) is not None:
                of_items[item].append((str(person), value))
    for of_field in fields:
        distance, of_items = _distance(of_field), now[of_field["name"]]
        for item in sizes if items is None else items:
            ordered = sorted(of_items.get(item, ()), key=lambda one: one[0])
            state.running[of_field["name"]].put(item, [value for _person, value in ordered], distance)
    state.sizes.update({item: sizes[item] - state.sizes[item] for item in (items or sizes)})
    state.answers = state.sizes.total()


def _answers(batch: Batch, items: set[int] | None) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Yield (item, person, answers) of the answers in force, of these items or all."""
    columns = ("assignment__item_id", "by_id", "answers")
    rows = current_annotations(batch)
    if items is None:
        yield from rows.values_list(*columns).iterator(chunk_size=READ_AT_ONCE)
        return
    listed = sorted(items)
    for start in range(0, len(listed), AT_ONCE):
        some = rows.filter(assignment__item__in=listed[start : start + AT_ONCE])
        yield from some.values_list(*columns)


def _distance(of_field: Field) -> Callable[[Any, Any], float]:
    kind, config = KINDS[of_field["kind"]], of_field["config"]
    return lambda one, other: kind.distance(one, other, config)


def _measure(of_field: Field) -> str:
    """Return the first measure of the kind that can be kept up: an alpha of labels, or a sum over pairs."""
    kind, config = KINDS[of_field["kind"]], of_field["config"]
    names = kind.agreement(config)
    if kind.values(config):
        return next(name for name in names if name.startswith("alpha_"))
    return next((name for name in names if is_of_pairs(name)), names[0])


def _nothing(of_field: Field) -> Labels | Pairs:
    measure = _measure(of_field)
    return Pairs(measure) if is_of_pairs(measure) else Labels()


def _figure(of_field: Field, running: Labels | Pairs) -> LiveFigure:
    found = running.value() if isinstance(running, Pairs) else _alpha(of_field, running)
    return LiveFigure(
        of_field["name"],
        of_field["title"],
        _measure(of_field),
        found.value,
        found.n,
        found.undefined,
        running.percent().value,
    )


def _alpha(of_field: Field, labels: Labels) -> Estimate:
    kind, config = KINDS[of_field["kind"]], of_field["config"]
    scale = _measure(of_field).removeprefix("alpha_")
    if scale not in set(Scale):
        return labels.alpha_by(_distance(of_field), most_compared(labels.values.values()))
    values = [as_label(value) for value in kind.values(config)]
    order = values if scale == Scale.ORDINAL and not are_numbers(values) else ()
    return labels.tally.alpha(Scale(scale), order)
