"""A person gets an item again among new ones, answers it by keys without knowing, and reads how steady they are."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scene(site) -> dict[str, Any]:
    facts = site.stage("answered_long_ago")
    site.start("web")
    return facts


def test_an_item_comes_again_unseen_and_the_manager_reads_how_steady_its_author_is(person, scene):
    boss, annotator = person("boss"), person("annotator1")
    set_self_check(boss.page, scene["batch"])
    expect(stat(boss.page, "In hand")).to_have_text("1")

    seen = answer_all(annotator.page, scene["project"])
    again = {"Warm from start to end.", "Cold as the lake."} & set(seen)
    assert len(again) == 1
    assert {"Worth the evening.", "We left early."} <= set(seen)

    boss.page.goto(f"/batches/{scene['batch']}/self-check/")
    expect(stat(boss.page, "Answered again")).to_have_text("1")
    expect(boss.page.get_by_role("row", name="Annotator1")).to_be_visible()
    assert [*boss.complaints, *annotator.complaints] == []


def set_self_check(page: Page, batch: int) -> None:
    """Ask half of the answers again, by keys."""
    page.goto(f"/batches/{batch}/self-check/")
    page.get_by_label("Share of each person's answers, in percent").fill("50")
    page.get_by_label("Hours after the first answer").fill("48")
    page.get_by_label("Hours after the first answer").press("Enter")
    expect(page.get_by_text("in force")).to_be_visible()


def answer_all(page: Page, project: int) -> list[str]:
    """Answer what comes, always with the first label; return the texts that came."""
    page.goto(f"/projects/{project}/work/")
    seen: list[str] = []
    texts = ["Warm from start to end.", "Cold as the lake.", "Worth the evening.", "We left early."]
    while len(seen) < 3:
        expect(page.locator(".part-text").first).to_be_visible()
        [text] = [text for text in texts if page.get_by_text(text, exact=True).is_visible()]
        assert "again" not in page.locator("main").inner_text().lower()
        seen.append(text)
        page.keyboard.press("1")
        expect(page.get_by_text(text, exact=True)).to_be_hidden()
    return seen


def stat(page: Page, title: str) -> Any:
    """Return the number of this title."""
    return page.locator("dl", has_text=title).locator("dd").first
