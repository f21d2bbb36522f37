import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from dmops_platform.logs import current_request_id

PAGES = ["/accounts/login/", "/projects/", "/projects/999999/", "/nowhere/"]
PROGRAMS = ["/api/v1/projects/", "/api/v1/projects/999999/", "/api/v1/nowhere/"]


def policy_of(answer) -> dict[str, list[str]]:
    header = answer.headers["Content-Security-Policy"]
    return {words[0]: words[1:] for words in map(str.split, header.split(";")) if words}


@pytest.fixture
def browser(annotator, page_client):
    return page_client(annotator)


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS])
def test_a24_content_policy_is_enforced_and_strict_everywhere(browser, path):
    answer = browser.get(path)
    policy = policy_of(answer)
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "Content-Security-Policy-Report-Only" not in answer.headers


@pytest.mark.parametrize("path", [*PAGES, *PROGRAMS])
def test_a73_security_headers_are_on_every_answer(browser, path):
    headers = browser.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_a73_headers_are_on_the_page_of_a_crash(annotator, monkeypatch):
    monkeypatch.setattr("projects.selectors.projects_for", lambda user: 1 / 0)
    browser = Client(raise_request_exception=False)
    browser.force_login(annotator)
    answer = browser.get("/projects/")
    assert answer.status_code == 500
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a73_cookies_are_out_of_reach_of_scripts(client, annotator):
    answer = client.post("/accounts/login/", {"login": "annotator", "password": "letmein-annotator"})
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_request_id_is_given_and_sent_back(client):
    first, second = (client.get("/healthz").headers["X-Request-ID"] for _ in range(2))
    assert first != second
    assert len(first) == 32


def test_request_id_of_a_proxy_is_kept_and_reaches_the_logs(client):
    answer = client.get("/healthz", headers={"x-request-id": "proxy-12345678"})
    assert answer.headers["X-Request-ID"] == "proxy-12345678" == current_request_id.get()


@pytest.mark.parametrize("bad", ["short", "x" * 65, "a b c d e f g", 'id"><script>', "id\tid\tid\tid"])
def test_request_id_that_is_not_well_formed_is_replaced(client, bad):
    assert client.get("/healthz", headers={"x-request-id": bad}).headers["X-Request-ID"] != bad


@pytest.mark.parametrize("path", ["/projects/", "/nowhere/"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_language_of_the_browser_is_spoken(browser, path, language):
    answer = browser.get(path, headers={"accept-language": language})
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()


def test_a66_foreign_host_is_refused(client):
    assert client.get("/healthz", headers={"host": "evil.example"}).status_code == 400


def test_a69_login_leads_only_to_local_pages(client, annotator):
    for target in ("//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = client.post(
            f"/accounts/login/?next={target}",
            {"login": "annotator", "password": "letmein-annotator"},
        )
        assert "evil" not in answer.headers.get("Location", "")
        assert "javascript" not in answer.headers.get("Location", "")
        client.logout()


@pytest.mark.parametrize("way", ["..", "%2e%2e", "%252e%252e", "..%2f..", "%2e%2e%5c"])
@pytest.mark.parametrize("door", ["/static", "/static/", "/media", "/media/"])
def test_a75_no_address_leads_out_of_the_folder_of_files(client, door, way):
    answer = client.get(f"{door}{way}/dmops_platform/settings.py")
    assert answer.status_code == 404
    assert b"SECRET_KEY" not in b"".join(answer)


def test_favicon_is_found_where_browsers_look_for_it(client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/favicon.svg")
    assert finders.find("favicon.svg")
