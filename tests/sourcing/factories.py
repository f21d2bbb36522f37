"""Files, uploads and imports for tests of sourcing."""

import json
import random
from typing import Any

from accounts.models import User
from projects.models import Project
from sourcing.models import Import, Item, RawFile, Recipe
from sourcing.services.files import store_raw_file
from sourcing.services.imports import run_import, start_import
from sourcing.services.recipes import publish_recipe, save_recipe_draft
from tests.factories import make_source

WORDS = ["정말", "재미있다", "ㅋㅋ", "배우", "연기", "good", "film", "ㅠㅠ", "별로", "최고", '"명작"', "그냥"]


def reviews(rows: int, repeats: int = 0) -> str:
    """Return a TSV like a corpus of film reviews: the last `repeats` rows have the text of an earlier row."""
    chance = random.Random(7)
    texts = [f"{n} {' '.join(chance.choices(WORDS, k=8))}" for n in range(rows - repeats)]
    texts += chance.sample(texts, repeats)
    lines = (f"{1000 + n}\t{_cell(text)}\t{n % 2}" for n, text in enumerate(texts))
    return "id\tdocument\tlabel\n" + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def make_raw_file(
    project: Project, content: str | bytes, name: str = "table.csv", by: User | None = None
) -> RawFile:
    data = content.encode() if isinstance(content, str) else content
    return store_raw_file(source=make_source(project), name=name, chunks=[data], by=by or project.created_by)


def make_import(project: Project, content: str | bytes, name: str = "table.csv", **choice: Any) -> Import:
    """Return a queued import of this content: columns `id` and `text` unless told."""
    choice = {"id_column": "id", "text_columns": ["text"]} | choice
    return start_import(file=make_raw_file(project, content, name), by=project.created_by, **choice)


def imported(project: Project, content: str | bytes, name: str = "table.csv", **choice: Any) -> Import:
    """Return an import after its worker ran."""
    job = make_import(project, content, name, **choice)
    run_import(import_id=job.pk)
    job.refresh_from_db()
    return job


def contents(project: Project) -> list[tuple[str, int | None, dict, dict, str]]:
    """Return everything that is stored about a project's items, in their order, but their ids and times."""
    rows = Item.objects.filter(project=project).order_by("id")
    fields = ("name", "line", "versions__parts", "versions__data", "versions__content_sha256")
    return list(rows.values_list(*fields))


def make_recipe(project: Project, steps: list[Any], *, is_published: bool = True) -> Recipe:
    """Return the next recipe version with these steps."""
    save_recipe_draft(project=project, steps=steps, by=project.created_by)
    if is_published:
        return publish_recipe(project=project, by=project.created_by)
    return Recipe.objects.get(project=project, is_published=False)
