"""Reads: the facts that stand beside an auditor's judgement."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from guidelines.domain.kinds import KINDS
from guidelines.models import Gold
from projects.domain.stages import Measure
from projects.models import AccessLog, Project
from projects.selectors import brief_in_force, requirements
from sourcing.models import ItemVersion
from verification.domain.dimensions import (
    Dimension,
    Fact,
    diversity_facts,
    privacy_facts,
    sufficiency_facts,
)
from verification.domain.goals import is_met
from verification.domain.privacy import scan
from verification.models import Consensus, ConsensusRun, Decision
from verification.selectors.audits import texts_of
from verification.selectors.ethics import ethics_facts
from verification.selectors.evaluation import latest_evaluations
from verification.selectors.in_force import accepted_answers, alpha_of
from verification.selectors.measures import answer_counts, measures


def evidence_at(
    project: Project, runs: Sequence[ConsensusRun], drawn: Sequence[ItemVersion]
) -> dict[Dimension, list[Fact]]:
    """Return what is known now of every dimension; what the auditor finds comes to conformance and ethics."""
    texts, counts = texts_of(drawn), answer_counts(runs)
    sources = _items_by_source(runs)
    return {
        Dimension.CONFORMANCE: [],
        Dimension.SUFFICIENCY: _sufficiency(project, runs, counts, sources),
        Dimension.DIVERSITY: _diversity(runs, texts, counts, sources),
        Dimension.TRUSTWORTHINESS: _trustworthiness(project, runs),
        Dimension.PRIVACY: [*privacy_facts(scan(texts), len(texts)), *_raw_access(project)],
        Dimension.ETHICS: ethics_facts(project, runs),
    }


def _sufficiency(
    project: Project, runs: Sequence[ConsensusRun], counts: Counter[tuple[str, Any]], sources: Sequence[int]
) -> list[Fact]:
    found = {measure.name: measure for measure in measures(project)}
    labels = [n for of_field in _label_counts(runs, counts).values() for n in of_field]
    smallest = {"label": min(labels)} if labels else {}
    if sources:
        smallest["source"] = min(sources)
    return [
        *sufficiency_facts(found["items.accepted"].value, _planned(project), smallest),
        _requirements_met(project, found),
    ]


def _items_by_source(runs: Sequence[ConsensusRun]) -> list[int]:
    """Return how many items with an answer in force each source has."""
    rows = accepted_answers(runs).values_list("item__source").order_by()
    return [n for _source, n in rows.annotate(n=Count("item", distinct=True))]


def _raw_access(project: Project) -> list[Fact]:
    """Return how often raw or personal data was looked at, and by how many people."""
    looks = AccessLog.objects.filter(project=project)
    n = looks.count()
    return [Fact("raw_looks", n, n), Fact("raw_people", looks.values("by").distinct().count(), n)]


def _planned(project: Project) -> int | None:
    brief = brief_in_force(project)
    planned: int | None = brief.plan.aggregate(items=Sum("items"))["items"] if brief else None
    return planned


def _requirements_met(project: Project, found: dict[str, Measure]) -> Fact:
    """Return how many requirements are met, of those on what this app measures."""
    asked = [one for one in requirements(project) if one.metric in found and one.threshold is not None]
    met = 0
    for one in asked:
        value = found[one.metric].value
        met += value is not None and is_met(value, one.comparison, one.threshold or 0.0)
    return Fact("requirements_met", met if asked else None, len(asked))


def _label_counts(runs: Sequence[ConsensusRun], counts: Counter[tuple[str, Any]]) -> dict[str, list[int]]:
    """Return field → on how many items each of its possible answers is in force."""
    return {
        field["name"]: [counts[field["name"], label] for label in labels]
        for run in runs
        for field in run.batch.schema.fields
        if (labels := KINDS[field["kind"]].values(field["config"]))
    }


def _diversity(
    runs: Sequence[ConsensusRun],
    texts: Sequence[str],
    counts: Counter[tuple[str, Any]],
    sources: Sequence[int],
) -> list[Fact]:
    versions = accepted_answers(runs).aggregate(
        items=Count("item", distinct=True), texts=Count("item_version__content_sha256", distinct=True)
    )
    labels = _label_counts(runs, counts)
    return diversity_facts(labels, texts, versions["texts"], versions["items"], sources)


def _trustworthiness(project: Project, runs: Sequence[ConsensusRun]) -> list[Fact]:
    alpha, rows = alpha_of(runs), accepted_answers(runs)
    decisions = Decision.objects.filter(
        dispute__batch=OuterRef("run__batch"),
        dispute__item=OuterRef("item"),
        dispute__field=OuterRef("field"),
    )
    n, decided = rows.count(), rows.filter(Exists(decisions)).count()
    return [
        Fact("alpha", alpha.value, alpha.n, alpha.low, alpha.high),
        _gold(project, runs),
        Fact("decided", decided / n if n else None, n),
        _with_file(rows),
        _suspected(project),
    ]


def _with_file(rows: QuerySet[Consensus]) -> Fact:
    """Return the share of items whose raw file is kept."""
    items = rows.aggregate(
        all=Count("item", distinct=True),
        kept=Count("item", distinct=True, filter=Q(item__origin__isnull=False)),
    )
    return Fact("from_kept_file", items["kept"] / items["all"] if items["all"] else None, items["all"])


def _suspected(project: Project) -> Fact:
    """Return the share of answers that the last evaluation by a model does not believe."""
    told = [one.report["suspects"] for one in latest_evaluations(project) if "suspects" in one.report]
    n = sum(row["of"] for row in told)
    return Fact("suspected", sum(row["n"] for row in told) / n if n else None, n)


def _gold(project: Project, runs: Sequence[ConsensusRun]) -> Fact:
    """Return how far consensus before any decision agrees with gold, by the measure of the field."""
    gold = {(row.item_version_id, row.field): row.answer for row in Gold.objects.filter(project=project)}
    versions = {version for version, _field in gold}
    rows = accepted_answers(runs).filter(item_version__in=versions).select_related("run__batch__schema")
    scores = [
        KINDS[field["kind"]].score(row.answer, gold[row.item_version_id, row.field], field["config"])
        for row in rows
        for field in row.run.batch.schema.fields
        if field["name"] == row.field and (row.item_version_id, row.field) in gold
    ]
    return Fact("gold", sum(scores) / len(scores) if scores else None, len(scores))
