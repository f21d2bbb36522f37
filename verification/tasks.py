"""The door of Celery."""

from celery import shared_task

from verification.services import consensus, evaluation


@shared_task
def run_consensus(run_id: int) -> None:
    """Compute agreement and consensus of a batch."""
    consensus.run_consensus(run_id)


@shared_task
def run_evaluation(evaluation_id: int) -> None:
    """Evaluate the answers in force by a model."""
    evaluation.run_evaluation(evaluation_id)
