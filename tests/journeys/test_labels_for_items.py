"""Labels come in with a file for items that exist: looked through, added, taken back, and confirmed by hand."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import bring_table, stored
from tests.journeys.people import Person
from tests.journeys.running import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXTS = ["Warm from start to end.", "Cold as the lake.", "Worth the evening 😀."]


@pytest.fixture(scope="module")
def project(site: Site) -> int:
    facts = site.stage("to_be_given_labels")
    site.start("web")
    return facts["project"]


def labels_of(folder: Path, name: str, rows: list[tuple[str, str]]) -> Path:
    file = folder / name
    file.write_text("id,feeling\n" + "".join(f"{key},{label}\n" for key, label in rows), encoding="utf-8")
    return file


def tab_to(page: Page, name: str) -> None:
    """Go on with Tab until the thing with this name has the keys."""
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.textContent.trim()") == name:
            return
    raise AssertionError(f"Tab does not reach “{name}”.")


def send(page: Page, project: int, file: Path, origin: str) -> None:
    """Upload a file of labels with the keyboard alone; only the file itself is chosen otherwise."""
    page.goto(f"/projects/{project}/items/labels/")
    page.get_by_label("Format").focus()
    page.keyboard.type("CSV")
    page.get_by_label("File", exact=True).set_input_files(file)
    page.get_by_label("Who or what are the labels from?").focus()
    page.keyboard.type(origin)
    page.keyboard.press("Enter")


def test_labels_are_looked_through_added_taken_back_and_confirmed(person, project, site, tmp_path):
    boss: Person = person("boss")
    page = boss.page
    items = tmp_path / "items.csv"
    items.write_text(
        "id,text\n" + "".join(f"r{n},{text}\n" for n, text in enumerate(TEXTS)), encoding="utf-8"
    )
    rows = [(f"r{n}", "pos") for n in range(3)] + [(f"gone{n}", "pos") for n in range(120)]
    file = labels_of(tmp_path, "labels.csv", rows)

    send(page, project, file, "mood-1")
    expect(page.get_by_text("Queued. It begins in a moment.")).to_be_visible()
    tab_to(page, "Cancel")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No suggestion of it was kept.")).to_be_visible()

    site.start("worker")
    site.wait(site.is_ready)
    bring_table(page, project, items, ["text"], "id")
    page.goto(f"/projects/{project}/items/upload/")
    page.get_by_role("link", name="Labels for items that are here already").click()
    send(page, project, file, "mood-1")
    expect(page.get_by_text("Labels that found their item: 3 of 123")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("the first 100 of 120")).to_be_visible()
    with page.expect_download() as arrived:
        page.get_by_role("link", name="Download all of them (CSV)").click()
    refused = list(csv.reader(Path(arrived.value.path()).read_text("utf-8-sig").splitlines()))
    assert (len(refused), refused[-1][1]) == (121, "gone119")

    tab_to(page, "Add the suggestions (3)")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Suggestions added: 3")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Take the suggestions back (3)").click()
    expect(page.get_by_text("The suggestions of this file were taken back: 3.")).to_be_visible()
    page.get_by_role("link", name="Back to what the file holds").click()
    page.get_by_role("button", name="Add the suggestions (3)").click()
    expect(page.get_by_text("Suggestions added: 3")).to_be_visible(timeout=20_000)
    added = page.url

    annotator: Person = person("annotator1")
    annotator.page.goto(f"/projects/{project}/work/")
    expect(annotator.page.get_by_role("button", name="Take it")).to_be_visible(timeout=15_000)
    annotator.page.keyboard.press("Space")
    Site.wait(lambda: stored(site, project, "feeling") == ["pos"])
    annotator.page.get_by_text("Negative").click()
    Site.wait(lambda: stored(site, project, "feeling") == ["pos", "neg"])

    page.goto(added)
    page.get_by_role("button", name="Take the suggestions back (3)").click()
    expect(page.get_by_text("These suggestions stay: 3 of their items")).to_be_visible()
    assert annotator.complaints == []
    assert [said for said in boss.complaints if "409" not in said] == []
