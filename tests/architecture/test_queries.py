"""How many statements a request may make, however large the project is. More is a decision, not an accident."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.services import create_token
from tests.factories import make_annotation, make_batch

pytestmark = pytest.mark.django_db

#: what a signed-in page costs before it shows anything: session, person, right, rights twice
PAGES = {
    "sourcing:item_list": 9,
    "labeling:batch_list": 10,
    "labeling:batch_page": 11,
    "labeling:pilot_page": 20,
    "labeling:inspection_page": 22,
    "overview:board": 40,
}
NEXT, SUBMIT = 9, 11


def counted(ask) -> tuple[Any, int]:
    """Return the answer of a request and how many statements it made."""
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    assert answer.status_code == 200
    planned = ("SAVEPOINT", "RELEASE", "PREPARE")
    return answer, sum(not query["sql"].startswith(planned) for query in seen.captured_queries)


def statements(ask) -> int:
    """Return how many statements a request makes once everything it keeps is warm."""
    ask()
    return counted(ask)[1]


@pytest.fixture
def batch(project, annotator, second_annotator):
    batch = make_batch(project, [f"text {n}" for n in range(12)])
    for slot in batch.slots.order_by("id")[:8:2]:
        make_annotation(slot, annotator)
    return batch


@pytest.mark.parametrize("name", PAGES)
def test_a_page_makes_no_more_statements_than_agreed(page_client, manager, batch, name):
    pk = batch.pk if name in ("labeling:batch_page", "labeling:inspection_page") else batch.project_id
    client = page_client(manager)
    assert statements(lambda: client.get(reverse(name, args=[pk]))) <= PAGES[name]


@pytest.mark.parametrize("name", ["sourcing:item_list", "labeling:batch_page", "overview:board"])
def test_a_page_makes_as_many_statements_over_more_items(page_client, manager, batch, name):
    client = page_client(manager)
    url = reverse(name, args=[batch.pk if name == "labeling:batch_page" else batch.project_id])
    few = statements(lambda: client.get(url))
    make_batch(batch.project, [f"more {n}" for n in range(30)], state="closed")
    assert statements(lambda: client.get(url)) <= few + 2


def test_taking_and_answering_make_no_more_statements_than_agreed(client, project, annotator, batch):
    headers = {"Authorization": f"Bearer {create_token(user=annotator, name='x')[1]}"}

    def post(url, body, **more):
        return client.post(url, body, content_type="application/json", headers={**headers, **more})

    for turn in range(2):
        answer, to_take = counted(lambda: post(reverse("api:next_work", args=[project.pk]), {}))
        url = reverse("api:submit_work", args=[answer.json()["units"][0]["id"]])
        body, key = {"answers": {"sentiment": "pos"}}, {"Idempotency-Key": f"key-number-{turn}"}
        _answer, to_submit = counted(lambda url=url, body=body, key=key: post(url, body, **key))
    assert (to_take, to_submit) <= (NEXT, SUBMIT)
    assert to_submit <= SUBMIT
