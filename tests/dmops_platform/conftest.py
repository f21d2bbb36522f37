"""A safe production on this machine's PostgreSQL and Redis."""

import os

import pytest
from django.db import connection

from tests.conftest import redis_url
from tests.dmops_platform.test_start_gate import KEY

HOST = "dmops.example.org"
HTTPS = {"Host": HOST, "X-Forwarded-Proto": "https"}


@pytest.fixture
def surroundings(tmp_path) -> dict[str, str]:
    """Return the environment of a safe production, on the database of this test."""
    there = connection.settings_dict
    login = f"{there['USER']}:{there['PASSWORD']}".rstrip(":")
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "DMOPS_MODE": "production",
        "DMOPS_VAR": str(tmp_path),
        "SECRET_KEY": KEY,
        "ALLOWED_HOSTS": HOST,
        "DATABASE_URL": f"postgres://{login}@{there['HOST']}:{there['PORT'] or 5432}/{there['NAME']}",
        "CELERY_BROKER_URL": redis_url(),
        "BEHIND_PROXY": "1",
        "WEB_WORKERS": "1",
    }
