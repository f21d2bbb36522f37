"""How an answer in force is written down when it is frozen."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from delivery.domain.lines import Consensus, SoftLabel


class Frozen(NamedTuple):
    """One row of the frozen list: an item version, its answers by field, and the annotations behind them."""

    item_version: int
    answers: dict[str, Any]
    consensus: dict[str, Consensus]
    annotations: list[int]


class InForce(NamedTuple):
    """The answer in force to one field of one item, and how it came about."""

    item_version: int
    field: str
    answer: Any
    how: str
    share: float
    n: int
    is_tie: bool
    is_disputed: bool
    annotations: Sequence[int]
    soft: Sequence[tuple[Any, float]] = ()


def by_model(item_version: int, field: str, answer: Any) -> InForce:
    """Return the answer of a model to a field that nobody is asked."""
    return InForce(item_version, field, answer, "model", 0, 0, False, False, ())


def frozen(fields: Sequence[InForce], given: Mapping[int, Mapping[str, Any]]) -> Frozen:
    """Return the frozen row of one item; `given` has the answers of each annotation behind its fields."""
    return Frozen(
        item_version=fields[0].item_version,
        answers={each.field: each.answer for each in fields},
        consensus={each.field: _fact(each, given) for each in fields},
        annotations=sorted({annotation for each in fields for annotation in each.annotations}),
    )


def _fact(each: InForce, given: Mapping[int, Mapping[str, Any]]) -> Consensus:
    """Return the fact of one field. The share of a decision is that of the people who had answered so: 0 where
    nobody had, because the field was not asked of them.
    """
    share = each.share
    if each.how == "decision":
        votes = [given[annotation].get(each.field) for annotation in each.annotations]
        share = votes.count(each.answer) / len(votes) if votes else 0.0
    fact = Consensus(how=each.how, share=share, n=each.n, tie=each.is_tie, disputed=each.is_disputed)
    if each.soft:
        fact["soft"] = [SoftLabel(answer=answer, share=given) for answer, given in each.soft]
    return fact
