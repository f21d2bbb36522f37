"""A site of its own for the bench: an empty database, a folder, web, worker and beat."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
DATABASE = "dmops_bench"
PORT = os.environ.get("BENCH_PORT", "8765")
BASE = f"http://127.0.0.1:{PORT}"


def database_url() -> str:
    """Return the address of the bench's own database."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{DATABASE}"))


def recreate_database() -> None:
    """Drop and make the bench's database."""
    server = psycopg2.connect(SERVER)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {DATABASE}")
    server.close()


def surroundings(folder: str) -> dict[str, str]:
    """Return the environment of the site's processes."""
    own = {"DATABASE_URL": database_url(), "DMOPS_VAR": folder, "DMOPS_MODE": "local", "PORT": PORT}
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "dmops_platform.settings"}


@contextmanager
def running_site() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Run web, worker and beat on an empty database and give their processes."""
    folder = tempfile.mkdtemp(prefix="dmops-bench-")
    place = surroundings(folder)
    os.environ.update(
        {name: place[name] for name in ("DATABASE_URL", "DMOPS_VAR", "DMOPS_MODE", "DJANGO_SETTINGS_MODULE")}
    )
    recreate_database()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=place, check=True)
    celery = ["-m", "celery", "--quiet", "-A", "dmops_platform"]
    commands = {
        "web": ["-m", "gunicorn", "-c", "dmops_platform/gunicorn_conf.py", "dmops_platform.wsgi"],
        "worker": [*celery, "worker", "-P", "threads", "-c", "2", "-l", "ERROR"],
        "beat": [*celery, "beat", "-l", "ERROR"],
    }
    processes = {
        name: subprocess.Popen([sys.executable, *command], cwd=ROOT, env=place)
        for name, command in commands.items()
    }
    try:
        wait_until_ready()
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
        for process in processes.values():
            process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_ready(within: float = 60.0) -> None:
    """Return once /readyz says 200."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{BASE}/readyz", timeout=3) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("The site did not become ready.")
