"""The door of Celery."""

from celery import shared_task

from verification.services import consensus, evaluation, quality_report, reviews, self_checks


@shared_task
def run_consensus(run_id: int) -> None:
    """Compute agreement and consensus of a batch."""
    consensus.run_consensus(run_id)


@shared_task
def run_evaluation(evaluation_id: int) -> None:
    """Evaluate the answers in force by a model."""
    evaluation.run_evaluation(evaluation_id)


@shared_task
def run_quality_report(report_id: int) -> None:
    """Compute how good the answers of a project are."""
    quality_report.run_quality_report(report_id)


@shared_task
def draw_reviews() -> None:
    """Draw the reviews of answers that came in since the last time."""
    reviews.draw_what_is_new()


@shared_task
def draw_self_checks() -> None:
    """Put items that are due into their authors' hands again."""
    self_checks.draw_all_self_checks()
