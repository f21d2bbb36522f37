"""The quality of all answers of a project: by field, label, person, pair, batch, phase, guideline and week."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from dmops_platform.background import ask_cancel, enqueue, running
from dmops_platform.errors import RuleBroken, _
from guidelines.domain.kinds import KINDS
from labeling.models import Batch
from projects.models import Project
from projects.services import record
from verification.domain import breakdowns
from verification.domain.agreement import agreement_by_label, krippendorff_alpha, krippendorff_interval
from verification.domain.answers import Answers, as_label
from verification.domain.distances import ranked
from verification.domain.estimates import Figure
from verification.domain.kind_measures import figures
from verification.domain.ratings import Bools, CodedRatings, Scale, are_numbers
from verification.models import QualityReport, SelfCheckRule
from verification.selectors.quality import report_at_work
from verification.selectors.rating_rows import RatingRows, rating_rows
from verification.selectors.self_check import repeated_answers
from verification.services.conduct import people_figures, shapes_of

DRAWS = 300  # for each slice: rougher than the figure of the whole
MOST_SLICES = 60
MOST_PAIRS = 200
LEAST_COMMON = 5
EPOCH = date(1970, 1, 1)

Measure = Callable[[CodedRatings], Figure]


@transaction.atomic
def start_quality_report(*, project: Project, by: User) -> QualityReport:
    """Order one report over the answers of a project; asked twice while one is at work, it stays one."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if at_work := report_at_work(project):
        return at_work
    if not project.batches.filter(assignments__annotations__isnull=False).exists():
        raise RuleBroken(_("Nobody has answered in this project yet."), code="no_answers")
    report = QualityReport.objects.create(project=project, by=by)
    record("verification.start_quality_report", project=project, about=report, by=by)
    enqueue(report)
    return report


@transaction.atomic
def cancel_quality_report(*, report: QualityReport, by: User) -> None:
    """Stop a report. One that is over stays as it is."""
    if report.is_over:
        return
    ask_cancel(report)
    record("verification.cancel_quality_report", project=report.project, about=report, by=by)


def run_quality_report(report_id: int) -> None:
    """Compute the report once, however often the message arrives."""
    report = QualityReport.claim(report_id)
    if report is None:
        return
    with running(report):
        fields = rating_rows(report.project)
        report.heartbeat(done=0, total=len(fields))
        found = []
        for done, rows in enumerate(fields, start=1):
            found.append(_field(report, rows))
            report.heartbeat(done=done)
        with transaction.atomic():
            report.finish(report={"at": timezone.now().isoformat(timespec="milliseconds"), "fields": found})


def _field(report: QualityReport, rows: RatingRows) -> dict[str, Any]:
    measure, name = _measure(rows)
    beat = report.heartbeat
    by = {title: _slices(rows, measure, keys, beat) for title, keys in _dimensions(rows).items()}
    return {
        "field": rows.field["name"],
        "title": rows.field["title"],
        "measure": name,
        "overall": asdict(measure(rows.ratings)),
        "answers": len(rows.ratings),
        "by": by,
        "change": _change(by["week"]),
        "labels": _labels(rows),
        "heat": _heat(rows),
        "pairs": [pair._asdict() for pair in _pairs(rows)],
        "intra": _intra(report.project, rows),
        **people_figures(report.project, rows),
    }


def _measure(rows: RatingRows) -> tuple[Measure, str]:
    """Return the measure a field is judged by, and its name."""
    kind, config = KINDS[rows.field["kind"]], rows.field["config"]
    values = [as_label(value) for value in kind.values(config)]
    names = kind.agreement(config)
    if not values:
        name = next((name for name in names if name.startswith("alpha_")), "alpha_distance")
        return _shape_measure(rows, name), name
    is_ordinal = names[0] == "alpha_ordinal" or (names[0] == "alpha_interval" and not are_numbers(values))
    scale = Scale.ORDINAL if is_ordinal else Scale(names[0].removeprefix("alpha_"))
    order = values if is_ordinal and not are_numbers(values) else []
    return _label_measure(scale, order), f"alpha_{scale}"


def _label_measure(scale: Scale, order: Sequence[str]) -> Measure:
    def measure(ratings: CodedRatings) -> Figure:
        on_scale = ranked(ratings, order) if order else ratings
        spread = krippendorff_interval(on_scale, scale, draws=DRAWS)
        return Figure.of(krippendorff_alpha(on_scale, scale), spread)

    return measure


def _shape_measure(rows: RatingRows, name: str) -> Measure:
    shapes = shapes_of(rows)

    def measure(ratings: CodedRatings) -> Figure:
        answers = Answers(ratings.pairable(), shapes.values, shapes.distance, rows.lengths)
        return figures(answers, [name], draws=DRAWS)[name]

    return measure


def _dimensions(rows: RatingRows) -> dict[str, list[tuple[str, Bools]]]:
    """Return each way to cut the ratings: its parts as (key, which rows)."""
    batches = Batch.objects.in_bulk(np.unique(rows.batch).tolist())
    phase = {pk: batch.phase for pk, batch in batches.items()}
    phases = np.array([phase[pk] for pk in rows.batch.tolist()])
    weeks = np.unique(rows.week).tolist()
    return {
        "batch": [(batches[pk].name, rows.batch == pk) for pk in sorted(batches)],
        "phase": [(name, phases == name) for name in sorted(set(phase.values()))],
        "guideline": [
            (str(number or "—"), rows.guideline == number) for number in np.unique(rows.guideline).tolist()
        ],
        "week": [(_week(day), rows.week == day) for day in weeks],
    }


def _week(day: int) -> str:
    year, week, _day = (EPOCH + timedelta(days=day)).isocalendar()
    return f"{year}-W{week:02}"


def _slices(
    rows: RatingRows, measure: Measure, keys: Iterable[tuple[str, Bools]], beat: Callable[[], None]
) -> list[dict[str, Any]]:
    found = []
    for key, kept in list(keys)[-MOST_SLICES:]:
        ratings = rows.only(kept)
        found.append({"key": key, "answers": len(ratings), **asdict(measure(ratings))})
        beat()
    return found


def _change(weeks: Sequence[dict[str, Any]]) -> float | None:
    """Return the last week's figure less that of the week before, where both have one."""
    known = [week["value"] for week in weeks[-2:] if week["value"] is not None]
    return known[1] - known[0] if len(known) == 2 else None


def _labels(rows: RatingRows) -> list[dict[str, Any]]:
    if not KINDS[rows.field["kind"]].values(rows.field["config"]):
        return []
    found = agreement_by_label(rows.ratings)
    return [{"label": label, **asdict(estimate)} for label, estimate in found.items()]


def _heat(rows: RatingRows) -> dict[str, Any] | None:
    kind = KINDS[rows.field["kind"]]
    values = [as_label(value) for value in kind.values(rows.field["config"])]
    if not values or len(rows.ratings.labels) < 2 or not len(rows.ratings.pairable()):
        return None
    return breakdowns.heat_map(rows.ratings, values)._asdict()


def _pairs(rows: RatingRows) -> list[breakdowns.Pair]:
    return breakdowns.pair_agreement(rows.ratings, least=LEAST_COMMON)[:MOST_PAIRS]


def _intra(project: Project, rows: RatingRows) -> list[dict[str, Any]]:
    """Return how often people who saw an item twice, in two batches or in a self-check, answered the same."""
    given: dict[tuple[str, str], list[str]] = defaultdict(list)
    ratings = rows.ratings
    for item, person, label in zip(
        ratings.item.tolist(), ratings.annotator.tolist(), ratings.label.tolist(), strict=True
    ):
        name = ratings.items[item].partition(":")[2]
        given[ratings.annotators[person], name].append(ratings.labels[label])
    rules = SelfCheckRule.objects.filter(batch__project=project)
    found = breakdowns.self_agreement(given | repeated_answers(rules, rows.field["name"]))
    return [{"person": person, **asdict(share)} for person, share in found.items()]
