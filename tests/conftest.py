"""The ground every test stands on: a folder of its own, the cast, and a word on what was not tried."""

import os
import shutil
import socket
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import django
import hypothesis
import pytest


def _own_folder() -> Path:
    """Return the folder this process keeps its files in: never var/, and never another worker's."""
    folder = Path(os.environ.get("DMOPS_VAR") or tempfile.mkdtemp(prefix="dmops-tests-"))
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return folder / worker if worker and folder.name != worker else folder


MADE_HERE = "DMOPS_VAR" not in os.environ
os.environ["DMOPS_VAR"] = str(_own_folder())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmops_platform.settings")
django.setup()


def chromium() -> str | None:
    """Return where Chromium is, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _answers(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=1).close()
    except OSError:
        return False
    return True


def redis_url() -> str:
    """Return the Redis the tests may use."""
    return os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def missing_parts() -> dict[str, str]:
    """Return marker → why its tests cannot run here."""
    from django.conf import settings

    missing = {}
    if settings.IS_SQLITE:
        missing["postgres"] = "no PostgreSQL: set DATABASE_URL"
    if not _answers(redis_url(), 6379):
        missing["redis"] = "no Redis: start one or set TEST_REDIS_URL"
    if chromium() is None:
        missing["browser"] = "no Chromium: install it or set CHROMIUM"
    return missing


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    hypothesis.settings.register_profile("unhurried", deadline=None)  # a busy machine is no failure
    hypothesis.settings.load_profile("unhurried")

    if settings.VAR_DIR == settings.BASE_DIR / "var":
        pytest.exit("The tests would write into var/. Set DMOPS_VAR to an empty folder.", returncode=4)


def pytest_unconfigure(config: pytest.Config) -> None:
    if MADE_HERE:
        shutil.rmtree(os.environ["DMOPS_VAR"], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = missing_parts()
    for item in items:
        for marker in missing.keys() & {mark.name for mark in item.iter_markers()}:
            item.add_marker(pytest.mark.skip(reason=missing[marker]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)
    if reasons:
        told = "; ".join(f"{n} × {reason}" for reason, n in sorted(reasons.items()))
        terminalreporter.write_line(f"NOT TRIED: {told}", red=True, bold=True)


pytest_plugins = ("tests.cast",)
