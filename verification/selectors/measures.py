"""Reads: the numbers of a project that its requirements are measured by."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from guidelines.domain.kinds import KINDS
from guidelines.selectors import published_schema
from projects.domain.stages import Measure
from projects.models import Project
from verification.domain.answers import as_label
from verification.domain.intervals import Share
from verification.models import Consensus, ConsensusRun, Decision, Dispute, DisputeState
from verification.selectors.audits import error_rate_of, latest_audit
from verification.selectors.evaluation import model_measures
from verification.selectors.in_force import accepted_answers, alpha_of, runs_in_force


def measures(project: Project) -> list[Measure]:
    """Return agreement, open disputes, accepted items, the share of each label among them, the error rate of
    the last audit, and what the last evaluation by a model measured.
    """
    runs = runs_in_force(project)
    open_ones = Dispute.objects.filter(batch__project=project, state=DisputeState.OPEN).count()
    disputes = Measure("disputes.open", open_ones if runs else None, n=open_ones)
    found = [alpha_of(runs), disputes, _accepted(runs), _error_rate(project), *_label_shares(project, runs)]
    return [*found, *model_measures(project)]


def _error_rate(project: Project) -> Measure:
    audit = latest_audit(project)
    rate = error_rate_of(audit) if audit else Share(None, 0)
    return Measure("audit.error_rate", rate.value, rate.n, rate.low, rate.high)


def _accepted(runs: Sequence[ConsensusRun]) -> Measure:
    if not runs:
        return Measure("items.accepted", None)
    n = accepted_answers(runs).values("item").distinct().count()
    return Measure("items.accepted", n, n)


def _label_shares(project: Project, runs: Sequence[ConsensusRun]) -> list[Measure]:
    """Return the share of every label of the schema in force among the accepted answers to its field."""
    schema = published_schema(project)
    if schema is None:
        return []
    counts = answer_counts(runs)
    shares: dict[str, Measure] = {}
    for field in schema.fields:
        labels = KINDS[field["kind"]].values(field["config"])
        total = sum(n for (name, _answer), n in counts.items() if name == field["name"])
        for label in labels:
            name = f"label_share.{label}"
            value = counts[field["name"], as_label(label)] / total if total else None
            shares.setdefault(name, Measure(name, value, total))
    return list(shares.values())


def answer_counts(runs: Sequence[ConsensusRun]) -> Counter[tuple[str, Any]]:
    """Return (field, answer in force) → on how many accepted items, decisions included. Two statements."""
    return _counts(runs)


def answer_counts_by_source(runs: Sequence[ConsensusRun]) -> Counter[tuple[str, Any, str]]:
    """Return (field, answer in force, name of the source) → on how many accepted items. Two statements."""
    return _counts(runs, "item__source__name")


def _counts(runs: Sequence[ConsensusRun], *more: str) -> Counter[Any]:
    rows = accepted_answers(runs)
    decisions = Decision.objects.filter(
        dispute__batch=OuterRef("run__batch"),
        dispute__item=OuterRef("item"),
        dispute__field=OuterRef("field"),
    )
    undecided, decided = rows.filter(~Exists(decisions)), rows.filter(Exists(decisions))
    last = Subquery(decisions.order_by("-pk").values("answer")[:1])
    counts = _counted(undecided, "answer", more)
    counts.update(_counted(decided.annotate(decision=last), "decision", more))
    return counts


def _counted(rows: QuerySet[Consensus], column: str, more: Sequence[str]) -> Counter[Any]:
    counted = rows.values_list("field", column, *more).annotate(times=Count("pk")).order_by()
    return Counter({(field, as_label(answer), *rest): times for field, answer, *rest, times in counted})
