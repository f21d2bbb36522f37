"""The whole suite: Python on SQLite, Python on PostgreSQL where it is found, then TypeScript."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit

#: what a second database cannot change: plain Python, and the matrix of rights
KNOWS_NO_DATABASE = ("--ignore-glob=*/domain/*", "--deselect=tests/architecture/test_policy.py")
DEFAULT_POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"


def answers(host: str, port: int) -> bool:
    """True when something listens there."""
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def postgres_url() -> str | None:
    """Return the PostgreSQL to test on, or None with a loud line when there is none."""
    url = os.environ.get("TEST_DATABASE_URL", DEFAULT_POSTGRES)
    parts = urlsplit(url)
    if answers(parts.hostname or "127.0.0.1", parts.port or 5432):
        return url
    print("SKIPPED: no PostgreSQL at TEST_DATABASE_URL or 127.0.0.1:5432; locks and races are not tested.")
    return None


def pytest(database_url: str, *arguments: str) -> int:
    """Run the Python tests on one database in a throw-away folder and return the exit code."""
    with tempfile.TemporaryDirectory(prefix="dmops-test-") as folder:
        place = {"DMOPS_VAR": folder, "DATABASE_URL": database_url, "DMOPS_MODE": "local"}
        processes = os.environ.get("TEST_PROCESSES", "2")
        # journeys are slow and stand side by side: whoever is done takes half of what the other has left
        command = [sys.executable, "-m", "pytest", "-n", processes, "--dist", "worksteal", *arguments]
        return subprocess.run(command, env={**os.environ, **place}, check=False).returncode


def main() -> int:
    """Return 0 when everything passed."""
    more = sys.argv[1:]
    print("Python tests on SQLite", flush=True)
    codes = [pytest("", "-m", "not postgres", *more)]
    if url := postgres_url():
        print("Python tests on PostgreSQL", flush=True)
        codes.append(pytest(url, "-m", "not browser", *KNOWS_NO_DATABASE, *more))
    print("TypeScript tests", flush=True)
    npm = shutil.which("npm") or "npm"
    codes.append(subprocess.run([npm, "--prefix", "frontend", "test"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
