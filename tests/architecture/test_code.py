"""Promises of the code about itself: names that must resolve, and what must not be loaded or left out."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Task
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.module_loading import import_string

from dmops_platform.background import Job
from projects.services import record
from projects.templatetags.activity_words import ACTIONS

ROOT = Path(settings.BASE_DIR)
APPS = [app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()]
HEAVY = ("sklearn", "krippendorff", "pandas", "pyarrow", "scipy", "weasyprint")
WEB_PROCESS = f"""
import sys
import dmops_platform.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*[name for name in {HEAVY!r} if name in sys.modules])
"""


def kinds_of_work() -> list[type[Job]]:
    return [model for model in apps.get_models() if issubclass(model, Job)]


def python_files() -> Iterator[Path]:
    for app in [*APPS, "dmops_platform"]:
        yield from (ROOT / app).rglob("*.py")


LOADS_CODE = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
RUNS_WHAT_IT_READS = {"eval", "exec", "load", "unsafe_load"}


def test_a37_a38_nothing_that_is_read_can_become_code():
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in python_files()
        for node in ast.walk(ast.parse(file.read_text()))
        if _becomes_code(node)
    ]
    assert found == []
    assert settings.CELERY_ACCEPT_CONTENT == ["json"]
    assert settings.CELERY_TASK_SERIALIZER == "json"
    assert settings.SESSION_SERIALIZER.endswith("JSONSerializer")


def _becomes_code(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(one.name.split(".")[0] in LOADS_CODE for one in node.names)
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").split(".")[0] in LOADS_CODE
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Name):
        return node.func.id in {"eval", "exec"}
    is_library = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in {
        "yaml",
        "torch",
        "joblib",
    }
    allows_objects = any(
        one.arg == "allow_pickle" and ast.unparse(one.value) == "True" for one in node.keywords
    )
    return allows_objects or (is_library and node.func.attr in RUNS_WHAT_IT_READS)


@pytest.mark.parametrize("kind", kinds_of_work(), ids=lambda kind: kind.__name__)
def test_task_of_every_kind_of_work_exists(kind: type[Job]):
    assert isinstance(import_string(kind.task), Task)


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_task_of_every_beat_exists(name: str):
    task = import_string(settings.CELERY_BEAT_SCHEDULE[name]["task"])
    assert isinstance(task, Task)
    assert task.name == settings.CELERY_BEAT_SCHEDULE[name]["task"]


def test_no_migration_is_missing(db):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.slow
def test_web_process_loads_no_heavy_library():
    loaded = subprocess.run(
        [sys.executable, "-c", WEB_PROCESS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert loaded.stdout.split() == []


def test_every_recorded_action_has_words_for_people():
    said = {
        action
        for file in python_files()
        for action in re.findall(r'\brecord\(\s*"([a-z_]+\.[a-z_]+)"', file.read_text())
    }
    assert said, "no recorded action was found: the search is broken"
    missing = sorted(said - ACTIONS.keys())
    assert not missing, f"Add words for {missing} to ACTIONS in projects/templatetags/activity_words.py."


def test_an_action_without_words_is_shown_by_its_name(page_client, manager, project):
    record("future.deed", project=project, by=manager, items=3, values="x")
    page = page_client(manager).get(f"/projects/{project.pk}/activity/")
    assert page.status_code == 200
    assert "future.deed" in page.content.decode()
