"""One project on the bench: its people and everything asked of the site over HTTP."""

import time
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote

import django

django.setup()

import httpx  # noqa: E402
import psutil  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max  # noqa: E402

from accounts.models import User  # noqa: E402
from accounts.services import create_token  # noqa: E402
from bench.site import BASE  # noqa: E402
from projects.domain.roles import Role  # noqa: E402
from projects.services import add_members, create_project  # noqa: E402
from sourcing.models import Item, ItemVersion, SearchText, Source  # noqa: E402
from sourcing.services import review_source  # noqa: E402

FIELDS = [
    {
        "name": "sentiment",
        "kind": "choice",
        "title": "Sentiment",
        "required": True,
        "config": {
            "labels": [{"id": label, "title": label} for label in ("positive", "negative", "neutral")]
        },
    }
]

SEARCHES = {
    "searched": "delivery",
    "searched in Korean": "포장이 훌륭",
    "searched for one item": "#9999 ",
    "searched in vain": "zzzz",
    "searched in vain for two syllables": "영화",
    "searched in vain for two letters": "qx",
}


def signed_in(person: User) -> str:
    """Return the key of a session of this person, as a login makes it."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Stage:
    """A project with a manager and annotators, each with a token."""

    def __init__(self, size: int, people: int, web: int) -> None:
        self.size = size
        self.web = psutil.Process(web)
        manager = User.objects.create(username=f"manager-{size}")
        project = create_project(name=f"Bench {size}", by=manager)
        crowd = User.objects.bulk_create(User(username=f"person-{size}-{n}") for n in range(people))
        add_members(project=project, users=crowd, role=Role.ANNOTATOR, by=manager)
        self.project = project.pk
        self.tokens = [create_token(user=person, name="bench")[1] for person in crowd]
        self.headers = {"Authorization": f"Bearer {create_token(user=manager, name='bench')[1]}"}
        self.http = httpx.Client(base_url=f"{BASE}/api/v1", headers=self.headers, timeout=600)
        self.source = self._cleared_source(User.objects.create(username=f"legal-{size}"))
        self.cookies = {settings.SESSION_COOKIE_NAME: signed_in(manager)}
        self.batch = 0

    def _cleared_source(self, lawyer: User) -> int:
        """Return the id of a source that a legal reviewer approved."""
        facts = {"name": "Bench", "kind": "public", "licence": "CC0-1.0"}
        source = self.ask("POST", f"/projects/{self.project}/sources/", json=facts)["source"]["id"]
        review_source(source=Source.objects.get(pk=source), verdict="approve", by=lawyer)
        return int(source)

    def ask(self, method: str, path: str, **facts: Any) -> Any:
        """Call the API and return its JSON; anything but success ends the bench."""
        answer = self.http.request(method, path, **facts)
        if answer.status_code >= 400:
            raise SystemExit(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    def upload(self, path: Path) -> int:
        """Send the file and return the import's id."""
        kind = {"Content-Type": "application/x-ndjson"}
        where = {"source": self.source, "name": path.name, "id_column": "uid", "text_column": "text"}
        with path.open("rb") as file:
            job = self.ask(
                "POST", f"/projects/{self.project}/imports/", params=where, content=file, headers=kind
            )
        return int(job["id"])

    def wait_for_import(self, job: int) -> int:
        """Return how many items the finished import made."""
        state = self._wait(f"/imports/{job}/")
        return int(state["report"]["accepted"])

    def _wait(self, path: str) -> Any:
        while True:
            state = self.ask("GET", path)
            if state["state"] in ("failed", "cancelled"):
                raise SystemExit(f"{path}: {state}")
            if state["state"] == "done":
                return state
            time.sleep(0.05)

    def open_batch(self) -> None:
        """Write a schema and open a batch with overlap 1 over every item."""
        self.ask("POST", f"/projects/{self.project}/schema/", json={"fields": FIELDS, "publish": True})
        batch = self.ask("POST", f"/projects/{self.project}/batches/", json={"name": "Bench", "overlap": 1})
        self.batch = batch["id"]

    def database_seconds(self) -> float:
        """Return the CPU seconds the web processes have used."""
        family = [self.web, *self.web.children(recursive=True)]
        return sum(sum(member.cpu_times()[:2]) for member in family)

    def answer_everything(self) -> None:
        """Write one answer for every free slot straight into the database: the labelling itself is measured above."""
        with connection.cursor() as cursor:
            cursor.execute(ANSWER_SLOTS, [self.batch])

    def export(self) -> int:
        """Read the stream of annotations and return how many lines it has."""
        request = urllib.request.Request(
            f"{BASE}/api/v1/projects/{self.project}/annotations/export/", headers=self.headers
        )
        lines = 0
        with urllib.request.urlopen(request, timeout=600) as answer:
            while block := answer.read(1 << 20):
                lines += block.count(b"\n")
        return lines

    def wait_for_index(self, within: float = 120.0) -> float:
        """Return the seconds until searches find every item by the index; a missing index ends the bench."""
        begun = time.perf_counter()
        last = ItemVersion.objects.filter(item__project=self.project).aggregate(last=Max("pk"))["last"]
        while not SearchText.objects.filter(pk=last).exists():
            if time.perf_counter() - begun > within:
                raise SystemExit("The texts were not indexed: is pg_trgm there, and does the beat run?")
            time.sleep(0.2)
        return time.perf_counter() - begun

    def pages(self) -> dict[str, str]:
        """Return name → address of the pages that are timed."""
        items, board = f"/projects/{self.project}/items/", f"/projects/{self.project}/board/"
        return {
            "item list": items,
            "item list, half way": f"{items}?after={self._middle()}",
            "item list, latest first": f"{items}?order=latest",
            "item list, filtered": f"{items}?cleaned=undecided",
            **{f"item list, {what}": f"{items}?q={quote(q)}" for what, q in SEARCHES.items()},
            "stage board": board,
        }

    def _middle(self) -> int:
        ids = Item.objects.filter(project=self.project).order_by("pk").values_list("pk", flat=True)
        return int(ids[self.size // 2])

    def visit(self, path: str, times: int = 15) -> list[float]:
        """Open a page so often, signed in as the manager, and return the seconds of each time."""
        client = httpx.Client(base_url=BASE, cookies=self.cookies, timeout=120)
        seconds = []
        for _time in range(times):
            begun = time.perf_counter()
            answer = client.get(path)
            seconds.append(time.perf_counter() - begun)
            if answer.status_code != 200:
                raise SystemExit(f"GET {path}: {answer.status_code}")
        return seconds[1:]

    def evaluate(self) -> None:
        """Evaluate the answers with a model."""
        run = self.ask("POST", f"/projects/{self.project}/evaluations/", json={})
        self._wait(f"/evaluations/{run['id']}/")

    def verify(self) -> None:
        """Compute agreement and consensus."""
        run = self.ask("POST", f"/batches/{self.batch}/consensus/", json={"method": "majority"})
        self._wait(f"/consensus/{run['id']}/")

    def release(self) -> None:
        """Freeze and build a release."""
        release = self.ask("POST", f"/projects/{self.project}/releases/", json={"batches": [self.batch]})
        self._wait(f"/releases/{release['id']}/")


ANSWER_SLOTS = """
WITH person AS (SELECT min(user_id) AS id FROM projects_membership WHERE role = 'annotator'),
held AS (
    INSERT INTO labeling_assignment
        (slot_id, batch_id, item_id, person_id, state, leased_at, lease_until, version, skip_reason, skip_comment)
    SELECT slot.id, slot.batch_id, slot.item_id, person.id, 'submitted', now(), now(), 1, '', ''
    FROM labeling_slot slot, person WHERE slot.batch_id = %s AND slot.state = 'free'
    RETURNING id, slot_id, batch_id
), answered AS (
    INSERT INTO labeling_annotation
        (assignment_id, version, answers, seconds, schema_id, by_id, key, body_sha256, saved_at)
    SELECT held.id, 1,
        jsonb_build_object('sentiment', (ARRAY['positive', 'negative', 'neutral'])[held.id %% 3 + 1]), 3,
        batch.schema_id, person.id, '', '', now()
    FROM held JOIN labeling_batch batch ON batch.id = held.batch_id, person
)
UPDATE labeling_slot SET state = 'done' WHERE id IN (SELECT slot_id FROM held)
"""
