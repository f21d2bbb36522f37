"""The pilot's judgements: what the main work waits for, or why it goes without."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling import selectors
from labeling.domain.batching import LONGEST_REASON
from labeling.selectors import PersonFigures, Pilot
from projects.domain.phases import Phase
from projects.domain.roles import Right
from projects.domain.stages import Stage
from projects.models import Project, StagePass
from projects.selectors import people_with
from projects.services import pass_stage


@transaction.atomic
def confirm_guideline(*, project: Project, reason: str, by: User) -> StagePass:
    """Say that the guideline stays as it is after the pilot, and why."""
    pilot = _reported(project)
    if pilot.guideline is None:
        raise RuleBroken(_("No guideline is published, so none can be confirmed."), code="no_guideline")
    return pass_stage(
        project=project,
        stage=Stage.LABEL,
        what=selectors.CONFIRMED,
        by=by,
        reason=clean_reason(reason),
        evidence={"guideline": pilot.guideline.number},
    )


@transaction.atomic
def choose_people(*, project: Project, people: Collection[int], by: User, reason: str = "") -> StagePass:
    """Choose by id who gets the main work, with their figures of the pilot as evidence.

    Somebody who did nothing in the pilot is chosen only with a reason.
    """
    pilot = _reported(project)
    figures = selectors.figures_by_person(pilot.batches, annotators_with_ids(project, people))
    strangers = [str(one.person) for one in figures if not one.items]
    if strangers and not reason.strip():
        sentence = _("%(names)s did nothing in the pilot: give a reason.")
        raise BadInput(sentence, path="reason", names=", ".join(strangers))
    return pass_stage(
        project=project,
        stage=Stage.LABEL,
        what=selectors.CHOSEN,
        by=by,
        reason=reason.strip(),
        evidence={"people": [_evidence(one) for one in figures]},
    )


@transaction.atomic
def waive_pilot(*, project: Project, reason: str, by: User) -> StagePass:
    """Go without a pilot in this cycle, for a reason that stays on record."""
    reason = clean_reason(reason, path="without_pilot")
    return pass_stage(project=project, stage=Stage.LABEL, what=selectors.WAIVED, by=by, reason=reason)


def check_phase(*, project: Project, phase: Phase | None, without_pilot: str, by: User) -> Phase:
    """Return the phase of a new batch; refuse main work whose pilot is not settled, unless it is waived."""
    if without_pilot and phase == Phase.PILOT:
        raise BadInput(_("A pilot needs no reason to go without one."), path="without_pilot")
    if without_pilot:
        waive_pilot(project=project, reason=without_pilot, by=by)
    phase = phase or selectors.next_phase(project)
    missing = selectors.pilot_missing(selectors.pilot_of(project)) if phase == Phase.MAIN else []
    if missing:
        raise RuleBroken(
            _("The main work waits for its pilot. %(missing)s Or write why it goes without one."),
            code="pilot_missing",
            details={
                "missing": [{"sentence": one.sentence, "who": one.who, "url": one.url} for one in missing]
            },
            missing=" ".join(one.sentence for one in missing),
        )
    return phase


def _reported(project: Project) -> Pilot:
    """Return the pilot, locked against other judgements; refuse when there is nothing to judge by."""
    Project.objects.select_for_update().get(pk=project.pk)
    pilot = selectors.pilot_of(project)
    if pilot.report is None:
        raise RuleBroken(
            _("The pilot is not reported yet: compute the agreement of a pilot batch first."),
            code="pilot_missing",
        )
    return pilot


def annotators_with_ids(project: Project, people: Collection[int]) -> Sequence[User]:
    """Return these annotators of the project; an id that is none of them is refused."""
    found = list(people_with(project, Right.LABEL).filter(pk__in=list(people)))
    if not people or len(found) != len(set(people)):
        raise BadInput(_("Name one annotator of this project at least, and nobody else."), path="people")
    return found


def clean_reason(reason: str, path: str = "reason") -> str:
    """Return the reason without blanks around it; refuse an empty or an endless one."""
    reason = reason.strip()
    if not reason:
        raise BadInput(_("Say why, in one sentence."), path=path)
    if len(reason) > LONGEST_REASON:
        raise BadInput(_("A reason has at most %(most)s characters."), path=path, most=LONGEST_REASON)
    return reason


def _evidence(figures: PersonFigures) -> dict[str, Any]:
    return {
        "person": figures.person.pk,
        "items": figures.items,
        "agreement": figures.agreement.value,
        "agreement_n": figures.agreement.n,
        "gold": figures.gold.value,
        "gold_n": figures.gold.n,
        "seconds": figures.seconds,
    }
