"""A61, A73: the site in production mode, as processes: it starts when safe, and speaks only HTTPS."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie

import httpx
import pytest
from django.conf import settings

from tests.dmops_platform.conftest import HOST, HTTPS
from tests.factories import make_user

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.django_db(transaction=True),
]

WEB = [sys.executable, "-m", "gunicorn", "-c", "dmops_platform/gunicorn_conf.py", "dmops_platform.wsgi"]


@pytest.fixture
def site(surroundings) -> Iterator[httpx.Client]:
    """Return a client of the web process behind its proxy."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = str(place.getsockname()[1])
    process = subprocess.Popen(WEB, cwd=settings.BASE_DIR, env={**surroundings, "PORT": port})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers={"Host": HOST}, timeout=20) as client:
            wait_for(client)
            yield client
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(client: httpx.Client) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    pytest.fail("the web process did not start")


def cookies_of(answer: httpx.Response) -> SimpleCookie:
    return SimpleCookie("\r\n".join(answer.headers.get_list("set-cookie")))


def sign_in(site: httpx.Client) -> httpx.Response:
    form = site.get("/accounts/login/", headers=HTTPS)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)[1]
    typed = {"login": "annotator", "password": "letmein-annotator", "csrfmiddlewaretoken": token}
    headers = {
        **HTTPS,
        "Referer": f"https://{HOST}/accounts/login/",
        "Cookie": f"csrftoken={cookies_of(form)['csrftoken'].value}",
    }
    return site.post("/accounts/login/", data=typed, headers=headers)


def test_a61_a73_safe_production_starts_and_speaks_only_https(site, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make_user("annotator")
    plain = site.get("/accounts/login/")
    assert (plain.status_code, plain.headers["location"]) == (301, f"https://{HOST}/accounts/login/")
    form = site.get("/accounts/login/", headers=HTTPS)
    assert "max-age=31536000; includeSubDomains" in form.headers["strict-transport-security"]
    assert cookies_of(form)["csrftoken"]["secure"]
    session = cookies_of(sign_in(site))["sessionid"]
    assert (session["secure"], session["httponly"], session["samesite"]) == (True, True, "Lax")


def test_a61_safe_production_passes_the_deployment_check(surroundings):
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=settings.BASE_DIR,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
