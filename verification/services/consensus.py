"""Agreement and consensus of a batch, computed in the background."""

from collections.abc import Iterator
from importlib.metadata import version
from itertools import islice
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dmops_platform.background import JobState, LostLease, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from labeling.models import Batch
from labeling.selectors import current_annotations
from projects.domain.phases import Phase
from projects.domain.stages import Stage
from projects.services import pass_stage, record
from verification import selectors
from verification.domain.answers import as_label
from verification.domain.ratings import Scale
from verification.models import (
    LARGEST_SEED,
    Consensus,
    ConsensusMethod,
    ConsensusRun,
    Decision,
    Dispute,
    DisputeState,
    How,
)
from verification.selectors import AnswerTable
from verification.services.dependants import settle_dependants
from verification.services.reports import FieldReport, consensus_report
from verification.services.shapes import shape_report

CHUNK = 5_000
LIBRARIES = ("krippendorff", "numpy")

Differing = dict[tuple[int, str], int]


@transaction.atomic
def start_consensus(
    *,
    batch: Batch,
    by: User | None,
    method: str = ConsensusMethod.MAJORITY,
    scale: str = Scale.NOMINAL,
    seed: int = 0,
) -> ConsensusRun:
    """Order one computation over the batch; asked twice while it is at work, it stays one."""
    settings = {"method": _method(method), "scale": _scale(scale), "seed": _seed(seed)}
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch.pk)
    if at_work := selectors.run_at_work(batch):
        return _same(at_work, settings)
    if not current_annotations(batch).exists():
        raise RuleBroken(
            _("Nobody has answered in this batch yet, so there is nothing to compare."), code="no_answers"
        )
    run = ConsensusRun.objects.create(batch=batch, by=by, **settings)
    record("verification.start_consensus", project=batch.project, about=run, by=by, **settings)
    enqueue(run)
    return run


def _method(method: str) -> str:
    if method not in set(ConsensusMethod):
        raise BadInput(
            _("There is no such method. Choose majority, weighted, dawid_skene, mace or glad."), path="method"
        )
    return str(method)


def _scale(scale: str) -> str:
    if scale not in set(Scale):
        raise BadInput(_("There is no such scale. Choose nominal, ordinal, interval or ratio."), path="scale")
    return str(scale)


def _seed(seed: int) -> int:
    if not 0 <= seed <= LARGEST_SEED:
        raise BadInput(_("A seed is a number from 0 to %(most)s."), path="seed", most=LARGEST_SEED)
    return seed


def _same(run: ConsensusRun, settings: dict[str, Any]) -> ConsensusRun:
    if settings == {name: getattr(run, name) for name in settings}:
        return run
    raise RuleBroken(
        _("Another computation over this batch is at work. Wait until it is done."), code="already_at_work"
    )


def run_consensus(run_id: int) -> None:
    """Compute the run once, however often the message arrives; killed and run again it ends the same."""
    run = ConsensusRun.claim(run_id)
    if run is None:
        return
    with running(run):
        _compute(run)


def _compute(run: ConsensusRun) -> None:
    Consensus.objects.filter(run=run).delete()
    fields = selectors.answered_fields(run.batch.schema)
    table = selectors.answer_table(run.batch, [field["name"] for field in fields])
    run.heartbeat(total=sum(len(np.unique(table.item[table.rows(field["name"])])) for field in fields))
    reports = {}
    for field in fields:
        reports[field["name"]] = _field_report(run, table, field)
        run.heartbeat()
    _write_consensus(run, table, reports)
    with transaction.atomic():
        _hold(run)
        _update_disputes(run.batch, _differing(table, reports))
        run.finish(report=_report(run, table, fields, reports))
        _report_pilot(run)


def _report_pilot(run: ConsensusRun) -> None:
    """Tell the stage of labelling that its pilot was computed: the main work asks for it."""
    by = run.by or run.batch.by
    if run.batch.phase == Phase.PILOT:
        alpha = selectors.alpha_of([run])
        evidence = {"run": run.pk, "alpha": alpha.value, "n": alpha.n}
        pass_stage(
            project=run.batch.project, stage=Stage.LABEL, what="pilot_reported", by=by, evidence=evidence
        )


def _field_report(run: ConsensusRun, table: AnswerTable, field: Field) -> FieldReport:
    kind, name = KINDS[field["kind"]], field["name"]
    method = ConsensusMethod(run.method)
    values = kind.values(field["config"])
    if not values:
        lengths = selectors.lengths_of(run.batch, field)
        return shape_report(field, table.ratings(name), table.answers[name], lengths, method, run.seed)
    is_ordered = kind.scale(field["config"]) != "nominal"
    return consensus_report(
        table.ratings(name),
        method=method,
        scale=Scale(run.scale),
        order=[as_label(value) for value in values] if is_ordered else (),
        answers=table.answers[name],
        seed=run.seed,
    )


def _report(
    run: ConsensusRun, table: AnswerTable, fields: list[Field], reports: dict[str, FieldReport]
) -> dict[str, Any]:
    return {
        "at": timezone.now().isoformat(timespec="milliseconds"),
        "method": run.method,
        "scale": run.scale,
        "seed": run.seed,
        "annotations": len(table.annotation),
        "last_annotation": int(table.annotation.max(initial=0)),
        "libraries": {name: version(name) for name in LIBRARIES},
        "fields": [
            {"field": field["name"], "title": field["title"], **reports[field["name"]].figures}
            for field in fields
        ],
    }


def _hold(run: ConsensusRun) -> None:
    """Lock the run for this transaction; raise LostLease when it is no longer ours."""
    mine = ConsensusRun.objects.filter(pk=run.pk, attempt=run.attempt, state=JobState.RUNNING)
    if not mine.select_for_update().values_list("pk").first():
        raise LostLease


def _write_consensus(run: ConsensusRun, table: AnswerTable, reports: dict[str, FieldReport]) -> None:
    rows = (row for name, report in reports.items() for row in _consensus_rows(run, table, name, report))
    written = 0
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            _hold(run)
            Consensus.objects.bulk_create(chunk)
        written += len(chunk)
        run.heartbeat(done=written)


def _consensus_rows(
    run: ConsensusRun, table: AnswerTable, name: str, report: FieldReport
) -> Iterator[Consensus]:
    rows = table.rows(name)
    annotations, versions = table.annotation[rows].tolist(), table.item_version[rows].tolist()
    given = report.ratings.label.tolist()
    starts = np.flatnonzero(np.diff(report.ratings.item, prepend=-1)).tolist()
    ends = [*starts, len(rows)][1:]
    for item, settled, start, end, distinct in zip(
        report.ratings.items, report.settled, starts, ends, report.distinct.tolist(), strict=True
    ):
        label = report.ratings.labels[given[start]]
        is_everybodys = distinct == 1 and table.answers[name][label] == settled.answer
        yield Consensus(
            run_id=run.pk,
            item_id=int(item),
            item_version_id=versions[start],
            field=name,
            answer=settled.answer,
            how=_how(run, end - start) if is_everybodys else run.method,
            share=settled.confidence,
            n=end - start,
            is_tie=settled.is_tie,
            annotations=annotations[start:end],
            soft=settled.soft if distinct > 1 else [],
        )


def _how(run: ConsensusRun, n: int) -> How:
    return How.ONLY if n == 1 else How.UNANIMOUS


def _differing(table: AnswerTable, reports: dict[str, FieldReport]) -> Differing:
    """Return (item id, field) → item version id wherever answers differ."""
    version_of = dict(zip(table.item.tolist(), table.item_version.tolist(), strict=True))
    return {
        (int(item), name): version_of[int(item)]
        for name, report in reports.items()
        for item, distinct in zip(report.ratings.items, report.distinct.tolist(), strict=True)
        if distinct > 1
    }


def _update_disputes(batch: Batch, differing: Differing) -> None:
    """Open what is new, reopen what differs again and dissolve what agrees by now; settled ones stay."""
    rows = Dispute.objects.filter(batch=batch).values_list("pk", "item_id", "field", "state")
    known = {(item, field): (pk, state) for pk, item, field, state in rows}
    Dispute.objects.bulk_create(
        (
            Dispute(batch=batch, item_id=item, item_version_id=item_version, field=field)
            for (item, field), item_version in differing.items()
            if (item, field) not in known
        ),
        batch_size=CHUNK,
        ignore_conflicts=True,
    )
    reopened = [pk for key, (pk, _s) in known.items() if key in differing]
    dissolved = [pk for key, (pk, _s) in known.items() if key not in differing]
    _move_disputes(reopened, DisputeState.DISSOLVED, DisputeState.OPEN)
    _move_disputes(dissolved, DisputeState.OPEN, DisputeState.DISSOLVED)
    decided = Decision.objects.filter(dispute__batch=batch).values_list("dispute__item", flat=True)
    settle_dependants(batch, set(decided))


def _move_disputes(keys: list[int], old: DisputeState, new: DisputeState) -> None:
    for start in range(0, len(keys), CHUNK):
        Dispute.objects.filter(pk__in=keys[start : start + CHUNK], state=old).update(state=new)
