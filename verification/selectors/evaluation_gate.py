"""Reads: whether the evaluation by models is done, and what it waits for."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from projects.domain.roles import Role
from projects.domain.stages import Missing
from projects.models import Cycle, Project
from verification.models import ConsensusRun, Evaluation
from verification.selectors.corpus import evaluable_fields
from verification.selectors.evaluation import (
    is_evaluation_present,
    is_measured,
    latest_evaluations,
    learned_something,
    model_measures,
    suspect_lines,
)
from verification.selectors.in_force import asked_for, missed_goals


def evaluation_missing(
    project: Project, runs: Sequence[ConsensusRun], cycle: Cycle | None
) -> Iterator[Missing]:
    """Yield what the gate of stage 11 waits for: figures of the present data, settled suspects, goals reached."""
    url = reverse("verification:evaluation_list", args=[project.pk])
    latest = latest_evaluations(project)
    if runs and not latest and not evaluable_fields(runs):
        sentence = gettext(
            "No field has labels that a model can learn: judge this stage and pass it by hand."
        )
        yield Missing(sentence, Role.PM, url)
        return
    if not latest:
        yield Missing(gettext("Nothing has been evaluated by a model yet."), Role.PM, url)
        return
    for evaluation in latest:
        yield from _of_evaluation(evaluation, runs, cycle)
    yield from _goals(project, url)


def _of_evaluation(
    evaluation: Evaluation, runs: Sequence[ConsensusRun], cycle: Cycle | None
) -> Iterator[Missing]:
    url = reverse("verification:evaluation_page", args=[evaluation.pk])
    facts = {"number": evaluation.number, "title": evaluation.report["title"]}
    if cycle and evaluation.queued_at < cycle.at:
        sentence = gettext("Cycle %(cycle)s has begun: evaluate “%(title)s” again after its work.")
        yield Missing(sentence % {**facts, "cycle": cycle.number}, Role.PM, url)
    elif not is_evaluation_present(evaluation, runs):
        sentence = gettext("The data changed after evaluation %(number)s: evaluate “%(title)s” again.")
        yield Missing(sentence % facts, Role.PM, url)
    elif not is_measured(evaluation):
        sentence = gettext("“%(title)s” cannot be measured by a model yet: evaluation %(number)s says why.")
        yield Missing(sentence % facts, Role.PM, url)
    elif learned_something(evaluation) and (n := _unsettled(evaluation)):
        sentence = gettext("Suspected answers of evaluation %(number)s are not settled: %(n)s.")
        told = {**facts, "n": number_format(n, force_grouping=True)}
        yield Missing(sentence % told, Role.PM, f"{url}#suspects")


def _unsettled(evaluation: Evaluation) -> int:
    return sum(not line.is_settled for line in suspect_lines(evaluation))


def _goals(project: Project, url: str) -> Iterator[Missing]:
    for goal, value in missed_goals(project, model_measures(project)):
        sentence = gettext(
            "“%(goal)s” is missed: the model reaches %(value)s, asked for is %(asked)s. Begin another cycle."
        )
        told = {"goal": goal.sentence, "value": number_format(value, decimal_pos=3), "asked": asked_for(goal)}
        yield Missing(sentence % told, Role.PM, url)
