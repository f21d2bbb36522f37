"""The site served to tests from web processes of its own, over the database of the test."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

GUNICORN = [
    sys.executable,
    "-m",
    "gunicorn",
    "-c",
    "dmops_platform/gunicorn_conf.py",
    "--log-level",
    "critical",
]


@contextmanager
def served(application: str = "dmops_platform.wsgi", database_port: int | None = None) -> Iterator[int]:
    """Serve an application, by default the site, and give its port; the database may be reached through another one."""
    place = connection.settings_dict
    login = place["USER"] + (f":{place['PASSWORD']}" if place["PASSWORD"] else "")
    host = "127.0.0.1" if database_port else place["HOST"] or "127.0.0.1"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"postgres://{login}@{host}:{database_port or place['PORT'] or 5432}/{place['NAME']}",
        "DMOPS_VAR": str(settings.VAR_DIR),
        "PORT": str(port),
    }
    server = subprocess.Popen(
        [*GUNICORN, application], cwd=settings.BASE_DIR, env=surroundings, stderr=subprocess.DEVNULL
    )
    try:
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)
