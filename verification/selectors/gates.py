"""Reads: whether the stages of verification are done, and what they wait for."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from dmops_platform.figures import written
from labeling.models import Batch
from projects.domain.roles import Role
from projects.domain.stages import Gate, Measure, Missing, Stage
from projects.models import Cycle, Project
from projects.selectors import latest_cycle
from verification.models import ConsensusRun, Dispute, DisputeState
from verification.selectors.audits import (
    Standing,
    critical_findings,
    is_audit_present,
    latest_audit,
    standing_of,
)
from verification.selectors.evaluation_gate import evaluation_missing
from verification.selectors.in_force import (
    ALPHA,
    alpha_of,
    asked_for,
    finished_batches,
    goals,
    missed_goals,
    outdated,
    runs_in_force,
)
from verification.selectors.review import active_rules, in_rework, is_drawn, open_reviews


def gates(project: Project) -> list[Gate]:
    """Return the gates of both verifications and of evaluation by models, in the reader's language."""
    runs, cycle = runs_in_force(project), latest_cycle(project)
    return [
        Gate(Stage.INTERNAL_VERIFICATION, tuple(_internal(project, runs, cycle))),
        Gate(Stage.EXTRINSIC_VERIFICATION, tuple(_extrinsic(project, runs, cycle))),
        Gate(Stage.MODEL_EVALUATION, tuple(evaluation_missing(project, runs, cycle))),
    ]


def _internal(project: Project, runs: Sequence[ConsensusRun], cycle: Cycle | None) -> Iterator[Missing]:
    computed = [run.batch_id for run in runs]
    uncomputed = list(finished_batches(project).exclude(pk__in=computed))
    if not runs and not uncomputed:
        url = reverse("labeling:batch_list", args=[project.pk])
        yield Missing(gettext("No batch is finished, so nothing can be compared yet."), Role.PM, url)
    if uncomputed:
        sentence = gettext("Finished batches without computed agreement: %(names)s.")
        yield _about_batches(sentence, uncomputed)
    if old := outdated(runs):
        sentence = gettext(
            "Answers came after agreement was computed, so it does not count any more: %(names)s."
        )
        yield _about_batches(sentence, [run.batch for run in old])
    if cycle and not any(run.queued_at >= cycle.at for run in runs):
        sentence = gettext("Cycle %(number)s has begun: compute agreement again after its work.")
        url = reverse("labeling:batch_list", args=[project.pk])
        yield Missing(sentence % {"number": cycle.number}, Role.PM, url)
    yield from _open_reviews(project)
    yield from _open_disputes(project)
    if runs:
        yield from _agreement(project, alpha_of(runs), runs[-1])


def _about_batches(sentence: str, batches: Sequence[Batch], most: int = 3) -> Missing:
    names = ", ".join(f"“{batch.name}”" for batch in batches[:most])
    names += f" (+{len(batches) - most})" if len(batches) > most else ""
    url = reverse("verification:quality_page", args=[batches[0].pk])
    return Missing(sentence % {"names": names}, Role.PM, url)


def _open_reviews(project: Project) -> Iterator[Missing]:
    """Yield what a review rule still waits for: reviewers, authors, and answers that no draw has seen."""
    page = reverse("verification:review_page", args=[project.pk])
    rules = list(active_rules(project))
    if not rules:
        return
    if n := open_reviews(project).count():
        sentence = gettext("Answers wait for review: %(n)s.")
        yield Missing(sentence % {"n": number_format(n, force_grouping=True)}, Role.REVIEWER, page)
    if n := in_rework(project).count():
        sentence = gettext("Returned answers wait for their authors: %(n)s.")
        url = reverse("labeling:batch_list", args=[project.pk])
        yield Missing(sentence % {"n": number_format(n, force_grouping=True)}, Role.ANNOTATOR, url)
    if any(not is_drawn(rule) for rule in rules):
        sentence = gettext("Answers came in since reviews were drawn; the draw follows within a minute.")
        yield Missing(sentence, Role.REVIEWER, page)


def _open_disputes(project: Project) -> Iterator[Missing]:
    n = Dispute.objects.filter(batch__project=project, state=DisputeState.OPEN).count()
    if n:
        sentence = gettext("Disputes wait for a decision: %(n)s.") % {
            "n": number_format(n, force_grouping=True)
        }
        yield Missing(sentence, Role.REVIEWER, reverse("verification:dispute_list", args=[project.pk]))


def _agreement(project: Project, alpha: Measure, run: ConsensusRun) -> Iterator[Missing]:
    url = reverse("verification:quality_page", args=[run.batch_id])
    if alpha.value is None:
        if goals(project, ALPHA):
            sentence = gettext(
                "Agreement is asked for and cannot be measured: no item has two answers to compare."
            )
            yield Missing(sentence, Role.PM, url)
        return
    for goal, value in missed_goals(project, [alpha]):
        sentence = gettext("Agreement misses its goal: alpha is %(value)s, asked for is %(goal)s.")
        facts = {"value": number_format(value, decimal_pos=3), "goal": asked_for(goal)}
        yield Missing(sentence % facts, Role.PM, url)


def _extrinsic(project: Project, runs: Sequence[ConsensusRun], cycle: Cycle | None) -> Iterator[Missing]:
    audit, url = latest_audit(project), reverse("verification:audit_list", args=[project.pk])
    if audit is None:
        yield Missing(gettext("No audit has been drawn yet."), Role.PM, url)
    elif cycle and audit.at < cycle.at:
        sentence = gettext("Cycle %(number)s has begun: draw a new sample after its work.")
        yield Missing(sentence % {"number": cycle.number}, Role.PM, url)
    elif not is_audit_present(audit, runs):
        sentence = gettext("The data changed after audit %(number)s was drawn: draw a new sample.")
        yield Missing(sentence % {"number": audit.number}, Role.PM, url)
    else:
        yield from _judged(standing_of(audit))


def _judged(standing: Standing) -> Iterator[Missing]:
    url = reverse("verification:audit_page", args=[standing.audit.pk])
    if standing.sign_off and not standing.sign_off.is_signed:
        sentence = gettext("The auditor objects: %(sentence)s")
        yield Missing(sentence % {"sentence": standing.sign_off.sentence}, Role.PM, url)
        return
    if standing.unjudged:
        sentence = gettext("Drawn items wait for the auditor: %(n)s.")
        yield Missing(sentence % {"n": standing.unjudged}, Role.AUDITOR, url)
    if dimensions := len(standing.unjudged_dimensions):
        sentence = gettext("Dimensions wait for the auditor: %(n)s.")
        yield Missing(sentence % {"n": dimensions}, Role.AUDITOR, url)
    if questions := len(standing.unjudged_questions):
        sentence = gettext("Questions of ethics wait for the auditor: %(n)s.")
        yield Missing(sentence % {"n": questions}, Role.AUDITOR, url)
    if n := critical_findings(standing.audit):
        sentence = gettext("Critical findings are not corrected and verified: %(n)s.")
        yield Missing(sentence % {"n": n}, Role.PM, f"{url}#findings")
    if standing.sign_off is None:
        yield Missing(gettext("The auditor has not signed off."), Role.AUDITOR, url)
    if standing.is_rejected and standing.audit.acceptance is not None:
        sentence = gettext(
            "The sample rejects the data: %(errors)s errors found, at most %(accepted)s are accepted. Correct the data"
            " and draw again."
        )
        counts = {"errors": standing.wrong, "accepted": standing.audit.acceptance}
        yield Missing(sentence % counts, Role.PM, url)
    elif standing.is_rejected:
        sentence = gettext(
            "The error rate is %(rate)s %%, tolerable is %(tolerable)s %%: correct the data and draw again."
        )
        shares = {"rate": standing.error_rate.value or 0.0, "tolerable": standing.audit.tolerable_error}
        facts = {name: written(100 * value, 1) for name, value in shares.items()}
        yield Missing(sentence % facts, Role.PM, url)
