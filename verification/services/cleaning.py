"""What people do about suspects: answer them anew, say that they stand, or begin another round."""

from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.domain.batching import MOST_OVERLAP
from labeling.domain.lifecycle import Purpose
from labeling.services.batches import open_batch
from projects.domain.roles import Right
from projects.models import Cycle, Project
from projects.selectors import cycle_of, people_with
from projects.services import notify, open_cycle, record
from verification.models import Cleaning, Evaluation, Suspect, SuspectDismissal, SuspectState
from verification.selectors.evaluation import suspect_lines
from verification.services.audits import clean_sentence


@transaction.atomic
def clean_suspects(
    *, evaluation: Evaluation, suspects: Collection[int], by: User, overlap: int = 2
) -> Cleaning:
    """Open a batch in which people answer these suspects anew, blind to the answer in force.

    Once its agreement is computed, its answers are in force. Raises BadInput where one is settled already.
    """
    if not 1 <= overlap <= MOST_OVERLAP:
        raise BadInput(_("Overlap is a number from 1 to %(most)s."), path="overlap", most=MOST_OVERLAP)
    chosen = _open_ones(evaluation, suspects, SuspectState.OPEN)
    number = evaluation.cleanings.count() + 1
    batch = open_batch(
        project=evaluation.project,
        name=f"Cleaning {evaluation.number}.{number}",
        by=by,
        overlap=overlap,
        items={suspect.item_id for suspect in chosen},
        purpose=Purpose.CLEANING,
    )
    cleaning = Cleaning.objects.create(
        evaluation=evaluation, batch=batch, cycle=cycle_of(evaluation.project), by=by
    )
    record(
        "verification.clean_suspects", project=evaluation.project, about=cleaning, by=by, items=len(chosen)
    )
    return cleaning


@transaction.atomic
def dismiss_suspects(
    *, evaluation: Evaluation, suspects: Collection[int], reason: str, by: User
) -> list[SuspectDismissal]:
    """Say that these answers stand as they are, and why."""
    chosen = _open_ones(evaluation, suspects, SuspectState.OPEN, SuspectState.CLEANING)
    reason = clean_sentence(reason, "reason")
    rows = SuspectDismissal.objects.bulk_create(
        SuspectDismissal(suspect=suspect, reason=reason, by=by) for suspect in chosen
    )
    record(
        "verification.dismiss_suspects", project=evaluation.project, about=evaluation, by=by, items=len(rows)
    )
    return rows


def _open_ones(evaluation: Evaluation, suspects: Collection[int], *states: SuspectState) -> list[Suspect]:
    """Return the chosen suspects, held until the transaction ends; all of them have to stand in these states."""
    evaluation = Evaluation.objects.select_for_update(no_key=True).get(pk=evaluation.pk)
    wanted = set(suspects)
    if not wanted:
        raise BadInput(_("Choose at least one suspected answer."), path="suspects")
    lines = suspect_lines(evaluation)
    chosen = [line.suspect for line in lines if line.state in states and line.suspect.pk in wanted]
    if len(chosen) < len(wanted):
        raise BadInput(
            _("Some of these are settled already or are no suspects of this evaluation. Look again."),
            path="suspects",
            code="not_open",
        )
    return chosen


@transaction.atomic
def reopen_cycle(*, project: Project, reason: str, by: User, seen: int | None = None) -> Cycle:
    """Begin another round of teaching, labelling and both verifications, and tell everybody whose work it is.

    `seen` is the round that whoever asks believes to be the present one: pressed twice, one begins.
    """
    reason = clean_sentence(reason, "reason")
    Project.objects.select_for_update().get(pk=project.pk)
    present = cycle_of(project)
    if seen is not None and seen != present:
        raise RuleBroken(
            _("Cycle %(number)s has begun meanwhile. Look at it first."), code="cycle_begun", number=present
        )
    cycle = open_cycle(project=project, reason=reason, by=by)
    rights = (Right.LABEL, Right.TEACH, Right.REVIEW, Right.AUDIT)
    told = {person.pk: person for right in rights for person in people_with(project, right)}
    notify(
        told.values(),
        project=project,
        text=_("Cycle %(number)s of “%(project)s” has begun: %(reason)s"),
        url=project.get_absolute_url(),
        by=by,
        number=cycle.number,
        reason=reason[:200],
    )
    return cycle
