"""Web processes that die: what was acknowledged is there, and once."""

import http.client
import json
import time
import uuid
from collections import Counter

import pytest

from accounts.services import create_token
from labeling.models import Annotation
from tests.factories import make_batch
from tests.serving import served

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SUBMITS = 40
TRIES = 40


@pytest.fixture
def port():
    """Serve the test database from web processes that die before answering."""
    with served("tests.labeling.failing_wsgi:application") as port:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not answers(port):
            time.sleep(0.2)
        yield port


def answers(port: int) -> bool:
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except OSError:
        return False


def call(port: int, token: str, path: str, body: dict, key: str) -> dict:
    """Call until something answers, with the same key each time, as the screen does."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    for _try in range(TRIES):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            link.request("POST", path, json.dumps(body), headers)
            answer = link.getresponse()
            said = json.loads(answer.read())
            assert answer.status == 200, said
            return said
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
    raise AssertionError(f"no answer after {TRIES} tries")


def test_b01_b02_c22_what_was_acknowledged_survives_web_processes_that_die_before_answering(
    port, project, annotator
):
    batch = make_batch(project, [f"text {n}" for n in range(SUBMITS)], overlap=1)
    _row, token = create_token(user=annotator, name="journal")
    journal = {}
    for _n in range(SUBMITS):
        [unit] = call(port, token, f"/api/v1/projects/{project.pk}/work/next/", {}, "")["units"]
        key = uuid.uuid4().hex
        body = {"answers": {"sentiment": "pos"}}
        journal[key] = call(port, token, f"/api/v1/work/{unit['id']}/submit/", body, key)["receipt"]
    stored = Annotation.objects.filter(assignment__batch=batch)
    assert {row.key: row.pk for row in stored} == {
        key: receipt["annotation"] for key, receipt in journal.items()
    }
    assert Counter(stored.values_list("assignment__item_id", flat=True)).most_common(1)[0][1] == 1
