"""The door of Celery."""

from celery import shared_task

from guidelines.services import label_imports


@shared_task
def run_label_import(job_id: int) -> None:
    """Look through a file of labels, or keep them as suggestions."""
    label_imports.run_label_import(job_id=job_id)
