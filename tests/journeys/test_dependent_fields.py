"""Fields that hang on another answer, in the browser: corrected in review, and decided in adjudication."""

import json

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

IN_FORCE = """
    SELECT d.field, x.answer FROM verification_decision x JOIN verification_dispute d ON d.id = x.dispute_id
    WHERE d.batch_id = ?
"""
STATE = """
    SELECT d.field, d.state FROM verification_dispute d
    JOIN verification_dispute o ON o.batch_id = d.batch_id WHERE o.id = ?
"""


@pytest.fixture(scope="module")
def scene(site):
    facts = site.stage("dependent")
    site.start("web")
    return facts


@pytest.fixture
def reviewer(site, person):
    reviewer = person("reviewer1", locale="en-US")
    yield reviewer
    assert reviewer.complaints == []


def test_a_correction_shows_what_is_asked_now_and_is_not_sent_without_it(site, scene, reviewer):
    page = reviewer.page
    page.goto(f"/projects/{scene['project']}/reviews/")
    expect(page.get_by_text("What is praised?")).to_be_visible()
    page.keyboard.press("c")
    page.keyboard.press("2")
    expect(page.get_by_text("What is praised?")).to_be_hidden()
    expect(page.get_by_text("What is sold?")).to_be_visible()
    page.keyboard.press("Enter")
    assert site.rows(IN_FORCE, scene["reviewed"]) == []
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    site.wait(lambda: len(site.rows(IN_FORCE, scene["reviewed"])) == 2)
    made = {field: json.loads(answer) for field, answer in site.rows(IN_FORCE, scene["reviewed"])}
    assert made == {"choice": "advert", "sold": "snack"}


def test_a_decision_says_what_it_drops_and_what_is_missing_then_waits(site, scene, reviewer):
    page = reviewer.page
    page.goto(f"/disputes/{scene['dispute']}/")
    page.get_by_role("radio", name="Advert").click()
    note = page.get_by_role("status")
    expect(note.filter(has_text="is not delivered: What is praised?")).to_be_visible()
    expect(note.filter(has_text="nobody has answered: What is sold?")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.press("r")
    page.keyboard.type("It sells popcorn.")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is sold?").first).to_be_visible()
    found = dict(site.rows(STATE, scene["dispute"]))
    assert found == {"choice": "settled", "praise": "not_asked", "sold": "open"}
