"""The door of Celery."""

from celery import shared_task

from annotators.services.recruiting import finish_overdue


@shared_task
def finish_overdue_tests() -> None:
    """End the tests whose time is up."""
    finish_overdue()
