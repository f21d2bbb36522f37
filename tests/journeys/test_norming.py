"""A team votes blind by keys, sees the votes, talks, votes again, and reads what the talk was worth."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def scene(site) -> dict[str, Any]:
    facts = site.stage("norming")
    site.start("web")
    return facts


def test_a_blind_vote_a_talk_a_second_vote_and_alpha_before_and_after(person, scene):
    leader, one, other = person("reviewer1"), person("annotator1"), person("annotator2")
    session = start(leader.page, scene["project"])

    vote(one.page, session, "Positive", "Positive")
    expect(one.page.get_by_text("Votes given: 2 of 4")).to_be_visible()
    other.page.goto(session)
    expect(other.page.locator("input:checked")).to_have_count(0)
    assert "Before:" not in other.page.content()
    vote(other.page, session, "Negative", "Positive")
    expect(leader.page.get_by_text("Votes given: 4 of 4")).to_be_visible()
    press(leader.page, "Reveal the votes")
    expect(leader.page.get_by_text("Alpha before the talk")).to_be_visible()
    expect(leader.page.get_by_text("Alpha after the talk")).to_be_hidden()

    talk(one.page, "“Again” makes it irony.")
    expect(other.page.get_by_text("Before:").first).to_be_visible()
    other.page.reload()
    expect(other.page.get_by_text("“Again” makes it irony.")).to_be_visible()
    expect(other.page.get_by_text(re.compile(r"Person \d"))).to_be_visible()
    assert "Annotator1" not in other.page.content()

    press(leader.page, "Vote again")
    vote(one.page, session, "Negative", "Positive")
    vote(other.page, session, "Negative", "Positive")
    press(leader.page, "End the session")
    after = leader.page.locator("dl", has_text="Alpha after the talk")
    expect(after.locator("dd").first).to_have_text("1.00")
    before = leader.page.locator("dl", has_text="Alpha before the talk").locator("dd").first
    assert float(before.inner_text().replace("\N{MINUS SIGN}", "-")) < 1
    assert [*leader.complaints, *one.complaints, *other.complaints] == []


def start(page: Page, project: int) -> str:
    """Start a session on the two disputed items with both people; return its address."""
    page.goto(f"/projects/{project}/norming/")
    page.get_by_role("link", name="Choose items").click()
    page.get_by_label("Title").fill("Irony")
    page.get_by_label("Title").press("Enter")
    page.wait_for_url(re.compile(r"/norming/\d+/"))
    return page.url


def vote(page: Page, session: str, *labels: str) -> None:
    """Vote with the space key and keep the votes with Enter; an open page follows the session by itself."""
    if page.url.split("#")[0] != session:
        page.goto(session)
    expect(page.get_by_role("button", name="Keep my votes")).to_be_visible()
    for position, label in enumerate(labels, start=1):
        choice = page.locator(f"#item-{position}").get_by_role("radio", name=label)
        choice.focus()
        page.keyboard.press("Space")
        expect(choice).to_be_checked()
    press(page, "Keep my votes")
    expect(page.get_by_text("Your votes are kept: 2.")).to_be_visible()


def talk(page: Page, text: str) -> None:
    """Say something below the first item once the page has loaded itself anew."""
    expect(page.get_by_text("Before:").first).to_be_visible()
    page.locator("#item-1").get_by_label("Your message").focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(text)).to_be_visible()


def press(page: Page, button: str) -> None:
    """Press a button by key."""
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
