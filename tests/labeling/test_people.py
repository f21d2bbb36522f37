import pytest
from django.urls import reverse

from dmops_platform.errors import BadInput, RuleBroken
from labeling.models import PausedPerson
from labeling.selectors import waiting_for
from labeling.services import assignments, people
from labeling.services.annotations import Submission, submit
from projects.models import Notice
from tests.factories import make_batch

pytestmark = pytest.mark.django_db


def pause(project, person, reason="Answers came faster than texts can be read."):
    return people.pause_person(project=project, person=person.pk, reason=reason, by=project.created_by)


def test_a_paused_person_finishes_what_they_hold_and_gets_nothing_new(project, annotator, second_annotator):
    make_batch(project, ["a", "b"])
    [held] = assignments.claim(project=project, person=annotator)
    pause(project, annotator)
    assert assignments.claim(project=project, person=annotator, ahead=3) == [held]
    submit(assignment=held, submission=Submission(answers={"sentiment": "pos"}))
    assert assignments.claim(project=project, person=annotator) == []
    assert waiting_for(annotator) == []
    assert assignments.claim(project=project, person=second_annotator)


def test_a_paused_person_cannot_take_a_named_item(project, annotator):
    batch = make_batch(project, ["a"])
    pause(project, annotator)
    item = batch.slots.first().item
    assert assignments.claim_item(project=project, person=annotator, item=item) == []


def test_a_paused_person_is_told_why(project, annotator, page_client):
    make_batch(project, ["a"])
    pause(project, annotator, reason="Please read the new guideline first.")
    assert "Please read the new guideline" in Notice.objects.filter(user=annotator).latest("pk").sentence
    page = page_client(annotator).get(reverse("labeling:work_page", args=[project.pk]))
    assert b"Please read the new guideline" in page.content


def test_resume_person_gives_work_again_and_keeps_the_pause_on_record(project, annotator):
    make_batch(project, ["a"])
    pause(project, annotator)
    people.resume_person(project=project, person=annotator.pk, reason="We spoke.", by=project.created_by)
    assert assignments.claim(project=project, person=annotator)
    assert PausedPerson.objects.get().lifted_at
    with pytest.raises(RuleBroken, match="not paused"):
        people.resume_person(project=project, person=annotator.pk, reason="x", by=project.created_by)


def test_pause_person_once_and_only_annotators(project, annotator, reviewer, outsider):
    pause(project, annotator)
    with pytest.raises(RuleBroken, match="paused already"):
        pause(project, annotator)
    for stranger in (reviewer, outsider):
        with pytest.raises(BadInput):
            pause(project, stranger)


@pytest.mark.parametrize("door", ["labeling", "api"])
def test_pause_and_resume_through_both_doors(
    page_client, api_client, project, manager, annotator, outsider, door
):
    signed_in = api_client if door == "api" else page_client
    url = reverse(f"{door}:pause_person", args=[project.pk])
    body = {"person": annotator.pk, "reason": "Too fast."}
    for stranger in (outsider, annotator):
        assert signed_in(stranger).post(url, body).status_code == 404
    assert signed_in(manager).post(url, {**body, "reason": ""}).status_code in (400, 422)
    assert signed_in(manager).post(url, body).status_code in (200, 302)
    assert PausedPerson.objects.filter(person=annotator, lifted_at=None).exists()
    page = page_client(manager).get(reverse("labeling:people_page", args=[project.pk]))
    assert b"Too fast." in page.content
    assert signed_in(manager).post(url.replace("pause-", "resume-"), body).status_code in (200, 302)
    assert not PausedPerson.objects.filter(lifted_at=None).exists()
