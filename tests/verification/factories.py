"""Batches that people have answered, and disputes in them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from accounts.models import User
from labeling.models import Annotation, Batch
from projects.models import Project, Requirement
from projects.selectors import requirements
from tests.factories import make_annotation, make_batch
from tests.projects.factories import make_brief_in_force
from verification.domain.dimensions import Dimension
from verification.domain.ethics import EthicsQuestion
from verification.models import Audit, AuditItem, Cleaning, ConsensusRun, Decision, Dispute, Evaluation
from verification.selectors import seen_of
from verification.services.audits import judge_audit_item, judge_dimension, judge_ethics
from verification.services.consensus import run_consensus, start_consensus
from verification.services.disputes import decide
from verification.services.evaluation import run_evaluation, start_evaluation


def make_answered_batch(
    project: Project, people: Sequence[User], answers: Sequence[Sequence[str]], **facts: object
) -> Batch:
    """Return a batch with one item for each row of labels; "" where the person gave none."""
    batch = make_batch(project, [f"Text {n}." for n in range(len(answers))], overlap=len(people), **facts)
    slots = batch.slots.select_related("batch").order_by("item_id", "number")
    for labels, (_item, of_item) in zip(answers, groupby(slots, key=lambda slot: slot.item_id), strict=True):
        for slot, person, label in zip(of_item, people, labels, strict=True):
            if label:
                make_annotation(slot, person, {"sentiment": label})
    return batch


WORDS = {"pos": "warm bright tender lovely moving", "neg": "cold dull empty boring grey"}


def make_taught_batch(
    project: Project, people: Sequence[User], n: int = 40, wrong: Sequence[int] = (), **facts: object
) -> Batch:
    """Return a batch of n different texts that say their label, on which people agree; `wrong` places are
    labelled the other way round.
    """
    other = {"pos": "neg", "neg": "pos"}
    meant = ["pos" if place % 2 else "neg" for place in range(n)]
    texts = [f"Film {place}: {_two_words(label, place)}." for place, label in enumerate(meant)]
    batch = make_batch(project, texts, overlap=len(people), **facts)
    given = [other[label] if place in wrong else label for place, label in enumerate(meant)]
    slots = batch.slots.select_related("batch").order_by("item_id", "number")
    for label, (_item, of_item) in zip(given, groupby(slots, key=lambda slot: slot.item_id), strict=True):
        for slot, person in zip(of_item, people, strict=True):
            make_annotation(slot, person, {"sentiment": label})
    return batch


def _two_words(label: str, place: int) -> str:
    words = WORDS[label].split()
    return f"{words[place % 5]} and {words[place // 5 % 5]}"


def evaluate(project: Project, by: User, **settings: object) -> Evaluation:
    """Return an evaluation that is over."""
    evaluation = start_evaluation(project=project, by=by, **settings)
    run_evaluation(evaluation.pk)
    evaluation.refresh_from_db()
    return evaluation


def answer_cleaning(cleaning: Cleaning, people: Sequence[User], label: str) -> None:
    """Let people give every item of a cleaning batch this label, and compute its agreement."""
    for slot in cleaning.batch.slots.select_related("batch").order_by("item_id", "number"):
        make_annotation(slot, people[slot.number - 1], {"sentiment": label})
    compute(cleaning.batch, cleaning.by)


def change_answer(annotation: Annotation, label: str) -> Annotation:
    """Return the next version of somebody's answer."""
    assignment = annotation.assignment
    assignment.version += 1
    assignment.save(update_fields=["version"])
    annotation.pk = None
    annotation.version = assignment.version
    annotation.answers = {"sentiment": label}
    annotation.save(force_insert=True)
    return annotation


def compute(batch: Batch, by: User, **settings: object) -> ConsensusRun:
    """Return a run over the batch that is done."""
    run = start_consensus(batch=batch, by=by, **settings)
    run_consensus(run.pk)
    run.refresh_from_db()
    return run


def decide_again(*, dispute: Dispute, **facts: Any) -> Decision:
    """Return a decision by somebody who has read the dispute as it is now."""
    return decide(dispute=dispute, seen=seen_of(dispute), **facts)


def make_dispute(project: Project, people: Sequence[User], labels: Sequence[str] = ("pos", "neg")) -> Dispute:
    """Return the dispute over one item on which these people differ."""
    batch = make_answered_batch(project, people, [labels])
    compute(batch, project.created_by)
    return batch.disputes.get()


def ask_for(project: Project, metric: str, comparison: str, threshold: float) -> Requirement:
    """Return a requirement of a new brief in force, which keeps what the brief before it asked for."""
    kept = [
        {name: getattr(line, name) for name in ("sentence", "metric", "comparison", "threshold")}
        for line in requirements(project)
    ]
    asked = {"sentence": f"{metric} is good enough.", "metric": metric}
    asked |= {"comparison": comparison, "threshold": threshold}
    return make_brief_in_force(project, requirements=[*kept, asked], plan=()).requirements.get(
        position=len(kept) + 1
    )


def judge_everything(audit: Audit, auditor: User, *, wrong: int = 0, skip: AuditItem | None = None) -> None:
    """Judge every drawn item but `skip`, the first `wrong` of them as findings, and every dimension and question."""
    for drawn in audit.items.order_by("position"):
        if drawn != skip:
            is_wrong = drawn.position <= wrong
            facts = {"about": "guideline", "note": "It is irony."} if is_wrong else {}
            judge_audit_item(audit_item=drawn, conforms=not is_wrong, by=auditor, **facts)
    for dimension in Dimension:
        judge_dimension(audit=audit, dimension=dimension, has_concern=False, sentence="Fine.", by=auditor)
    for question in EthicsQuestion:
        judge_ethics(audit=audit, question=question, verdict="met", sentence="Fine.", by=auditor)
