"""A site whose worker is not running says so, and goes on when it is."""

import json
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_b16_an_import_without_a_worker_says_so_within_10_s_and_runs_when_it_comes(person, site, tmp_path):
    site.stage("manager")
    site.start("web")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{site.url}/readyz")
    parts = json.load(refusal.value)
    assert refusal.value.code == 503
    assert [name for name, state in parts.items() if state != "ok"] == ["worker"]

    page = person("mina").page
    page.goto("/projects/new/")
    page.fill("[name=name]", "Reviews")
    page.get_by_role("button", name="Open the project").click()
    home = page.url
    page.goto(f"{home}sources/new/")
    page.fill("[name=name]", "Shop")
    page.select_option("[name=licence]", "CC0-1.0")
    page.get_by_role("button", name="Save and ask for review").click()
    page.goto(f"{home}items/upload/")
    file = tmp_path / "reviews.csv"
    file.write_text("id,text\n1,A warm film.\n2,A cold one.\n")
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Upload and look at it").click()
    page.get_by_role("button", name="Start the import").click()
    expect(page.get_by_text("Waiting: no worker.")).to_be_visible(timeout=10_000)

    site.start("worker")
    expect(page.get_by_text("Items imported: 2")).to_be_visible(timeout=30_000)
    site.wait(site.is_ready)
