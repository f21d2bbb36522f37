"""Evaluating the answers in force by a model, in the background."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from dmops_platform.background import JobState, LostLease, ask_cancel, enqueue, running
from dmops_platform.errors import BadInput, RuleBroken, _
from guidelines.domain.kinds import KINDS
from guidelines.domain.schema import Field
from projects.models import Project
from projects.selectors import cycle_of
from projects.services import record
from verification import baseline
from verification.domain import slices
from verification.domain.suspects import Suspicion
from verification.models import LARGEST_SEED, MOST_SUSPECTS, Evaluation, Suspect
from verification.selectors import corpus as reads
from verification.selectors.corpus import Corpus
from verification.selectors.evaluation import evaluation_at_work
from verification.selectors.in_force import runs_in_force
from verification.selectors.moments import Moment
from verification.services import experiments
from verification.services.experiments import Learnable

BEAT_EVERY = 500


@transaction.atomic
def start_evaluation(*, project: Project, by: User, field: str = "", seed: int = 0) -> Evaluation:
    """Order one evaluation of a field (the first that can be learned by default); asked twice while one is at
    work, it stays one.
    """
    if not 0 <= seed <= LARGEST_SEED:
        raise BadInput(_("A seed is a number from 0 to %(most)s."), path="seed", most=LARGEST_SEED)
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    chosen = _chosen_field(project, field)
    if at_work := evaluation_at_work(project):
        return _same(at_work, chosen["name"], seed)
    evaluation = Evaluation.objects.create(
        project=project,
        number=(project.evaluations.aggregate(last=Max("number"))["last"] or 0) + 1,
        cycle=cycle_of(project),
        field=chosen["name"],
        seed=seed,
        by=by,
    )
    record("verification.start_evaluation", project=project, about=evaluation, by=by, field=chosen["name"])
    enqueue(evaluation)
    return evaluation


def _chosen_field(project: Project, name: str) -> Field:
    fields = reads.evaluable_fields(runs_in_force(project))
    if not fields:
        raise RuleBroken(
            _("No field has answers in force that a model can learn: compute agreement of a batch first."),
            code="nothing_to_evaluate",
        )
    chosen = [field for field in fields if name in ("", field["name"])]
    if not chosen:
        raise BadInput(_("No such field has answers in force that a model can learn."), path="field")
    return chosen[0]


def _same(evaluation: Evaluation, field: str, seed: int) -> Evaluation:
    if (evaluation.field, evaluation.seed) == (field, seed):
        return evaluation
    raise RuleBroken(
        _("Another evaluation of this project is at work. Wait until it is done."), code="already_at_work"
    )


@transaction.atomic
def cancel_evaluation(*, evaluation: Evaluation, by: User) -> None:
    """Stop an evaluation. One that is over stays as it is."""
    if evaluation.is_over:
        return
    ask_cancel(evaluation)
    record("verification.cancel_evaluation", project=evaluation.project, about=evaluation, by=by)


def run_evaluation(evaluation_id: int) -> None:
    """Evaluate once, however often the message arrives; killed and run again on the same data it ends the same."""
    evaluation = Evaluation.claim(evaluation_id)
    if evaluation is None:
        return
    with running(evaluation):
        _evaluate(evaluation)


def _evaluate(evaluation: Evaluation) -> None:
    project = evaluation.project
    runs = runs_in_force(project)
    moment = Moment.of(runs)
    field = next(one for one in reads.evaluable_fields(runs) if one["name"] == evaluation.field)
    corpus = reads.corpus_of(runs, evaluation.field)
    order = list(KINDS[field["kind"]].values(field["config"]))
    data = experiments.learnable(corpus, order, evaluation.seed)
    report = _facts(evaluation, field, data)
    found: list[Suspicion] = []
    if not data.why_not:
        evaluation.heartbeat(done=0, total=experiments.work_in(len(data.label)))
        people = reads.answers_by_person(runs, evaluation.field)
        report, found = _measured(
            evaluation, report, data, {str(key): value for key, value in people.items()}
        )
    _finish(evaluation, data, found, moment=moment.as_json(), report=report)


def _facts(evaluation: Evaluation, field: Field, data: Learnable) -> dict[str, Any]:
    titles = reads.titles(field)
    counts = [int((data.label == code).sum()) for code in range(data.labels)]
    return {
        "why_not": data.why_not,
        "field": field["name"],
        "title": field["title"],
        "items": len(data.label),
        "labels": [
            {"label": str(answer), "title": titles[str(answer)], "n": n}
            for answer, n in zip(data.answers, counts, strict=True)
        ],
        "left_out": [
            {"label": str(answer), "title": titles.get(str(answer), str(answer)), "n": n}
            for answer, n in data.left_out.most_common(20)
        ],
        "n_left_out": data.left_out.total(),
        "seed": evaluation.seed,
        "seeds": experiments.SEEDS,
        "libraries": baseline.libraries(),
    }


def _measured(
    evaluation: Evaluation, report: dict[str, Any], data: Learnable, people: experiments.PeopleAnswers
) -> tuple[dict[str, Any], list[Suspicion]]:
    beat = _beat(evaluation)
    bench = experiments.bench_of(data, evaluation.seed, beat)
    curve = experiments.curve(bench, evaluation.seed)
    consistency = experiments.consistency(bench, _parts(evaluation.project, data.corpus), people)
    found, figures = experiments.disbelieved(bench)
    stored = min(len(found), MOST_SUSPECTS)
    facts = {"fitted": len(bench.sample), "reads": bench.reads, "curve": curve, "slices": consistency}
    return {**report, **facts, "suspects": {**figures, "stored": stored}}, found


def _beat(evaluation: Evaluation) -> Callable[[int], None]:
    """Return what the experiments report their progress to: it renews the lease and stops them when cancelled."""
    done = 0

    def beat(texts: int) -> None:
        nonlocal done
        done += texts
        evaluation.heartbeat(done=min(done, evaluation.total or done))

    return beat


def _parts(project: Project, corpus: Corpus) -> dict[str, list[str]]:
    """Return the ways to part the data: way → for each item its part."""
    sources = reads.source_names(project)
    return {
        "time": slices.halves(corpus.last),
        "batch": [str(batch) for batch in corpus.batch],
        "source": [sources[source] for source in corpus.source],
    }


@transaction.atomic
def _finish(evaluation: Evaluation, data: Learnable, found: list[Suspicion], **facts: Any) -> None:
    """Write suspects and report in one transaction, so that a killed attempt leaves nothing behind."""
    mine = Evaluation.objects.filter(pk=evaluation.pk, attempt=evaluation.attempt, state=JobState.RUNNING)
    if not mine.select_for_update().values_list("pk").first():
        raise LostLease
    corpus = data.corpus
    Suspect.objects.bulk_create(
        (
            Suspect(
                evaluation=evaluation,
                rank=rank,
                batch_id=corpus.batch[place],
                item_id=corpus.item[place],
                item_version_id=corpus.version[place],
                given=corpus.answer[place],
                suggested=data.answers[one.suggested],
                probability=one.probability,
                suggested_probability=one.suggested_probability,
            )
            for rank, one in enumerate(islice(found, MOST_SUSPECTS), start=1)
            for place in [int(data.places[one.place])]
        ),
        batch_size=500,
    )
    evaluation.finish(**facts)
