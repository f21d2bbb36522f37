"""Versions and labels written at once, on PostgreSQL. What is locked has a twin without the lock that must fail."""

import multiprocessing
import os
import threading

import pytest
from django.db import connection, connections

from dmops_platform.background import no_bell
from dmops_platform.errors import RuleBroken
from guidelines import services
from guidelines.models import LabelImport, Schema, Suggestion
from guidelines.services import label_imports
from tests.factories import make_items
from tests.guidelines.factories import choice_field
from tests.guidelines.given_labels import confirmed_choice, looked, table

fork = multiprocessing.get_context("fork")
ITEMS = 1_500


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_c29_writers_at_once_leave_numbers_without_gaps(project):
    start = threading.Barrier(6)
    refusals = []

    def write(place):
        start.wait()
        try:
            fields = [choice_field("label") | {"title": f"Question {place}"}]
            services.publish_fields(project=project, fields=fields, by=project.created_by)
        except RuleBroken as refusal:
            refusals.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals == []
    assert sorted(Schema.objects.values_list("number", "state")) == [(n, "published") for n in range(1, 7)]


def add_and_run(preview_id: int, barrier, codes) -> None:
    """Add what was looked through, as soon as everybody is here, in a process of its own."""
    connections.close_all()
    preview = LabelImport.objects.get(pk=preview_id)
    barrier.wait(30)
    try:
        with no_bell():
            job = services.add_labels(preview=preview, by=preview.by)
        codes.put("added")
        label_imports.run_label_import(job_id=job.pk)
    except RuleBroken as refusal:
        codes.put(refusal.code)
    codes.close()
    codes.join_thread()
    connections.close_all()
    os._exit(0)


def at_once(previews: list[LabelImport]) -> list[str]:
    """Return what each of these files met with, added at once."""
    barrier, codes = fork.Barrier(len(previews)), fork.Queue()
    connections.close_all()
    processes = [fork.Process(target=add_and_run, args=(one.pk, barrier, codes)) for one in previews]
    for process in processes:
        process.start()
    found = sorted(codes.get(timeout=60) for _one in previews)
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * len(processes)
    return found


def stored_at_once(previews: list[LabelImport]) -> int:
    """Return how many suggestions these files leave, added at once; none of them stay."""
    at_once(previews)
    stored = Suggestion.objects.count()
    LabelImport.objects.filter(is_preview=False).delete()
    return stored


@pytest.fixture
def same_file(project, settings, tmp_path) -> list[LabelImport]:
    """Return two looks through the same file."""
    settings.MEDIA_ROOT = tmp_path
    confirmed_choice(project)
    versions = make_items(project, [f"text {n}" for n in range(ITEMS)], source=project.sources.get())
    data = table({version.item.name: "PS" for version in versions})
    return [looked(project, data) for _twice in range(2)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_b26_the_same_file_of_labels_added_twice_at_once_is_stored_once(project, same_file):
    assert at_once(same_file)[0] == "added"
    assert Suggestion.objects.count() == ITEMS
    assert set(at_once(same_file)) == {"added"}
    assert Suggestion.objects.count() == ITEMS


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_b26_twin_without_the_rule_and_the_constraint_the_file_is_stored_twice(
    project, same_file, monkeypatch
):
    monkeypatch.setattr(label_imports, "check_alone", lambda preview: None)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX label_import_one_at_work")
    try:
        assert any(stored_at_once(same_file) > ITEMS for _try in range(5))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX label_import_one_at_work ON guidelines_labelimport (project_id, field)"
                " WHERE NOT is_preview AND state IN ('queued', 'running')"
            )
