"""docker-compose.yml says how a team runs the site: its commands are started here as plain processes."""

import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from django.conf import settings

from tests.dmops_platform.conftest import HTTPS

OURS = ("web", "worker", "beat")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())["services"])


def test_compose_has_every_part_and_each_is_watched(services):
    assert set(services) == {*OURS, "database", "broker"}
    assert [name for name, service in services.items() if "healthcheck" not in service] == []


def test_compose_gives_no_secret_a_default(services):
    secrets = re.findall(r"\$\{(\w*PASSWORD\w*|\w*KEY\w*)(.*?)\}", str(services))
    assert {name for name, _rest in secrets} == {"POSTGRES_PASSWORD", "REDIS_PASSWORD"}
    assert [name for name, rest in secrets if not rest.startswith(":?")] == []


@pytest.fixture
def running(services, surroundings) -> Iterator[httpx.Client]:
    """Return a client of the site while the three commands run, behind a proxy that ends TLS."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = str(place.getsockname()[1])
    tools = f"{Path(sys.executable).parent}:{surroundings['PATH']}"
    env = {**surroundings, "PATH": tools, "HOST": "127.0.0.1", "PORT": port}
    started = [
        subprocess.Popen(shlex.split(services[name]["command"]), cwd=settings.BASE_DIR, env=env)
        for name in OURS
    ]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=HTTPS, timeout=20) as client:
            yield client
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        codes = [process.wait(timeout=30) for process in started]
    assert codes == [0, 0, 0]


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.redis
@pytest.mark.django_db(transaction=True)
def test_compose_commands_bring_up_a_ready_site_and_end_when_asked(running):
    deadline = time.monotonic() + 90
    parts: dict[str, str] = {}
    while time.monotonic() < deadline:
        try:
            answer = running.get("/readyz")
        except httpx.TransportError:
            time.sleep(0.5)
            continue
        parts = answer.json()
        if answer.status_code == 200:
            break
        time.sleep(0.5)
    assert parts == dict.fromkeys(("database", "migrations", "broker", "worker"), "ok")
