"""The suggestions of a file are taken back together, as long as nothing was built on them."""

import pytest
from django.urls import reverse

from dmops_platform.background import JobState
from dmops_platform.errors import RuleBroken
from labeling.selectors import unit_of
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim, give_back
from labeling.services.batches import open_batch
from labeling.services.suggestions import undo_labels
from tests.factories import make_items
from tests.guidelines.given_labels import added, confirmed_choice, kept, looked, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def names(project, settings, tmp_path) -> list[str]:
    """Return the names of two items in an open batch."""
    settings.MEDIA_ROOT = tmp_path
    confirmed_choice(project)
    versions = make_items(project, ["a", "b"], source=project.sources.get())
    open_batch(project=project, name="b", overlap=1, without_pilot="A test.", by=project.created_by)
    return [version.item.name for version in versions]


def given(project, names, label="PS", **more):
    return added(looked(project, table(dict.fromkeys(names, label)), **more))


def undone(job) -> str:
    """Return "" where the labels were taken back, else why not."""
    try:
        undo_labels(job=job, by=job.by)
    except RuleBroken as refusal:
        return refusal.code
    return ""


def test_undo_labels_takes_all_back_and_the_file_can_be_added_again(project, names, annotator):
    job = given(project, names)
    assert undone(job) == ""
    job.refresh_from_db()
    assert (job.state, job.report["undone"], kept(project)) == (JobState.CANCELLED, 2, {})
    [held] = claim(project=project, person=annotator)
    assert "suggestions" not in unit_of(held)
    give_back(assignment=held)
    assert undone(job) == "not_added"
    assert added(job.preview).report["added"] == 2
    assert kept(project) == dict.fromkeys(names, "PS")


def test_undo_labels_shows_again_what_another_origin_had_suggested(project, names):
    given(project, names, "LC", origin="old")
    later = given(project, names, "PS", origin="new")
    assert kept(project) == dict.fromkeys(names, "PS")
    assert undone(later) == ""
    assert kept(project) == dict.fromkeys(names, "LC")


def test_undo_labels_is_refused_while_an_item_is_in_hand_and_once_it_was_answered(project, names, annotator):
    job = given(project, names)
    [held] = claim(project=project, person=annotator)
    assert undone(job) == "worked_with"
    submit(assignment=held, submission=Submission(answers={"choice": "PS"}))
    assert undone(job) == "worked_with"
    assert kept(project) == dict.fromkeys(names, "PS")


def test_undo_labels_does_not_mind_answers_given_before(project, names, annotator):
    for held in claim(project=project, person=annotator, ahead=2):
        submit(assignment=held, submission=Submission(answers={"choice": "LC"}))
    assert undone(given(project, names)) == ""


def test_undo_labels_is_refused_while_later_labels_of_the_origin_build_on_it(project, names):
    first = given(project, names[:1])
    second = given(project, names)
    assert second.report["unchanged"] == 1
    assert (undone(first), undone(second), undone(first)) == ("built_on", "", "")
    assert kept(project) == {}


def test_pages_and_programs_take_labels_back(client, api_client, project, names):
    client.force_login(project.created_by)
    job = given(project, names)
    page = reverse("guidelines:label_import_page", args=[job.pk])
    assert "Take the suggestions back (2)" in client.get(page).content.decode()
    told = client.post(reverse("labeling:undo_labels", args=[job.pk]), follow=True).content.decode()
    assert "The suggestions of this file were taken back: 2." in told
    assert (
        "Add the suggestions"
        in client.get(reverse("guidelines:label_import_page", args=[job.preview_id])).content.decode()
    )
    refused = api_client(project.created_by).post(reverse("api:undo_labels", args=[job.pk]))
    assert (refused.status_code, refused.json()["code"]) == (409, "not_added")
    again = added(job.preview)
    told = api_client(project.created_by).post(reverse("api:undo_labels", args=[again.pk]))
    assert (told.json()["state"], told.json()["report"]["undone"]) == ("cancelled", 2)
