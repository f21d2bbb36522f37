"""A database that is away or full: people and programs are told so and when to try again."""

import contextlib
import http.client
import select
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from accounts.services import create_token
from tests.serving import served

EDGE = pytest.mark.urls("tests.dmops_platform.edge_urls")


@pytest.fixture
def browser(annotator) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(annotator)
    return client


@EDGE
@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("full", 507, "storage_full"),
        ("no-space", 507, "storage_full"),
        ("gone", 503, "database_away"),
    ],
)
def test_b05_b06_an_outage_is_told_to_programs_with_the_time_to_try_again(browser, kind, status, code):
    answer = browser.get(f"/api/v1/edge/{kind}/")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert int(answer.headers["Retry-After"]) > 0


@EDGE
@pytest.mark.parametrize(("language", "words"), [("en", "No space is left"), ("ko", "저장 공간")])
def test_b06_an_outage_is_told_to_people_in_their_language(browser, language, words):
    page = browser.get("/edge/no-space/", headers={"accept-language": language})
    assert page.status_code == 507
    assert words in page.content.decode()


class Relay:
    """A door to a server that can be shut, with everybody who is inside thrown out, and opened again."""

    def __init__(self, target: tuple[str, int]) -> None:
        self.target = target
        self.links: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        self.open()

    def open(self) -> None:
        if self.door.fileno() < 0:
            self.door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._serve, args=[self.door], daemon=True).start()

    def shut(self) -> None:
        with contextlib.suppress(OSError):
            self.door.shutdown(socket.SHUT_RDWR)
        self.door.close()
        for link in self.links:
            with contextlib.suppress(OSError):
                link.shutdown(socket.SHUT_RDWR)
        self.links.clear()

    def _serve(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                guest, _place = door.accept()
                server = socket.create_connection(self.target)
                self.links += [guest, server]
                threading.Thread(target=self._carry, args=[guest, server], daemon=True).start()

    @staticmethod
    def _carry(guest: socket.socket, server: socket.socket) -> None:
        other = {guest: server, server: guest}
        with contextlib.suppress(OSError), guest, server:
            while True:
                for ready in select.select([guest, server], [], [])[0]:
                    if not (data := ready.recv(65_536)):
                        return
                    other[ready].sendall(data)


@pytest.fixture
def relay() -> Iterator[Relay]:
    place = connection.settings_dict
    made = Relay((place["HOST"] or "127.0.0.1", int(place["PORT"] or 5432)))
    yield made
    made.shut()


@pytest.fixture
def port(relay) -> Iterator[int]:
    with served(database_port=relay.port) as port:
        yield port


def ask(port: int, token: str, path: str = "/api/v1/projects/") -> tuple[int, str | None]:
    """Return the status and Retry-After; status 0 where nobody answers yet."""
    try:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        link.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = link.getresponse()
        answer.read()
    except OSError:
        return 0, None
    return answer.status, answer.headers["Retry-After"]


def wait_for(port: int, token: str, status: int) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if ask(port, token)[0] == status:
            return True
        time.sleep(0.2)
    return False


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_b05_a_database_that_goes_away_is_503_and_back_is_back_without_a_stale_connection(
    manager, relay, port
):
    _token, text = create_token(user=manager, name="watch")
    assert wait_for(port, text, 200)
    relay.shut()
    assert [ask(port, text) for _ in range(3)] == [(503, "2")] * 3
    assert ask(port, text, "/healthz")[0] == 200
    relay.open()
    assert wait_for(port, text, 200)
    assert [ask(port, text)[0] for _ in range(20)] == [200] * 20
