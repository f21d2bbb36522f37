"""The door of Celery."""

from celery import shared_task

from sourcing.services import imports, recipes, searching


@shared_task
def run_import(import_id: int) -> None:
    """Turn a raw file into items."""
    imports.run_import(import_id=import_id)


@shared_task
def run_recipe(run_id: int) -> None:
    """Clean the items of a recipe run."""
    recipes.run_recipe(run_id=run_id)


@shared_task
def index_texts() -> None:
    """Let searches find quickly what was written since."""
    searching.index_texts()
