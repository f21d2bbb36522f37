"""A team votes blind by keys, sees the votes, talks, votes again, and reads what the talk was worth."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

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


MARKS = """
    SELECT v.answer FROM verification_normingvote v JOIN verification_normingitem i ON i.id = v.item_id
    JOIN verification_normingsession s ON s.id = i.session_id WHERE s.project_id = ? AND v.round = 2
"""


def test_marks_are_voted_on_in_their_editor_by_keys_and_seen_side_by_side(site, person, scene):
    leader, one, other = person("reviewer1"), person("annotator1"), person("annotator2")
    session = start(leader.page, scene["marks"])

    mark(one.page, session, "Space", "1")
    other.page.goto(session)
    expect(other.page.get_by_text("You have not voted on this item yet.")).to_have_count(2)
    assert "민수 (" not in other.page.content()
    mark(other.page, session, "0", "0")
    press(leader.page, "Reveal the votes")
    expect(
        leader.page.get_by_text("Agreement before the talk").or_(leader.page.get_by_text("Alpha before"))
    ).to_be_visible()
    first = leader.page.locator("#item-1").get_by_role("region", name="Before the talk")
    expect(first.locator(".span-text")).to_have_count(2)
    expect(first.locator(".span-cover")).not_to_have_count(0)
    assert "Annotator2" not in one.page.content()

    talk(one.page, "Given names are persons.")
    press(leader.page, "Vote again")
    mark(one.page, session, "Space", "1")
    expect(other.page.get_by_role("button", name="Keep my votes")).to_be_visible()
    for position in (1, 2):
        take(other.page.locator(f"#item-{position}"), "Person")
    press(other.page, "Keep my votes")
    expect(other.page.get_by_text("Your votes are kept: 2.")).to_be_visible()
    press(leader.page, "End the session")
    expect(leader.page.locator("dl", has_text="after the talk").locator("dd").first).to_have_text("1.00")
    votes = [json.loads(answer) for (answer,) in site.rows(MARKS, scene["marks"])]
    assert sorted(mark["text"] for vote in votes for mark in vote) == ["Paris", "Paris", "민수", "민수"]
    assert [*leader.complaints, *one.complaints, *other.complaints] == []


@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing_on_votes_side_by_side_and_nothing_is_wider_than_the_screen(person, scene, width):
    leader = person("reviewer1", locale="ko-KR", viewport={"width": width, "height": 800})
    page = leader.page
    page.goto(f"/projects/{scene['marks']}/norming/")
    page.get_by_role("link", name="Irony").first.click()
    expect(page.locator("#item-1 .adj-column").first).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def mark(page: Page, session: str, *keys: str) -> None:
    """Go to the vote on each item by key, press these keys in its editor, and keep the votes with Ctrl and Enter."""
    if page.url.split("#")[0] != session:
        page.goto(session)
    for position in (1, 2):
        group = page.locator(f"#item-{position}").get_by_role("group", name="Your vote")
        group.focus()
        for key in keys:
            page.keyboard.press(key)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Your votes are kept: 2.")).to_be_visible()


def take(item: Locator, words: str) -> None:
    """Begin a vote from the answer of the round before that has these words."""
    answer = item.locator(".adj-column", has_text=f"({words})")
    answer.get_by_role("button", name="Start from this").focus()
    item.page.keyboard.press("Enter")


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
    expect(page.locator("#item-1").get_by_text(re.compile("Before( the talk|:)"))).to_be_visible()
    page.locator("#item-1").get_by_label("Your message").focus()
    page.keyboard.type(text)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(text)).to_be_visible()


def press(page: Page, button: str) -> None:
    """Press a button by key."""
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")
