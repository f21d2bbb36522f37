"""Reads: what the pilot found, and what the main work still waits for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from accounts.models import User
from guidelines.models import Guideline
from guidelines.selectors import published_guideline
from labeling.domain.lifecycle import Purpose
from labeling.models import Batch
from labeling.selectors.work import progress
from projects.domain.phases import Phase
from projects.domain.roles import Right, Role
from projects.domain.stages import Missing, Stage
from projects.models import Project, StagePass
from projects.selectors import cycle_of, people_with

#: judgements of stage 8; the first is written by verification when agreement of a pilot is computed
REPORTED = "pilot_reported"
CONFIRMED = "guideline_confirmed"
CHOSEN = "people_chosen"
WAIVED = "pilot_waived"


@dataclass(frozen=True, slots=True)
class Pilot:
    """Where the pilot of the present cycle stands. Computing agreement again does not undo what followed it."""

    project: Project
    batches: tuple[Batch, ...]
    first_report: StagePass | None
    report: StagePass | None
    guideline: Guideline | None
    confirmed: StagePass | None
    chosen: StagePass | None
    waived: StagePass | None

    @property
    def is_guideline_settled(self) -> bool:
        """True when a guideline was published, or the present one confirmed, after the pilot was reported."""
        if self.first_report is None or self.guideline is None:
            return False
        published_at = self.guideline.published_at
        return self.confirmed is not None or (
            published_at is not None and published_at > self.first_report.at
        )


def pilot_of(project: Project) -> Pilot:
    """Return where the pilot of the present cycle stands."""
    cycle = cycle_of(project)
    passes: dict[str, list[StagePass]] = defaultdict(list)
    judged = StagePass.objects.filter(project=project, stage=Stage.LABEL, cycle=cycle).select_related("by")
    for row in judged.order_by("-pk"):
        passes[row.what].append(row)
    pilots = Batch.objects.filter(project=project, phase=Phase.PILOT, cycle=cycle)
    batches = pilots.exclude(purpose=Purpose.SELF_CHECK)
    return Pilot(
        project=project,
        batches=tuple(batches.select_related("schema").order_by("pk")),
        first_report=next(reversed(passes[REPORTED]), None),
        report=next(iter(passes[REPORTED]), None),
        guideline=published_guideline(project),
        confirmed=next(iter(passes[CONFIRMED]), None),
        chosen=next(iter(passes[CHOSEN]), None),
        waived=next(iter(passes[WAIVED]), None),
    )


def next_phase(project: Project) -> Phase:
    """Return the phase of a batch that names none: pilot until one is reported or waived in this cycle."""
    pilot = pilot_of(project)
    return Phase.MAIN if pilot.report or pilot.waived else Phase.PILOT


def chosen_people(pilot: Pilot) -> QuerySet[User]:
    """Return those chosen for the main work who can still label."""
    chosen = [row["person"] for row in pilot.chosen.evidence["people"]] if pilot.chosen else []
    return people_with(pilot.project, Right.LABEL).filter(pk__in=chosen)


def pilot_missing(pilot: Pilot) -> list[Missing]:
    """Return what the main work waits for; nothing when the pilot was waived."""
    return [] if pilot.waived else list(_missing(pilot))


def is_only_rework(project: Project) -> bool:
    """True in a later cycle whose batches only have items answered once more: it needs no pilot."""
    cycle = cycle_of(project)
    batches = Batch.objects.filter(project=project, cycle=cycle).exclude(purpose=Purpose.SELF_CHECK)
    return cycle > 1 and batches.exists() and not batches.filter(purpose=Purpose.NEW).exists()


def _missing(pilot: Pilot) -> Iterator[Missing]:
    page = reverse("labeling:pilot_page", args=[pilot.project.pk])
    if pilot.report is None:
        yield _unreported(pilot)
    if pilot.guideline is None:
        url = reverse("guidelines:guideline_page", args=[pilot.project.pk])
        yield Missing(gettext("No guideline is published."), Role.PM, url)
    elif not pilot.is_guideline_settled:
        sentence = gettext(
            "Guideline version %(number)s is from before the pilot's report: publish a new version or confirm it."
        )
        yield Missing(sentence % {"number": pilot.guideline.number}, Role.PM, page)
    if pilot.chosen is None:
        yield Missing(gettext("The people for the main work are not chosen yet."), Role.PM, page)


def _unreported(pilot: Pilot) -> Missing:
    """Say how far the pilot is, and lead to its next step."""
    if not pilot.batches:
        url = reverse("labeling:open_batch", args=[pilot.project.pk])
        return Missing(gettext("No pilot was opened in this cycle."), Role.PM, url)
    batch = pilot.batches[-1]
    done = progress(batch)
    url = reverse("labeling:batch_page", args=[batch.pk])
    if done.is_complete:
        sentence = gettext("The pilot “%(name)s” is complete: compute its agreement, which reports it.")
        return Missing(sentence % {"name": batch.name}, Role.PM, url)
    sentence = gettext("The pilot “%(name)s” is not reported: it has %(done)s of %(total)s answers.")
    counts = {"done": done.done, "total": done.total}
    facts = {name: number_format(n, force_grouping=True) for name, n in counts.items()}
    return Missing(sentence % {"name": batch.name, **facts}, Role.ANNOTATOR, url)
