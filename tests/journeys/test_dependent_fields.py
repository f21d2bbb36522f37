"""Fields that hang on another answer, in the browser: corrected in review, and decided in adjudication."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

IN_FORCE = """
    SELECT d.field, x.answer FROM verification_decision x JOIN verification_dispute d ON d.id = x.dispute_id
    WHERE d.batch_id = ?
"""
DECIDED = """
    SELECT d.field, x.answer FROM verification_decision x JOIN verification_dispute d ON d.id = x.dispute_id
    JOIN verification_dispute o ON o.batch_id = d.batch_id WHERE o.id = ?
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


def begin(page, dispute):
    """Decide that the item is an advert, with cause and reason; do not send it yet."""
    page.goto(f"/disputes/{dispute}/")
    expect(page.get_by_role("heading", name="Decision", exact=True)).to_be_visible()
    page.keyboard.press("e")
    page.keyboard.press("2")
    expect(page.get_by_role("radio", name="Advert")).to_be_checked()
    note = page.get_by_role("status")
    expect(note.filter(has_text="is not delivered: What is praised?")).to_be_visible()
    expect(note.filter(has_text="in the queue: What is sold?")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.keyboard.press("r")
    page.keyboard.type("It sells something to eat.")
    page.keyboard.press("Escape")


def test_one_decision_settles_what_it_makes_asked_too(site, scene, reviewer):
    page = reviewer.page
    begin(page, scene["together"])
    asked = page.get_by_role("group", name="What is sold?")
    expect(asked).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="of disputes: What is sold?")).to_be_visible()
    expect(asked).to_be_focused()
    assert dict(site.rows(STATE, scene["together"])) == {"choice": "open"}
    page.keyboard.press("2")
    expect(asked.get_by_role("radio", name="Snack")).to_be_checked()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    found = dict(site.rows(STATE, scene["together"]))
    assert found == {"choice": "settled", "praise": "not_asked", "sold": "settled"}
    made = {field: json.loads(answer) for field, answer in site.rows(DECIDED, scene["together"])}
    assert made == {"choice": "advert", "sold": "snack"}


def test_its_editor_leaves_with_the_answer_that_asked_it_and_what_was_answered_stays_after_a_reload(
    scene, reviewer
):
    page = reviewer.page
    begin(page, scene["left"])
    asked = page.get_by_role("group", name="What is sold?")
    page.keyboard.press("d")
    page.keyboard.press("1")
    page.reload()
    expect(asked.get_by_role("radio", name="Film")).to_be_checked()
    page.keyboard.press("1")
    expect(asked).to_have_count(0)
    page.get_by_role("radio", name="Advert").click()
    expect(asked.get_by_role("radio", name="Film")).to_be_checked()


def test_what_is_left_out_waits_in_the_queue(site, scene, reviewer):
    page = reviewer.page
    begin(page, scene["left"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="of disputes")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What is sold?").first).to_be_visible()
    found = dict(site.rows(STATE, scene["left"]))
    assert found == {"choice": "settled", "praise": "not_asked", "sold": "open"}
