"""What a person finished last, for the back key of a screen that was opened anew."""

import pytest

from labeling import selectors
from labeling.domain.lifecycle import SkipReason
from labeling.services.annotations import Submission, submit
from labeling.services.assignments import claim, skip
from labeling.services.batches import close_batch
from tests.factories import make_batch, make_user

pytestmark = pytest.mark.django_db


def answer(assignment, label, version=0):
    return submit(
        assignment=assignment, submission=Submission(answers={"sentiment": label}, base_version=version)
    )


def test_what_was_finished_comes_back_in_its_order_with_answer_and_version(project, annotator):
    make_batch(project, [f"Film {n}." for n in range(3)], overlap=1)
    first, second, _third = claim(project=project, person=annotator, ahead=3)
    answer(first, "pos")
    skip(assignment=second, reason=SkipReason.UNCLEAR)
    answer(first, "neg", version=1)
    earlier = selectors.earlier_units(project, annotator)
    assert [(one["unit"]["id"], one["skipped"]) for one in earlier] == [
        (first.pk, None),
        (second.pk, "unclear"),
    ]
    submitted = earlier[0]["unit"]["submitted"]
    assert (submitted["answers"], submitted["version"]) == ({"sentiment": "neg"}, 2)
    assert earlier[1]["unit"]["submitted"] is None


def test_only_the_last_ones_of_open_batches_and_of_this_person_come_back(project, annotator):
    batch = make_batch(project, [f"Film {n}." for n in range(4)], overlap=1)
    for held in claim(project=project, person=annotator, ahead=4):
        answer(held, "pos")
    assert len(selectors.earlier_units(project, annotator, most=3)) == 3
    assert selectors.earlier_units(project, make_user()) == []
    close_batch(batch=batch, by=project.created_by)
    assert selectors.earlier_units(project, annotator) == []


def test_the_screen_gets_them_and_where_to_ask(client, project, annotator):
    make_batch(project, overlap=1)
    [held] = claim(project=project, person=annotator)
    answer(held, "pos")
    client.force_login(annotator)
    props = client.get(f"/projects/{project.pk}/work/").context["props"]
    assert [one["unit"]["id"] for one in props["earlier"]] == [held.pk]
    assert props["urls"]["ask"] == f"/api/v1/projects/{project.pk}/questions/"
