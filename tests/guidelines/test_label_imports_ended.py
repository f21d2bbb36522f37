"""Labels for items that exist: cancelled, refused in numbers, one file after another."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from dmops_platform.background import JobState, no_bell
from dmops_platform.errors import RuleBroken
from guidelines.models import LabelImport, Suggestion
from guidelines.services import add_labels, cancel_labels, label_imports
from tests.factories import make_items
from tests.guidelines.given_labels import added, confirmed_choice, kept, looked, queued, run, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(project, settings, tmp_path) -> list[str]:
    """Return the names of three items that wait for labels."""
    settings.MEDIA_ROOT = tmp_path
    confirmed_choice(project)
    source = project.sources.get()
    return [version.item.name for version in make_items(project, ["a", "b", "c"], source=source)]


def begun(preview: LabelImport) -> LabelImport:
    with no_bell():
        return add_labels(preview=preview, by=preview.by)


def test_cancel_labels_ends_a_look_and_an_addition_that_wait_and_the_latter_can_begin_anew(project, names):
    data = table(dict.fromkeys(names, "PS"))
    look = queued(project, data)
    cancel_labels(job=look, by=project.created_by)
    assert run(look).state == JobState.CANCELLED
    with pytest.raises(RuleBroken, match="looked through"):
        begun(look)
    preview = looked(project, data)
    job = begun(preview)
    cancel_labels(job=job, by=project.created_by)
    assert (run(job).state, kept(project)) == (JobState.CANCELLED, {})
    again = added(preview)
    assert (again.pk, again.state, again.report["added"]) == (job.pk, JobState.DONE, 3)
    assert kept(project) == dict.fromkeys(names, "PS")


def test_cancel_labels_in_the_middle_leaves_no_suggestion(project, names, monkeypatch):
    monkeypatch.setattr(label_imports, "AT_ONCE", 1)
    preview = looked(project, table(dict.fromkeys(names, "PS")))
    job, keep = begun(preview), label_imports.Attempt._keep

    def keep_and_cancel(self, chunk):
        keep(self, chunk)
        assert Suggestion.objects.exists()
        cancel_labels(job=job, by=preview.by)

    monkeypatch.setattr(label_imports.Attempt, "_keep", keep_and_cancel)
    assert (run(job).state, Suggestion.objects.count()) == (JobState.CANCELLED, 0)


def test_a_fault_in_the_middle_leaves_no_suggestion(project, names, monkeypatch):
    job = begun(looked(project, table(dict.fromkeys(names, "PS"))))
    monkeypatch.setattr(label_imports.Attempt, "_finish", lambda self: 1 / 0)
    assert (run(job).state, Suggestion.objects.count()) == (JobState.FAILED, 0)


def test_one_file_of_labels_is_added_to_a_field_at_a_time(project, names):
    first, second = (looked(project, table({names[0]: label})) for label in ("PS", "LC"))
    job = begun(first)
    with pytest.raises(RuleBroken) as refusal:
        begun(second)
    assert refusal.value.code == "already_at_work"
    run(job)
    assert added(second).report["added"] == 1
    assert kept(project) == {names[0]: "LC"}


def test_the_database_itself_refuses_a_second_file_at_work(project, names):
    preview = looked(project, table({names[0]: "PS"}))
    begun(preview)
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelImport.objects.create(
            project=project,
            file=preview.file,
            field="choice",
            origin="x",
            is_preview=False,
            by=project.created_by,
        )


def test_all_refusals_are_handed_out_and_the_page_counts_them(client, api_client, project, names):
    preview = looked(project, table({f"gone-{n}": "PS" for n in range(130)} | {names[0]: "LC"}))
    assert (len(preview.report["errors"]), preview.report["unmatched"]) == (100, 130)
    client.force_login(project.created_by)
    page = client.get(reverse("guidelines:label_import_page", args=[preview.pk])).content.decode()
    assert "the first 100 of 130" in page
    refused = client.get(reverse("guidelines:refused_labels", args=[preview.pk]))
    lines = refused.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0] == "Line or file,Item,What is wrong and what to do"
    assert len(lines) == 131
    assert lines[-1] == "131,gone-129,The project has no item “gone-129”."
    told = api_client(project.created_by).get(reverse("api:refused_labels", args=[preview.pk]))
    rows = [json.loads(line) for line in told.getvalue().splitlines()]
    assert (len(rows), rows[0]["code"], rows[0]["line"]) == (130, "no_item", 2)


def test_pages_and_programs_cancel(client, api_client, project, names):
    client.force_login(project.created_by)
    look = queued(project, table({names[0]: "PS"}))
    page = client.post(reverse("guidelines:cancel_labels", args=[look.pk]), follow=True).content.decode()
    assert "No suggestion of it was kept." in page
    job = queued(project, table({names[0]: "PS"}))
    told = api_client(project.created_by).post(reverse("api:cancel_labels", args=[job.pk]))
    assert (told.status_code, told.json()["state"]) == (200, "cancelled")
    assert project.activities.filter(action="guidelines.cancel_labels").count() == 2
