"""Reads: a batch while it is worked on, with what somebody should look into. Nothing here punishes anybody."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from accounts.models import User
from dmops_platform.figures import written
from dmops_platform.states import State
from guidelines.domain.kinds import KINDS
from guidelines.selectors import fields_of
from labeling.domain.inspection import (
    FEWEST,
    SPEEDING,
    WINDOW,
    Forecast,
    Lean,
    forecast,
    hasty_below,
    hasty_share,
    lean,
)
from labeling.domain.lifecycle import AssignmentState
from labeling.models import Assignment, Batch, PausedPerson
from labeling.selectors.gold import accuracy, hidden_gold_scores
from labeling.selectors.people import Answer, answers_in, median_seconds
from labeling.selectors.work import Progress, current_annotations, pauses_in, progress
from projects.domain.intervals import Share, share
from projects.models import Project
from projects.selectors import brief_in_force, requirements

#: what hidden gold asks of a person where the brief says nothing
PASS_MARK = 0.8


class AlertKind(State):
    """What somebody should look into."""

    LATE = "late"
    LOW_GOLD = "low_gold"
    SPEEDING = "speeding"
    ONE_SIDED = "one_sided"
    SKIPPING = "skipping"


class Alert(NamedTuple):
    """One thing to look into, in words with its numbers; `person` None where it is about the batch."""

    kind: AlertKind
    person: User | None
    sentence: str


@dataclass(frozen=True, slots=True)
class PersonInspection:
    """How one person works in a batch."""

    person: User
    items: int
    seconds: float | None
    hasty: Share
    skipped: Share
    gold: Share
    lean: Lean | None
    pause: PausedPerson | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A batch while it is worked on."""

    batch: Batch
    progress: Progress
    forecast: Forecast
    people: list[PersonInspection]
    alerts: list[Alert]


def inspection(batch: Batch) -> Inspection:
    """Return progress and forecast of a batch, everybody's figures, and what they give reason to look into."""
    done = progress(batch)
    pace, people = _forecast(batch, done), _people(batch)
    mark = pass_mark(batch.project)
    alerts = [*_late(pace), *(alert for person in people for alert in _alerts(person, people, mark))]
    return Inspection(batch, done, pace, people, alerts)


def pass_mark(project: Project) -> float:
    """Return the share of hidden gold to be answered right: what the brief in force asks, else 80 %."""
    asked = [row.threshold for row in requirements(project) if row.metric == "gold.accuracy"]
    return next((mark for mark in asked if mark is not None), PASS_MARK)


def _forecast(batch: Batch, done: Progress) -> Forecast:
    answers = current_annotations(batch).filter(version=1)
    last = answers.aggregate(last=Max("saved_at"))["last"]
    recent = answers.filter(saved_at__gt=last - WINDOW) if last else answers.none()
    facts = recent.aggregate(n=Count("id"), first=Min("saved_at"))
    return forecast(
        left=done.free + done.leased,
        recent=facts["n"],
        since=facts["first"] or batch.opened_at,
        now=timezone.now(),
        due_on=batch.deadline_on or planned_on(batch),
    )


def planned_on(batch: Batch) -> date | None:
    """Return when the plan of the brief in force wants this phase done."""
    brief = brief_in_force(batch.project)
    dates = [step.due_on for step in brief.plan.all() if step.phase == batch.phase] if brief else []
    return max((day for day in dates if day), default=None)


def _people(batch: Batch) -> list[PersonInspection]:
    of_person: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers_in([batch]):
        of_person[answer.person].append(answer)
    seconds = {person: _seconds(answers) for person, answers in of_person.items()}
    below = hasty_below([second for theirs in seconds.values() for second in theirs])
    skips, gold = _skips(batch), hidden_gold_scores([batch])
    leans = _leans(batch, of_person)
    pauses = {pause.person_id: pause for pause in pauses_in(batch.project)}
    known = User.objects.filter(pk__in={*of_person, *skips}).order_by("full_name", "pk")
    return [
        PersonInspection(
            person=person,
            items=sum(not answer.is_gold for answer in of_person[person.pk]),
            seconds=median_seconds(of_person[person.pk]),
            hasty=hasty_share(seconds.get(person.pk, []), below),
            skipped=share(skips[person.pk], skips[person.pk] + len(of_person[person.pk])),
            gold=accuracy(gold.get(person.pk, [])),
            lean=leans.get(person.pk),
            pause=pauses.get(person.pk),
        )
        for person in known
    ]


def _seconds(answers: Sequence[Answer]) -> list[float]:
    return [answer.seconds for answer in answers if answer.seconds]


def _skips(batch: Batch) -> Counter[int]:
    rows = Assignment.objects.filter(batch=batch, state=AssignmentState.SKIPPED)
    return Counter(dict(rows.values_list("person").annotate(n=Count("id"))))


def _leans(batch: Batch, of_person: Mapping[int, Sequence[Answer]]) -> dict[int, Lean]:
    """Return person → the label they lean to most, over all fields that have labels."""
    found: dict[int, Lean] = {}
    for field in fields_of(batch.schema):
        kind, config, name = KINDS[field["kind"]], field["config"], field["name"]
        titles = kind.titles(config)
        counts = {
            person: kind.summarise([each.answers[name] for each in answers if name in each.answers], config)
            for person, answers in of_person.items()
        }
        everybody: Counter[str] = Counter()
        for own in counts.values():
            everybody.update(own)
        for person, own in counts.items():
            here = lean(own, everybody)
            if here and (person not in found or _excess(here) > _excess(found[person])):
                found[person] = Lean(titles.get(here.label, here.label), here.own, here.others)
    return found


def _excess(found: Lean) -> float:
    return (found.own.value or 0.0) - (found.others.value or 0.0)


def _late(pace: Forecast) -> Iterator[Alert]:
    if pace.is_late and pace.done_on and pace.due_on:
        sentence = gettext("At this pace the last answer comes on %(done)s; it is due on %(due)s.")
        facts = {"done": date_format(pace.done_on, "Y-m-d"), "due": date_format(pace.due_on, "Y-m-d")}
        yield Alert(AlertKind.LATE, None, sentence % facts)


def _alerts(one: PersonInspection, everybody: Sequence[PersonInspection], mark: float) -> Iterator[Alert]:
    if one.gold.high is not None and one.gold.high < mark:
        sentence = gettext(
            "Right on hidden gold: %(value)s %% of %(n)s, at most %(high)s %%; asked is %(mark)s %%."
        )
        yield Alert(AlertKind.LOW_GOLD, one.person, sentence % _percents(one.gold, mark=mark))
    if one.hasty.n >= FEWEST and (one.hasty.value or 0.0) >= SPEEDING:
        sentence = gettext("%(value)s %% of %(n)s answers took less than a third of the median time.")
        yield Alert(AlertKind.SPEEDING, one.person, sentence % _percents(one.hasty))
    if one.lean and one.lean.is_one_sided:
        sentence = gettext(
            "“%(label)s” is %(value)s %% of %(n)s labels given; the others give it in %(others)s %%."
        )
        facts = _percents(one.lean.own, others=one.lean.others.value or 0.0)
        yield Alert(AlertKind.ONE_SIDED, one.person, sentence % {"label": one.lean.label, **facts})
    others = [row for row in everybody if row is not one]
    if others and _skips_more(one.skipped, others):
        sentence = gettext("Skipped %(value)s %% of %(n)s items, more than the others do.")
        yield Alert(AlertKind.SKIPPING, one.person, sentence % _percents(one.skipped))


def _skips_more(own: Share, others: Sequence[PersonInspection]) -> bool:
    """True when the interval of a person's skips lies above that of the others together."""
    n = sum(row.skipped.n for row in others)
    theirs = share(sum((row.skipped.value or 0.0) * row.skipped.n for row in others), n)
    return min(own.n, n) >= FEWEST and (own.low or 0.0) > (theirs.high or 0.0)


def _percents(of: Share, **more: float) -> dict[str, str]:
    values = {"value": of.value or 0.0, "high": of.high or 0.0, **more}
    facts = {name: written(100 * value) for name, value in values.items()}
    return {"n": number_format(of.n, force_grouping=True), **facts}
